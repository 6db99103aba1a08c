#include "db/exchange_rates.h"

namespace leasebook::db {

std::vector<ExchangeRate> latest_exchange_rates(Connection& connection, int limit) {
    auto& select = connection.prepare(
        "SELECT `from_currency`, `to_currency`, `date`, `rate` FROM `exchange_rates` "
        "ORDER BY `date` DESC, `from_currency`, `to_currency` LIMIT ?");
    select.bind(1, limit);
    std::vector<ExchangeRate> rates;
    while (select.step())
        rates.push_back({*parse_currency(select.text(0)), *parse_currency(select.text(1)),
                         *parse_date(select.text(2), ""), Rate{select.integer(3)}});
    return rates;
}

}  // namespace leasebook::db
