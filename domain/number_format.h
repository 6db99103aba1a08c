#pragma once
// How the house writes numbers: those that it gives to its documents, and the figures on its pages.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/fields.h"

namespace leasebook {

// "L-{year}-{number:6}": what stands around the year and the number counted within it, and with how many digits that
// is written at least. Two numbers of one format are alike only if year and number are.
class NumberFormat {
public:
    struct Counted {
        int year = 0;
        std::int64_t serial = 0;
        bool operator==(const Counted&) const = default;
    };

    // {year} once and {number}, or {number:1} to {number:9}, once; beside them what a key may hold. Errors on `field`.
    static Result<NumberFormat> parse(std::string_view text, const std::string& field);

    // "L-2026-000123"; longer numbers keep all their digits. Years have four digits.
    std::string numbered(int year, std::int64_t serial) const;
    // What numbered() made this of; nothing where it makes no such text, or of a serial number above 999,999,999.
    std::optional<Counted> counted(std::string_view text) const;

private:
    std::string before_, between_, after_;
    bool year_first_ = true;
    std::size_t digits_ = 1;
};

enum class ThousandsSeparator { Comma, ThinSpace, None };
template <>
struct NamesOf<ThousandsSeparator> {
    static constexpr Names<ThousandsSeparator, 3> names{{{ThousandsSeparator::Comma, "comma"},
                                                         {ThousandsSeparator::ThinSpace, "thin_space"},
                                                         {ThousandsSeparator::None, "none"}}};
};

struct NumberFormats {
    std::string contract_numbers = "L-{year}-{number:6}";
    std::string invoice_numbers = "I-{year}-{number:7}";  // of credit notes too
    ThousandsSeparator thousands_separator = ThousandsSeparator::Comma;
    bool operator==(const NumberFormats&) const = default;
};
void visit_fields(auto& formats,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(formats)>, NumberFormats> {
    field("contract_numbers", formats.contract_numbers);
    field("invoice_numbers", formats.invoice_numbers);
    field("thousands_separator", formats.thousands_separator);
}
Errors check(const NumberFormats& formats);

}  // namespace leasebook
