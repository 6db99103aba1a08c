#include "reports/edition.h"

#include "domain/overloaded.h"

namespace leasebook::reports {

namespace {

std::string as_it_is(std::string_view text) { return std::string(text); }

}  // namespace

Edition plain_edition(std::string title) {
    Edition edition;
    edition.title = std::move(title);
    edition.text = edition.label = edition.word = as_it_is;
    return edition;
}

std::string with_groups(std::string digits) {
    const auto point = std::min(digits.find('.'), digits.size());
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = point; at > first + 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string grouped(Money amount) { return with_groups(to_text(amount)); }
std::string grouped(std::int64_t count) { return with_groups(std::to_string(count)); }

std::string percent(Rate rate) {
    // Two decimals of a percent are 1e-4 of one.
    const auto hundredths = round_half_away(rate.e10, rate_scale / 10'000);
    const bool negative = hundredths < 0;
    const auto digits = std::to_string(negative ? -hundredths : hundredths);
    const auto padded = std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
    return (negative ? "-" : "") + with_groups(padded.substr(0, padded.size() - 2)) + "." +
           padded.substr(padded.size() - 2) + "%";
}

std::string shown(const Cell& cell, const Column& column, const Edition& edition) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string{}; },
                   [&](const std::string& text) { return column.type == ColumnType::Word ? edition.word(text) : text; },
                   [](std::int64_t count) { return grouped(count); }, [](Money amount) { return grouped(amount); },
                   [](Rate rate) { return percent(rate); }, [](Date day) { return to_text(day); }},
        cell);
}

bool is_number(const Column& column) { return column.type >= ColumnType::Count; }

std::string note_text(const Note& note, const Edition& edition) {
    return filled(edition.text(note.text), note.arguments);
}

std::string preliminary_mark(const Edition& edition) { return edition.text("PRELIMINARY"); }

std::string origin_line(const Table& table, const Edition& edition) {
    std::string line;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) line += (line.empty() ? "" : " · ") + part;
    };
    if (table.preliminary) add(preliminary_mark(edition));
    add(edition.entity);
    add(to_text(table.as_of));
    add(table.currency.text());
    if (!edition.run.empty()) add(edition.text("Run") + " " + edition.run);
    return line;
}

}  // namespace leasebook::reports
