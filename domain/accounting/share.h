#pragma once
// Shares of amounts and what share one amount is of another.
#include "domain/money.h"
#include "domain/rate.h"

namespace leasebook {

// amount × share, exact, rounded once to minor units, half away from zero.
inline Money share_of(Money amount, Rate share) { return interest(amount, share, {1, 1}); }

// part / whole in 1e-10, rounded half away from zero. The whole is above zero.
inline Rate share_in(Money part, Money whole) {
    ensure(whole > Money::zero(part.currency()), "a share is told of something");
    return {round_half_away(int128{part.minor_units()} * rate_scale, whole.minor_units())};
}

// The amount, but never less than nothing.
inline Money not_below_zero(Money amount) { return amount.is_negative() ? Money::zero(amount.currency()) : amount; }

// An amount left out is zero in no currency of its own: it takes this one.
inline Money in_currency(Currency currency, Money amount) { return amount.is_zero() ? Money::zero(currency) : amount; }

}  // namespace leasebook
