#include "domain/concentration.h"

#include <algorithm>
#include <functional>

namespace leasebook {

Rate herfindahl(const std::vector<Money>& amounts) {
    int128 total = 0;
    for (const auto& amount : amounts) {
        ensure(!amount.is_negative(), "a share is not negative");
        total += amount.minor_units();
    }
    if (total == 0) return {};
    // Shares in 1e-15: the sum of their squares stays below 1e30, so 128 bits hold any book and nothing visible is
    // lost.
    constexpr int128 fine = 1'000'000'000'000'000;
    int128 sum = 0;
    for (const auto& amount : amounts) {
        const int128 part = int128{amount.minor_units()} * fine / total;
        sum += part * part;
    }
    return {round_half_away(sum, fine * fine / rate_scale)};
}

Concentration concentration(std::vector<Money> amounts) {
    Concentration result;
    std::erase_if(amounts, [](Money amount) { return amount.is_zero(); });
    if (amounts.empty()) return result;
    std::ranges::sort(amounts, std::ranges::greater{});
    const auto n = static_cast<std::int64_t>(amounts.size());
    result.names = n;
    result.herfindahl = herfindahl(amounts);
    result.normalised =
        n == 1 ? Rate{rate_scale} : Rate{round_half_away(int128{n} * result.herfindahl.e10 - rate_scale, n - 1)};
    result.effective = {round_half_away(int128{rate_scale} * rate_scale, result.herfindahl.e10)};
    Money whole = Money::zero(amounts.front().currency());
    for (const auto& amount : amounts) whole += amount;
    const auto top = [&](std::size_t count) {
        Money sum = Money::zero(whole.currency());
        for (std::size_t i = 0; i < std::min(count, amounts.size()); ++i) sum += amounts[i];
        return share(sum, whole);
    };
    result.top_1 = top(1);
    result.top_5 = top(5);
    result.top_10 = top(10);
    // Sum over names, from the smallest, of (2 rank − n − 1) × amount, over n × whole.
    int128 spread = 0;
    for (std::int64_t i = 0; i < n; ++i)
        spread += int128{n - 1 - 2 * i} * amounts[static_cast<std::size_t>(i)].minor_units();
    result.gini = {round_half_away(spread * rate_scale, int128{whole.minor_units()} * n)};
    return result;
}

Rate share(Money part, Money whole) {
    if (whole.is_zero()) return {};
    return {round_half_away(int128{part.minor_units()} * rate_scale, whole.minor_units())};
}

Money portion(Money whole, Rate share) {
    return Money::minor(round_half_away(int128{whole.minor_units()} * share.e10, rate_scale), whole.currency());
}

}  // namespace leasebook
