#pragma once
// Repayment in equal instalments as loan systems compute it: money in the smallest unit, interest of each stretch
// rounded half to even, the last instalment takes the difference. For schedules that come from elsewhere; leases of
// ours are amortised in domain/schedule.h.
#include <optional>
#include <vector>

#include "domain/date.h"

namespace leasebook::pricing {

enum class InterestMethod { Declining, Flat };

struct InstalmentPeriod {
    Date from, due;
};
struct Disbursement {
    Date date;
    double amount = 0;  // minor units
};
struct RateChange {
    Date date;
    double annual = 0;
};

struct InstalmentLoan {
    std::vector<InstalmentPeriod> periods;    // one after the other
    std::vector<Disbursement> disbursements;  // by ascending date, the first on the first day
    double annual_rate = 0;
    double paid_down = 0;                  // of the first disbursement, at once; minor units
    std::vector<RateChange> rate_changes;  // each in force from the day before its date, as the days count
    InterestMethod method = InterestMethod::Declining;
    int days_in_year = 0;              // 0: as many as the year has, a period across two years in two parts
    bool thirty_day_months = false;    // a period counts its months as 30 days; parts of it by actual days
    int period_months = 1;             // of a 30-day-month period
    std::optional<double> instalment;  // agreed; or else the level one. Minor units
    double multiple = 1;               // instalments are whole multiples of this, in minor units
    bool rounded_up = false;           // to the next multiple, not the nearest
    bool spread_last = true;           // where the last one is far off, spread that over all, if it helps
};

struct InstalmentRow {
    Date from, due;
    double instalment = 0, interest = 0, principal = 0;  // minor units
    double balance = 0;                                  // after the payment, with what is paid out on its day
    double rate_factor = 0;                              // interest per unit of a balance held throughout
};
// The rows up to the one that settles the loan. Errors, on the field that is wrong: no periods, dates out of order,
// or an agreed instalment that does not cover the interest.
Result<std::vector<InstalmentRow>> instalment_rows(const InstalmentLoan& loan);

}  // namespace leasebook::pricing
