#include "pricing/actus/contract.h"

#include <algorithm>

#include "pricing/actus/plan.h"

namespace leasebook::pricing::actus {

Result<std::vector<Payment>> payments_of(const Contract& contract) {
    const auto course = course_of(contract.terms);
    if (!course) return course.errors();
    const auto events = plan(contract, *course);
    if (!events) return events.errors();

    const Terms& terms = contract.terms;
    const std::string& currency = terms.settlement_currency.empty() ? terms.currency : terms.settlement_currency;
    State state = initial_state(*course);
    std::vector<Payment> payments;
    for (const auto& event : *events) {
        if (event.type == EventType::Prd) payments.clear();  // what came before was paid to the seller
        accrue(*course, state, event.calculated);
        const double amount = payoff(*course, state, event);
        change_state(*course, state, event);
        payments.push_back({event.shown, event.type, amount, currency, state.notional, state.rate, state.accrued});
    }
    return payments;
}

}  // namespace leasebook::pricing::actus
