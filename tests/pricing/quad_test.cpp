#include "pricing/quad.h"

#include <gtest/gtest.h>

namespace leasebook::pricing {
namespace {

TEST(Quad, RoundsHalfAwayFromZero) {
    struct Case {
        double value;
        std::int64_t rounded;
    };
    for (const auto& [value, rounded] :
         {Case{0, 0}, {0.4999, 0}, {0.5, 1}, {1.5, 2}, {2.5, 3}, {-0.5, -1}, {-2.5, -3}, {-2.4999, -2}}) {
        EXPECT_EQ(round_half_away(static_cast<Quad>(value)), rounded) << value;
        EXPECT_EQ(round_half_away(value), rounded) << value;
    }
}

TEST(Quad, SeesWhatADoubleCannot) {
    const Quad just_below = Quad{0.5} - Quad{1e-30};
    EXPECT_EQ(round_half_away(just_below), 0);
    EXPECT_EQ(round_half_away(Quad{9'007'199'254'740'993LL}), 9'007'199'254'740'993LL);
}

TEST(Quad, RefusesWhatDoesNotFit64Bits) {
    EXPECT_THROW(round_half_away(Quad{1e19}), InvariantBroken);
    EXPECT_THROW(round_half_away(Quad{-1e19}), InvariantBroken);
    EXPECT_THROW(round_half_away(Quad{0} / Quad{0}), InvariantBroken);
    EXPECT_THROW(round_half_away(0x1p63), InvariantBroken);
    EXPECT_THROW(round_half_away(-0x1p63), InvariantBroken);
    EXPECT_THROW(round_half_away(std::numeric_limits<double>::quiet_NaN()), InvariantBroken);
}

}  // namespace
}  // namespace leasebook::pricing
