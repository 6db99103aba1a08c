#include "pricing/time_value.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "domain/decimal_text.h"
#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

constexpr int most_summed = 100'000;

// (1+rate)^n and the future value of one a period.
struct Growth {
    double factor = 1, of_payments = 0;
};
Growth growth(const Annuity& a) {
    if (a.rate == 0) return {1, a.periods};
    const double factor = std::pow(1 + a.rate, a.periods);
    const double timing = a.when == When::Begin ? 1 + a.rate : 1;
    // The plain formula as spreadsheets compute it, to their last digit, but where it would lose digits.
    const double grown = std::abs(a.rate) > 1e-5 ? factor - 1 : std::expm1(a.periods * std::log1p(a.rate));
    return {factor, timing * grown / a.rate};
}

Result<double> finite(double value) {
    if (std::isfinite(value)) return value;
    return invalid("", "These figures have no finite answer.");
}

Errors impossible(const Annuity& a) {
    if (a.rate <= -1) return {invalid("rate", "A rate is above -100 %.")};
    return {};
}

// The sign of the sum is all that counts, so the largest discount factor is set to 1 and nothing overflows.
double balance(const std::vector<TimedFlow>& flows, double log_rate) {
    double largest = -log_rate * flows.front().time;
    for (const auto& flow : flows) largest = std::max(largest, -log_rate * flow.time);
    double sum = 0;
    for (const auto& flow : flows) sum += flow.amount * std::exp(-log_rate * flow.time - largest);
    return sum;
}

double bisected(const std::function<double(double)>& f, double low, double high) {
    const bool positive_low = f(low) >= 0;
    for (int step = 0; step < 200; ++step) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high) break;
        (((f(middle) >= 0) == positive_low) ? low : high) = middle;
    }
    return (low + high) / 2;
}

// Sign changes on a fine grid of ln(1+rate), from −99.9999999 % to 10^9 %. Two roots closer than the grid go unseen.
std::vector<double> roots_on_grid(const std::function<double(double)>& f) {
    constexpr double lowest = -20.72, highest = 16.12, step = 0.004;
    std::vector<double> roots;
    double from = lowest;
    bool positive = f(from) >= 0;
    for (int i = 1; from < highest; ++i) {
        const double to = lowest + i * step;
        if ((f(to) >= 0) != positive) {
            roots.push_back(std::expm1(bisected(f, from, to)));
            positive = !positive;
        }
        from = to;
    }
    return roots;
}

// By the logarithm of growth, so that −50 % is as far from nothing as 100 % is.
double nearest(const std::vector<double>& roots, double to) {
    return *std::ranges::min_element(roots, {},
                                     [to](double root) { return std::abs(std::log1p(root) - std::log1p(to)); });
}

bool change_sign(const std::vector<TimedFlow>& flows) {
    return std::ranges::any_of(flows, [](const auto& f) { return f.amount > 0; }) &&
           std::ranges::any_of(flows, [](const auto& f) { return f.amount < 0; });
}

// yield.h looks for every root, exactly, where times are whole days or periods and the rate is above −99 %.
std::vector<double> roots_by_yield(const std::vector<TimedFlow>& flows) {
    for (const int parts : {1, 360, 365}) {
        CashFlows cash{parts, {}};
        for (const auto& flow : flows) {
            const double time = flow.time * parts;
            if (std::abs(time - std::round(time)) > 1e-9 || time > 1e6) break;
            cash.flows.push_back({static_cast<int>(std::lround(time)), flow.amount});
        }
        if (cash.flows.size() != flows.size()) continue;
        const auto yield = annual_yield(cash, 0.0);
        return yield ? yield->roots : std::vector<double>{};
    }
    return {};
}

Result<double> checked_sum(const Annuity& a, int first, int last, Result<double> (*part)(const Annuity&, double)) {
    if (a.rate <= 0 || a.periods <= 0 || a.present <= 0)
        return invalid("rate", "Rate, periods and present value must be above zero.");
    if (last > most_summed) return invalid("end_period", "The number is too large.");
    if (first < 1 || last < first || last > a.periods)
        return invalid("start_period", "The periods run from 1 to the number of payments, first before last.");
    double sum = 0;
    for (int period = first; period <= last; ++period) {
        const auto amount = part(a, period);
        if (!amount) return amount.errors();
        sum += *amount;
    }
    return sum;
}

Annuity with_payment(Annuity a) {
    const auto g = growth(a);
    a.payment = -(a.present * g.factor + a.future) / g.of_payments;
    return a;
}

}  // namespace

Result<double> payment_of(const Annuity& a) {
    if (auto errors = impossible(a); !errors.empty()) return errors;
    if (a.periods == 0) return invalid("nper", "The number of periods cannot be zero.");
    return finite(with_payment(a).payment);
}

Result<double> present_of(const Annuity& a) {
    if (auto errors = impossible(a); !errors.empty()) return errors;
    const auto g = growth(a);
    return finite(-(a.future + a.payment * g.of_payments) / g.factor);
}

Result<double> future_of(const Annuity& a) {
    if (auto errors = impossible(a); !errors.empty()) return errors;
    const auto g = growth(a);
    return finite(-(a.present * g.factor + a.payment * g.of_payments));
}

Result<double> periods_of(const Annuity& a) {
    if (auto errors = impossible(a); !errors.empty()) return errors;
    if (a.rate == 0) {
        if (a.payment == 0) return invalid("pmt", "Without interest and payments no number of periods settles this.");
        return finite(-(a.present + a.future) / a.payment);
    }
    const double payment = a.payment * (a.when == When::Begin ? 1 + a.rate : 1) / a.rate;
    const double ratio = (payment - a.future) / (payment + a.present);
    if (!(ratio > 0)) return invalid("pmt", "These payments never settle the amount.");
    return finite(std::log(ratio) / std::log1p(a.rate));
}

Result<double> rate_of(const Annuity& a, double guess) {
    if (a.periods <= 0) return invalid("nper", "The number of periods must be above zero.");
    const auto value = [a](double log_rate) {
        Annuity at = a;
        at.rate = std::expm1(log_rate);
        const auto g = growth(at);
        return at.present * g.factor + at.payment * g.of_payments + at.future;
    };
    const double at_zero = a.present + a.payment * a.periods + a.future;
    if (at_zero == 0) return 0.0;
    const auto roots = roots_on_grid(value);
    if (roots.empty()) return invalid("rate", "No rate balances these payments.");
    return nearest(roots, guess);
}

Result<double> interest_part(const Annuity& a, double period) {
    if (auto errors = impossible(a); !errors.empty()) return errors;
    if (period < 1 || period >= a.periods + 1)
        return invalid("per", "The period runs from 1 to the number of payments.");
    if (a.when == When::Begin && period == 1) return 0.0;
    Annuity before = with_payment(a);
    before.periods = period - 1;
    const auto g = growth(before);
    const double owed = before.present * g.factor + before.payment * g.of_payments;
    const double interest = -owed * a.rate;
    return finite(a.when == When::Begin ? interest / (1 + a.rate) : interest);
}

Result<double> principal_part(const Annuity& a, double period) {
    const auto interest = interest_part(a, period);
    if (!interest) return interest.errors();
    return finite(with_payment(a).payment - *interest);
}

Result<double> cumulative_interest(const Annuity& a, int first, int last) {
    return checked_sum(a, first, last, interest_part);
}
Result<double> cumulative_principal(const Annuity& a, int first, int last) {
    return checked_sum(a, first, last, principal_part);
}

Result<RateFound> balancing_rate(std::vector<TimedFlow> flows, double guess) {
    std::ranges::stable_sort(flows, {}, &TimedFlow::time);
    std::erase_if(flows, [](const auto& flow) { return flow.amount == 0; });
    if (!change_sign(flows))
        return invalid("flows", "There is no rate of return: money is only paid, or only received.");
    // Discounting starts with the first flow, whatever time it is at: that changes no root.
    for (const double start = flows.front().time; auto& flow : flows) flow.time -= start;
    auto roots = roots_by_yield(flows);
    if (roots.empty()) roots = roots_on_grid([&](double log_rate) { return balance(flows, log_rate); });
    if (roots.empty()) return invalid("flows", "No rate above -100 % balances these flows.");
    return RateFound{nearest(roots, guess), roots};
}

Result<double> net_present_value(double rate, const std::vector<TimedFlow>& flows) {
    if (!(rate > -1)) return invalid("rate", "A rate is above -100 %.");
    double sum = 0;
    for (const auto& flow : flows) sum += flow.amount * std::pow(1 + rate, -flow.time);
    return finite(sum);
}

Result<double> modified_rate(const std::vector<double>& flows, double finance_rate, double reinvest_rate) {
    if (!(finance_rate > -1) || !(reinvest_rate > -1)) return invalid("rate", "A rate is above -100 %.");
    double paid = 0, received = 0;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        const auto time = static_cast<double>(i);
        (flows[i] < 0 ? paid : received) +=
            flows[i] * std::pow(1 + (flows[i] < 0 ? finance_rate : reinvest_rate), -time);
    }
    if (paid == 0 || received == 0)
        return invalid("flows", "There is no rate of return: money is only paid, or only received.");
    const auto last = static_cast<double>(flows.size() - 1);
    return finite(std::pow(-received / paid, 1 / last) * (1 + reinvest_rate) - 1);
}

Result<double> effective_rate(double nominal, double periods) {
    if (nominal <= 0 || periods < 1)
        return invalid("rate", "The rate must be above zero, and compounded at least once a year.");
    const double n = std::floor(periods);
    return finite(std::expm1(n * std::log1p(nominal / n)));
}

Result<double> nominal_rate(double effective, double periods) {
    if (effective <= 0 || periods < 1)
        return invalid("rate", "The rate must be above zero, and compounded at least once a year.");
    const double n = std::floor(periods);
    return finite(n * std::expm1(std::log1p(effective) / n));
}

}  // namespace leasebook::pricing
