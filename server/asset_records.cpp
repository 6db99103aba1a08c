#include "server/asset_records.h"

#include "db/register_store.h"
#include "db/remarketing_store.h"
#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "server/books/bookkeeping.h"
#include "server/residual_review.h"

namespace leasebook::server {

std::optional<Appraisal> AssetRecords::appraisal_on(Date day) const {
    std::optional<Appraisal> last;
    for (const auto& appraisal : appraisals)
        if (appraisal.date <= day) last = appraisal;
    return last;
}

Money AssetRecords::value_on(Date day) const {
    return pricing::estimated_value(asset, asset_class, curve, appraisal_on(day), day);
}

PortfolioContract running_lease(const db::ContractFile& file, Date on) {
    const auto& content = file.contract.content;
    PortfolioContract lease;
    lease.number = file.contract.number;
    lease.status = file.contract.status;
    lease.terms = content.terms;
    lease.plan = content.plan;
    lease.rent = content.rent;
    const auto agreed = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(agreed.has_value(), "the rent of a stored contract repays it");
    for (const auto& e : file.events)
        if (std::holds_alternative<ScheduleChanged>(e.event) || std::holds_alternative<ResidualImpaired>(e.event))
            lease.changed = std::make_shared<const RentRuns>(run_rents(content, *agreed, file.events, on));
    return lease;
}

std::optional<AssetRecords> asset_records(db::Connection& connection, const AssetCode& code, Date on) {
    auto asset = db::find<Asset>(connection, code);
    if (!asset) return {};
    auto asset_class = db::find<AssetClass>(connection, asset->asset_class);
    ensure(asset_class.has_value(), "a stored asset has its class");
    auto curve = curve_in_force(connection, *asset_class, on);
    AssetRecords records{*std::move(asset),
                         *std::move(asset_class),
                         std::move(curve),
                         db::appraisals_of(connection, code),
                         db::changes_of(connection, code),
                         db::steps_of(connection, code),
                         {},
                         {}};
    if (!records.asset.contract) return records;
    const auto file = db::find_file(connection, *records.asset.contract);
    ensure(file.has_value(), "the contract of an asset is there");
    records.lease = running_lease(*file, on);
    const BookRules rules(connection, on);
    for (auto& machine :
         db::off_lease_of(connection, file->contract.number, file->events, rules.policy().vat_rates, on))
        if (machine.asset == code) records.off_lease = std::move(machine);
    return records;
}

}  // namespace leasebook::server
