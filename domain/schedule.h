#pragma once
// The rent schedule: which amount falls due when, split into interest and principal, to the cent.
#include <vector>

#include "domain/terms.h"

namespace leasebook {

enum class RowKind { Rent, Balloon, GuaranteedResidual, UnguaranteedResidual, Prepayment };
template <>
struct NamesOf<RowKind> {
    static constexpr Names<RowKind, 5> names{{{RowKind::Rent, "rent"},
                                              {RowKind::Balloon, "balloon"},
                                              {RowKind::GuaranteedResidual, "guaranteed_residual"},
                                              {RowKind::UnguaranteedResidual, "unguaranteed_residual"},
                                              {RowKind::Prepayment, "prepayment"}}};
};

// opening − principal = closing and interest + principal = rent, in every row.
struct ScheduleRow {
    int number = 0;
    Date due_date;
    Money opening, rent, interest, principal, closing;
    RowKind kind = RowKind::Rent;
    bool operator==(const ScheduleRow&) const = default;
};

struct Schedule {
    std::vector<ScheduleRow> rows;
    bool operator==(const Schedule&) const = default;
};

struct ScheduleTotals {
    Money rent, interest, principal;
};

// An amount on its date, not moved to a business day.
struct DatedAmount {
    Date date;
    Money amount;
    bool operator==(const DatedAmount&) const = default;
};

// The schedule that repays the financed amount with this rent in every period; the last rent takes the rounding
// difference (R-B-02), balloon and residuals follow as rows of their own, the last closing is zero. Interest that a
// rent does not cover is capitalised: the row's principal is negative. A rent that does not repay the lease (last
// rent off by more than rounding can explain) is an error on field "rent". The terms are `validated` ones.
Result<Schedule> amortise(const LeaseTerms& terms, Money rent);

// The same with a rent of its own in each period; the rents are not negative, their dates ascend from commencement
// on. Balloon and residuals fall due on `final`, with the last rent or after it.
Result<Schedule> amortise(const LeaseTerms& terms, const std::vector<DatedAmount>& rents, Date final);
// The same for a lease that runs on after a change: `carried` is the interest of the running period up to
// commencement; the first rent pays it with the rest of that period's.
Result<Schedule> amortise(const LeaseTerms& terms, const std::vector<DatedAmount>& rents, Date final, Money carried);

// Adds balloon and residuals, all due on `final`, to the rents; the interest since the last rent is in the first of
// them. The last rent has left as much as they repay together.
void append_final_rows(const LeaseTerms& terms, Date final, Schedule& schedule);

ScheduleTotals totals(const Schedule& schedule);

// What is still to be repaid at the end of the day `as_of`, if all was paid when due: the financed amount before
// the first rent, zero after the last row. Nothing before commencement.
Money outstanding_principal(const LeaseTerms& terms, const Schedule& schedule, Date as_of);

}  // namespace leasebook
