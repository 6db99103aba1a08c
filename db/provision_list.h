#pragma once
// The provisions of a month to be looked through: filtered, page by page, with their totals.
#include "db/close_store.h"
#include "db/page.h"

namespace leasebook::db {

struct ProvisionQuery {
    Period period;
    std::optional<Stage> stage;
    std::optional<RiskClass> category;
    std::optional<std::string> cluster;  // of the lessee the contract has now
    std::optional<ContractNumber> contract;
    std::string after;  // number of the last contract of the page before
    int limit = 100;
};

struct ListedProvision {
    Provision provision;
    LesseeCode lessee;
    std::string lessee_name, cluster;  // empty: of no cluster
};
// By number of contract.
Page<ListedProvision> list_provisions(Connection& connection, const ProvisionQuery& query);

struct ProvisionTotal {
    Stage stage = Stage::One;
    std::int64_t contracts = 0;
    Money exposure, expected_loss, overlay, allowance;
};
// Of all that match, whatever the page, by stage and currency.
std::vector<ProvisionTotal> total_provisions(Connection& connection, const ProvisionQuery& query);

}  // namespace leasebook::db
