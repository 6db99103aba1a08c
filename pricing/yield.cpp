#include "pricing/yield.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

// Rates are searched for as s, the logarithm of the discount factor of one part of a year: x = e^s, and the present
// value is Σ amount × x^time. Continuous annual rates y = −s × parts a year.
const double lowest_y = std::log1p(-0.99), highest_y = std::log1p(10'000.0);
constexpr double narrowest_y = 1e-3;
constexpr int most_steps = 40, most_bisections = 200;

// x^0 … x^longest from two small tables: every power is low[t % 64] × high[t / 64]. Each entry is the square of the
// one half as far, so that the processor need not wait for the one before.
class Powers {
public:
    explicit Powers(int longest) : high_(static_cast<std::size_t>(longest) / 64 + 1) {}
    void tabulate(double s) {
        fill(low_.data(), low_.size(), std::exp(s));
        fill(high_.data(), high_.size(), low_[63] * low_[1]);
    }
    double operator()(int time) const {
        const auto t = static_cast<std::size_t>(time);
        return low_[t % 64] * high_[t / 64];
    }

private:
    static void fill(double* powers, std::size_t count, double x) {
        powers[0] = 1;
        if (count > 1) powers[1] = x;
        for (std::size_t i = 2; i < count; ++i) powers[i] = powers[i / 2] * powers[i - i / 2];
    }
    std::array<double, 64> low_{};
    std::vector<double> high_;
};

// Present value of flows of one sign, with its first two derivatives by s.
struct Moments {
    double value = 0, first = 0, second = 0;
    void add(double worth, double time) {
        const double moment = worth * time;
        value += worth;
        first += moment;
        second += moment * time;
    }
    double mean() const { return first / value; }
    double variance() const { return second / value - mean() * mean(); }
};

// One flow a day, none of them zero.
std::vector<Flow> netted(const CashFlows& cash) {
    std::vector<Flow> flows;
    flows.reserve(cash.flows.size());
    for (const auto& flow : cash.flows) {
        ensure(std::isfinite(flow.amount) && flow.time >= 0, "a flow is a number, and not before the first day");
        if (!flows.empty() && flows.back().time == flow.time) {
            flows.back().amount += flow.amount;
            continue;
        }
        ensure(flows.empty() || flows.back().time < flow.time, "flows come by ascending time");
        if (!flows.empty() && flows.back().amount == 0) flows.pop_back();
        flows.push_back(flow);
    }
    if (!flows.empty() && flows.back().amount == 0) flows.pop_back();
    return flows;
}

class SignChanges {
public:
    void see(double value) {
        if (value == 0) return;
        if (last_ * value < 0) ++count_;
        last_ = value > 0 ? 1 : -1;
    }
    int count() const { return count_; }

private:
    double last_ = 0;
    int count_ = 0;
};

int sign_changes(const std::vector<Flow>& flows) {
    SignChanges changes;
    for (const auto& flow : flows) changes.see(flow.amount);
    return changes.count();
}

class Solver {
public:
    Solver(std::vector<Flow> flows, int parts) : flows_(std::move(flows)), parts_(parts), powers_(flows_.back().time) {}

    // Halley on ln(received / paid), which is almost a straight line in s. Right whenever the flows change sign
    // once, for then there is one root; empty when it leaves the range or does not settle. A step below 1e-6 shows
    // that the flows balanced to about 1e-6 before it, and the error left after it is of the order of its cube.
    std::optional<double> by_halley() {
        double s = 0;
        for (int step = 0; step < most_steps; ++step) {
            const auto [in, out] = moments(s);
            const double g = std::log(in.value / out.value);
            const double slope = in.mean() - out.mean(), bend = in.variance() - out.variance();
            const double move = -2 * g * slope / (2 * slope * slope - g * bend);
            s += move;
            const double y = -s * parts_;
            if (!(y >= lowest_y && y <= highest_y)) return {};
            if (std::abs(move) * parts_ < 1e-6) return std::expm1(y);
        }
        return {};
    }

    // Every root in the range, ascending: intervals are halved until each holds no root or one. How many an
    // interval may hold is bounded by the sign changes of the running sums of the discounted flows, summed forwards
    // for the rates above it and backwards for the rates below (Norstrøm's rule at any rate).
    std::vector<double> by_halving() {
        std::vector<double> roots;
        std::vector<std::pair<double, double>> open{{lowest_y, highest_y}};
        while (!open.empty()) {
            const auto [low, high] = open.back();
            open.pop_back();
            const int possible = std::min(roots_above(low), roots_below(high));
            if (possible == 0) continue;
            if (possible == 1 || high - low < narrowest_y) {
                if (is_received(low) != is_received(high)) roots.push_back(root_between(low, high));
                continue;
            }
            open.push_back({(low + high) / 2, high});
            open.push_back({low, (low + high) / 2});
        }
        return roots;
    }

    double value(double y) { return valued(-y / parts_); }

private:
    std::pair<Moments, Moments> moments(double s) {
        powers_.tabulate(s);
        Moments in, out;
        for (const auto& flow : flows_) {
            const double worth = flow.amount * powers_(flow.time);
            if (worth > 0)
                in.add(worth, flow.time);
            else
                out.add(-worth, flow.time);
        }
        return {in, out};
    }

    double valued(double s) {
        powers_.tabulate(s);
        double sum = 0;
        for (const auto& flow : flows_) sum += flow.amount * powers_(flow.time);
        return sum;
    }
    bool is_received(double y) { return value(y) >= 0; }

    int roots_above(double y) {
        powers_.tabulate(-y / parts_);
        SignChanges changes;
        double sum = 0;
        for (const auto& flow : flows_) changes.see(sum += flow.amount * powers_(flow.time));
        return changes.count();
    }
    int roots_below(double y) {
        powers_.tabulate(-y / parts_);
        SignChanges changes;
        double sum = 0;
        for (auto flow = flows_.rbegin(); flow != flows_.rend(); ++flow)
            changes.see(sum += flow->amount * powers_(flow->time));
        return changes.count();
    }

    // Bisection until the interval has no number left inside, or the bound on steps is reached.
    double root_between(double low, double high) {
        const bool received_low = is_received(low);
        for (int step = 0; step < most_bisections; ++step) {
            const double middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            (is_received(middle) == received_low ? low : high) = middle;
        }
        return std::expm1((low + high) / 2);
    }

    std::vector<Flow> flows_;
    int parts_;
    Powers powers_;
};

std::string percent(double annual) { return decimal_text(round_half_away(annual * 1'000'000), 4) + " %"; }

Error several(const std::vector<double>& roots) {
    std::string list;
    for (const double root : roots) list += (list.empty() ? "" : ", ") + percent(root);
    return invalid("yield", "More than one rate balances these flows: {0}.", list);
}

Error outside_range(Solver& solver, int changes, bool paid_first) {
    if (changes > 1) return invalid("yield", "No rate between -99 % and 1,000,000 % a year balances these flows.");
    // With one change of sign, whoever pays first has lost at the lowest rate if the yield is lower still.
    const bool gains = solver.value(lowest_y) > 0;
    if (gains != paid_first) return invalid("yield", "The yield lies below -99 % a year.");
    return invalid("yield", "The yield lies above 1,000,000 % a year.");
}

double nearest(const std::vector<double>& roots, double to) {
    return *std::ranges::min_element(roots, {}, [to](double root) { return std::abs(root - to); });
}

}  // namespace

int parts_per_year(DayCount day_count) {
    return day_count == DayCount::MonthsTwelfths || day_count == DayCount::Thirty360 ? 360 : 365;
}

int time_between(DayCount day_count, Date start, Date end) {
    if (parts_per_year(day_count) == 365) return days_between(start, end);
    const auto time = year_fraction(DayCount::MonthsTwelfths, start, end);
    return static_cast<int>(time.num * (360 / time.den));
}

Rate Yield::rate() const { return {round_half_away(annual * rate_scale)}; }

Result<Yield> annual_yield(const CashFlows& cash, std::optional<double> nearest_to) {
    auto flows = netted(cash);
    const int changes = sign_changes(flows);
    if (changes == 0) return invalid("yield", "There is no yield: money is only paid, or only received.");
    const bool paid_first = flows.front().amount < 0;
    Solver solver(std::move(flows), cash.parts_per_year);
    if (changes == 1)
        if (const auto root = solver.by_halley()) return Yield{*root, {*root}};
    const auto roots = solver.by_halving();
    if (roots.empty()) return outside_range(solver, changes, paid_first);
    if (roots.size() > 1 && !nearest_to) return several(roots);
    return Yield{nearest_to ? nearest(roots, *nearest_to) : roots.front(), roots};
}

std::optional<double> mean_years(const CashFlows& cash, double annual) {
    ensure(annual > -1, "a yield is above -100 %");
    if (cash.flows.empty()) return {};
    Powers powers(cash.flows.back().time);
    powers.tabulate(-std::log1p(annual) / cash.parts_per_year);
    Moments later;
    for (const auto& flow : cash.flows)
        if (flow.time > 0) later.add(flow.amount * powers(flow.time), flow.time);
    if (later.value <= 0) return {};
    return later.mean() / cash.parts_per_year;
}

double present_value(const CashFlows& cash, double annual) {
    ensure(annual > -1, "a yield is above -100 %");
    double sum = 0;
    for (const auto& flow : cash.flows)
        sum += flow.amount * std::pow(1 + annual, -double(flow.time) / cash.parts_per_year);
    return sum;
}

}  // namespace leasebook::pricing
