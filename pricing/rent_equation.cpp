#include "pricing/rent_equation.h"

#include <algorithm>
#include <type_traits>

namespace leasebook::pricing {

namespace {

std::vector<YearFraction> times_of(const LeaseTerms& terms, const std::vector<Date>& dates, Date final) {
    std::vector<YearFraction> times;
    times.reserve(dates.size() + 1);
    Date previous = terms.commencement;
    for (const Date due : dates) {
        times.push_back(year_fraction(terms.day_count, previous, due));
        previous = due;
    }
    times.push_back(year_fraction(terms.day_count, previous, final));
    return times;
}

// The place of each period's length among the different ones, which are few: months have 28 to 31 days.
std::vector<std::size_t> places_of(const std::vector<YearFraction>& times, std::vector<YearFraction>& lengths) {
    std::vector<std::size_t> places;
    places.reserve(times.size());
    for (const auto time : times) {
        const auto known = std::ranges::find(lengths, time);
        places.push_back(static_cast<std::size_t>(known - lengths.begin()));
        if (known == lengths.end()) lengths.push_back(time);
    }
    return places;
}

bool is_skipped(const RentPlan& plan, Date due) {
    const auto month = static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{due}.month()));
    return std::ranges::find(plan.skip_months, month) != plan.skip_months.end();
}

std::vector<Rate> weights_of(const RentPlan& plan, const std::vector<Date>& dates, int interest_only) {
    std::vector<Rate> weights(dates.size(), Rate{rate_scale});
    for (const auto& step : plan.steps) std::fill(weights.begin() + (step.from_period - 1), weights.end(), step.factor);
    for (std::size_t k = 0; k < dates.size(); ++k)
        if (is_skipped(plan, dates[k]) || static_cast<int>(k) < interest_only) weights[k] = {};
    return weights;
}

int interest_only_of(const LeaseTerms& terms, const RentPlan& plan) {
    return plan.structure == Structure::Bullet ? terms.periods - 1 : plan.interest_only_periods.value_or(0);
}

template <class Real>
Real discount_over(Real annual_rate, YearFraction time) {
    return static_cast<Real>(time.den) / (static_cast<Real>(time.den) + annual_rate * static_cast<Real>(time.num));
}

// By squaring, so that a lease of any length costs a few multiplications.
Quad power(Quad base, std::size_t exponent) {
    Quad result = 1;
    for (; exponent > 0; exponent /= 2, base *= base)
        if (exponent % 2 == 1) result *= base;
    return result;
}

}  // namespace

RentCalendar::RentCalendar(const LeaseTerms& terms, const RentPlan& plan)
    : structure_(plan.structure),
      dates_(rent_dates(terms, plan)),
      times_(times_of(terms, dates_, final_date(terms, plan))),
      interest_only_(interest_only_of(terms, plan)) {
    weights_ = weights_of(plan, dates_, interest_only_);
    length_of_ = places_of(times_, lengths_);
    for (const auto& rent : plan.rents) amounts_.push_back(rent.amount);
    even_ = structure_ == Structure::Level &&
            std::all_of(times_.begin() + 1, times_.end() - 1, [&](YearFraction t) { return t == times_[1]; });
}

// DF(k) = D × v^(k−1), a geometric series.
RentEquation<Quad> RentCalendar::level_equation(Quad annual_rate) const {
    const auto rents = dates_.size();
    const Quad first = discount_over(annual_rate, times_.front());
    const Quad v = rents > 1 ? discount_over(annual_rate, times_[1]) : Quad{1};
    const Quad last = first * power(v, rents - 1);
    const Quad sum = v == Quad{1} ? first * static_cast<Quad>(rents) : (first - last * v) / (Quad{1} - v);
    return {sum, 0, last * discount_over(annual_rate, times_.back())};
}

// R = (P − F) / n + P × rate × first period: equal parts of the principal, with the interest of the first period.
template <class Real>
RentEquation<Real> RentCalendar::linear_equation(Real annual_rate) const {
    const auto part = Real{1} / static_cast<Real>(dates_.size());
    const Real share =
        part + annual_rate * static_cast<Real>(times_.front().num) / static_cast<Real>(times_.front().den);
    return {Real{1} / share, 0, part / share * discount_over(annual_rate, times_.back())};
}

template <class Real>
RentEquation<Real> RentCalendar::equation(Real annual_rate) const {
    if (structure_ == Structure::Linear) return linear_equation(annual_rate);
    if constexpr (std::is_same_v<Real, Quad>)  // with fewer digits a series loses too many at rates close to zero
        if (even_) return level_equation(annual_rate);
    std::vector<Real> discounts;
    discounts.reserve(lengths_.size());
    for (const auto length : lengths_) discounts.push_back(discount_over(annual_rate, length));
    RentEquation<Real> sum;
    Real discount = 1;
    // Rents that pay interest alone leave the balance as it was, so the equation begins after them.
    for (auto k = static_cast<std::size_t>(interest_only_); k < dates_.size(); ++k) {
        discount *= discounts[length_of_[k]];
        if (structure_ == Structure::Custom)
            sum.fixed += static_cast<Real>(amounts_[k].minor_units()) * discount;
        else if (weights_[k].e10 == rate_scale)
            sum.per_rent += discount;
        else
            sum.per_rent += static_cast<Real>(weights_[k].e10) / static_cast<Real>(rate_scale) * discount;
    }
    sum.per_residual = discount * discounts[length_of_.back()];
    return sum;
}

template RentEquation<Quad> RentCalendar::equation(Quad) const;
template RentEquation<double> RentCalendar::equation(double) const;

}  // namespace leasebook::pricing
