#pragma once
// The number that powers and annuity factors are worked out in: IEEE binary128, 34 decimal digits, so more than the
// 30 that R-0-05 asks for. It is worked out in software by fixed rules, so the same on every machine.
#include <cstdint>
#include <limits>

#include "domain/result.h"

namespace leasebook::pricing {

#if defined(__SIZEOF_FLOAT128__)
__extension__ using Quad = __float128;
#else
static_assert(std::numeric_limits<long double>::digits == 113, "long double is binary128 where __float128 is absent");
using Quad = long double;
#endif

// To the nearest whole number, half away from zero: the one way by which a computed amount becomes minor units.
constexpr std::int64_t round_half_away(Quad value) {
    constexpr Quad limit = 9'223'372'036'854'775'807LL;
    ensure(value > -limit && value < limit, "rounded value fits 64 bits");
    const Quad size = value < 0 ? -value : value;
    auto whole = static_cast<std::int64_t>(size);
    if (size - static_cast<Quad>(whole) >= Quad{0.5}) ++whole;
    return value < 0 ? -whole : whole;
}

}  // namespace leasebook::pricing
