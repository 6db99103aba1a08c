#include "pricing/key_rates.h"

#include <algorithm>
#include <array>

#include "pricing/basis_point.h"
#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

struct KeyRate {
    Tenor tenor;
    double years = 0;
};
constexpr std::array<KeyRate, 10> key_rates{{{{3, 'M'}, 0.25},
                                             {{6, 'M'}, 0.5},
                                             {{1, 'Y'}, 1},
                                             {{2, 'Y'}, 2},
                                             {{3, 'Y'}, 3},
                                             {{5, 'Y'}, 5},
                                             {{7, 'Y'}, 7},
                                             {{10, 'Y'}, 10},
                                             {{15, 'Y'}, 15},
                                             {{20, 'Y'}, 20}}};
constexpr double days_per_year = 365;

}  // namespace

std::vector<KeyRateDelta> key_rate_deltas(const DiscountCurve& curve, const std::vector<DatedAmount>& flows) {
    std::array<double, key_rates.size()> sums{};
    for (const auto& flow : flows) {
        const double years = days_between(curve.reference, flow.date) / days_per_year;
        const double worth = static_cast<double>(flow.amount.minor_units()) * curve.discount(flow.date);
        const auto gain = [&](double share) { return worth * basis_point_gain(years * share); };
        const auto next = std::ranges::upper_bound(key_rates, years, {}, &KeyRate::years);
        const auto above = static_cast<std::size_t>(next - key_rates.begin());
        if (above == 0 || above == key_rates.size()) {
            sums[above == 0 ? 0 : above - 1] += gain(1);
            continue;
        }
        const double low = key_rates[above - 1].years, high = key_rates[above].years;
        sums[above - 1] += gain((high - years) / (high - low));
        sums[above] += gain((years - low) / (high - low));
    }
    const Currency currency = flows.empty() ? CNY : flows.front().amount.currency();
    std::vector<KeyRateDelta> deltas;
    deltas.reserve(key_rates.size());
    for (std::size_t k = 0; k < key_rates.size(); ++k)
        deltas.push_back({key_rates[k].tenor, Money::minor(round_half_away(sums[k]), currency)});
    return deltas;
}

}  // namespace leasebook::pricing
