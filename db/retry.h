#pragma once
// Runs a whole transaction again when the database asked for that.
#include <concepts>

#include "db/database.h"

namespace leasebook::db {

inline constexpr int transaction_attempts = 10;

// Waits a little, longer with each attempt and a random part longer, so that rivals do not meet again.
void pause_before(int attempt);

// `attempt` is told whether it is the last one. It answers true when done and false to be run again; what it throws
// ends the matter.
void run_attempts(std::predicate<bool> auto&& attempt) {
    for (int number = 1;; ++number) {
        if (number > 1) pause_before(number);
        if (attempt(number == transaction_attempts)) return;
    }
}

}  // namespace leasebook::db
