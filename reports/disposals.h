#pragma once
// Machines that came back: those that were sold (RP-15), and those that still wait for a buyer.
#include "domain/portfolio.h"
#include "reports/table.h"

namespace leasebook::reports {

// Asset, contract, sale date, price, VAT, costs, carrying amount, gain, days off lease, channel; the latest sale first.
Table disposal_table(const Portfolio& portfolio, Date as_of, Currency currency);

// Asset, contract, state, since when, place, channel, carrying amount, costs so far, asked price, days off lease; the
// longest off lease first.
Table off_lease_table(const Portfolio& portfolio, Date as_of, Currency currency);

}  // namespace leasebook::reports
