#include "domain/decimal_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "domain/result.h"

namespace leasebook {
namespace {

TEST(DecimalText, ReadsPlainDecimals) {
    struct Case {
        const char* text;
        int places;
        std::int64_t value;
    };
    for (const auto& [text, places, value] : {Case{"0", 2, 0},
                                              {"12.5", 2, 1250},
                                              {"12.50", 2, 1250},
                                              {"-0.05", 2, -5},
                                              {"7", 0, 7},
                                              {"0.0000000001", 10, 1},
                                              {"-0", 2, 0},
                                              {"9999999999999999.99", 2, 999'999'999'999'999'999}})
        EXPECT_EQ(parse_decimal(text, places), value) << text;
}

TEST(DecimalText, RefusesEverythingElse) {
    for (const char* text : {"",
                             "-",
                             ".",
                             ".5",
                             "5.",
                             "+1",
                             "1e3",
                             "1,000",
                             " 1",
                             "1 ",
                             "01",
                             "00",
                             "1.234",
                             "--1",
                             "1.2.3",
                             "0x1",
                             "NaN",
                             "１",
                             "1.-2",
                             "12345678901234567",
                             "99999999999999999999999999"})
        EXPECT_FALSE(parse_decimal(text, 2)) << text;
    EXPECT_FALSE(parse_decimal("1.0", 0));
}

TEST(DecimalText, WritesWhatItReads) {
    EXPECT_EQ(decimal_text(1250, 2), "12.50");
    EXPECT_EQ(decimal_text(-5, 2), "-0.05");
    EXPECT_EQ(decimal_text(0, 2), "0.00");
    EXPECT_EQ(decimal_text(0, 0), "0");
    EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min(), 2), "-92233720368547758.08");
    EXPECT_EQ(decimal_text(-1, 18), "-0.000000000000000001");
    EXPECT_THROW(decimal_text(1, 19), InvariantBroken);
    std::mt19937_64 random(1);
    std::uniform_int_distribution<std::int64_t> any(-99'999'999'999'999'999, 99'999'999'999'999'999);
    for (int i = 0; i < 10'000; ++i) {
        const auto value = any(random);
        for (const int places : {0, 2, 10}) ASSERT_EQ(parse_decimal(decimal_text(value, places), places), value);
    }
}

TEST(DecimalText, ReadsWholeNumbersWithinBounds) {
    EXPECT_EQ(parse_integer("600", 1, 600), 600);
    EXPECT_EQ(parse_integer("-3", -5, 5), -3);
    for (const char* text : {"0", "601", "1.0", "", "one"}) EXPECT_FALSE(parse_integer(text, 1, 600)) << text;
}

TEST(DecimalText, ShortensLongTextsBetweenCharacters) {
    EXPECT_EQ(shortened("short"), "short");
    EXPECT_EQ(shortened(std::string(41, 'x')), std::string(40, 'x') + "…");
    std::string chinese;
    for (int i = 0; i < 20; ++i) chinese += "租";  // three bytes each: 40 lies inside the fourteenth
    EXPECT_EQ(shortened(chinese), chinese.substr(0, 39) + "…");
}

}  // namespace
}  // namespace leasebook
