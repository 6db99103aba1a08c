#pragma once
// The books of a month as reports take them, read from the database or followed while they are written.
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "db/contract_positions.h"
#include "db/database.h"
#include "db/ledger_lines.h"
#include "db/moment.h"
#include "reports/month_ledger.h"

namespace leasebook::server {

// Adds up ledger lines of a month and of what stood before it.
class LedgerFollower {
public:
    LedgerFollower(std::shared_ptr<const Portfolio> portfolio, std::shared_ptr<const db::ContractPositions> positions,
                   Period period)
        : portfolio_(std::move(portfolio)), positions_(std::move(positions)), period_(period), ledger_(*portfolio_) {}
    void add(const db::LedgerLine& line);
    LedgerFollower& operator+=(LedgerFollower&& more);
    // Whether it has all that the trial balance counts.
    bool has_all(const std::vector<TrialBalanceLine>& balances) const { return ledger_.agrees_with(balances); }
    const std::shared_ptr<const Portfolio>& portfolio() const { return portfolio_; }
    const db::ContractPositions& positions() const { return *positions_; }
    void move_into(reports::MonthBooks& books) && { std::move(ledger_).move_into(books); }

private:
    std::shared_ptr<const Portfolio> portfolio_;
    std::shared_ptr<const db::ContractPositions> positions_;
    Period period_;
    reports::MonthLedger ledger_;
};

// Of the contracts in the portfolio, which the same transaction read. With a moment, entries and invoices as they were
// recorded by then; provisions are those of the close, whenever it was.
reports::MonthBooks read_month(db::Connection& connection, std::shared_ptr<const Portfolio> portfolio, Period period,
                               std::optional<db::Moment> known_at = {});
// The same by whoever followed the ledger while it was written. Where that was not all that the balances count, it is
// read.
reports::MonthBooks read_month(db::Connection& connection, std::shared_ptr<const Portfolio> portfolio, Period period,
                               std::optional<LedgerFollower> followed,
                               const std::shared_future<std::vector<TrialBalanceLine>>& balances);

}  // namespace leasebook::server
