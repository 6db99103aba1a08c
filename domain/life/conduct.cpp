#include "domain/life/conduct.h"

#include <algorithm>

namespace leasebook {

namespace {

// The day a due was paid in full; nothing while it is open.
std::optional<Date> paid_on(const Due& due) {
    if (!due.unpaid().is_zero() || !due.written_off.is_zero() || due.rent_paid.empty()) return {};
    return std::ranges::max(due.rent_paid, {}, &DatedAmount::date).date;
}

}  // namespace

Conduct conduct_of(const Life& life, std::span<const NumberedEvent> events, int period_months, Date as_of) {
    Conduct conduct;
    conduct.days_past_due = days_past_due(life, as_of);
    conduct.overdue = life.overdue();
    for (const auto& due : life.dues) {
        if (due.kind != DueKind::Rent || due.collection_date > as_of) continue;
        const auto paid = paid_on(due);
        if (paid && *paid <= due.collection_date) {
            ++conduct.rents_on_time;
        } else if (paid || due.collection_date < as_of) {
            conduct.rents_on_time = 0;
            if (paid) conduct.cleared = std::max(*paid, conduct.cleared.value_or(*paid));
        }
    }
    if (conduct.days_past_due > 0) conduct.cleared.reset();
    int times = 0;
    for (const auto& e : events) {
        const auto* change = std::get_if<ScheduleChanged>(&e.event);
        if (change == nullptr || change->act.on > as_of || change->rents.empty()) continue;
        if (change->kind == ScheduleChangeKind::Restructuring || change->kind == ScheduleChangeKind::PaymentHoliday)
            conduct.restructured = Restructuring{change->rents.front().date, period_months, ++times, {}};
    }
    return conduct;
}

int rents_on_time_since(const Life& life, Date since, Date as_of) {
    int in_a_row = 0;
    for (const auto& due : life.dues) {
        if (due.kind != DueKind::Rent || due.collection_date <= since || due.collection_date > as_of) continue;
        const auto paid = paid_on(due);
        if (paid && *paid <= due.collection_date)
            ++in_a_row;
        else if (paid || due.collection_date < as_of)
            in_a_row = 0;
    }
    return in_a_row;
}

}  // namespace leasebook
