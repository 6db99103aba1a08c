#pragma once
// Solving for one unknown of a lease, in the steps that fixed and floating rates share.
#include "pricing/quote.h"
#include "pricing/rent_equation.h"

namespace leasebook::pricing {

// The terms with something harmless where the unknown stands, or everything that is wrong with the request.
Result<LeaseTerms> checked_terms(const QuoteRequest& request);

// The terms with the financed amount, the balloon or the residual that the equation gives, rounded half away from
// zero. Errors, on the unknown's field: the rents repay more than is financed.
Result<LeaseTerms> with_amount_solved(const QuoteRequest& request, LeaseTerms terms,
                                      const RentEquation<Quad>& equation);

// The equation of rents that stay what they are while the rate follows these resets, the first on commencement.
RentEquation<Quad> floating_equation(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                     const std::vector<RateReset>& resets);

}  // namespace leasebook::pricing
