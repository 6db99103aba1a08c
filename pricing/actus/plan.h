#pragma once
// Which events a contract has, and when.
#include "pricing/actus/events.h"

namespace leasebook::pricing::actus {

// All events after the status date and up to contract.to (to maturity when that is empty), in the order in which they
// take place, with what the market shows for them. Those before a purchase are among them: they shape what is bought.
// Errors name the market object of which no observation is at hand.
Result<std::vector<Event>> plan(const Contract& contract, const Course& course);

}  // namespace leasebook::pricing::actus
