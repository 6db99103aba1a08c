#pragma once
// The provisions of a month to be looked through: filtered, page by page, with their totals.
#include "db/close_store.h"
#include "db/page.h"
#include "domain/named.h"

namespace leasebook::db {

enum class ProvisionSort { Contract, DaysPastDue, Exposure, ExpectedLoss, Overlay, Allowance };

}  // namespace leasebook::db

namespace leasebook {
template <>
struct NamesOf<db::ProvisionSort> {
    static constexpr Names<db::ProvisionSort, 6> names{{{db::ProvisionSort::Contract, "contract"},
                                                        {db::ProvisionSort::DaysPastDue, "days_past_due"},
                                                        {db::ProvisionSort::Exposure, "exposure"},
                                                        {db::ProvisionSort::ExpectedLoss, "expected_loss"},
                                                        {db::ProvisionSort::Overlay, "overlay"},
                                                        {db::ProvisionSort::Allowance, "allowance"}}};
};
}  // namespace leasebook

namespace leasebook::db {

struct ProvisionQuery {
    Period period = {};
    std::optional<Stage> stage = {};
    std::optional<RiskClass> category = {};
    std::optional<std::string> cluster = {};  // of the lessee the contract has now
    std::optional<ContractNumber> contract = {};
    ProvisionSort sort = ProvisionSort::Contract;
    bool descending = false;
    std::string after = {};  // Page::next of the page before
    int limit = 100;
};
inline constexpr int most_provisions_listed = 100'000;  // at once, whatever the limit asked for

struct ListedProvision {
    Provision provision;
    LesseeCode lessee;
    std::string lessee_name, cluster;  // empty: of no cluster
};
// One page of those that match. Amounts are compared as they stand, whatever their currencies.
Page<ListedProvision> list_provisions(Connection& connection, const ProvisionQuery& query);

struct ProvisionTotal {
    Stage stage = Stage::One;
    std::int64_t contracts = 0;
    Money exposure, expected_loss, overlay, allowance;
};
// Of all that match, whatever the page, by stage and currency.
std::vector<ProvisionTotal> total_provisions(Connection& connection, const ProvisionQuery& query);

}  // namespace leasebook::db
