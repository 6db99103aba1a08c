#pragma once
// Residual values: what is booked at the end of each lease, against what the machines are expected to fetch then.
#include "domain/portfolio.h"
#include "reports/long_list.h"

namespace leasebook::reports {

// A lease's machines of one class.
struct ClassPart {
    std::uint32_t asset_class = unmapped;  // position in Portfolio::asset_classes
    Money cost, forecast;
};

struct ResidualPosition {
    std::uint32_t contract = 0;  // position in Portfolio::contracts
    Date term_end;
    Money cost;              // of its machines
    Money current_estimate;  // on the day of the report
    Money forecast;          // on the last day of the lease
    Money stressed;          // the forecast less the stress
    Money booked;            // guaranteed and unguaranteed
    Money guaranteed;
    Money unguaranteed;
    Money at_risk;           // max(0, booked − forecast), never netted (R-F-03)
    Money at_risk_stressed;  // the same of the stressed forecast
    Money upside;            // max(0, forecast − booked): shown, never booked (R-D-08)
    Money reduction;         // of the unguaranteed residual that a review would propose (R-D-08)
    bool appraised = false;  // a machine's value rests on an appraisal
    std::vector<ClassPart> parts = {};
};

struct ResidualBook {
    Date as_of;
    Currency currency;
    Rate stress;                              // of every forecast: 0.20
    std::vector<ResidualPosition> positions;  // largest risk first, then by contract number
    Money booked, guaranteed, unguaranteed, forecast, at_risk, at_risk_stressed, upside;
    Rate coverage;                      // forecast / booked (R-F-03)
    Rate concentration;                 // Herfindahl index of what is booked, over leases (R-F-04)
    std::int64_t other_currencies = 0;  // positions left out because they are in another currency
};

inline constexpr Rate usual_stress{rate_scale / 5};

// Active contracts with a booked residual whose term has not ended by the day.
ResidualBook residual_book(const Portfolio& portfolio, Date as_of, Currency currency, Rate stress = usual_stress);

// The portfolio has to outlive it.
LongList residual_list(const Portfolio& portfolio, ResidualBook book);

}  // namespace leasebook::reports
