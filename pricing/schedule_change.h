#pragma once
// What a change mid-term makes of the rents and of the net investment: one function for the preview and the booking
// (R-C-01), and for deciding recorded changes again when an earlier one comes to light.
#include "domain/accounting/modification.h"
#include "domain/life/rent_run.h"

namespace leasebook::pricing {

struct DecidedChange {
    ScheduleChanged event;
    std::optional<ModificationTest> test;  // where the change is a modification (IFRS 16.79-80)
};

// The change as it is wished for (act, kind, repaid, fee, capitalised, intent and reason say what), completed: rate,
// rents, end, and what it does to the net investment. A rate reset is prospective and without gain (R-B-16); all
// other changes value the new rents at the original implicit rate (IFRS 9 5.4.3). Errors, on the fields of the
// request: the rents do not repay what is owed, nothing is left to be repaid, or a substantial change names no market
// rate.
Result<DecidedChange> decided(const RunningLease& lease, const ContractContent& content, ScheduleChanged wish);

// The wish says act, reduction and reason; its loss is worked out (R-D-08).
Result<ResidualImpaired> decided(const RunningLease& lease, const ContractContent& content, ResidualImpaired wish);

struct LeaseHistory {
    const ContractContent& content;
    const Schedule& agreed;
    std::span<const NumberedEvent> events;
};

// The wish decided, and behind it every change recorded earlier that takes effect later, decided again on what the
// wish leaves; those that stay as they were are left out. Errors: as above; of a later change, that it can no longer
// be.
Result<std::vector<ContractEvent>> with_later_changes(const LeaseHistory& history, const ContractEvent& wish);

}  // namespace leasebook::pricing
