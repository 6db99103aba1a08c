#pragma once
// Concentration of amounts over names.
#include <vector>

#include "domain/money.h"
#include "domain/rate.h"

namespace leasebook {

// Herfindahl index: the sum of squared shares, in 1e-10 (0.2250 is 2'250'000'000), rounded once at the end.
// One name alone gives 1; nothing at all gives 0. Amounts are not negative (domain rules G.2).
Rate herfindahl(const std::vector<Money>& amounts);

// How amounts are spread over names (G.2, EX-G1). Numbers are kept as rates are, in 1e-10; all are zero where there is
// nothing.
struct Concentration {
    std::int64_t names = 0;  // with an amount above zero
    Rate herfindahl;
    Rate normalised;            // (HHI − 1/n) / (1 − 1/n): 0 evenly spread, 1 on one name
    Rate effective;             // 1 / HHI: as many equal names would be as concentrated
    Rate top_1, top_5, top_10;  // shares of the largest
    Rate gini;                  // 0 evenly spread
};
Concentration concentration(std::vector<Money> amounts);

// part / whole in 1e-10, rounded; zero when the whole is zero.
Rate share(Money part, Money whole);

// whole × share, rounded once to minor units: the way back from `share`.
Money portion(Money whole, Rate share);

}  // namespace leasebook
