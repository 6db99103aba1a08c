#include "domain/number_format.h"

#include <algorithm>
#include <charconv>

namespace leasebook {

namespace {

constexpr std::string_view year_mark = "{year}", number_begins = "{number", example = "L-{year}-{number:6}";
constexpr std::size_t year_digits = 4, most_digits = 9;
// Leaves room in columns of 64 for what is made from a number, such as the key of its machine.
constexpr std::ptrdiff_t longest = 40;

bool stands_once(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    return at != std::string_view::npos && text.find(mark, at + 1) == std::string_view::npos;
}

// The digits that a mark of the number asks for: "{number}" 1, "{number:6}" 6; 0 where it is neither.
std::size_t digits_asked(std::string_view mark) {
    if (!mark.ends_with('}')) return 0;
    const auto asked = mark.substr(number_begins.size());
    if (asked == "}") return 1;
    const bool reads = asked.size() == 3 && asked[0] == ':' && asked[1] >= '1' && asked[1] <= '9' && asked[2] == '}';
    return reads ? static_cast<std::size_t>(asked[1] - '0') : 0;
}

std::int64_t value_of(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::ptrdiff_t characters(std::string_view utf8) {
    return std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace

Result<NumberFormat> NumberFormat::parse(std::string_view text, const std::string& field) {
    if (!stands_once(text, year_mark) || !stands_once(text, number_begins))
        return invalid(field, "A format holds {0} and {1} once each, as \"{2}\" does.", std::string(year_mark),
                       std::string(number_begins) + "}", std::string(example));
    const auto year_at = text.find(year_mark), number_at = text.find(number_begins);
    const auto number_mark = text.substr(number_at, text.substr(number_at).find('}') + 1);
    NumberFormat format;
    format.digits_ = digits_asked(number_mark);
    if (format.digits_ == 0)
        return invalid(field, "Write {0}, or {1} to {2} for a number that is filled up with zeros.", "{number}",
                       "{number:1}", "{number:9}");
    format.year_first_ = year_at < number_at;
    const auto first = std::min(year_at, number_at), second = std::max(year_at, number_at);
    const auto first_size = format.year_first_ ? year_mark.size() : number_mark.size();
    const auto second_size = format.year_first_ ? number_mark.size() : year_mark.size();
    format.before_ = text.substr(0, first);
    format.between_ = text.substr(first + first_size, second - first - first_size);
    format.after_ = text.substr(second + second_size);
    const auto sample = format.numbered(2026, 999'999'999);
    if (characters(sample) > longest)
        return invalid(field, "Numbers of this format would have more than {0} characters.", std::to_string(longest));
    if (const auto key = parse_code(sample, field); !key || *key != sample)
        return invalid(field,
                       "Beside {0} and {1}, a format holds letters, digits, dots, dashes and underscores: a number is "
                       "part of an address.",
                       std::string(year_mark), std::string(number_mark));
    return format;
}

std::string NumberFormat::numbered(int year, std::int64_t serial) const {
    const auto year_text = std::to_string(year);
    ensure(year_text.size() == year_digits && year > 0 && serial > 0, "documents are numbered from 1 in years AD");
    auto digits = std::to_string(serial);
    digits.insert(0, digits_ - std::min(digits_, digits.size()), '0');
    return before_ + (year_first_ ? year_text : digits) + between_ + (year_first_ ? digits : year_text) + after_;
}

std::optional<NumberFormat::Counted> NumberFormat::counted(std::string_view text) const {
    const auto around = before_.size() + between_.size() + after_.size() + year_digits;
    if (text.size() <= around || text.size() - around > most_digits) return {};
    const auto digits = text.size() - around;
    const auto second = before_.size() + (year_first_ ? year_digits : digits) + between_.size();
    const auto year = value_of(text.substr(year_first_ ? before_.size() : second, year_digits));
    const auto serial = value_of(text.substr(year_first_ ? second : before_.size(), digits));
    if (year < 1000 || serial < 1) return {};
    const Counted counted{static_cast<int>(year), serial};
    if (numbered(counted.year, counted.serial) != text) return {};
    return counted;
}

Errors check(const NumberFormats& formats) {
    Errors errors;
    for (const auto& [field, text] : {std::pair("contract_numbers", &formats.contract_numbers),
                                      std::pair("invoice_numbers", &formats.invoice_numbers)})
        if (const auto format = NumberFormat::parse(*text, field); !format) errors.push_back(format.error());
    if (errors.empty() && formats.contract_numbers == formats.invoice_numbers)
        errors.push_back(invalid("invoice_numbers", "Invoices are numbered in another format than contracts."));
    return errors;
}

}  // namespace leasebook
