#include "pricing/rent.h"

#include <algorithm>

#include "pricing/quad.h"
#include "pricing/rent_equation.h"

namespace leasebook::pricing {

namespace {

Quad unrounded_rent(const LeaseTerms& terms, const RentCalendar& calendar) {
    const auto equation = calendar.equation(quad(terms.annual_rate));
    return equation.rent(quad(terms.financed_amount), quad(terms.residual_and_balloon()));
}

// Interest alone first, then each weight's share of the full rent, rounded from the unrounded one (B.2 STEP).
std::vector<DatedAmount> weighted_rents(const LeaseTerms& terms, const RentCalendar& calendar, Quad full) {
    std::vector<DatedAmount> rents;
    rents.reserve(calendar.dates().size());
    const auto& weights = calendar.weights();
    const auto first_full = static_cast<std::size_t>(calendar.interest_only());
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const auto amount = [&] {
            if (k < first_full) return interest(terms.financed_amount, terms.annual_rate, calendar.times()[k]);
            if (k > first_full && weights[k] == weights[k - 1]) return rents.back().amount;
            return Money::minor(round_half_away(quad(weights[k]) * full), terms.currency);
        };
        rents.push_back({calendar.dates()[k], amount()});
    }
    return rents;
}

// Equal parts of the principal, each with the interest of its period; the last takes the remainder (B.2 LINEAR).
std::vector<DatedAmount> linear_rents(const LeaseTerms& terms, const RentCalendar& calendar) {
    const Quad end = quad(terms.residual_and_balloon());
    const auto after_last = calendar.times().back();
    const Quad left =
        end / (1 + quad(terms.annual_rate) * static_cast<Quad>(after_last.num) / static_cast<Quad>(after_last.den));
    const auto periods = static_cast<std::int64_t>(calendar.dates().size());
    const Money repaid = terms.financed_amount - Money::minor(round_half_away(left), terms.currency);
    const Money part = Money::minor(leasebook::round_half_away(repaid.minor_units(), periods), terms.currency);
    Money balance = terms.financed_amount, unpaid = repaid;
    std::vector<DatedAmount> rents;
    for (std::size_t k = 0; k < calendar.dates().size(); ++k) {
        const Money principal = k + 1 == calendar.dates().size() ? unpaid : part;
        rents.push_back({calendar.dates()[k], principal + interest(balance, terms.annual_rate, calendar.times()[k])});
        balance -= principal;
        unpaid -= principal;
    }
    return rents;
}

std::vector<DatedAmount> rents_of(const LeaseTerms& terms, const RentPlan& plan, const RentCalendar& calendar,
                                  std::optional<Money> agreed) {
    if (plan.structure == Structure::Custom) return plan.rents;
    if (plan.structure == Structure::Linear) return linear_rents(terms, calendar);
    return weighted_rents(terms, calendar, agreed ? quad(*agreed) : unrounded_rent(terms, calendar));
}

// The rents were worked out here, so what fails is the amount that they are to repay.
Errors not_to_the_cent(const LeaseTerms& terms, Money rent) {
    return {invalid("financed_amount",
                    "{0} cannot be repaid to the cent in {1} rents of {2}. Choose fewer rents or a lower rate.",
                    to_text(terms.financed_amount), std::to_string(terms.periods), to_text(rent))};
}

// The same rent in every period: one figure says it all.
bool is_plain(const RentPlan& plan) {
    return plan.structure == Structure::Level && plan.rents_up_front.value_or(0) == 0;
}

// Of rents that were given one by one it is their list that does not fit.
Errors named(Errors errors, const char* field) {
    for (auto& error : errors)
        if (error.field == "rent") error.field = field;
    return errors;
}

}  // namespace

Result<Money> level_rent(const LeaseTerms& terms) {
    const auto valid = validated(terms);
    if (!valid) return valid.errors();
    const RentCalendar calendar(*valid, RentPlan{});
    return Money::minor(round_half_away(unrounded_rent(*valid, calendar)), valid->currency);
}

Result<Schedule> rent_schedule(const LeaseTerms& terms) { return rent_schedule(terms, RentPlan{}); }

Result<Schedule> rent_schedule(const LeaseTerms& terms, const RentPlan& plan, std::optional<Money> rent) {
    const auto valid = validated(terms);
    if (!valid) return valid.errors();
    const auto fitting = validated(plan, *valid);
    if (!fitting) return fitting.errors();
    const RentCalendar calendar(*valid, plan);
    const auto rents = rents_of(*valid, plan, calendar, rent);
    auto schedule = amortise(*valid, rents, final_date(*valid, plan));
    if (schedule) return schedule;
    if (plan.structure == Structure::Custom) return named(schedule.errors(), "rents");
    return rent ? schedule : not_to_the_cent(*valid, rents.back().amount);
}

Money first_full_rent(const Schedule& schedule) {
    ensure(!schedule.rows.empty(), "a schedule has rows");
    const auto full = [](const ScheduleRow& row) { return row.principal > Money::zero(row.principal.currency()); };
    const auto first = std::ranges::find_if(schedule.rows, full);
    return (first == schedule.rows.end() ? schedule.rows.front() : *first).rent;
}

Result<Money> agreed_rent(const LeaseTerms& terms, const RentPlan& plan) {
    const auto schedule = rent_schedule(terms, plan);
    if (!schedule) return schedule.errors();
    return is_plain(plan) ? level_rent(terms) : first_full_rent(*schedule);
}

Result<Schedule> agreed_schedule(const LeaseTerms& terms, const RentPlan& plan, Money rent) {
    return is_plain(plan) ? amortise(terms, rent) : rent_schedule(terms, plan);
}

}  // namespace leasebook::pricing
