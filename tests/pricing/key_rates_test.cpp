#include "pricing/key_rates.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pricing/quote.h"
#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;

const Date today = date(2026, 1, 15);
constexpr double years_of_key[] = {0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20};

// How much of a shift of key rate k a day sees.
double share(std::size_t k, double years) {
    const std::size_t last = std::size(years_of_key) - 1;
    if (years <= years_of_key[k]) {
        if (k == 0) return 1;
        return std::max(0.0, (years - years_of_key[k - 1]) / (years_of_key[k] - years_of_key[k - 1]));
    }
    if (k == last) return 1;
    return std::max(0.0, (years_of_key[k + 1] - years) / (years_of_key[k + 1] - years_of_key[k]));
}

// The curve with the zero rate of each day moved by its share of the shift.
DiscountCurve shifted(DiscountCurve curve, std::size_t k, double shift) {
    for (std::size_t d = 0; d < curve.daily.size(); ++d) {
        const double years = static_cast<double>(d) / 365;
        curve.daily[d] *= std::exp(-shift * share(k, years) * years);
    }
    return curve;
}

std::vector<DatedAmount> flows() {
    std::vector<DatedAmount> list{{today, cny("-900000000.00")}};
    for (int k = 1; k <= 300; ++k) list.push_back({add_months(today, k), cny("7000000.00")});  // 25 years
    return list;
}

TEST(KeyRates, AreWhatBumpingTheCurveAndPricingAgainGives) {
    const auto curve =
        curve_through("CNY", today, {{date(2031, 1, 15), std::exp(-0.1)}, {date(2051, 1, 15), std::exp(-0.7)}});
    const auto deltas = key_rate_deltas(curve, flows());
    ASSERT_EQ(deltas.size(), 10U);
    for (std::size_t k = 0; k < deltas.size(); ++k) {
        const auto down = present_value(shifted(curve, k, -1e-4), flows());
        const auto up = present_value(shifted(curve, k, 1e-4), flows());
        EXPECT_NEAR(double(deltas[k].value.minor_units()), double((down - up).minor_units()) / 2, 1.5)
            << to_text(deltas[k].tenor);
    }
}

TEST(KeyRates, AddUpToPv01) {
    const auto curve = flat_curve("CNY", today, rate("0.02"));
    Money sum = cny("0.00");
    for (const auto& delta : key_rate_deltas(curve, flows())) sum += delta.value;
    const auto whole = pv01(curve, flows());
    // Rounding of ten amounts, and the third order of the shift: (1e-4 × years)² / 6 of each.
    EXPECT_NEAR(double(sum.minor_units()), double(whole.minor_units()), 5 + 2e-6 * double(whole.minor_units()));
}

TEST(KeyRates, BelongToTheTenorsThatTheLeaseRunsThrough) {
    QuoteRequest request;
    request.terms = tests::l1();
    const auto curve = flat_curve("CNY", date(2025, 1, 20), rate("0.02"));
    const auto quote = *price(request, &curve);
    ASSERT_EQ(quote.key_rate_deltas.size(), 10U);
    EXPECT_EQ(to_text(quote.key_rate_deltas[4].tenor), "3Y");
    EXPECT_GT(quote.key_rate_deltas[4].value, cny("0.00"));
    for (std::size_t k = 6; k < 10; ++k) EXPECT_TRUE(quote.key_rate_deltas[k].value.is_zero());
    Money sum = cny("0.00");
    for (const auto& delta : quote.key_rate_deltas) sum += delta.value;
    EXPECT_LE(std::abs((sum - *quote.pv01).minor_units()), 5);
    EXPECT_TRUE(price(request, nullptr)->key_rate_deltas.empty());
}

}  // namespace
}  // namespace leasebook::pricing
