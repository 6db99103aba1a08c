#include "db/number_formats.h"

#include "db/counters.h"

namespace leasebook::db {

namespace {

std::string setting_of(const std::string& field) { return "number_formats." + field; }

}  // namespace

NumberFormats number_formats(Connection& connection) {
    auto fields = write_record(NumberFormats{});
    for (auto& [name, text] : fields)
        if (auto kept = setting(connection, setting_of(name))) text = *std::move(kept);
    return read_record<NumberFormats>(fields).value();
}

void keep_number_formats(Connection& connection, const NumberFormats& formats) {
    for (const auto& [name, text] : write_record(formats)) keep_setting(connection, setting_of(name), text);
}

NumberFormat contract_number_format(Connection& connection) {
    return NumberFormat::parse(number_formats(connection).contract_numbers, "").value();
}

NumberFormat invoice_number_format(Connection& connection) {
    return NumberFormat::parse(number_formats(connection).invoice_numbers, "").value();
}

}  // namespace leasebook::db
