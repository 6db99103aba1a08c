#pragma once
// How long a contract must behave before it counts as better again: the clocks of domain rules E.5 and E.6.
#include <optional>

#include "domain/date.h"

namespace leasebook {

// Terms of the clocks; the defaults are those of R-E-05, R-E-10 and R-E-11.
struct CureTerms {
    int upgrade_periods = 2, upgrade_months = 6;           // on time after all arrears are paid: whichever is longer
    int observation_periods = 2, observation_months = 12;  // of a restructured contract: whichever is longer
    int stage_1_rents = 3, stage_1_days = 90;              // on time after the last trigger of stage 2: both
    bool operator==(const CureTerms&) const = default;
};

// The first day on which a non-performing contract may be classed as performing, if it pays on time until then
// (R-E-11, EX-E6). `period_months` is the time between two rents.
Date earliest_upgrade(Date arrears_cleared, int period_months, const CureTerms& terms = {});

// A contract whose terms were eased because of financial difficulty (R-E-10).
struct Restructuring {
    Date first_repayment;  // of the newest new schedule
    int period_months = 1;
    int times = 1;  // how often the contract has been restructured
    // The day of the last new default under the new schedule, if there was one: the observation runs anew from it.
    std::optional<Date> defaulted_again;
    bool operator==(const Restructuring&) const = default;
};
// The first day after the observation.
Date observation_end(const Restructuring& restructuring, const CureTerms& terms = {});

// What a contract has done since the last trigger of stage 2 was gone. A rent paid late sets it back to its day.
struct GoodConduct {
    Date since;
    int rents_on_time = 0;
    bool operator==(const GoodConduct&) const = default;
};
bool may_return_to_stage_1(const GoodConduct& conduct, Date as_of, const CureTerms& terms = {});

}  // namespace leasebook
