#pragma once
// One machine with everything that is known of it.
#include <optional>
#include <vector>

#include "db/asset_history.h"
#include "db/contract_file.h"
#include "domain/portfolio.h"
#include "server/call.h"

namespace leasebook::server {

struct AssetRecords {
    Asset asset;
    AssetClass asset_class;
    ResidualCurve curve;                // in force on the day asked about
    std::vector<Appraisal> appraisals;  // oldest first
    std::vector<db::AssetChange> history;
    std::vector<RemarketingStep> steps;
    std::optional<PortfolioContract> lease;    // as it runs then
    std::optional<OffLeaseMachine> off_lease;  // where it came back

    // The last on or before the day.
    std::optional<Appraisal> appraisal_on(Date day) const;
    Money value_on(Date day) const;
};
std::optional<AssetRecords> asset_records(db::Connection& connection, const AssetCode& code, Date on);

// A lease with its changes until that day, as reports see it.
PortfolioContract running_lease(const db::ContractFile& file, Date on);

}  // namespace leasebook::server
