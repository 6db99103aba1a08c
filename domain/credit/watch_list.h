#pragma once
// The watch list: lessees that people look at more closely, from a day on and with a reason. Being on it is a trigger
// of stage 2 (domain rules E.2). And what people have said of a warning.
#include <optional>
#include <string>

#include "domain/credit/early_warning.h"

namespace leasebook {

struct WatchEntry {
    LesseeCode lessee;
    Date since;
    std::string reason;
    bool operator==(const WatchEntry&) const = default;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, WatchEntry> {
    field("lessee", entry.lessee);
    field("since", entry.since);
    field("reason", entry.reason);
}
inline Errors check(const WatchEntry&) { return {}; }

// How a lessee comes off the list: from `until` on it is not on it any more.
struct WatchEnd {
    Date until;
    std::string reason;
    bool operator==(const WatchEnd&) const = default;
};
void visit_fields(auto& end, auto& field) requires std::same_as<std::remove_cvref_t<decltype(end)>, WatchEnd> {
    field("until", end.until);
    field("reason", end.reason);
}
inline Errors check(const WatchEnd&) { return {}; }

// A stay on the list, over or not.
struct WatchStay {
    WatchEntry entry;
    std::string put_by;
    std::optional<WatchEnd> end;
    std::string taken_off_by;
    bool covers(Date day) const { return entry.since <= day && (!end || day < end->until); }
    bool operator==(const WatchStay&) const = default;
};
// Nobody is put on the list for the future, comes off it before being on it, or is on it twice at once.
Result<WatchStay> put_on_watch_list(const std::vector<WatchStay>& stays, WatchEntry entry, std::string by, Date today);
Result<WatchStay> take_off_watch_list(const std::vector<WatchStay>& stays, WatchEnd end, std::string by, Date today);

// A warning that somebody has looked at. It counts while the warning lasts and does not get worse.
struct Acknowledgement {
    WarningTrigger trigger = WarningTrigger::DaysPastDue;
    std::string subject;  // the contract, machine, cluster or anchor that the warning is about
    Date since;           // of the warning
    AlertLevel level = AlertLevel::Amber;
    std::string note;
    bool operator==(const Acknowledgement&) const = default;
};
void visit_fields(auto& a, auto& field) requires std::same_as<std::remove_cvref_t<decltype(a)>, Acknowledgement> {
    field("trigger", a.trigger);
    field("subject", a.subject);
    field("since", a.since);
    field("level", a.level);
    field("note", a.note);
}
inline Errors check(const Acknowledgement&) { return {}; }
bool answers(const Acknowledgement& acknowledgement, const Warning& warning, const std::string& subject);

}  // namespace leasebook
