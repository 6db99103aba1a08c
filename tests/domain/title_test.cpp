// The lessor's registered title (R-A-03).
#include "domain/title.h"

#include <gtest/gtest.h>

namespace leasebook {
namespace {

constexpr Date delivered = date(2026, 3, 2);

Asset machine() {
    Asset asset;
    asset.code.text = "M-1";
    asset.acquired = delivered;
    asset.lien_registration = "ZD100200300";
    asset.lien_registered = date(2026, 3, 12);
    asset.lien_until = date(2029, 3, 12);
    return asset;
}

TEST(Title, RegisteredWithinTenDaysOfDeliveryRanksFirst) {
    auto asset = machine();
    EXPECT_EQ(title_deadline(asset), date(2026, 3, 12));
    EXPECT_EQ(title_on(asset, date(2026, 4, 1)), TitleStanding::InTime);
    asset.lien_registered = date(2026, 3, 13);
    EXPECT_EQ(title_on(asset, date(2026, 4, 1)), TitleStanding::Late);
    EXPECT_TRUE(titles_missing({asset}, delivered).empty()) << "late, and still registered";
}

TEST(Title, IsMissingWithoutItsNumberOrItsDay) {
    auto asset = machine();
    asset.lien_registered.reset();
    asset.lien_until.reset();
    EXPECT_EQ(title_on(asset, delivered), TitleStanding::Missing);
    const auto errors = titles_missing({machine(), asset}, delivered);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(message(errors[0]),
              "The title to machine M-1 is not registered: register it, then the lease can commence.");
}

TEST(Title, ThatEndedNoLongerStandsOnItsLastDay) {
    EXPECT_EQ(title_on(machine(), date(2029, 3, 11)), TitleStanding::InTime);
    EXPECT_EQ(title_on(machine(), date(2029, 3, 12)), TitleStanding::Expired);
    EXPECT_EQ(titles_missing({machine()}, date(2029, 3, 12)).size(), 1U);
}

}  // namespace
}  // namespace leasebook
