#include "db/monthly_movements.h"

#include <map>

#include "db/name_reader.h"

namespace leasebook::db {

namespace {

Period period_numbered(std::int64_t number) {
    return {std::chrono::year{static_cast<int>(number / 100)} /
            std::chrono::month{static_cast<unsigned>(number % 100)}};
}

}  // namespace

// Added up here: to group a million lines SQLite would first sort them, all of them in memory.
std::vector<MonthlyMovement> monthly_movements(Connection& connection, Period through, std::optional<Moment> known_at) {
    static const NameReader<Account> accounts;
    std::string sql = "SELECT l.`period`, l.`account`, l.`currency`, l.`amount` FROM `journal_lines` l";
    if (known_at) sql += " JOIN `journal_entries` e ON e.`id` = l.`entry`";
    sql += " WHERE l.`period` <= " + std::to_string(through.number());
    if (known_at) sql += " AND e.`recorded_at` <= '" + moment_text(*known_at) + "'";
    const auto rows = connection.stream(sql);
    std::map<std::tuple<std::int64_t, Account, Currency>, MonthlyMovement> sums;
    while (rows->step()) {
        const auto period = rows->integer(0);
        const auto account = accounts(rows->text(1));
        const auto amount = Money::minor(rows->integer(3), *parse_currency(rows->text(2)));
        const auto zero = Money::zero(amount.currency());
        auto& moved = sums.try_emplace({period, account, amount.currency()},
                                       MonthlyMovement{period_numbered(period), account, zero, zero})
                          .first->second;
        (amount.is_negative() ? moved.credits -= amount : moved.debits += amount);
    }
    std::vector<MonthlyMovement> movements;
    movements.reserve(sums.size());
    for (auto& [key, moved] : sums) movements.push_back(moved);
    return movements;
}

std::vector<TrialBalanceLine> trial_balance(Connection& connection, Period period, std::optional<Moment> known_at) {
    return trial_balance_of(monthly_movements(connection, period, known_at), period);
}

}  // namespace leasebook::db
