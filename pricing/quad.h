#pragma once
// The number that powers and annuity factors are worked out in: IEEE binary128, 34 decimal digits, so more than the
// 30 that R-0-05 asks for. It is worked out in software by fixed rules, so the same on every machine.
#include <cstdint>
#include <limits>
#include <type_traits>

#include "domain/result.h"

namespace leasebook::pricing {

#if defined(__SIZEOF_FLOAT128__)
__extension__ using Quad = __float128;
#else
static_assert(std::numeric_limits<long double>::digits == 113, "long double is binary128 where __float128 is absent");
using Quad = long double;
#endif

// To the nearest whole number, half away from zero: the one way by which a computed amount becomes minor units. It is
// exact in either kind of number.
template <class Real>
requires(std::is_same_v<Real, Quad> || std::is_same_v<Real, double>) constexpr std::int64_t
    round_half_away(Real value) {
    constexpr auto limit = static_cast<Real>(std::numeric_limits<std::int64_t>::max());
    ensure(value > -limit && value < limit, "rounded value fits 64 bits");
    const Real size = value < 0 ? -value : value;
    auto whole = static_cast<std::int64_t>(size);
    if (size - static_cast<Real>(whole) >= Real{0.5}) ++whole;
    return value < 0 ? -whole : whole;
}

}  // namespace leasebook::pricing
