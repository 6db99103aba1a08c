#pragma once
// What a contract is at a time: the state variables of the ACTUS standard. Amounts bear the contract role's sign.
#include "pricing/actus/course.h"

namespace leasebook::pricing::actus {

struct State {
    Time at;                 // Sd: interest is reckoned up to here
    double notional = 0;     // Nt
    double rate = 0;         // Ipnr
    double accrued = 0;      // Ipac
    double base = 0;         // Ipcb: what interest accrues on
    double fee_accrued = 0;  // Feac
    double redemption = 0;   // Prnxt, without sign: principal for LAM, principal and interest for NAM and ANN
    double notional_scaling = 1, interest_scaling = 1;  // Nsc, Isc
    double years = 0;                                   // what the latest accrual spanned
    double base_years = 0;  // base × years since the last rate reset: what a rate fixed afterwards applies to
};

// At the status date, before the first event.
State initial_state(const Course& course);

// Puts the principal out: notional, rate, base and accrued interest as at the initial exchange.
void begin_principal(const Course& course, State& state);

// Lets interest and fees accrue up to `to`, a calculation time.
void accrue(const Course& course, State& state, Time to);

enum class Redemptions { From, After };
// What each redemption must be so that the last redemption time repays the principal: equal parts of it for LAM, else
// the annuity on notional and accrued interest. Counts the redemption times from or after `time`.
double redemption_amount(const Course& course, const State& state, Redemptions redemptions, Time time);

}  // namespace leasebook::pricing::actus
