#include "domain/concentration.h"

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

Rate share(Money part, Money whole) {
    if (whole.is_zero()) return {};
    return {round_half_away(int128{part.minor_units()} * rate_scale, whole.minor_units())};
}

Money portion(Money whole, Rate share) {
    return Money::minor(round_half_away(int128{whole.minor_units()} * share.e10, rate_scale), whole.currency());
}

}  // namespace leasebook
