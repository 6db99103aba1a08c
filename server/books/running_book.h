#pragma once
// The book as it ran on a day: with the schedules that changes have left, the lessees of that day, and without the
// contracts that had ended by then.
#include <memory>
#include <optional>

#include "db/counters.h"
#include "db/database.h"
#include "db/moment.h"
#include "domain/portfolio_update.h"

namespace leasebook::server {

// db::load_portfolio brought to the end of that day, as far as is known now. A contract that ended later is active in
// it; one that ended on that day or before is not.
Portfolio running_portfolio(db::Connection& connection, Date as_of);

// One contract of it as it stands now, for a portfolio that was made earlier. Nothing where that does not know what the
// contract refers to: then all is to be made anew.
std::optional<ContractUpdate> running_contract(db::Connection& connection, const Portfolio& book,
                                               const ContractNumber& number, Date as_of);

// Puts what is known now of a contract's returned machines in the place of what the portfolio says of them.
void renew_off_lease(db::Connection& connection, Portfolio& book, const ContractNumber& number, Date as_of);
// The same as it was known at that moment: what was recorded later is left out. The register is the one of today.
Portfolio portfolio_known_at(db::Connection& connection, Date as_of, db::Moment moment);

// The running portfolio of one day for work in several transactions: read again only when something has changed.
class KeptPortfolio {
public:
    explicit KeptPortfolio(Date day) : day_(day) {}
    std::shared_ptr<const Portfolio> of(db::Connection& connection);

private:
    Date day_;
    db::BookMarks marks_;
    std::shared_ptr<const Portfolio> portfolio_;
};

}  // namespace leasebook::server
