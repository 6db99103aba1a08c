#pragma once
// How the balance of a lease runs down, changes mid-term included: the lessee's account by the nominal rate, and the
// lessor's net investment by the implicit one (IFRS 16.67-77).
#include <span>
#include <vector>

#include "domain/contract_events.h"
#include "domain/schedule.h"

namespace leasebook {

struct NumberedEvent {
    int number = 0;
    ContractEvent event;
};

// The dealer's sale that the lease began with, if this is the event and it made one.
std::optional<DealerSaleRecord> dealer_sale_in(const ContractEvent& event);

// Interest earned from one day to another, evenly by actual days (R-D-06).
struct Earned {
    Date from, to;
    Money amount;
};

// opening − principal = closing in every row. A prepayment is a row of its own, and in the net investment so is what a
// change or an impaired residual takes off it.
struct RentRun {
    std::vector<ScheduleRow> rows;
    std::vector<Earned> earned;  // of the same total as the interest of the rows, without gaps

    // Earned by the end of the day, to the cent; of a row under way its share by actual days.
    Money earned_until(Date day) const;
    // What is owed at the end of the day if all was paid when due, without interest since the last due date.
    Money balance_after(Date day, Money financed) const;
};

// What a change did to what is still to come: of the rents and final amounts, the residual at the lessor's own risk,
// and the interest still to be earned.
struct RunChange {
    int event = 0;
    Money gross, unguaranteed, unearned;
};

struct RentRuns {
    RentRun account;         // the lessee's
    RentRun net_investment;  // the same, unless fee, costs or a change moved it off the account
    std::vector<RunChange> changes;
    Money initial_net_investment;
    // Of an operating lease: rent straight-line and the wear of the machine, both spread anew over the rest of the
    // term by every change (R-D-11, IFRS 16.87). Only `earned` is filled.
    RentRun income, wear;
};

// A lease as a change finds it at the end of a day.
struct RunningLease {
    LeaseTerms
        terms;      // financed_amount is what the account owes, annual_rate the nominal one now, commencement the day
    Money carried;  // interest of the running period; the first rent to come pays it
    Money brought;  // the part of it earned by `since`, the last due date or change
    Date since;
    std::vector<DatedAmount> rents;  // to come
    Date final;
    Money net_investment, net_carried;  // the lessor's, after the last due date, and interest since
    Rate implicit_rate;
    bool apart = false;           // the net investment does not follow the account
    Money unguaranteed_residual;  // as it stands in the books
};

// Both runs over the whole term: the schedule as agreed, then every change in the order of effective dates. Events
// that another one replaces are left out. An end cuts what comes after it. With `until`, as it ran on that day: events
// that take effect later are left out too.
RentRuns run_rents(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
                   std::optional<Date> until = {});

// Events that take effect after the day are left out. The lease has commenced by then and not ended.
RunningLease running_on(const ContractContent& content, const Schedule& agreed, std::span<const NumberedEvent> events,
                        Date on);

// The event that this one stands for.
std::optional<int> replaced_by(const ContractEvent& event);

// The events that count, in the order they take effect: replaced ones are dropped, equal dates keep their order.
std::vector<const NumberedEvent*> effective_order(std::span<const NumberedEvent> events);

}  // namespace leasebook
