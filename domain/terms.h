#pragma once
// The terms of a lease as it is written: what is financed, for how long, at which rate, and what stands at the
// end. Terms that passed `validated` can always be turned into a schedule or a reason why not.
#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

enum class Timing { Arrears, Advance };
template <>
struct NamesOf<Timing> {
    static constexpr Names<Timing, 2> names{{{Timing::Arrears, "arrears"}, {Timing::Advance, "advance"}}};
};

struct LeaseTerms {
    Currency currency = CNY;
    Money financed_amount;
    Rate annual_rate;  // nominal rate of the schedule
    Date commencement;
    Date first_rent_date;
    int periods = 0;
    int period_months = 1;
    Timing timing = Timing::Arrears;
    DayCount day_count = DayCount::MonthsTwelfths;
    Money balloon;                // paid by the lessee after the last rent
    Money guaranteed_residual;    // a lease payment at its maximum (R-D-02)
    Money unguaranteed_residual;  // the lessor's own risk

    Money residual_and_balloon() const { return balloon + guaranteed_residual + unguaranteed_residual; }
    bool operator==(const LeaseTerms&) const = default;
};

inline constexpr int longest_lease_periods = 600;

// The terms, or every field that is wrong with them, all at once.
Result<LeaseTerms> validated(LeaseTerms terms);

// The due dates of the rents, not yet moved to business days.
std::vector<Date> rent_dates(const LeaseTerms& terms);
// When balloon and residual fall due: with the last rent in arrears, one period after it in advance.
Date final_date(const LeaseTerms& terms);

}  // namespace leasebook
