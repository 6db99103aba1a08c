#include "server/reporting/month_reader.h"

#include <algorithm>

#include "db/close_store.h"
#include "db/monthly_movements.h"
#include "db/vat_rate_store.h"

namespace leasebook::server {

namespace {

// Of contracts in the portfolio, by their positions.
template <class Line, class Make>
std::vector<Line> provisions(db::Connection& connection, const db::ContractPositions& positions, Period period,
                             const Make& make) {
    std::vector<Line> lines;
    lines.reserve(positions.size());
    db::each_provision(connection, period, [&](db::Provision&& provision) {
        if (const auto at = positions.of(provision.contract_id); at != unmapped)
            lines.push_back(make(at, std::move(provision)));
    });
    std::ranges::sort(lines, {}, &Line::contract);
    return lines;
}

reports::ProvisionLine provision_line(std::uint32_t at, db::Provision&& p) {
    return {at,        p.days_past_due, p.stage,   p.own_stage, p.category,          p.exposure,
            p.overdue, p.expected_loss, p.overlay, p.allowance, std::move(p.reasons)};
}
reports::RatedBefore rated_before(std::uint32_t at, db::Provision&& p) { return {at, p.stage, p.category}; }

// All but what follows from the ledger's lines.
reports::MonthBooks beside_the_ledger(db::Connection& connection, const db::ContractPositions& positions, Period period,
                                      std::optional<db::Moment> known_at) {
    reports::MonthBooks books;
    books.period = period;
    books.chart = db::chart_of_accounts(connection);
    books.vat_rates = db::vat_rates(connection);
    books.provisions = provisions<reports::ProvisionLine>(connection, positions, period, provision_line);
    books.rated_before = provisions<reports::RatedBefore>(connection, positions, period.previous(), rated_before);
    books.invoices.reserve(positions.size());
    db::each_invoice_issued(connection, period, known_at, [&](db::InvoiceOfMonth&& invoice) {
        if (const auto at = positions.of(invoice.contract_id); at != unmapped)
            books.invoices.push_back({std::move(invoice.number), at, invoice.invoice, invoice.issued});
    });
    return books;
}

}  // namespace

void LedgerFollower::add(const db::LedgerLine& line) {
    const auto contract = positions_->of(line.contract_id);
    if (line.period == period_.number())
        ledger_.moved(contract, line.posted, line.rule, line.account, line.amount);
    else
        ledger_.stood(contract, line.account, line.amount);
}

LedgerFollower& LedgerFollower::operator+=(LedgerFollower&& more) {
    ledger_ += std::move(more.ledger_);
    return *this;
}

reports::MonthBooks read_month(db::Connection& connection, std::shared_ptr<const Portfolio> portfolio, Period period,
                               std::optional<db::Moment> known_at) {
    const auto positions = std::make_shared<const db::ContractPositions>(connection, *portfolio);
    auto books = beside_the_ledger(connection, *positions, period, known_at);
    books.balances = db::trial_balance(connection, period, known_at);
    LedgerFollower ledger(std::move(portfolio), positions, period);
    db::each_ledger_line(connection, {period, known_at}, [&](const db::LedgerLine& line) { ledger.add(line); });
    std::move(ledger).move_into(books);
    return books;
}

reports::MonthBooks read_month(db::Connection& connection, std::shared_ptr<const Portfolio> portfolio, Period period,
                               std::optional<LedgerFollower> followed,
                               const std::shared_future<std::vector<TrialBalanceLine>>& balances) {
    if (!followed || followed->portfolio() != portfolio) return read_month(connection, portfolio, period);
    auto books = beside_the_ledger(connection, followed->positions(), period, {});
    books.balances = balances.get();
    if (!followed->has_all(books.balances)) return read_month(connection, portfolio, period);
    std::move(*followed).move_into(books);
    return books;
}

}  // namespace leasebook::server
