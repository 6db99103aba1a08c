#include "domain/credit/watch_list.h"

#include <algorithm>

namespace leasebook {

Result<WatchStay> put_on_watch_list(const std::vector<WatchStay>& stays, WatchEntry entry, std::string by, Date today) {
    if (entry.since > today)
        return invalid("since", "A lessee is put on the watch list from today or a day before, not from {0}.",
                       to_text(entry.since));
    for (const auto& stay : stays) {
        if (!stay.end) return conflict("The lessee is on the watch list since {0} already.", to_text(stay.entry.since));
        if (entry.since < stay.end->until)
            return invalid("since", "The lessee was on the watch list until {0}: choose that day or a later one.",
                           to_text(stay.end->until));
    }
    return WatchStay{std::move(entry), std::move(by), {}, {}};
}

Result<WatchStay> take_off_watch_list(const std::vector<WatchStay>& stays, WatchEnd end, std::string by, Date today) {
    const auto open = std::ranges::find_if(stays, [](const WatchStay& stay) { return !stay.end; });
    if (open == stays.end()) return conflict("The lessee is not on the watch list.");
    if (end.until <= open->entry.since)
        return invalid("until", "The lessee is on the watch list since {0}: it comes off after that day.",
                       to_text(open->entry.since));
    if (end.until > today)
        return invalid("until", "A lessee comes off the watch list today or on a day before, not on {0}.",
                       to_text(end.until));
    auto stay = *open;
    stay.end = std::move(end);
    stay.taken_off_by = std::move(by);
    return stay;
}

bool answers(const Acknowledgement& acknowledgement, const Warning& warning, const std::string& subject) {
    return acknowledgement.trigger == warning.trigger && acknowledgement.subject == subject &&
           acknowledgement.since == warning.since && acknowledgement.level >= warning.level;
}

}  // namespace leasebook
