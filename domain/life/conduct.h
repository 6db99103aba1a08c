#pragma once
// How a lessee has behaved under a contract, for the rules of credit: what is late, and since when it was paid on time.
#include <optional>

#include "domain/credit/staging.h"
#include "domain/life/life.h"

namespace leasebook {

struct Conduct {
    int days_past_due = 0;
    Money overdue;                // due and unpaid, late interest apart
    std::optional<Date> cleared;  // the day the last late rent was paid; empty while one is open, or none was late
    int rents_on_time = 0;        // in a row, up to now
    std::optional<Restructuring> restructured;  // the last one, for reasons of difficulty
};

// As of the end of the day, which is the one the life was lived through to.
Conduct conduct_of(const Life& life, std::span<const NumberedEvent> events, int period_months, Date as_of);

// Rents in a row, up to the day, that fell due after `since` and were paid on time.
int rents_on_time_since(const Life& life, Date since, Date as_of);

}  // namespace leasebook
