#pragma once
// The part of a year between two times, by the conventions of the ACTUS dictionary.
#include "pricing/actus/terms.h"

namespace leasebook::pricing::actus {

struct YearCount {
    DayCounting convention = DayCounting::Actual365;
    Calendar calendar = Calendar::NoHolidays;  // B/252 counts its business days
    std::optional<Time> maturity;              // 30E/360 ISDA leaves a maturity at February's end as it is
};

// Both times are first rounded to the full hour, so a maturity at 23:59:59 counts as the next midnight; of what
// remains only whole days count. Negative when `to` lies before `from`.
double year_fraction(const YearCount& count, Time from, Time to);

}  // namespace leasebook::pricing::actus
