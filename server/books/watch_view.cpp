#include "server/books/watch_view.h"

#include "db/portfolio_store.h"
#include "db/watch_store.h"
#include "pricing/residual_curve.h"

namespace leasebook::server {

namespace {

std::vector<reports::WatchView::Machine> machines_of(db::Connection& connection, const Portfolio& portfolio,
                                                     Date as_of) {
    const auto previous = db::previous_appraisals(connection, as_of);
    const auto curves = pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves);
    std::vector<reports::WatchView::Machine> machines;
    for (const auto& placed : portfolio.assets) {
        reports::WatchView::Machine machine{placed.contract, placed.asset.code.text, {}, placed.asset.insured_until};
        const auto& last = placed.appraisal;
        if (last && placed.asset_class != unmapped && last->currency == placed.asset.currency) {
            const auto before = previous.find(machine.code);
            const auto expected = pricing::estimated_value(
                placed.asset, portfolio.asset_classes[placed.asset_class], curves[placed.asset_class],
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
    view.machines = machines_of(connection, portfolio, as_of);
    view.stays = db::watch_stays(connection);
    view.anchor_events = db::anchor_events(connection);
    view.acknowledged = db::acknowledgements(connection);
    return view;
}

}  // namespace leasebook::server
