#pragma once
// A contract lived through from its first event to a day: every rent that fell due, every payment and what it
// settled, every change, as facts for the books. A pure function of the events, so any day can be asked for, and as
// it was known at any time: leave out the events recorded later.
#include <functional>
#include <span>

#include "domain/accounting/vat.h"
#include "domain/contract.h"
#include "domain/life/due.h"
#include "domain/life/fact.h"
#include "domain/life/rent_run.h"

namespace leasebook {

// The company's rules that a contract's life follows, where its own conditions do not say otherwise.
struct BookPolicy {
    Date books_from;                     // contracts taken over before this day were kept elsewhere until then
    std::vector<DatedOrder> allocation;  // by date; before the first of them the statutory order holds
    std::vector<VatRate> vat_rates = default_vat_rates();
    // Business days by the calendar's name.
    std::function<const BusinessCalendar&(std::string_view)> calendar;
};

struct Life {
    RentRuns runs;
    std::vector<Due> dues;  // in the order they fell due
    std::vector<AppliedPayment> payments;
    Money unapplied;       // received, and not yet owed
    Money deposit;         // held
    Date begins;           // the first day the books hold anything of it
    Date accrued_through;  // interest stands in the books up to this day: a month's end, a due date or the end
    std::optional<Date> ended_on;
    std::vector<Fact> facts;  // in the order they happened

    // All that is owed and unpaid, late interest apart.
    Money overdue() const;
};

// The agreed schedule is the one that the content gives. Events are all of the contract's, by number; those that take
// effect after `through` are kept out. The contract has commenced.
Life live(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
          const BookPolicy& policy, Date through);

// What the ledger holds of the lease at the end of that day, the one it was lived through to: principal not yet due,
// interest earned since the last due date, rents due and unpaid, and residuals past the term that still await its end.
// Nothing of an operating lease.
Money net_investment(const ContractContent& content, const Life& life, Date as_of);

// Days since the oldest rent that was not paid should have been collected; 0 when none is open (R-E-06).
int days_past_due(const Life& life, Date as_of);

}  // namespace leasebook
