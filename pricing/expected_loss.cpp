#include "pricing/expected_loss.h"

#include <algorithm>

#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

double real(Rate rate) { return static_cast<double>(rate.e10) / rate_scale; }
Rate rounded_rate(double value) { return Rate{round_half_away(static_cast<Quad>(value) * rate_scale)}; }

double power(double base, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; ++i) product *= base;
    return product;
}

// The n-th root of a number from 0 on, by Newton's method: by Bernoulli's inequality it begins above the root, and
// falls until rounding stops it.
double root(double number, int n) {
    if (n == 1 || number <= 0) return number;
    for (double above = 1 + (number - 1) / n;;) {
        const double slope = power(above, n - 1);
        const double next = above - (slope * above - number) / (n * slope);
        if (next >= above) return above;
        above = next;
    }
}

// The probability of default in each period of one year after the other: PD(k) of E.4 before its scenario.
class PeriodDefaults {
public:
    PeriodDefaults(std::span<const Rate> yearly, int periods_per_year)
        : yearly_(yearly), periods_per_year_(periods_per_year) {
        ensure(!yearly.empty(), "a rating has a probability of default");
        ensure(periods_per_year > 0 && 12 % periods_per_year == 0, "periods are whole months and fill a year");
    }
    // Of the periods 0, 1, 2 … in turn.
    double next() {
        if (period_ % periods_per_year_ == 0 && period_ / periods_per_year_ < std::ssize(yearly_))
            current_ =
                1 - root(1 - real(yearly_[static_cast<std::size_t>(period_ / periods_per_year_)]), periods_per_year_);
        ++period_;
        return current_;
    }

private:
    std::span<const Rate> yearly_;
    int periods_per_year_, period_ = 0;
    double current_ = 0;
};

// A period before its scenario, in minor units.
struct Step {
    double default_probability, exposure;
    double sale, residual, guarantee;  // what the machine brings, and what of that stands in the books as residual
    double discount;
};

// LGD(k) × EAD(k), which needs no division: the exposure is not negative.
double lost(const Step& step, double recovered, double floor) {
    return std::max(floor * step.exposure, step.exposure - recovered);
}

// One scenario on its way through the periods.
class ScenarioPath {
public:
    ScenarioPath() = default;
    explicit ScenarioPath(const ScenarioWeight& scenario)
        : default_multiplier_(real(scenario.default_multiplier)),
          recovery_multiplier_(real(scenario.recovery_multiplier)) {}

    // Of defaulting in this period, seen from the reporting date; S(k-1) × PD(k).
    double marginal_default(const Step& step) {
        const double conditional = std::min(1.0, step.default_probability * default_multiplier_);
        const double marginal = survival_ * conditional;
        survival_ *= 1 - conditional;
        return marginal;
    }
    double recovered(const Step& step) const {
        return std::max(0.0, step.sale * recovery_multiplier_ - step.residual) + step.guarantee;
    }
    double recovery_multiplier() const { return recovery_multiplier_; }

private:
    double default_multiplier_ = 1, recovery_multiplier_ = 1, survival_ = 1;
};

// Of one scenario or of all, in minor units.
struct LossSums {
    double twelve_month = 0, lifetime = 0, stage_3 = 0;
};

// One contract with what all its scenarios share.
class LossModel {
public:
    LossModel(const CreditExposure& exposure, std::span<const Rate> yearly_defaults, const LossParameters& parameters)
        : exposure_(exposure),
          yearly_defaults_(yearly_defaults),
          growth_(1 + real(exposure.annual_rate) / exposure.periods_per_year),
          sale_share_((1 - real(parameters.forced_sale_haircut)) * (1 - real(parameters.selling_cost)) /
                      power(root(growth_, 12 / exposure.periods_per_year), parameters.months_to_sale)),
          always_exposed_(minor_units(exposure.overdue) - minor_units(exposure.deposit) +
                          minor_units(exposure.undrawn) * real(parameters.credit_conversion)),
          residual_(minor_units(exposure.unguaranteed_residual)) {
        ensure(!exposure.periods.empty(), "an exposure has at least one period");
        ensure(check(parameters).empty(), "expected losses are worked out with checked parameters");
        if (residual_ > 0) residual_ /= power(growth_, static_cast<int>(exposure.periods.size()));
    }

    // Calls visit(step) for each period in turn.
    template <class Visit>
    void each_period(Visit visit) const {
        PeriodDefaults defaults(yearly_defaults_, exposure_.periods_per_year);
        const double shrink = 1 / growth_;
        double discount = 1, residual = residual_;
        for (const auto& period : exposure_.periods) {
            discount *= shrink;
            residual *= growth_;
            const double exposed = minor_units(period.balance) * growth_ - residual + always_exposed_;
            visit(Step{defaults.next(), std::max(0.0, exposed), minor_units(period.collateral) * sale_share_, residual,
                       minor_units(period.guarantee), discount});
        }
    }

    // A contract that has defaulted by today: what will not come back of what is owed.
    double stage_3(const ScenarioPath& scenario) const {
        const auto& first = exposure_.periods.front();
        const double owed = minor_units(first.balance) + minor_units(exposure_.accrued_interest) - residual_;
        const Step today{0,         std::max(0.0, owed + always_exposed_), minor_units(first.collateral) * sale_share_,
                         residual_, minor_units(first.guarantee),          1};
        if (exposure_.recoveries.empty()) return lost(today, scenario.recovered(today), 0);
        double worth = 0;
        for (const auto& recovery : exposure_.recoveries)
            worth += minor_units(recovery.amount) / power(growth_, recovery.periods);
        return lost(today, worth * scenario.recovery_multiplier(), 0);
    }

    Money rounded(double minor_units) const {
        return Money::minor(round_half_away(static_cast<Quad>(minor_units)), exposure_.currency);
    }
    ScenarioLoss rounded(const LossSums& sums) const {
        return {rounded(sums.twelve_month), rounded(sums.lifetime), rounded(sums.stage_3)};
    }

private:
    double minor_units(Money amount) const {
        ensure(amount.is_zero() || amount.currency() == exposure_.currency, "one currency per exposure");
        return static_cast<double>(amount.minor_units());
    }

    const CreditExposure& exposure_;
    std::span<const Rate> yearly_defaults_;
    double growth_;          // 1 + i
    double sale_share_;      // of the estimated value, what a sale is worth at the time of default
    double always_exposed_;  // in every period the same
    double residual_;        // worth at the reporting date
};

std::array<LossSums, economic_scenarios> losses_by_scenario(const LossModel& model, const LossParameters& parameters,
                                                            int periods_per_year) {
    const double floor = real(parameters.loss_floor);
    std::array<ScenarioPath, economic_scenarios> paths;
    std::array<LossSums, economic_scenarios> sums;
    for (std::size_t s = 0; s < economic_scenarios; ++s) {
        paths[s] = ScenarioPath(parameters.scenarios[s]);
        sums[s].stage_3 = model.stage_3(paths[s]);
    }
    int period = 0;
    model.each_period([&](const Step& step) {
        const bool within_a_year = period++ < periods_per_year;
        for (std::size_t s = 0; s < economic_scenarios; ++s) {
            const double loss =
                paths[s].marginal_default(step) * lost(step, paths[s].recovered(step), floor) * step.discount;
            sums[s].lifetime += loss;
            if (within_a_year) sums[s].twelve_month = sums[s].lifetime;
        }
    });
    return sums;
}

int whole_months(Date from, Date to) {
    const auto time = year_fraction(DayCount::MonthsTwelfths, from, to);
    return static_cast<int>(time.num * 12 / time.den);
}

}  // namespace

ExpectedLoss expected_loss(const CreditExposure& exposure, std::span<const Rate> yearly_defaults,
                           const LossParameters& parameters) {
    const LossModel model(exposure, yearly_defaults, parameters);
    const auto sums = losses_by_scenario(model, parameters, exposure.periods_per_year);
    ExpectedLoss result;
    LossSums weighted;
    for (std::size_t s = 0; s < economic_scenarios; ++s) {
        const double weight = real(parameters.scenarios[s].weight);
        weighted.twelve_month += weight * sums[s].twelve_month;
        weighted.lifetime += weight * sums[s].lifetime;
        weighted.stage_3 += weight * sums[s].stage_3;
        result.by_scenario[s] = model.rounded(sums[s]);
    }
    const auto rounded = model.rounded(weighted);
    result.twelve_month = rounded.twelve_month;
    result.lifetime = rounded.lifetime;
    result.stage_3 = rounded.stage_3;
    return result;
}

std::vector<LossRow> loss_rows(const CreditExposure& exposure, std::span<const Rate> yearly_defaults,
                               const LossParameters& parameters, EconomicScenario scenario) {
    const LossModel model(exposure, yearly_defaults, parameters);
    ScenarioPath path(parameters.scenarios[static_cast<std::size_t>(scenario)]);
    std::vector<LossRow> rows;
    rows.reserve(exposure.periods.size());
    model.each_period([&](const Step& step) {
        const double marginal = path.marginal_default(step);
        const double loss = lost(step, path.recovered(step), real(parameters.loss_floor));
        rows.push_back({static_cast<int>(rows.size()) + 1, rounded_rate(marginal), model.rounded(step.exposure),
                        rounded_rate(step.exposure > 0 ? loss / step.exposure : 0),
                        model.rounded(marginal * loss * step.discount)});
    });
    return rows;
}

Money allowance(Stage stage, LossApproach approach, const ExpectedLoss& loss, Money lifetime_at_recognition) {
    switch (stage) {
        case Stage::One: return approach == LossApproach::General ? loss.twelve_month : loss.lifetime;
        case Stage::Two: return loss.lifetime;
        case Stage::Three: return loss.stage_3;
        case Stage::Poci: return loss.lifetime - lifetime_at_recognition;
    }
    throw InvariantBroken("every stage has its allowance");
}

std::vector<Money> monthly_balances(const LeaseTerms& terms, const Schedule& schedule, Date as_of) {
    std::vector<Money> balances;
    Money balance = terms.financed_amount;
    Date since = terms.commencement;
    auto next = schedule.rows.begin();
    for (int month = 0;; ++month) {
        const Date start = add_months(as_of, month);
        for (; next != schedule.rows.end() && next->due_date <= start; ++next)
            balance = next->closing, since = next->due_date;
        if (next == schedule.rows.end()) return balances;
        const int months = start > since ? whole_months(since, start) : 0;
        balances.push_back(balance + interest(balance, terms.annual_rate, {months, 12}));
    }
}

Rate lifetime_default(std::span<const Rate> yearly_defaults, int periods, int periods_per_year) {
    PeriodDefaults defaults(yearly_defaults, periods_per_year);
    double survival = 1;
    for (int period = 0; period < periods; ++period) survival *= 1 - defaults.next();
    return rounded_rate(1 - survival);
}

}  // namespace leasebook::pricing
