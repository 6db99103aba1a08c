#include "server/import/mapping.h"

#include <algorithm>
#include <array>

#include "domain/decimal_text.h"
#include "domain/utf8.h"

namespace leasebook::server {

namespace {

constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes between `least` and `most` digits from the front.
std::optional<int> take_digits(std::string_view& text, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int value = 0;
    for (; count < most && count < text.size() && is_digit(text[count]); ++count)
        value = value * 10 + (text[count] - '0');
    if (count < least) return {};
    text.remove_prefix(count);
    return value;
}

std::optional<int> take_month_name(std::string_view& text) {
    if (text.size() < 3) return {};
    std::string name(text.substr(0, 3));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto found = std::ranges::find(month_names, name);
    if (found == month_names.end()) return {};
    text.remove_prefix(3);
    return static_cast<int>(found - month_names.begin()) + 1;
}

int full_year(int two_digits, int pivot_year) {
    const int year = pivot_year / 100 * 100 + two_digits;
    return year < pivot_year ? year + 100 : year;
}

// Reads what a run of one pattern letter stands for ("YYYY", "M" …) from the front of the text.
std::optional<int> take_part(std::string_view run, std::string_view& text, int pivot_year) {
    if (run == "YYYY") return take_digits(text, 4, 4);
    if (run == "MMM") return take_month_name(text);
    if (run == "MM" || run == "DD") return take_digits(text, 2, 2);
    if (run == "M" || run == "D") return take_digits(text, 1, 2);
    if (run != "YY") return {};
    const auto year = take_digits(text, 2, 2);
    return year ? std::optional(full_year(*year, pivot_year)) : std::nullopt;
}

std::string padded(int number, std::size_t width) {
    const auto digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

// The date in our form; whether that day exists is for parse_date to say.
std::optional<std::string> iso_date(std::string_view text, std::string_view format, int pivot_year) {
    int year = 0, month = 0, day = 0;
    while (!format.empty()) {
        const char letter = format.front();
        if (letter != 'Y' && letter != 'M' && letter != 'D') {
            if (text.empty() || text.front() != letter) return {};
            text.remove_prefix(1);
            format.remove_prefix(1);
            continue;
        }
        const auto length = std::min(format.find_first_not_of(letter), format.size());
        const auto part = take_part(format.substr(0, length), text, pivot_year);
        if (!part) return {};
        (letter == 'Y' ? year : letter == 'M' ? month : day) = *part;
        format.remove_prefix(length);
    }
    if (!text.empty()) return {};
    return padded(year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2);
}

std::string without(std::string text, const std::vector<std::string>& parts) {
    for (const auto& part : parts)
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) text.erase(at, part.size());
    return text;
}

std::string first_characters(std::string text, std::size_t count) {
    std::size_t end = 0;
    while (count-- > 0 && end < text.size())
        end += std::max<std::size_t>(1, character_length(std::string_view(text).substr(end)));
    text.resize(std::min(end, text.size()));
    return text;
}

std::string code_of(std::string_view text) {
    std::string code;
    for (const char c : text) {
        const bool kept = is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
                          (static_cast<unsigned char>(c) & 0x80) != 0;
        if (kept)
            code.push_back(c);
        else if (!code.empty() && code.back() != '-')
            code.push_back('-');
    }
    while (code.ends_with('-')) code.pop_back();
    return code;
}

Result<std::string> percent_as_rate(std::string_view text) {
    auto number = trimmed(text.ends_with('%') ? text.substr(0, text.size() - 1) : text);
    const auto value = parse_decimal(number, 8);
    if (!value) return invalid({}, "\"{0}\" is not a percentage.", shortened(text));
    return decimal_text(*value, 10);
}

Result<std::string> scaled(const ColumnRule& rule, std::string_view text) {
    constexpr std::int64_t bound = 1'000'000'000;
    const auto number = parse_integer(text, -bound, bound);
    if (!number) return invalid({}, "\"{0}\" is not a whole number.", shortened(text));
    const auto value = *number * rule.multiply_by.value_or(1);
    const auto divisor = rule.divide_by.value_or(1);
    if (value % divisor != 0)
        return invalid({}, "{0} cannot be divided by {1}.", std::to_string(value), std::to_string(divisor));
    return std::to_string(std::max(value / divisor, rule.minimum.value_or(-bound * bound)));
}

Result<std::string> converted(const ColumnRule& rule, std::string text) {
    if (rule.date_format) {
        const auto date = iso_date(text, *rule.date_format, rule.pivot_year);
        if (!date) return invalid({}, "\"{0}\" is not a date written as {1}.", shortened(text), *rule.date_format);
        return *date;
    }
    if (rule.percent) return percent_as_rate(text);
    if (rule.multiply_by || rule.divide_by || rule.minimum) return scaled(rule, text);
    if (rule.as_code) return code_of(text);
    return text;
}

std::string translated(const ColumnRule& rule, std::string text) {
    if (const auto found = rule.values.find(text); found != rule.values.end()) return found->second;
    return rule.otherwise.value_or(std::move(text));
}

// "A-{x}-{y}" is the columns x and y between the texts "A-", "-" and "". A brace that is not closed stays text.
void split_template(std::string_view text, std::vector<std::string>& between, std::vector<std::string>& columns) {
    while (true) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) return between.push_back(std::string(text));
        between.emplace_back(text.substr(0, open));
        columns.emplace_back(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

}  // namespace

Result<std::string> cleaned(const ColumnRule& rule, std::string text) {
    if (!rule.strip.empty()) text = without(std::move(text), rule.strip);
    text = std::string(trimmed(text));
    if (rule.first) text = first_characters(std::move(text), *rule.first);
    if (text.empty() && rule.missing) text = *rule.missing;
    if (text.empty()) return text;
    if (!rule.values.empty()) text = translated(rule, std::move(text));
    if (text.empty()) return text;
    return converted(rule, std::move(text));
}

MappedRows::MappedRows(const Mapping& mapping, const CsvTable& table, RowErrors& faults) : table_(table) {
    for (const auto& rule : mapping.columns) {
        Bound bound{&rule, {}, {}};
        std::vector<std::string> names = rule.from;
        if (rule.lookup) names.push_back(rule.lookup->from);
        if (rule.text_template) split_template(*rule.text_template, bound.between, names);
        for (const auto& name : names) {
            const auto found = std::ranges::find(table.header(), name);
            if (found == table.header().end())
                faults.add({1, name,
                            invalid(rule.target, "The mapping reads the column \"{0}\", which this file does not have.",
                                    shortened(name))});
            else
                bound.sources.push_back(static_cast<std::size_t>(found - table.header().begin()));
        }
        bound_.push_back(std::move(bound));
    }
}

Result<std::string> MappedRows::raw(const Bound& bound, std::size_t row) const {
    const auto& rule = *bound.rule;
    const auto cells = table_.row(row);
    if (rule.constant) return *rule.constant;
    if (rule.lookup) {
        const std::string key(trimmed(cells[bound.sources.front()]));
        const auto found = rule.lookup->table->values.find(key);
        if (found != rule.lookup->table->values.end()) return found->second;
        if (rule.lookup->missing) return *rule.lookup->missing;
        return not_found({}, "\"{0}\" is not in the look-up file {1}.", shortened(key), rule.lookup->file);
    }
    if (rule.text_template) {
        std::string text = bound.between.front();
        for (std::size_t i = 0; i < bound.sources.size(); ++i)
            text.append(trimmed(cells[bound.sources[i]])).append(bound.between[i + 1]);
        return text;
    }
    for (const auto source : bound.sources)
        if (const auto text = trimmed(cells[source]); !text.empty()) return std::string(text);
    return std::string{};
}

Fields MappedRows::fields(std::size_t row, RowErrors& faults) const {
    Fields fields;
    for (const auto& bound : bound_) {
        auto text = raw(bound, row);
        if (text) text = cleaned(*bound.rule, std::move(text).value());
        if (text) {
            if (!text->empty()) fields.emplace(bound.rule->target, *std::move(text));
            continue;
        }
        auto error = text.error();
        error.field = bound.rule->target;
        faults.add({table_.line(row), column(bound.rule->target), std::move(error)});
    }
    return fields;
}

std::string MappedRows::column(std::string_view target) const {
    for (const auto& bound : bound_)
        if (bound.rule->target == target && !bound.sources.empty())
            return std::string(table_.header()[bound.sources.front()]);
    return std::string(target);
}

}  // namespace leasebook::server
