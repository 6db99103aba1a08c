#pragma once
// Residual values: what is booked at the end of each lease, against what the machines are expected to fetch then.
#include "domain/portfolio.h"
#include "reports/table.h"

namespace leasebook::reports {

struct ResidualPosition {
    std::uint32_t contract = 0;  // position in Portfolio::contracts
    Date term_end;
    Money cost;              // of its machines
    Money current_estimate;  // on the day of the report
    Money forecast;          // on the last day of the lease
    Money booked;            // guaranteed and unguaranteed
    Money unguaranteed;
    Money at_risk;           // max(0, booked − forecast), never netted (R-F-03)
    bool appraised = false;  // a machine's value rests on an appraisal
};

struct ResidualBook {
    Date as_of;
    Currency currency;
    std::vector<ResidualPosition> positions;  // largest risk first, then by contract number
    Money booked, unguaranteed, forecast, at_risk;
    std::int64_t other_currencies = 0;  // positions left out because they are in another currency
};

// Active contracts with a booked residual whose term has not ended by the day.
ResidualBook residual_book(const Portfolio& portfolio, Date as_of, Currency currency);

Table residual_table(const Portfolio& portfolio, const ResidualBook& book);

}  // namespace leasebook::reports
