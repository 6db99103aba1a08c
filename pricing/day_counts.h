#pragma once
// The day counts of the world's markets, for values that come from elsewhere. A lease of ours is written on one of the
// five in domain/rate.h, which count exactly; where the two lists meet they agree.
#include <optional>
#include <string_view>

#include "domain/calendar.h"
#include "domain/rate.h"

namespace leasebook::pricing {

enum class DayCounting {
    OneOne,          // every period is one year
    MonthsTwelfths,  // ours, see domain/rate.h
    ActualActualIsda,
    ActualActualIcma,   // needs the reference period
    ActualActualAfb,    // whole years counted back from the end
    ActualActualYear,   // whole years counted on from the start, the rest over the days of its year
    ActualActualExcel,  // basis 1 of YEARFRAC: over the mean length of the calendar years touched
    Actual365Actual,    // 366 when a 29 February lies after the start and not after the end
    Actual365L,         // 366 by the coupon period's end, or, paid once a year, by a 29 February in the period
    Actual360,
    Actual364,
    Actual365Fixed,
    Actual365Quarter,  // 365.25
    Actual366,
    NoLeap360,  // 29 February is not counted
    NoLeap365,
    Thirty360Isda,  // bond basis
    Thirty360Us,    // the last of February counts as the 30th, if the schedule runs on month ends
    Thirty360Psa,
    ThirtyE360,
    ThirtyE360Isda,  // the last of February counts as the 30th, except on the termination date
    ThirtyEPlus360,
    ThirtyE365,   // 30E/360 ISDA days over 365, termination date or not
    Thirty365,    // bond basis days over 365
    Business252,  // needs a calendar
};

// Any spelling in use: "30/360", "30E/360 ISDA", "Act/Act", "ACT_365F", "Actual/365 (Fixed)", "BUS/252 Brazil" …
// Letter case, blanks, brackets, underscores, points and hyphens do not matter.
Result<DayCounting> parse_day_counting(std::string_view text, std::string field);

// What some conventions want to know beside the two dates.
struct CountedPeriod {
    Date start, end;
    std::optional<Date> termination;                     // 30E/360 ISDA
    bool end_of_month = true;                            // 30U/360: the schedule runs on month ends
    std::optional<Date> reference_start, reference_end;  // ICMA: the regular coupon period
    std::optional<Date> coupon_end;                      // ACT/365L; `end` when left out
    int coupon_months = 12;                              // ACT/365L
    const BusinessCalendar* calendar = nullptr;          // BUS/252
};

// Days that the convention counts, and its part of a year; negative where the end lies before the start. Errors, on the
// field that is missing: no reference period or calendar where one is needed.
Result<int> days_counted(DayCounting convention, const CountedPeriod& period);
Result<double> year_fraction(DayCounting convention, const CountedPeriod& period);

}  // namespace leasebook::pricing
