#include "pricing/swap_curve.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace leasebook::pricing {

namespace {

constexpr double days_per_year = 365, good_enough = 1e-13;
constexpr int most_sweeps = 50, most_steps = 60;

double years_between(Date from, Date to) { return days_between(from, to) / days_per_year; }

double leg_value(const Leg& leg, const std::vector<ZeroCurve>& curves, const ZeroCurve& discounting) {
    double sum = 0;
    for (const auto& period : leg.periods) {
        double earned = leg.rate * period.years;
        if (leg.projected_on >= 0) {
            const auto& curve = curves[static_cast<std::size_t>(leg.projected_on)];
            earned = curve.discount(period.from) / curve.discount(period.to) - 1;
        }
        sum += discounting.discount(period.pay) * earned;
    }
    return leg.sign * sum;
}

// Secant steps on one zero rate until its instrument is worth nothing. False when they do not settle.
bool settle(ZeroCurve& curve, std::size_t node, auto value) {
    double x0 = curve.zeros[node];
    double f0 = value();
    if (std::abs(f0) < good_enough) return true;
    double x1 = x0 + 1e-4;
    for (int step = 0; step < most_steps; ++step) {
        curve.zeros[node] = x1;
        const double f1 = value();
        if (!std::isfinite(f1)) return false;
        if (std::abs(f1) < good_enough || f1 == f0) return std::abs(f1) < 1e-9;
        const double next = x1 - f1 * (x1 - x0) / (f1 - f0);
        x0 = x1;
        f0 = f1;
        x1 = std::clamp(next, x1 - 0.5, x1 + 0.5);
    }
    return std::abs(f0) < 1e-9;
}

// Payments after a node's day lean on the nodes behind it, so the sweep is repeated until nothing moves.
bool sweep(const CurveToSolve& wanted, std::vector<ZeroCurve>& curves, std::size_t at) {
    for (int round = 0; round < most_sweeps; ++round) {
        double worst = 0;
        for (std::size_t i = 0; i < wanted.instruments.size(); ++i) {
            const auto value = [&] { return present_value(wanted.instruments[i], curves, wanted.discounted_on); };
            if (round > 0) worst = std::max(worst, std::abs(value()));
            if (!settle(curves[at], i, value)) return false;
            if (round == 0 && i + 1 < wanted.instruments.size()) curves[at].zeros[i + 1] = curves[at].zeros[i];
        }
        if (round > 0 && worst < 1e-12) return true;
    }
    return false;
}

constexpr auto conventions = std::to_array<SwapConvention>({
    {"EUR-FIXED-1Y-EONIA-OIS", 2, 12, DayCounting::Actual360, 12, DayCounting::Actual360, 1, "TARGET"},
    {"EUR-FIXED-1Y-EURIBOR-3M", 2, 12, DayCounting::Thirty360Us, 3, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-FIXED-1Y-EURIBOR-6M", 2, 12, DayCounting::Thirty360Us, 6, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-FIXED-1Y-EURIBOR-3M-EURIBOR-6M", 2, 12, DayCounting::Thirty360Us, 3, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-EURIBOR-3M", 2, 12, DayCounting::Actual360, 3, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-EURIBOR-6M", 2, 12, DayCounting::Actual360, 6, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-ShortDeposit-T0", 0, 12, DayCounting::Actual360, 12, DayCounting::Actual360, 0, "TARGET"},
    {"EUR-ShortDeposit-T1", 1, 12, DayCounting::Actual360, 12, DayCounting::Actual360, 0, "TARGET"},
    {"GBP-ShortDeposit-T0", 0, 12, DayCounting::Actual365Fixed, 12, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-ShortDeposit-T1", 1, 12, DayCounting::Actual365Fixed, 12, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-FIXED-1Y-SONIA-OIS", 0, 12, DayCounting::Actual365Fixed, 12, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-FIXED-6M-LIBOR-6M", 0, 6, DayCounting::Actual365Fixed, 6, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-FIXED-3M-LIBOR-3M", 0, 3, DayCounting::Actual365Fixed, 3, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-LIBOR-3M", 0, 12, DayCounting::Actual365Fixed, 3, DayCounting::Actual365Fixed, 0, "UK"},
    {"GBP-LIBOR-6M", 0, 12, DayCounting::Actual365Fixed, 6, DayCounting::Actual365Fixed, 0, "UK"},
    {"CNY-FR007", 1, 3, DayCounting::Actual365Fixed, 3, DayCounting::Actual365Fixed, 0, "WEEKEND"},
});

double counted(DayCounting count, Date from, Date to) {
    return *year_fraction(count, {from, to, {}, true, {}, {}, {}, 12, nullptr});
}

BusinessCalendar calendar_of(const SwapConvention& market) { return *calendar_named(market.calendar, {}, "calendar"); }

Date spot(const SwapConvention& market, const BusinessCalendar& calendar, Date as_of) {
    return calendar.advance(calendar.adjust(as_of, BusinessDay::Following), market.spot_days);
}

// Periods of so many months from the start on, the last one as short as it must be.
std::vector<LegPeriod> periods(const SwapConvention& market, const BusinessCalendar& calendar, Date start, int months,
                               int step, DayCounting count) {
    std::vector<LegPeriod> list;
    Date from = calendar.adjust(start, BusinessDay::ModifiedFollowing);
    for (int done = 0; done < months; done += step) {
        const int until = std::min(months, done + step);
        const Date to = calendar.adjust(due_date(start, 1, until, true), BusinessDay::ModifiedFollowing);
        const Date pay = market.pay_days == 0 ? to : calendar.advance(to, market.pay_days);
        list.push_back({from, to, pay, counted(count, from, to)});
        from = to;
    }
    return list;
}

Leg fixed(double rate, std::vector<LegPeriod> list) { return {1, -1, rate, std::move(list)}; }
Leg floating(int curve, std::vector<LegPeriod> list) { return {-1, curve, 0, std::move(list)}; }

}  // namespace

double ZeroCurve::zero(Date date) const {
    const auto after = std::ranges::lower_bound(dates, date);
    const auto i = static_cast<std::size_t>(after - dates.begin());
    if (i == 0) return zeros.front();
    if (i == dates.size() && between == Between::LinearZero) return zeros.back();
    if (i == dates.size() && dates.size() == 1) return zeros.back();
    const auto right = std::min(i, dates.size() - 1), left = right - 1;
    const double t = years_between(reference, date), t0 = years_between(reference, dates[left]),
                 t1 = years_between(reference, dates[right]);
    const double share = (t - t0) / (t1 - t0);
    if (between == Between::LinearZero) return zeros[left] + share * (zeros[right] - zeros[left]);
    return (zeros[left] * t0 + share * (zeros[right] * t1 - zeros[left] * t0)) / t;
}

double ZeroCurve::discount(Date date) const {
    if (date <= reference) return 1;
    return std::exp(-zero(date) * years_between(reference, date));
}

double present_value(const CurveInstrument& instrument, const std::vector<ZeroCurve>& curves, int discounted_on) {
    double sum = 0;
    for (const auto& leg : instrument.legs)
        sum += leg_value(leg, curves, curves[static_cast<std::size_t>(discounted_on)]);
    return sum;
}

Result<std::vector<ZeroCurve>> solve_curves(Date reference, const std::vector<CurveToSolve>& all) {
    std::vector<ZeroCurve> curves;
    for (const auto& wanted_as_given : all) {
        auto wanted = wanted_as_given;
        std::ranges::stable_sort(wanted.instruments, {}, &CurveInstrument::node);
        ZeroCurve curve{wanted.name, reference, wanted.between, {}, {}};
        for (const auto& instrument : wanted.instruments) {
            if (instrument.node <= (curve.dates.empty() ? reference : curve.dates.back()))
                return invalid("quotes", "Two quotes end on the same day, {0}, or one has no term at all.",
                               to_text(instrument.node));
            curve.dates.push_back(instrument.node);
            curve.zeros.push_back(0.01);
        }
        if (curve.dates.empty()) return invalid("quotes", "A curve needs at least one quote.");
        curves.push_back(std::move(curve));
        if (!sweep(wanted, curves, curves.size() - 1))
            return invalid("quotes",
                           "No curve of {0} fits these quotes: look for a rate out of line with its neighbours.",
                           to_text(reference));
    }
    return curves;
}

Result<SwapConvention> swap_convention(std::string_view name, std::string field) {
    const auto known = std::ranges::find(conventions, name, &SwapConvention::name);
    if (known != conventions.end()) return *known;
    return invalid(std::move(field), "The market convention \"{0}\" is not known here; docs/eval.md lists the names.",
                   shortened(name));
}

CurveInstrument single_period(const SwapConvention& market, Date as_of, int from_months, int to_months, double rate,
                              CurvePlaces at) {
    const auto calendar = calendar_of(market);
    const Date start = spot(market, calendar, as_of);
    const Date from = calendar.adjust(add_months(start, from_months), BusinessDay::ModifiedFollowing);
    const Date to = calendar.adjust(add_months(start, to_months), BusinessDay::ModifiedFollowing);
    const LegPeriod period{from, to, to, counted(market.floating_count, from, to)};
    return {"", to, {fixed(rate, {period}), floating(at.projection, {period})}};
}

CurveInstrument day_deposit(const SwapConvention& market, Date as_of, double rate, CurvePlaces at) {
    const auto calendar = calendar_of(market);
    const Date from = spot(market, calendar, as_of), to = calendar.advance(from, 1);
    const LegPeriod period{from, to, to, counted(market.floating_count, from, to)};
    return {"", to, {fixed(rate, {period}), floating(at.projection, {period})}};
}

CurveInstrument par_swap(const SwapConvention& market, Date as_of, int months, double rate, CurvePlaces at) {
    const auto calendar = calendar_of(market);
    const Date start = spot(market, calendar, as_of);
    auto receives = periods(market, calendar, start, months, market.fixed_months, market.fixed_count);
    auto pays = periods(market, calendar, start, months, market.floating_months, market.floating_count);
    const Date node = std::max(receives.back().to, pays.back().to);
    return {"", node, {fixed(rate, std::move(receives)), floating(at.projection, std::move(pays))}};
}

CurveInstrument par_swap_to(const SwapConvention& market, Date start, Date end, double rate, CurvePlaces at) {
    const auto calendar = calendar_of(market);
    std::vector<Date> dates{end};
    for (int k = 1; add_months(end, -k * market.fixed_months) > start + std::chrono::days{7}; ++k)
        dates.push_back(calendar.adjust(add_months(end, -k * market.fixed_months), BusinessDay::ModifiedFollowing));
    dates.push_back(start);
    std::ranges::reverse(dates);
    std::vector<LegPeriod> list;
    for (std::size_t i = 0; i + 1 < dates.size(); ++i)
        list.push_back({dates[i], dates[i + 1], dates[i + 1], counted(market.fixed_count, dates[i], dates[i + 1])});
    return {"", end, {fixed(rate, list), floating(at.projection, list)}};
}

CurveInstrument basis_swap(const SwapConvention& market, Date as_of, int months, double spread, CurvePlaces at) {
    const auto calendar = calendar_of(market);
    const Date start = spot(market, calendar, as_of);
    const auto legs = [&](int step) { return periods(market, calendar, start, months, step, market.floating_count); };
    const auto spread_periods = periods(market, calendar, start, months, market.fixed_months, market.fixed_count);
    auto received = legs(3);
    const Date node = received.back().to;
    return {"",
            node,
            {fixed(spread, spread_periods), {1, at.projection, 0, std::move(received)}, floating(at.other, legs(6))}};
}

CurveInstrument par_bond(Date as_of, int months, double yield, int coupons) {
    const int step = 12 / coupons;
    const Date end = add_months(as_of, months);
    std::vector<LegPeriod> list;
    int first = months % step == 0 ? step : months % step;
    Date from = as_of;
    for (int until = first; until <= months; until += step) {
        const Date to = add_months(as_of, until);
        list.push_back({from, to, to, (until == first ? first : step) / 12.0});
        from = to;
    }
    return {"", end, {fixed(yield, list), floating(0, {{as_of, end, end, 0}})}};
}

}  // namespace leasebook::pricing
