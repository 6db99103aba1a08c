#include "domain/schedule.h"

#include <algorithm>
#include <array>

namespace leasebook {

namespace {

// A balance beyond this many times the financed amount comes from a mistyped rent, and would soon leave 64 bits.
constexpr std::int64_t growth_limit = 100;
// Minor units; far above any rounding, and small enough to be compounded in thousandths.
constexpr std::int64_t largest_allowance = 1'000'000'000'000;

// Whether rounding alone can have moved the last rent this far: one minor unit a period, compounded (R-B-02), but
// never more than the largest rent itself.
bool explained_by_rounding(const LeaseTerms& terms, const std::vector<DatedAmount>& rents, Money difference) {
    const auto periods = static_cast<std::int64_t>(rents.size());
    if (difference.minor_units() <= periods) return true;
    const Money cap = std::ranges::max(rents, {}, &DatedAmount::amount).amount;
    constexpr std::int64_t fine = 1000;  // thousandths of a minor unit, so that small sums compound too
    if (difference > cap || difference.minor_units() > largest_allowance) return false;
    Money allowance = Money::zero(terms.currency);
    Date previous = terms.commencement;
    for (const auto& rent : rents) {
        const auto time = year_fraction(terms.day_count, previous, rent.date);
        allowance += interest(allowance, terms.annual_rate, time) + Money::minor(fine, terms.currency);
        if (allowance.minor_units() / fine >= difference.minor_units()) return true;
        previous = rent.date;
    }
    return false;
}

ScheduleRow row(int number, Date due, Money opening, Money rent, Money interest_part, RowKind kind) {
    const Money principal = rent - interest_part;
    return {number, due, opening, rent, interest_part, principal, opening - principal, kind};
}

// What must be left after the last rent so that balloon and residuals repay it exactly.
Money closing_after_last_rent(const LeaseTerms& terms, Date last_rent, Date final) {
    const Money at_the_end = terms.residual_and_balloon();
    const auto t = year_fraction(terms.day_count, last_rent, final);
    const int128 one = int128{rate_scale} * t.den;
    return Money::minor(
        round_half_away(int128{at_the_end.minor_units()} * one, one + int128{terms.annual_rate.e10} * t.num),
        terms.currency);
}

Error repaid_too_early(const DatedAmount& rent, std::size_t number) {
    return invalid("rent", "Rent {0} of {1} repays more than is left of the lease.", std::to_string(number),
                   to_text(rent.amount));
}

Error never_repaid(Money balance) {
    return invalid("rent", "The rents do not cover the interest: the balance grows to {0}.", to_text(balance));
}

}  // namespace

Result<Schedule> amortise(const LeaseTerms& terms, Money rent) {
    std::vector<DatedAmount> rents;
    rents.reserve(static_cast<std::size_t>(terms.periods));
    for (const Date due : rent_dates(terms)) rents.push_back({due, rent});
    return amortise(terms, rents, final_date(terms));
}

Result<Schedule> amortise(const LeaseTerms& terms, const std::vector<DatedAmount>& rents, Date final) {
    return amortise(terms, rents, final, Money::zero(terms.currency));
}

Result<Schedule> amortise(const LeaseTerms& terms, const std::vector<DatedAmount>& rents, Date final, Money carried) {
    ensure(!rents.empty() && final >= rents.back().date, "a lease has rents, and ends with the last of them or later");
    const Money target = closing_after_last_rent(terms, rents.back().date, final);
    const Money highest = Money::minor(terms.financed_amount.minor_units() * growth_limit, terms.currency);
    Schedule schedule;
    schedule.rows.reserve(rents.size() + 3);
    Money balance = terms.financed_amount;
    Date previous = terms.commencement;
    for (const auto& rent : rents) {
        const auto number = schedule.rows.size() + 1;
        const Money earned =
            carried + interest(balance, terms.annual_rate, year_fraction(terms.day_count, previous, rent.date));
        carried = Money::zero(terms.currency);
        const Money due = number == rents.size() ? balance + earned - target : rent.amount;
        schedule.rows.push_back(row(static_cast<int>(number), rent.date, balance, due, earned, RowKind::Rent));
        balance = schedule.rows.back().closing;
        previous = rent.date;
        if (balance.is_negative() || due.is_negative()) return repaid_too_early(rent, number);
        if (balance > highest) return never_repaid(balance);
    }
    const Money last = schedule.rows.back().rent, planned = rents.back().amount;
    if (!explained_by_rounding(terms, rents, last > planned ? last - planned : planned - last))
        return invalid("rent", "Rents ending with {0} do not repay the lease: the last would have to be {1}.",
                       to_text(planned), to_text(last));
    append_final_rows(terms, final, schedule);
    return schedule;
}

void append_final_rows(const LeaseTerms& terms, Date final, Schedule& schedule) {
    const std::array<std::pair<RowKind, Money>, 3> parts{
        {{RowKind::Balloon, terms.balloon},
         {RowKind::GuaranteedResidual, terms.guaranteed_residual},
         {RowKind::UnguaranteedResidual, terms.unguaranteed_residual}}};
    Money interest_left = terms.residual_and_balloon() - schedule.rows.back().closing;
    for (const auto& [kind, amount] : parts) {
        if (amount.is_zero()) continue;
        const Money earned = std::min(interest_left, amount);
        interest_left -= earned;
        schedule.rows.push_back(
            row(static_cast<int>(schedule.rows.size()) + 1, final, schedule.rows.back().closing, amount, earned, kind));
    }
}

ScheduleTotals totals(const Schedule& schedule) {
    ensure(!schedule.rows.empty(), "a schedule has rows");
    const auto zero = Money::zero(schedule.rows.front().rent.currency());
    ScheduleTotals sum{zero, zero, zero};
    for (const auto& r : schedule.rows) {
        sum.rent += r.rent;
        sum.interest += r.interest;
        sum.principal += r.principal;
    }
    return sum;
}

Money outstanding_principal(const LeaseTerms& terms, const Schedule& schedule, Date as_of) {
    if (as_of < terms.commencement) return Money::zero(terms.currency);
    const auto next = std::ranges::upper_bound(schedule.rows, as_of, {}, &ScheduleRow::due_date);
    return next == schedule.rows.begin() ? terms.financed_amount : std::prev(next)->closing;
}

}  // namespace leasebook
