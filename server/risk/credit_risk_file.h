#pragma once
// CreditRisk+ of a portfolio in a JSON file, as published examples and outside suites state it; docs/risk.md describes
// the shapes. Figures are JSON numbers in the file's own unit of money.
#include <string>

#include "domain/result.h"

namespace leasebook::server {

// The answer as JSON. Errors name the place in the file.
Result<std::string> credit_risk_plus_json(const std::string& text);

}  // namespace leasebook::server
