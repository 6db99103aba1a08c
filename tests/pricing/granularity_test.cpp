#include "pricing/granularity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "domain/concentration.h"
#include "pricing/risk_price.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

// EX-G3: one name of 50, four of 20, forty of 5 (millions), all of PD 2 % and LGD 40 %, small firms with sales of 5.
std::vector<RiskyName> names_of_ex_g3() {
    std::vector<RiskyName> names;
    const auto add = [&](int count, double amount) {
        for (int i = 0; i < count; ++i) names.push_back({amount / 330, 0.02, 0.40, 5});
    };
    add(1, 50);
    add(4, 20);
    add(40, 5);
    return names;
}

TEST(Granularity, TheGammaFactorIsThatOfExG3) {
    const auto factor = gamma_factor(0.25);
    EXPECT_NEAR(factor.alpha, 17.5058, 5e-5);
    EXPECT_NEAR(factor.delta, 4.8336, 5e-5);
}

TEST(Granularity, OfALumpyBookIsThatOfExG3) {
    const auto found = granularity(names_of_ex_g3());
    const double capital = static_cast<double>(found.capital.e10) / 1e10,
                 adjustment = static_cast<double>(found.adjustment.e10) / 1e10;
    EXPECT_NEAR(capital, 0.052504, 5e-7) << "K of EX-G2";
    EXPECT_NEAR(adjustment, 0.058857, 5e-7);
    EXPECT_NEAR(adjustment / capital, 1.1210, 5e-5);
    std::vector<Money> amounts;
    for (const auto& name : names_of_ex_g3()) amounts.push_back(Money::minor(std::llround(name.share * 33'000), CNY));
    EXPECT_NEAR(static_cast<double>(herfindahl(amounts).e10) / 1e10, 0.046832, 5e-7);
}

TEST(Granularity, OfSmallFirmsIsLessCapitalThanOfLargeOnes) {
    const std::vector<RiskyName> small{{1, 0.02, 0.40, 5}}, large{{1, 0.02, 0.40}};
    EXPECT_LT(granularity(small).capital, granularity(large).capital);
}

TEST(Granularity, FallsWithTheNumberOfNamesAndCapitalDoesNot) {
    const auto even = [](int count) {
        return granularity(std::vector<RiskyName>(static_cast<std::size_t>(count), {1.0 / count, 0.02, 0.40}));
    };
    const auto few = even(10), many = even(10'000);
    EXPECT_NEAR(static_cast<double>(few.capital.e10), static_cast<double>(many.capital.e10), 2);
    EXPECT_NEAR(static_cast<double>(few.adjustment.e10) / 1'000, static_cast<double>(many.adjustment.e10), 2);
}

TEST(Granularity, OfNothingIsNothing) {
    EXPECT_EQ(granularity({}).capital, Rate{});
    const std::vector<RiskyName> defaulted{{1, 1, 0.4}};
    EXPECT_EQ(granularity(defaulted).adjustment, Rate{});
}

}  // namespace
}  // namespace leasebook::pricing
