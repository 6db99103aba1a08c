#pragma once
// ACTUS contracts as JSON: cases of contract terms in, their events out, as the standard's published tests have them.
#include <string>
#include <string_view>

#include "domain/result.h"

namespace leasebook::server {

// One JSON object: case id -> {terms, to, dataObserved, eventsObserved}. Numbers may be strings with blanks around
// them. Gives one JSON object in the same order: case id -> [{eventDate, eventType, payoff, currency,
// notionalPrincipal, nominalInterestRate, accruedInterest}]. All cases or, when any is at fault, none: the errors name
// case and term, like "lam05.maturityDate".
Result<std::string> actus_events(std::string_view json);

}  // namespace leasebook::server
