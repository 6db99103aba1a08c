#include "pricing/risk_price.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <ql/math/distributions/normaldistribution.hpp>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/rent_equation.h"

namespace leasebook::pricing {

namespace {

double real(Rate rate) { return static_cast<double>(rate.e10) / rate_scale; }
double real(Money amount) { return static_cast<double>(amount.minor_units()); }
double real(YearFraction time) { return static_cast<double>(time.num) / static_cast<double>(time.den); }
double years_between(Date from, Date to) { return real(year_fraction(DayCount::MonthsTwelfths, from, to)); }

double normal(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }
double normal_quantile(double share) { return QuantLib::InverseCumulativeNormal()(share); }

// Worth on commencement, in minor units.
struct Costs {
    double expected_loss = 0, operating = 0, capital = 0;
    double first_loss_given_default = 0;
};

// One lease on its way to a price: everything but the rate is known.
class Search {
public:
    Search(const RiskPriceRequest& request, const PricingParameters& parameters, const DiscountCurve& curve,
           LeaseTerms terms)
        : request_(request),
          parameters_(parameters),
          curve_(curve),
          terms_(std::move(terms)),
          calendar_(terms_, request.quote.plan),
          default_rate_(real(parameters.default_rate(request.grade))),
          unit_capital_(capital_share(default_rate_, 1, asset_correlation(default_rate_, request.sales))) {}

    // The lowest rate at which what comes in pays for the money and the first `parts` of the costs; empty when even
    // the highest does not.
    std::optional<Rate> rate_for(int parts) const {
        Rate low{0}, high{rate_scale};
        if (pays_for(parts, low)) return low;
        if (!pays_for(parts, high)) return {};
        while (high.e10 - low.e10 > 1) {
            const Rate middle{(low.e10 + high.e10) / 2};
            (pays_for(parts, middle) ? high : low) = middle;
        }
        return high;
    }

    // The first full rent at this rate, unrounded, in minor units.
    double rent_at(Rate rate) const {
        const auto equation = calendar_.equation(quad(rate));
        return static_cast<double>(equation.rent(quad(terms_.financed_amount), quad(terms_.residual_and_balloon())));
    }

    Costs costs_at(Rate rate) const {
        auto terms = terms_;
        terms.annual_rate = rate;
        const auto schedule = rent_schedule(terms, request_.quote.plan);
        return schedule ? costs(terms, *schedule) : Costs{};
    }

private:
    // Where no schedule exists the rate is so high that rents in whole cents cannot repay the lease.
    bool pays_for(int parts, Rate rate) const {
        auto terms = terms_;
        terms.annual_rate = rate;
        const auto schedule = rent_schedule(terms, request_.quote.plan);
        if (!schedule) return true;
        double worth = 0;
        for (const auto& flow : lessor_flows(request_.quote, terms, *schedule))
            worth += real(flow.amount) * discount(flow.date);
        const auto cost = costs(terms, *schedule);
        const std::array<double, 3> in_order{cost.expected_loss, cost.operating, cost.capital};
        for (int i = 0; i < parts; ++i) worth -= in_order[static_cast<std::size_t>(i)];
        return worth >= 0;
    }

    double discount(Date day) const { return curve_.discount(day) / curve_.discount(terms_.commencement); }

    // What the machine brings after a default on the day, valued on that day at the rate of the lease (C(k) of E.4);
    // what stands in the books as unguaranteed residual is not used twice.
    double collateral(Date day, double growth_of_a_year, double residual) const {
        const auto age = age_in_months(terms_.commencement, day);
        const double value = real(request_.asset_cost) * real(request_.resale.at(age)) *
                             (1 - real(parameters_.forced_sale_haircut)) * (1 - real(parameters_.selling_cost));
        return std::max(0.0, value * std::pow(growth_of_a_year, -parameters_.months_to_sale / 12.0) - residual);
    }

    Costs costs(const LeaseTerms& terms, const Schedule& schedule) const {
        const double period_years = terms.period_months / 12.0;
        const double growth = std::pow(1 + real(terms.annual_rate) * period_years, 1 / period_years);
        const Date final = schedule.rows.back().due_date;
        Costs sum;
        sum.operating = real(parameters_.operating_cost_upfront);
        double survival = 1;
        Date previous = terms.commencement;
        for (const auto& row : schedule.rows) {
            const double years = years_between(previous, row.due_date);
            if (years > 0) {
                const double residual =
                    real(terms.unguaranteed_residual) * std::pow(growth, -years_between(row.due_date, final));
                const double exposure = std::max(
                    0.0, real(row.opening) + real(row.interest) - residual - real(request_.quote.security_deposit));
                const double lost = loss_given_default(exposure, collateral(row.due_date, growth, residual),
                                                       real(parameters_.lgd_floor));
                if (sum.first_loss_given_default == 0) sum.first_loss_given_default = lost;
                const double now = discount(row.due_date) * survival;
                const double marginal = 1 - std::pow(1 - default_rate_, years);
                const double funding = (discount(previous) / discount(row.due_date) - 1) / years;
                sum.expected_loss += now * marginal * lost * exposure;
                sum.capital += now * unit_capital_ * lost * exposure * years *
                               std::max(0.0, real(parameters_.hurdle_rate) - funding);
                sum.operating += now * real(parameters_.operating_cost_yearly) * real(row.opening) * years;
                survival *= 1 - marginal;
            }
            previous = row.due_date;
        }
        return sum;
    }

    const RiskPriceRequest& request_;
    const PricingParameters& parameters_;
    const DiscountCurve& curve_;
    LeaseTerms terms_;
    RentCalendar calendar_;
    double default_rate_, unit_capital_;
};

Errors refusals(const RiskPriceRequest& request, const DiscountCurve& curve) {
    Errors errors;
    if (request.quote.plan.structure == Structure::Custom)
        errors.push_back(invalid("structure", "Rents given one by one leave no rent to be worked out from the risk."));
    if (request.quote.floating)
        errors.push_back(invalid("rate.type", "The price of the risk is worked out for fixed rates."));
    if (request.grade == RatingGrade::D)
        errors.push_back(invalid("grade", "A lessee in default is not offered a new lease: there is no price for it."));
    if (curve.reference > request.quote.terms.commencement)
        errors.push_back(invalid("curve", "The curve begins on {0}, after commencement: no market value is shown.",
                                 leasebook::to_text(curve.reference)));
    return errors;
}

constexpr std::array<PricePart, 4> parts_in_order{PricePart::Funding, PricePart::ExpectedLoss, PricePart::OperatingCost,
                                                  PricePart::CapitalCharge};

Money rounded(double minor_units, Currency currency) {
    return Money::minor(round_half_away(static_cast<Quad>(minor_units)), currency);
}

// The rent split as the rates split it: whole cents, nothing lost.
void add_lines(RiskPrice& price, const Search& search, const std::array<Rate, 4>& rates) {
    std::vector<std::int64_t> weights;
    double below = 0;
    for (const Rate rate : rates) {
        const double rent = search.rent_at(rate);
        weights.push_back(std::max(std::int64_t{0}, round_half_away(static_cast<Quad>((rent - below) * 1000))));
        below = rent;
    }
    const auto amounts = split(price.rent, weights);
    Rate before{0};
    for (std::size_t i = 0; i < rates.size(); ++i) {
        price.lines.push_back({parts_in_order[i], amounts[i], Rate{rates[i].e10 - before.e10}});
        before = rates[i];
    }
}

RiskPrice priced(const RiskPriceRequest& request, const PricingParameters& parameters, const Search& search,
                 const std::array<Rate, 4>& rates) {
    const auto currency = request.quote.terms.currency;
    const auto costs = search.costs_at(rates.back());
    RiskPrice price;
    price.rate = rates.back();
    price.rent = rounded(search.rent_at(price.rate), currency);
    price.default_rate = parameters.default_rate(request.grade);
    const double lost = costs.first_loss_given_default;
    price.loss_given_default = Rate{round_half_away(static_cast<Quad>(lost) * rate_scale)};
    const double pd = real(price.default_rate);
    const double capital = capital_share(pd, lost, asset_correlation(pd, request.sales));
    price.capital = Rate{round_half_away(static_cast<Quad>(capital) * rate_scale)};
    price.expected_loss = rounded(costs.expected_loss, currency);
    price.operating_cost = rounded(costs.operating, currency);
    price.capital_cost = rounded(costs.capital, currency);
    add_lines(price, search, rates);
    return price;
}

}  // namespace

double asset_correlation(double default_rate, std::optional<double> sales) {
    const double weight = (1 - std::exp(-50 * default_rate)) / (1 - std::exp(-50.0));
    const double discount = sales ? 0.04 * (1 - (std::clamp(*sales, 5.0, 50.0) - 5) / 45) : 0;
    return 0.12 * weight + 0.24 * (1 - weight) - discount;
}

double capital_share(double default_rate, double lost, double correlation) {
    const double stressed = normal((normal_quantile(default_rate) + std::sqrt(correlation) * normal_quantile(0.999)) /
                                   std::sqrt(1 - correlation));
    return lost * (stressed - default_rate);
}

double loss_given_default(double exposure, double collateral, double floor) {
    if (exposure <= 0) return 0;
    return std::clamp(1 - collateral / exposure, floor, 1.0);
}

Result<RiskPrice> risk_price(const RiskPriceRequest& request, const PricingParameters& parameters,
                             const DiscountCurve& curve) {
    auto errors = refusals(request, curve);
    if (!errors.empty()) return errors;
    const auto solved = solve(request.quote);
    if (!solved) return solved.errors();
    const Search search(request, parameters, curve, solved->terms);
    std::array<Rate, 4> rates;
    for (int parts = 0; parts < 4; ++parts) {
        const auto rate = search.rate_for(parts);
        if (!rate) return invalid("grade", "For this risk a rate of 100 % a year would not be enough.");
        rates[static_cast<std::size_t>(parts)] = *rate;
    }
    if (rates.front().e10 == 0)
        return invalid("upfront_fee",
                       "What is paid on commencement covers the money already: there is no rent to work out.");
    return priced(request, parameters, search, rates);
}

}  // namespace leasebook::pricing
