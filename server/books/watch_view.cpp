#include "server/books/watch_view.h"

#include "db/portfolio_store.h"
#include "db/watch_store.h"
#include "pricing/residual_curve.h"

namespace leasebook::server {

namespace {

std::vector<reports::WatchView::Machine> machines_of(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                                     const EarlyWarningThresholds& thresholds) {
    const auto previous = db::previous_appraisals(connection, as_of);
    const auto curves = pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves);
    std::vector<reports::WatchView::Machine> machines;
    for (const auto& placed : portfolio.assets) {
        reports::WatchView::Machine machine{placed.contract, placed.asset.code.text, {}, {}};
        // Of a million insured machines only those are kept whose insurance is worth a word.
        if (insurance_warning(placed.asset.insured_until, as_of, thresholds))
            machine.insured_until = placed.asset.insured_until;
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

reports::WatchView watch_view(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                              std::optional<db::Moment> known_at) {
    auto entered = db::watch_records(connection, known_at);
    return {entered.thresholds, machines_of(connection, portfolio, as_of, entered.thresholds), std::move(entered.stays),
            std::move(entered.anchor_events), std::move(entered.acknowledged)};
}

}  // namespace leasebook::server
