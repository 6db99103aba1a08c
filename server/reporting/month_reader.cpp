#include "server/reporting/month_reader.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "db/close_store.h"
#include "db/journal_store.h"
#include "db/ledger_lines.h"
#include "db/monthly_movements.h"
#include "db/portfolio_store.h"
#include "db/vat_rate_store.h"

namespace leasebook::server {

namespace {

using reports::LedgerSum;
using Positions = std::unordered_map<std::int64_t, std::uint32_t>;

// Where contracts stand in the portfolio, by their ids.
Positions positions_by_id(db::Connection& connection, const Portfolio& portfolio) {
    Positions positions;
    for (const auto& [id, number] : db::contract_ids(connection))
        if (const auto at = db::position_of(portfolio, number); at != unmapped) positions.emplace(id, at);
    return positions;
}

// Sums of ledger lines by contract, account and rule. Of a million contracts they are many: lines wait in the list
// until there are as many of them as sums, and are then added up.
class Sums {
public:
    void add(std::uint32_t contract, Account account, Rule rule, Money amount) {
        if (sums_.size() == sums_.capacity()) add_up();
        sums_.push_back({contract, account, rule, amount});
    }
    // By contract, account and rule; what came to nothing is left out.
    std::vector<LedgerSum> sorted() && {
        add_up();
        std::erase_if(sums_, [](const LedgerSum& sum) { return sum.amount.is_zero(); });
        sums_.shrink_to_fit();
        return std::move(sums_);
    }

private:
    static auto key(const LedgerSum& s) { return std::tuple(s.contract, s.account, s.rule, s.amount.currency()); }
    void add_up() {
        std::ranges::sort(sums_, {}, key);
        auto last = sums_.begin();
        for (auto next = sums_.begin(); next != sums_.end(); ++next) {
            if (next == last) continue;
            if (key(*next) == key(*last))
                last->amount += next->amount;
            else
                *++last = *next;
        }
        if (last != sums_.end()) sums_.erase(last + 1, sums_.end());
        sums_.reserve(std::max<std::size_t>(1'024, sums_.size() * 2));
    }

    std::vector<LedgerSum> sums_;
};

// Sums of the month's lines by day, rule and account.
class JournalSums {
public:
    void add(const db::LedgerLine& line) {
        const Money zero = Money::zero(line.amount.currency());
        auto& sum = sums_
                        .try_emplace(std::tuple(line.posted, line.rule, line.account, zero.currency()),
                                     reports::JournalSum{line.posted, line.rule, line.account, 0, zero, zero})
                        .first->second;
        ++sum.lines;
        if (line.amount.is_negative())
            sum.credits -= line.amount;
        else
            sum.debits += line.amount;
    }
    std::vector<reports::JournalSum> list() const {
        std::vector<reports::JournalSum> list;
        for (const auto& [key, sum] : sums_) list.push_back(sum);
        return list;
    }

private:
    std::map<std::tuple<Date, Rule, Account, Currency>, reports::JournalSum> sums_;
};

std::vector<reports::ProvisionLine> provisions(db::Connection& connection, const Positions& positions, Period period) {
    std::vector<reports::ProvisionLine> lines;
    for (auto& p : db::provisions_of(connection, period)) {
        const auto at = positions.find(p.contract_id);
        if (at == positions.end()) continue;
        lines.push_back({at->second, p.days_past_due, p.stage, p.own_stage, p.category, p.exposure, p.overdue,
                         p.expected_loss, p.overlay, p.allowance, std::move(p.reasons)});
    }
    std::ranges::sort(lines, {}, &reports::ProvisionLine::contract);
    return lines;
}

}  // namespace

reports::MonthBooks read_month(db::Connection& connection, const Portfolio& portfolio, Period period,
                               std::optional<db::Moment> known_at) {
    reports::MonthBooks books;
    books.period = period;
    books.chart = db::chart_of_accounts(connection);
    books.vat_rates = db::vat_rates(connection);
    books.balances = known_at ? trial_balance_of(db::monthly_movements(connection, period, *known_at), period)
                              : db::trial_balance(connection, period);
    const auto positions = positions_by_id(connection, portfolio);
    Sums before, moved;
    JournalSums journal;
    db::each_ledger_line(connection, period, known_at, [&](const db::LedgerLine& line) {
        const bool of_month = line.period == period.number();
        if (of_month) journal.add(line);
        const auto at = positions.find(line.contract_id);
        if (at == positions.end()) return;
        if (of_month)
            moved.add(at->second, line.account, line.rule, line.amount);
        else
            before.add(at->second, line.account, Rule::RentDue, line.amount);
    });
    books.before = std::move(before).sorted();
    books.moved = std::move(moved).sorted();
    books.journal = journal.list();
    books.provisions = provisions(connection, positions, period);
    books.provisions_before = provisions(connection, positions, period.previous());
    for (auto& invoice : db::invoices_issued(connection, period, known_at))
        if (const auto at = positions.find(invoice.contract_id); at != positions.end())
            books.invoices.push_back({std::move(invoice.number), at->second, invoice.invoice, invoice.issued});
    return books;
}

}  // namespace leasebook::server
