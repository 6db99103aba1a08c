#pragma once
// The rents of what is left of a lease after a change: rate reset, extension, prepayment, holiday (domain rules B.8,
// C). All rents come dated, the last one balancing to the cent, so that amortise(rest.terms, rents, end) is the
// schedule of the rest.
#include <vector>

#include "domain/schedule.h"

namespace leasebook::pricing {

// What is left: `terms.financed_amount` is the balance, `terms.commencement` the day from which it bears interest
// (the last due date, or the change); rate, day count, balloon and residuals as they are from now on. Other terms are
// not looked at.
struct LeaseRest {
    LeaseTerms terms;
    std::vector<Date> dates;  // of the rents to come, ascending, from that day on
    Date final;               // when balloon and residuals fall due, with the last rent or after it
    // Interest of the running period up to commencement, paid with the first rent; of a change between due dates.
    Money carried = {};
    std::vector<Date> free = {};  // dates among the others on which no rent is due: the months a season skips
};

// The first rents of the rest that repay nothing: their interest is paid, or capitalised while they are zero.
struct Grace {
    int rents = 0;
    bool interest_paid = false;
};

// The same rent on every date but those of grace, worked out in 34 digits over the actual periods and rounded once
// (EX-C1, EX-C2; KEEP_TERM of EX-C3). Errors, on "balance": none is left, or less than the end is worth; on
// "periods": no rent is left after the grace; or the balance is too small to be repaid to the cent.
Result<std::vector<DatedAmount>> level_rents(const LeaseRest& rest, Grace grace = {});

// The rent stays, the term gives (KEEP_RENT of EX-C3): rents until one repays all that is left. With balloon or
// residuals, or where the rent does not suffice, the last date takes what is left. Errors as above, and on "rent":
// it would repay balloon or residuals before they are due.
Result<std::vector<DatedAmount>> kept_rents(const LeaseRest& rest, Money rent);

// Equal parts of the principal, each with the interest of its period; linear rents keep so what they repay.
Result<std::vector<DatedAmount>> linear_rents(const LeaseRest& rest);

}  // namespace leasebook::pricing
