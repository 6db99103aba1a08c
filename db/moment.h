#pragma once
// A point in time, as it is recorded: UTC to the millisecond. Unlike a Date it says when the system learned of
// something. Stored as text of fixed width, so that the order of the texts is the order in time.
#include <chrono>
#include <string>
#include <string_view>

namespace leasebook::db {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-06-30T08:15:30.123Z"; years 1900 to 2199.
std::string moment_text(Moment moment);
// Reads what moment_text wrote; throws InvariantBroken on anything else.
Moment moment_of(std::string_view text);

}  // namespace leasebook::db
