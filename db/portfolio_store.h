#pragma once
// The whole book in memory, as the reports want it.
#include <string>
#include <unordered_map>

#include "db/database.h"
#include "domain/portfolio_update.h"

namespace leasebook::db {

// All clusters, industries, classes, suppliers, lessees, contracts and assets, each ordered by code, with references
// resolved to positions; names that records share (groups, anchors, provinces, branches) in their order. Collateral,
// limits and the company's figures as they stand now. Assets acquired after `as_of` are there too; appraisals made
// after it are not.
Portfolio load_portfolio(Connection& connection, Date as_of);

// One contract as load_portfolio would have it, but for the place of its machines' class, which take_in fills in. Its
// machines come along where the portfolio does not have it, or has it as it was before approval: until then a lease is
// revised, and its machines with it. Nothing where the portfolio does not know what it refers to: then all is to be
// loaded again.
std::optional<ContractUpdate> reload_contract(Connection& connection, const Portfolio& book,
                                              const ContractNumber& number);
// Puts the content in the place of what the contract says; what the portfolio does not know becomes `unmapped`.
void take_content(const Portfolio& book, const ContractContent& content, PortfolioContract& contract);
// Its position in the portfolio, or `unmapped`.
std::uint32_t position_of(const Portfolio& book, const ContractNumber& number);
// Of machines that were appraised more than once by that day: the appraisal before the last one, by the machine's code.
std::unordered_map<std::string, Appraisal> previous_appraisals(Connection& connection, Date as_of);

}  // namespace leasebook::db
