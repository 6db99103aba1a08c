#include "server/web/formats.h"

#include <gtest/gtest.h>

namespace leasebook::server {
namespace {

Money yuan(std::int64_t minor) { return Money::minor(minor, CNY); }

TEST(MoneyForTheEye, IsGroupedAndKeepsItsCents) {
    EXPECT_EQ(money_text(yuan(123456789)), "1,234,567.89");
    EXPECT_EQ(money_text(yuan(5)), "0.05");
    EXPECT_EQ(money_text(yuan(-100000)), "\u22121,000.00");
    EXPECT_EQ(money_with_sign(yuan(-5)), "\u2212¥0.05");
    EXPECT_EQ(money_with_sign(Money::minor(100, EUR)), "€1.00");
}

TEST(ShortMoney, UsesTheLargeUnitsOfTheLanguage) {
    EXPECT_EQ(short_money(yuan(351'300'000'000), Language::English), "¥3.51bn");
    EXPECT_EQ(short_money(yuan(351'300'000'000), Language::Chinese), "35.13亿元");
    EXPECT_EQ(short_money(yuan(1'860'000'000), Language::English), "¥18.6m");
    EXPECT_EQ(short_money(yuan(1'860'000'000), Language::Chinese), "1,860.0万元");
    EXPECT_EQ(short_money(yuan(-51'200'000), Language::English), "\u2212¥512,000");
    EXPECT_EQ(short_money(yuan(0), Language::Chinese), "0元");
}

TEST(ShortMoney, GoesToTheNextUnitWhenRoundingReachesIt) {
    EXPECT_EQ(short_money(yuan(99'999'999'999), Language::English), "¥1.00bn");
}

TEST(Percentages, HaveFixedPlaces) {
    EXPECT_EQ(percent_text({650'000'000}), "6.50%");
    EXPECT_EQ(percent_text({-1'250'000}, 2), "\u22120.01%");
    EXPECT_EQ(percent_text({1'550'000'000}, 0), "16%");
    EXPECT_EQ(percent_number({650'000'000}), "6.5");
    EXPECT_EQ(percent_number({616'780'000}), "6.1678");
    EXPECT_EQ(percent_number({0}), "0");
    EXPECT_EQ(basis_points_text({12'300'000}), "12.3 bp");
}

TEST(DatesForTheEye, FollowTheLanguage) {
    EXPECT_EQ(date_text(date(2025, 11, 5), Language::English), "5 Nov 2025");
    EXPECT_EQ(date_text(date(2025, 11, 5), Language::Chinese), "2025年11月5日");
    EXPECT_EQ(month_text(date(2025, 11, 5), Language::English), "Nov 2025");
    EXPECT_EQ(month_text(date(2025, 11, 5), Language::Chinese), "2025年11月");
}

}  // namespace
}  // namespace leasebook::server
