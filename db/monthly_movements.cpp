#include "db/monthly_movements.h"

namespace leasebook::db {

std::vector<MonthlyMovement> monthly_movements(Connection& connection, Period through, std::optional<Moment> known_at) {
    std::string sql =
        "SELECT `period`, `account`, `currency`, SUM(CASE WHEN `amount` > 0 THEN `amount` ELSE 0 END), "
        "SUM(CASE WHEN `amount` < 0 THEN -`amount` ELSE 0 END) FROM `journal_lines` WHERE `period` <= ?";
    if (known_at) sql += " AND `entry` IN (SELECT `id` FROM `journal_entries` WHERE `recorded_at` <= ?)";
    auto& select =
        connection.prepare(sql + " GROUP BY `period`, `account`, `currency` ORDER BY `period`, `account`, `currency`");
    select.bind(1, through.number());
    if (known_at) select.bind(2, moment_text(*known_at));
    std::vector<MonthlyMovement> movements;
    while (select.step()) {
        const auto number = static_cast<int>(select.integer(0));
        const auto currency = *parse_currency(select.text(2));
        movements.push_back(
            {{std::chrono::year{number / 100} / std::chrono::month(static_cast<unsigned>(number % 100))},
             *parse_named<Account>(select.text(1), ""),
             Money::minor(select.integer(3), currency),
             Money::minor(select.integer(4), currency)});
    }
    return movements;
}

}  // namespace leasebook::db
