#include "pricing/securities.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

const Discounted bill{date(2026, 1, 4), date(2026, 1, 31), 100, 2};

TEST(ADiscountedPaper, GivesBackItsDiscount) {
    EXPECT_NEAR(*discount_of(bill, *price_of(bill, 0.038)), 0.038, 1e-14);
    EXPECT_NEAR(*price_of(bill, 0.036), 99.73, 1e-10) << "27 days of a year of 360";
}

TEST(APriceInFractions, IsReadThereAndBack) {
    EXPECT_NEAR(*from_fraction(1.02, 16), 1.125, 1e-12);
    EXPECT_NEAR(*to_fraction(1.125, 16), 1.02, 1e-12);
    EXPECT_FALSE(from_fraction(1.02, 0.5));
    EXPECT_FALSE(to_fraction(1.02, 0));
}

TEST(Securities, ThatMakeNoSenseAreRefused) {
    EXPECT_EQ(price_of({date(2026, 2, 1), date(2026, 1, 1)}, 0.03).error().field, "maturity");
    EXPECT_EQ(price_of({date(2026, 1, 1), date(2026, 2, 1), 100, 5}, 0.03).error().field, "basis");
    EXPECT_EQ(price_of(bill, -1).error().field, "discount");
    EXPECT_EQ(coupon_days(date(2026, 1, 1), date(2026, 12, 1), 3, 1).error().field, "frequency");
    EXPECT_EQ(bill_price(date(2026, 1, 1), date(2027, 3, 1), 0.03).error().field, "maturity");
    EXPECT_EQ(accrued_interest({date(2026, 1, 1), date(2026, 6, 1), 0, 1000, 1, 0}).error().field, "rate");
}

}  // namespace
}  // namespace leasebook::pricing
