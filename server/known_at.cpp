#include "server/known_at.h"

#include "db/digits.h"

namespace leasebook::server {

namespace {

// What stands behind the T: "08:15", "08:15:30", "08:15:30.123", each with or without Z. Nothing when it is no time.
std::optional<std::chrono::milliseconds> time_of_day(std::string_view text) {
    if (text.ends_with('Z')) text.remove_suffix(1);
    std::int64_t parts[]{0, 0, 0, 0};  // hours, minutes, seconds, milliseconds
    constexpr std::string_view shape = "00:00:00.000";
    constexpr std::int64_t above[]{24, 60, 60, 1000};
    if (text.size() != 5 && text.size() != 8 && text.size() != shape.size()) return {};
    for (std::size_t part = 0, at = 0; at < text.size(); ++part) {
        const std::size_t width = part == 3 ? 3 : 2;
        const auto value = db::read_digits(text.substr(at, width));
        if (!value || *value >= above[part] || (at > 0 && text[at - 1] != shape[at - 1])) return {};
        parts[part] = *value;
        at += width + 1;
    }
    return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]) +
           std::chrono::milliseconds(parts[3]);
}

}  // namespace

Result<db::Moment> parse_moment(std::string_view text, const std::string& field) {
    const auto day = parse_date(text.substr(0, 10), field);
    if (day && text.size() == 10) return db::Moment(*day + std::chrono::days(1)) - std::chrono::milliseconds(1);
    const auto time = day && text[10] == 'T' ? time_of_day(text.substr(11)) : std::nullopt;
    if (!time) return invalid(field, "\"{0}\" is not a time. Write it like 2026-01-15T23:59:59.", shortened(text));
    return db::Moment(*day) + *time;
}

Result<std::optional<db::Moment>> known_at_asked(const Call& call) {
    const auto text = call.parameter("known_at");
    if (text.empty()) return std::optional<db::Moment>{};
    const auto moment = parse_moment(text, "known_at");
    if (!moment) return moment.errors();
    return std::optional(*moment);
}

std::string known_text(const Call& call, std::optional<db::Moment> known_at) {
    return known_at ? " · " + filled(call.t("as known at {0}"), {db::moment_text(*known_at)}) : "";
}

std::string control_text(std::optional<db::Moment> known_at) {
    return known_at ? db::moment_text(*known_at).substr(0, std::string_view("2026-06-30T08:15:30").size()) : "";
}

}  // namespace leasebook::server
