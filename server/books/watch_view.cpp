#include "server/books/watch_view.h"

#include <unordered_map>

#include "db/portfolio_store.h"
#include "db/register_store.h"
#include "db/watch_store.h"
#include "domain/residual.h"
#include "pricing/residual_curve.h"

namespace leasebook::server {

namespace {

// Until when a machine is insured, where the register keeps it.
template <class A>
std::optional<Date> insured_until(const A& asset) {
    if constexpr (requires { asset.insured_until; })
        return asset.insured_until;
    else
        return {};
}

std::vector<reports::WatchView::Lessee> lessees_of(db::Connection& connection, const Portfolio& portfolio) {
    std::unordered_map<std::string, reports::WatchView::Lessee> known;
    for (auto& lessee : db::all<Lessee>(connection))
        known.emplace(lessee.code.text, reports::WatchView::Lessee{lessee.grade, std::move(lessee.anchor_enterprise)});
    std::vector<reports::WatchView::Lessee> lessees;
    lessees.reserve(portfolio.lessees.size());
    for (const auto& lessee : portfolio.lessees) lessees.push_back(known[lessee.code.text]);
    return lessees;
}

std::vector<reports::WatchView::Machine> machines_of(db::Connection& connection, const Portfolio& portfolio,
                                                     Date as_of) {
    const auto previous = db::previous_appraisals(connection, as_of);
    std::vector<ResidualCurve> curves;
    for (const auto& asset_class : portfolio.asset_classes) curves.push_back(pricing::curve_of(asset_class));
    std::vector<reports::WatchView::Machine> machines;
    for (const auto& placed : portfolio.assets) {
        reports::WatchView::Machine machine{placed.contract, placed.asset.code.text, {}, insured_until(placed.asset)};
        const auto& last = placed.appraisal;
        if (last && placed.asset_class != unmapped && last->currency == placed.asset.currency) {
            const auto before = previous.find(machine.code);
            const auto expected =
                estimate(placed.asset, curves[placed.asset_class],
                         before == previous.end() ? std::nullopt : std::optional(before->second), last->date);
            machine.appraised = AppraisedFall{last->date, expected, last->value};
        }
        if (machine.appraised || machine.insured_until) machines.push_back(std::move(machine));
    }
    return machines;
}

}  // namespace

reports::WatchView watch_view(db::Connection& connection, const Portfolio& portfolio, Date as_of) {
    reports::WatchView view;
    view.thresholds = db::early_warning_thresholds(connection);
    view.lessees = lessees_of(connection, portfolio);
    view.machines = machines_of(connection, portfolio, as_of);
    view.stays = db::watch_stays(connection);
    view.anchor_events = db::anchor_events(connection);
    view.acknowledged = db::acknowledgements(connection);
    return view;
}

}  // namespace leasebook::server
