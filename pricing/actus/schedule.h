#pragma once
// The times of a cycle: anchor, anchor and one period, anchor and two … up to an end.
#include <vector>

#include "pricing/actus/terms.h"

namespace leasebook::pricing::actus {

struct Recurrence {
    std::optional<Time> anchor;  // left out: one period after the initial exchange, see first_time
    std::optional<Cycle> cycle;
};
enum class AtEnd { Included, Excluded };

// The anchor, or else one period after `start`; nothing when neither is given.
std::optional<Time> first_time(const Recurrence& recurrence, Time start);

// `times` periods after `from`, counted from `from`, so that 31 January, 28 February and 31 March follow each other.
// A `from` on a month's last day gives last days under the end-of-month convention when the period has months.
Time periods_after(Time from, const Period& period, int times, EndOfMonthConvention convention);

// From `first` (when there is one) to `end`, in order. A cycle with a long stub drops the last time before an end that
// is off the cycle, if another time precedes it. Without a cycle: first and end.
std::vector<Time> schedule(std::optional<Time> first, const std::optional<Cycle>& cycle, Time end, AtEnd at_end,
                           EndOfMonthConvention convention);

}  // namespace leasebook::pricing::actus
