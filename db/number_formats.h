#pragma once
// How the house writes its numbers, as it was set last.
#include "db/database.h"
#include "domain/number_format.h"

namespace leasebook::db {

NumberFormats number_formats(Connection& connection);
void keep_number_formats(Connection& connection, const NumberFormats& formats);

// Of the numbers that are given from now on.
NumberFormat contract_number_format(Connection& connection);
NumberFormat invoice_number_format(Connection& connection);

}  // namespace leasebook::db
