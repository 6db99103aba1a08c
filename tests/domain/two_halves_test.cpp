#include "domain/two_halves.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace leasebook {
namespace {

TEST(TwoHalves, EveryThingIsWorkedOnOnce) {
    for (const std::size_t count : {0U, 1U, 99U, 100U, 101U, 2'501U}) {
        std::vector<int> done(count);
        in_two_halves(count, [&](std::size_t i) { ++done[i]; });
        EXPECT_EQ(done, std::vector<int>(count, 1)) << count;
    }
}

TEST(TwoHalves, AFailureOfEitherHalfReachesTheCaller) {
    for (const std::size_t fails : {3U, 997U}) {
        const auto work = [&](std::size_t i) {
            if (i == fails) throw std::runtime_error("it fails");
        };
        EXPECT_THROW(in_two_halves(1'000, work), std::runtime_error) << fails;
    }
}

}  // namespace
}  // namespace leasebook
