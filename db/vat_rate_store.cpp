#include "db/vat_rate_store.h"

#include <algorithm>

#include "db/record_mapper.h"

namespace leasebook::db {

std::vector<VatRate> vat_rates(Connection& connection) {
    auto rates = default_vat_rates();
    auto& select = connection.prepare("SELECT `treatment`, `valid_from`, `rate` FROM `vat_rates`");
    while (select.step()) {
        const auto entered = read_row<VatRate>(select);
        std::erase_if(rates, [&](const VatRate& rate) {
            return rate.treatment == entered.treatment && rate.valid_from == entered.valid_from;
        });
        rates.push_back(entered);
    }
    return rates;
}

void keep_vat_rate(Connection& connection, const VatRate& rate) {
    static const std::vector<std::string> keys{"treatment", "valid_from"}, columns{"treatment", "valid_from", "rate"};
    auto& upsert = connection.prepare(connection.upsert("vat_rates", keys, columns));
    Binder binder(upsert);
    visit_fields(rate, binder);
    upsert.execute();
}

}  // namespace leasebook::db
