#include "db/moment.h"

#include "db/digits.h"
#include "domain/date.h"

namespace leasebook::db {

std::string moment_text(Moment moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time(moment - day);
    return to_text(day) + "T" + padded(time.hours().count(), 2) + ":" + padded(time.minutes().count(), 2) + ":" +
           padded(time.seconds().count(), 2) + "." + padded(time.subseconds().count(), 3) + "Z";
}

Moment moment_of(std::string_view text) {
    constexpr std::string_view shape = "2026-06-30T08:15:30.123Z";
    ensure(text.size() == shape.size() && text[10] == 'T' && text[13] == ':' && text[16] == ':' && text[19] == '.' &&
               text[23] == 'Z',
           "a stored moment looks like 2026-06-30T08:15:30.123Z");
    const auto number = [&](std::size_t at, std::size_t width, std::int64_t high) {
        const auto value = read_digits(text.substr(at, width));
        ensure(value && *value <= high, "a stored moment has valid hours, minutes and seconds");
        return *value;
    };
    const auto day = parse_date(text.substr(0, 10), "");
    return *day + std::chrono::hours(number(11, 2, 23)) + std::chrono::minutes(number(14, 2, 59)) +
           std::chrono::seconds(number(17, 2, 59)) + std::chrono::milliseconds(number(20, 3, 999));
}

}  // namespace leasebook::db
