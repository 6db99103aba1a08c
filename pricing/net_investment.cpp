#include "pricing/net_investment.h"

#include <algorithm>

#include "pricing/quad.h"
#include "pricing/rent_equation.h"

namespace leasebook::pricing {

namespace {

constexpr Quad highest_rate = 10;
constexpr Quad settled = Quad{1} / 1'000'000'000'000'000'000;

// A flow and the time in years since the one before.
struct PeriodFlow {
    Quad time, amount;
};

std::vector<PeriodFlow> period_flows(const std::vector<DatedAmount>& flows, DayCount day_count, Date on) {
    std::vector<PeriodFlow> periods;
    periods.reserve(flows.size());
    for (const auto& flow : flows) {
        const auto time = year_fraction(day_count, on, flow.date);
        periods.push_back({static_cast<Quad>(time.num) / static_cast<Quad>(time.den), quad(flow.amount)});
        on = flow.date;
    }
    return periods;
}

struct Worth {
    Quad value = 0, slope = 0;  // slope: of the value by the annual rate
};
Worth worth_at(const std::vector<PeriodFlow>& flows, Quad annual) {
    Worth worth;
    Quad discount = 1, fall = 0;
    for (const auto& [time, amount] : flows) {
        const Quad growth = 1 + annual * time;
        discount /= growth;
        fall += time / growth;
        worth.value += amount * discount;
        worth.slope -= amount * discount * fall;
    }
    return worth;
}

// Newton from zero: the value falls with the rate and bends upwards, so the steps never pass the root.
Result<Rate> rate_that_gives(const std::vector<PeriodFlow>& flows, Quad value) {
    Quad annual = 0;
    while (annual <= highest_rate) {
        const Worth worth = worth_at(flows, annual);
        const Quad excess = worth.value - value;
        if (excess <= 0) return Rate{round_half_away(annual * rate_scale)};
        if (worth.slope == 0) break;
        const Quad step = excess / -worth.slope;
        annual += step;
        if (step < settled) return Rate{round_half_away(annual * rate_scale)};
    }
    return invalid("net_investment",
                   "The payments bring the net investment back at more than 1,000 % a year. Check the amounts.");
}

std::vector<DatedAmount> with_residual(const LeaseFlows& flows, Money residual) {
    auto all = payments_by_date(flows);
    all.back().amount += residual;
    return all;
}

}  // namespace

Money present_value(const std::vector<DatedAmount>& flows, const Valuation& valuation) {
    ensure(!flows.empty(), "what is valued has flows");
    const auto periods = period_flows(flows, valuation.day_count, valuation.on);
    return Money::minor(round_half_away(worth_at(periods, quad(valuation.annual)).value),
                        flows.front().amount.currency());
}

Money residual_value(const LeaseFlows& flows, Money residual, const Valuation& valuation) {
    ensure(valuation.on <= flows.final, "a residual is valued by the end of the lease");
    auto dates = payments_by_date(flows);
    const Date last = flows.final;
    std::erase_if(dates, [&](const DatedAmount& flow) { return flow.date < valuation.on || flow.date == last; });
    for (auto& flow : dates) flow.amount = Money::zero(residual.currency());
    dates.push_back({last, residual});
    return present_value(dates, valuation);
}

Result<Rate> implicit_rate(const LeaseFlows& flows, Money net_investment) {
    if (net_investment <= Money::zero(net_investment.currency()))
        return invalid("net_investment", "The net investment must be above zero.");
    if (flows.gross() < net_investment)
        return invalid("net_investment", "The lease brings in {0}, less than the net investment of {1}.",
                       to_text(flows.gross()), to_text(net_investment));
    ensure(std::ranges::none_of(flows.payments, [](const auto& payment) { return payment.amount.is_negative(); }),
           "lease payments are not negative");
    return rate_that_gives(
        period_flows(with_residual(flows, flows.unguaranteed_residual), flows.day_count, flows.start),
        quad(net_investment));
}

Result<Rate> rate_of(const std::vector<DatedAmount>& flows, DayCount day_count, Date on, Money value) {
    return rate_that_gives(period_flows(flows, day_count, on), quad(value));
}

Result<InitialMeasurement> measured(const LeaseFlows& flows, const InitialCost& cost) {
    const auto annual = implicit_rate(flows, cost.net_investment());
    if (!annual) return annual.errors();
    const Money residual = residual_value(flows, flows.unguaranteed_residual, {*annual, flows.day_count, flows.start});
    return InitialMeasurement{*annual, cost.net_investment(), cost.net_investment() - residual, residual,
                              flows.gross()};
}

Result<ResidualImpairment> residual_impairment(const LeaseFlows& flows, Money reduced_to, Rate annual, Date as_of) {
    if (reduced_to.is_negative()) return invalid("unguaranteed_residual", "This amount cannot be negative.");
    if (reduced_to >= flows.unguaranteed_residual)
        return invalid("unguaranteed_residual",
                       "A residual value is written down, never up: {0} is not below the {1} in the books.",
                       to_text(reduced_to), to_text(flows.unguaranteed_residual));
    const Money reduction = flows.unguaranteed_residual - reduced_to;
    return ResidualImpairment{reduction, residual_value(flows, reduction, {annual, flows.day_count, as_of})};
}

DealerSale dealer_sale(const LeaseFlows& flows, Rate market, Money carrying, Money fair_value) {
    const Valuation at_start{market, flows.day_count, flows.start};
    const Money payments = present_value(payments_by_date(flows), at_start);
    const Money residual = residual_value(flows, flows.unguaranteed_residual, at_start);
    const Money revenue = std::min(fair_value, payments);
    return {revenue, carrying - residual, revenue + residual};
}

}  // namespace leasebook::pricing
