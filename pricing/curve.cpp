#include "pricing/curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pricing/basis_point.h"
#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

constexpr int sampled_years = 40;
constexpr double days_per_year = 365;

std::vector<DatedAmount> still_due(const DiscountCurve& curve, const std::vector<ScheduleRow>& rows) {
    std::vector<DatedAmount> flows;
    for (const auto& row : rows)
        if (row.due_date > curve.reference) flows.push_back({row.due_date, row.rent});
    return flows;
}

// Sum of amount × discount factor × weight(years), rounded to minor units.
Money weighted_value(const DiscountCurve& curve, const std::vector<DatedAmount>& flows, auto weight) {
    double sum = 0;
    for (const auto& flow : flows)
        sum += static_cast<double>(flow.amount.minor_units()) * curve.discount(flow.date) *
               weight(days_between(curve.reference, flow.date) / days_per_year);
    const Currency currency = flows.empty() ? CNY : flows.front().amount.currency();
    return Money::minor(round_half_away(sum), currency);
}

// The daily factors from the last one on, at a constant forward rate.
void extend(DiscountCurve& curve, double log_step, int days) {
    const double last = std::log(curve.daily.back());
    for (int d = 1; d <= days; ++d) curve.daily.push_back(std::exp(last + log_step * d));
}

int days_to_sample(const DiscountCurve& curve) {
    const Date end = std::max(leasebook::add_months(curve.reference, 12 * sampled_years), curve.nodes.back().date);
    return days_between(curve.nodes.back().date, end);
}

}  // namespace

double DiscountCurve::discount(Date date) const {
    const auto days = days_between(reference, date);
    ensure(days >= 0, "a curve discounts days from its reference day on");
    const auto index = static_cast<std::size_t>(days);
    if (index < daily.size()) return daily[index];
    const double last_step = daily.back() / daily[daily.size() - 2];
    return daily.back() * std::pow(last_step, static_cast<double>(index + 1 - daily.size()));
}

double DiscountCurve::zero_rate(Date date) const {
    return date == reference ? forward_rate(reference, reference + std::chrono::days{1})
                             : forward_rate(reference, date);
}

double DiscountCurve::forward_rate(Date from, Date to) const {
    ensure(from < to, "a forward rate runs from a day to a later one");
    return std::log(discount(from) / discount(to)) * days_per_year / days_between(from, to);
}

DiscountCurve curve_through(std::string name, Date reference, std::vector<CurveNode> nodes) {
    ensure(!nodes.empty(), "a curve has a node");
    DiscountCurve curve{std::move(name), reference, {1.0}, std::move(nodes), {}, {}};
    Date from = reference;
    double log_from = 0, slope = 0;
    for (const auto& node : curve.nodes) {
        ensure(node.date > from && node.discount > 0, "nodes ascend and discount factors are positive");
        slope = (std::log(node.discount) - log_from) / days_between(from, node.date);
        const int days = days_between(from, node.date);
        for (int d = 1; d < days; ++d) curve.daily.push_back(std::exp(log_from + slope * d));
        curve.daily.push_back(node.discount);
        from = node.date;
        log_from = std::log(node.discount);
    }
    extend(curve, slope, days_to_sample(curve));
    return curve;
}

DiscountCurve sampled_curve(std::string name, Date reference, std::vector<CurveNode> nodes, std::vector<double> daily) {
    ensure(!nodes.empty() && daily.size() > 1 && daily.front() == 1, "a curve is sampled from its reference day on");
    DiscountCurve curve{std::move(name), reference, std::move(daily), std::move(nodes), {}, {}};
    const double last_step = std::log(curve.daily.back() / curve.daily[curve.daily.size() - 2]);
    extend(curve, last_step, days_to_sample(curve));
    return curve;
}

DiscountCurve flat_curve(std::string name, Date reference, Rate continuous) {
    const double rate = static_cast<double>(continuous.e10) / rate_scale;
    const Date year_later = reference + std::chrono::days{365};
    return curve_through(std::move(name), reference, {{year_later, std::exp(-rate)}});
}

Money present_value(const DiscountCurve& curve, const std::vector<ScheduleRow>& rows) {
    return present_value(curve, still_due(curve, rows));
}
Money present_value(const DiscountCurve& curve, const std::vector<DatedAmount>& flows) {
    return weighted_value(curve, flows, [](double) { return 1.0; });
}

Money pv01(const DiscountCurve& curve, const std::vector<ScheduleRow>& rows) {
    return pv01(curve, still_due(curve, rows));
}
Money pv01(const DiscountCurve& curve, const std::vector<DatedAmount>& flows) {
    return weighted_value(curve, flows, basis_point_gain);
}

}  // namespace leasebook::pricing
