#include "db/pricing_parameters_store.h"

namespace leasebook::db {

PricingParameters pricing_parameters(Connection& connection) {
    Fields fields;
    auto& select = connection.prepare("SELECT `name`, `value` FROM `pricing_parameters`");
    while (select.step()) fields.emplace(select.text(0), select.text(1));
    auto read = read_record<PricingParameters>(fields);
    ensure(read.has_value(), "the stored pricing parameters passed their check");
    return *std::move(read);
}

void replace_pricing_parameters(Connection& connection, const PricingParameters& parameters) {
    auto& update = connection.prepare("UPDATE `pricing_parameters` SET `value` = ? WHERE `name` = ?");
    for (const auto& [name, value] : write_record(parameters)) update.bind(1, value).bind(2, name).execute();
}

}  // namespace leasebook::db
