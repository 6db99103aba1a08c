#pragma once
// The events of an ACTUS contract with what they pay, for PAM, LAM, NAM and ANN.
#include "pricing/actus/events.h"

namespace leasebook::pricing::actus {

struct Payment {
    Time time;
    EventType type;
    double payoff = 0;  // to the contract's creator, in `currency`; negative when it pays
    std::string currency;
    double notional_principal = 0, nominal_interest_rate = 0, accrued_interest = 0;  // after the event
};

// The events after the status date up to contract.to, or to maturity; from the purchase on when there is one. Errors
// name the term at fault by its ACTUS name.
Result<std::vector<Payment>> payments_of(const Contract& contract);

}  // namespace leasebook::pricing::actus
