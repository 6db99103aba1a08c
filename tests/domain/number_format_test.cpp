#include "domain/number_format.h"

#include <gtest/gtest.h>

#include <set>

namespace leasebook {
namespace {

NumberFormat format_of(std::string_view text) { return NumberFormat::parse(text, "format").value(); }
std::string refusal_of(std::string_view text) {
    const auto format = NumberFormat::parse(text, "format");
    if (format) return "";
    EXPECT_EQ(format.error().field, "format");
    return format.error().text;
}

constexpr const char* formats[] = {"L-{year}-{number:6}", "{number}.{year}_HX", "{year}{number}", "{number:9}{year}1",
                                   "租-{year}-1{number:2}"};

TEST(ANumberFormat, PutsYearAndNumberInTheirPlaces) {
    EXPECT_EQ(format_of("L-{year}-{number:6}").numbered(2026, 123), "L-2026-000123");
    EXPECT_EQ(format_of("L-{year}-{number:6}").numbered(2026, 1'234'567), "L-2026-1234567");
    EXPECT_EQ(format_of("{number}.{year}_HX").numbered(2026, 7), "7.2026_HX");
    EXPECT_EQ(format_of("{year}{number:1}").numbered(2026, 10), "202610");
    EXPECT_EQ(format_of("租-{year}-{number:9}").numbered(2027, 10), "租-2027-000000010");
}

TEST(ANumberFormat, NeedsYearAndNumberOnceEach) {
    for (const char* text :
         {"", "L", "L-{year}", "L-{number}", "{year}-{year}-{number}", "{year}-{number}-{number:6}", "{Year}-{number}"})
        EXPECT_EQ(refusal_of(text), "A format holds {0} and {1} once each, as \"{2}\" does.") << text;
    EXPECT_EQ(message(NumberFormat::parse("L", "format").error()),
              "A format holds {year} and {number} once each, as \"L-{year}-{number:6}\" does.");
}

TEST(ANumberFormat, FillsUpToOneToNineDigits) {
    for (const char* text : {"{year}-{number:0}", "{year}-{number:10}", "{year}-{number:}", "{year}-{number:x}",
                             "{year}-{number6}", "{number {year}", "{year}-{number"})
        EXPECT_EQ(refusal_of(text), "Write {0}, or {1} to {2} for a number that is filled up with zeros.") << text;
}

TEST(ANumberFormat, HoldsWhatMayStandInAnAddress) {
    for (const char* text : {"L/{year}/{number}", "L {year} {number}", " {year}{number}", "{year}-{number}?",
                             "{{year}}-{number}", "{year}-{number}%", "{year}-{number}-{month}", "L,{year},{number}"})
        EXPECT_NE(refusal_of(text).find("part of an address"), std::string::npos) << text;
}

TEST(ANumberFormat, LeavesRoomInItsColumn) {
    const std::string room(27, 'L');  // beside 4 digits of the year and 9 of the number
    EXPECT_EQ(refusal_of(room + "{year}{number}"), "");
    EXPECT_EQ(refusal_of(room + "L{year}{number}"), "Numbers of this format would have more than {0} characters.");
    EXPECT_EQ(refusal_of(std::string(150, 'L') + "{year}{number}"),
              "Numbers of this format would have more than {0} characters.");
}

TEST(ANumberFormat, MakesEachNumberOnceAndReadsIt) {
    for (const char* text : formats) {
        const auto format = format_of(text);
        std::set<std::string> made;
        for (const int year : {1999, 2026, 2027})
            for (const std::int64_t serial : {1, 2, 11, 12, 111, 2026, 202'620, 999'999'999}) {
                const auto number = format.numbered(year, serial);
                EXPECT_TRUE(made.insert(number).second) << number;
                EXPECT_EQ(format.counted(number), (NumberFormat::Counted{year, serial})) << number;
            }
    }
}

TEST(ANumberFormat, ReadsNothingThatItDoesNotMake) {
    const auto format = format_of("L-{year}-{number:6}");
    for (const char* text :
         {"", "L-2026-", "L-2026-00123", "L-2026-0001234", "L-0026-000123", "L-2026-000000", "L-2026-1234567890",
          "l-2026-000123", "L-20x6-000123", "L-2026-00012x", "L-2026_000123", "L-2026-000123-1", "HT-2026-000123"})
        EXPECT_FALSE(format.counted(text)) << text;
}

TEST(NumberFormatsOfTheHouse, KeepContractsAndInvoicesApart) {
    EXPECT_EQ(check(NumberFormats{}), Errors{});
    NumberFormats same;
    same.invoice_numbers = same.contract_numbers;
    EXPECT_TRUE(names_field(check(same), "invoice_numbers"));
    const auto errors = check({"L-{number}", "I/{year}/{number}", ThousandsSeparator::Comma});
    EXPECT_TRUE(names_field(errors, "contract_numbers"));
    EXPECT_TRUE(names_field(errors, "invoice_numbers"));
    EXPECT_EQ(errors.size(), 2U);
}

}  // namespace
}  // namespace leasebook
