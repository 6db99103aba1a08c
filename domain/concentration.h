#pragma once
// Concentration of amounts over names.
#include <vector>

#include "domain/money.h"
#include "domain/rate.h"

namespace leasebook {

// Herfindahl index: the sum of squared shares, in 1e-10 (0.2250 is 2'250'000'000), rounded once at the end.
// One name alone gives 1; nothing at all gives 0. Amounts are not negative (domain rules G.2).
Rate herfindahl(const std::vector<Money>& amounts);

// part / whole in 1e-10, rounded; zero when the whole is zero.
Rate share(Money part, Money whole);

// whole × share, rounded once to minor units: the way back from `share`.
Money portion(Money whole, Rate share);

}  // namespace leasebook
