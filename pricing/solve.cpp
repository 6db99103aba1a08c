#include "pricing/solve.h"

#include <cmath>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/yield.h"

namespace leasebook::pricing {

namespace {

Money rounded(Quad minor_units, Currency currency) { return Money::minor(round_half_away(minor_units), currency); }

// The terms with something harmless where the unknown will stand, so that the rest can be checked first.
LeaseTerms with_placeholder(LeaseTerms terms, SolveFor unknown) {
    switch (unknown) {
        case SolveFor::Rent: break;
        case SolveFor::Rate: terms.annual_rate = {}; break;
        case SolveFor::FinancedAmount: terms.financed_amount = Money::minor(largest_amount, terms.currency); break;
        case SolveFor::Balloon: terms.balloon = Money::zero(terms.currency); break;
        case SolveFor::Residual: terms.unguaranteed_residual = Money::zero(terms.currency); break;
    }
    return terms;
}

Errors check_amounts(const QuoteRequest& request) {
    const std::pair<const char*, Money> amounts[] = {{"initial_direct_costs", request.initial_direct_costs},
                                                     {"upfront_fee", request.upfront_fee},
                                                     {"security_deposit", request.security_deposit},
                                                     {"subsidy", request.subsidy}};
    Errors errors;
    for (const auto& [field, amount] : amounts)
        if (amount.is_negative() || (amount.currency() != request.terms.currency && !amount.is_zero()))
            errors.push_back(invalid(field, "This is an amount in {0}, not negative.", request.terms.currency.text()));
    return errors;
}

Errors check_unknown(const QuoteRequest& request) {
    const bool custom = request.plan.structure == Structure::Custom;
    Errors errors;
    if (request.rent && (request.solve_for == SolveFor::Rent || custom))
        errors.push_back(invalid("rent", "Leave the rent out here: it is worked out, or given rent by rent."));
    if (!request.rent && request.solve_for != SolveFor::Rent && !custom)
        errors.push_back(invalid("rent", "Enter the rent from which to work out the {0}.", to_text(request.solve_for)));
    if (request.rent &&
        (request.rent->currency() != request.terms.currency || *request.rent <= Money::zero(request.terms.currency)))
        errors.push_back(invalid("rent", "The rent is an amount in {0} above zero.", request.terms.currency.text()));
    if (request.target_yield && (request.solve_for != SolveFor::Rent || custom))
        errors.push_back(invalid("target_yield", "A yield can be aimed at only when the rent is solved for."));
    return errors;
}

// The rate with the fewest decimals, four at least, that gives the agreed rent (or, of custom rents, the financed
// amount) to the cent; the exact one to ten decimals when none does.
Rate roundest(double exact, const RentCalendar& calendar, const LeaseTerms& terms, std::optional<Money> rent) {
    const Quad end = quad(terms.residual_and_balloon());
    for (std::int64_t step = 1'000'000; step > 1; step /= 10) {
        const Rate rate{round_half_away(static_cast<Quad>(exact) * rate_scale / static_cast<Quad>(step)) * step};
        const auto equation = calendar.equation(quad(rate));
        const bool fits = rent ? round_half_away(equation.rent(quad(terms.financed_amount), end)) == rent->minor_units()
                               : round_half_away(equation.financed(0, end)) == terms.financed_amount.minor_units();
        if (fits) return rate;
    }
    return {round_half_away(static_cast<Quad>(exact) * rate_scale)};
}

Result<Rate> rate_for(const LeaseTerms& terms, const RentCalendar& calendar, std::optional<Money> rent) {
    const auto units = [](Money amount) { return static_cast<double>(amount.minor_units()); };
    const double agreed = rent ? units(*rent) : 0, end = units(terms.residual_and_balloon());
    const auto repays_more = [&](double rate) {
        return calendar.equation(rate).financed(agreed, end) >= units(terms.financed_amount);
    };
    if (calendar.equation(Quad{0}).financed(rent ? quad(*rent) : 0, quad(terms.residual_and_balloon())) <
        quad(terms.financed_amount) - static_cast<Quad>(terms.periods))  // a minor unit a rent is rounding
        return invalid("rent", "These rents do not repay the financed amount even at a rate of zero.");
    if (repays_more(1)) return invalid("rent", "These rents ask for a rate of 100 % a year or more.");
    double low = 0, high = 1;
    while (high - low > 1e-13) {
        const double middle = (low + high) / 2;
        (repays_more(middle) ? low : high) = middle;
    }
    return roundest((low + high) / 2, calendar, terms, rent);
}

Result<LeaseTerms> with_residual(const QuoteRequest& request, LeaseTerms terms, Money total) {
    const Money part = total - terms.residual_and_balloon();  // the unknown one stands at zero
    const char* field = request.solve_for == SolveFor::Balloon ? "balloon" : "unguaranteed_residual";
    if (part.is_negative()) return invalid(field, "The rents already repay {0} more than is financed.", to_text(-part));
    (request.solve_for == SolveFor::Balloon ? terms.balloon : terms.unguaranteed_residual) = part;
    return terms;
}

Result<LeaseTerms> with_unknown(const QuoteRequest& request, LeaseTerms terms) {
    const RentCalendar calendar(terms, request.plan);
    if (request.solve_for != SolveFor::Rate)
        return with_amount_solved(request, terms, calendar.equation(quad(terms.annual_rate)));
    const auto rate = rate_for(terms, calendar, request.rent);
    if (!rate) return rate.errors();
    terms.annual_rate = *rate;
    return terms;
}

// Whether the lessor earns at least the wanted yield at this rate. Where no schedule exists, the rate is so high that
// rents in whole cents cannot repay the lease.
bool earns(const QuoteRequest& request, LeaseTerms terms, Rate rate) {
    terms.annual_rate = rate;
    const auto schedule = rent_schedule(terms, request.plan);
    if (!schedule) return true;
    CashFlows cash{parts_per_year(terms.day_count), {}};
    for (const auto& flow : lessor_flows(request, terms, *schedule))
        cash.flows.push_back({time_between(terms.day_count, terms.commencement, flow.date),
                              static_cast<double>(flow.amount.minor_units())});
    return present_value(cash, static_cast<double>(request.target_yield->e10) / rate_scale) >= 0;
}

Result<LeaseTerms> with_target_yield(const QuoteRequest& request, LeaseTerms terms) {
    if (request.target_yield->e10 <= -rate_scale) return invalid("target_yield", "A yield lies above -100 %.");
    terms.annual_rate = {};
    if (const auto at_zero = rent_schedule(terms, request.plan); !at_zero) return at_zero.errors();
    Rate low{0}, high{rate_scale};
    if (earns(request, terms, low))
        return invalid("target_yield", "Fee, deposit and subsidy alone earn the lessor {0} or more.",
                       to_text(*request.target_yield));
    if (!earns(request, terms, high))
        return invalid("target_yield", "A yield of {0} asks for a rate above 100 % a year.",
                       to_text(*request.target_yield));
    while (high.e10 - low.e10 > 1) {
        const Rate middle{(low.e10 + high.e10) / 2};
        (earns(request, terms, middle) ? high : low) = middle;
    }
    terms.annual_rate = high;
    return terms;
}

}  // namespace

Result<LeaseTerms> checked_terms(const QuoteRequest& request) {
    auto errors = check_amounts(request);
    for (auto& error : check_unknown(request)) errors.push_back(std::move(error));
    auto valid = validated(with_placeholder(request.terms, request.target_yield ? SolveFor::Rate : request.solve_for));
    if (!valid) errors.insert(errors.end(), valid.errors().begin(), valid.errors().end());
    if (!errors.empty()) return errors;
    if (const auto plan = validated(request.plan, *valid); !plan) return plan.errors();
    return valid;
}

Result<LeaseTerms> with_amount_solved(const QuoteRequest& request, LeaseTerms terms,
                                      const RentEquation<Quad>& equation) {
    const Quad rent = request.rent ? quad(*request.rent) : 0;
    const bool financed = request.solve_for == SolveFor::FinancedAmount;
    const Quad amount = financed ? equation.financed(rent, quad(terms.residual_and_balloon()))
                                 : equation.residual(quad(terms.financed_amount), rent);
    // Over a long term a very high rate compounds past all amounts there are.
    const auto limit = static_cast<Quad>(largest_amount);
    if (!(amount > -limit && amount < limit))
        return invalid("rent", "At this rate and term the amount to work out is too large to calculate with.");
    if (!financed) return with_residual(request, terms, rounded(amount, terms.currency));
    terms.financed_amount = rounded(amount, terms.currency);
    return terms;
}

Result<SolvedTerms> solve(const QuoteRequest& request) {
    const auto valid = checked_terms(request);
    if (!valid) return valid.errors();
    if (request.solve_for == SolveFor::Rent && !request.target_yield) return SolvedTerms{*valid, {}};
    const auto solved = request.target_yield ? with_target_yield(request, *valid) : with_unknown(request, *valid);
    if (!solved) return solved.errors();
    return SolvedTerms{*solved, request.rent};
}

}  // namespace leasebook::pricing
