#include "pricing/depreciation.h"

#include <algorithm>
#include <cmath>

namespace leasebook::pricing {

namespace {

constexpr double longest_life = 10'000;

Errors senseless(const Depreciation& d) {
    if (!(d.cost >= 0) || !(d.salvage >= 0)) return {invalid("cost", "Cost and salvage cannot be negative.")};
    if (!(d.life > 0)) return {invalid("life", "The life must be above zero.")};
    if (d.life > longest_life) return {invalid("life", "The number is too large.")};
    return {};
}
Errors senseless(const Depreciation& d, double period) {
    if (auto errors = senseless(d); !errors.empty()) return errors;
    if (!(period > 0) || period > d.life) return {invalid("period", "The period runs from 1 to the end of the life.")};
    return {};
}

}  // namespace

Result<double> straight_line(const Depreciation& d) {
    if (d.life == 0) return invalid("life", "The life must be above zero.");
    return (d.cost - d.salvage) / d.life;
}

Result<double> sum_of_years(const Depreciation& d, double period) {
    if (d.life == 0 || period < 1 || period > d.life)
        return invalid("period", "The period runs from 1 to the end of the life.");
    return (d.cost - d.salvage) * (d.life - period + 1) * 2 / (d.life * (d.life + 1));
}

Result<double> fixed_declining(const Depreciation& d, double period, double first_year_months) {
    if (auto errors = senseless(d, period); !errors.empty()) return errors;
    if (first_year_months < 1 || first_year_months > 12) return invalid("month", "The first year has 1 to 12 months.");
    if (d.salvage >= d.cost) return 0.0;
    const double rate = std::round((1 - std::pow(d.salvage / d.cost, 1 / d.life)) * 1000) / 1000;
    double lost = d.cost * rate * first_year_months / 12;
    if (period == 1) return lost;
    for (int year = 2; year < period; ++year) lost += (d.cost - lost) * rate;
    return (d.cost - lost) * rate;
}

Result<double> declining(const Depreciation& d, double period, double factor) {
    if (auto errors = senseless(d, period); !errors.empty()) return errors;
    if (factor <= 0) return invalid("factor", "The factor must be above zero.");
    if (d.salvage >= d.cost) return 0.0;
    double lost = 0, current = 0;
    for (int year = 1; year <= period; ++year) {
        current = std::min((d.cost - lost) * factor / d.life, d.cost - d.salvage - lost);
        lost += current;
    }
    return current;
}

Result<double> variable_declining(const Depreciation& d, double start, double end, double factor, bool keep_declining) {
    if (auto errors = senseless(d, end); !errors.empty()) return errors;
    if (start < 0 || start > end)
        return invalid("start_period", "The periods run from 1 to the number of payments, first before last.");
    if (factor <= 0) return invalid("factor", "The factor must be above zero.");
    double left = d.cost, total = 0;
    for (int year = 0; year < end; ++year) {
        const double rest = std::max(0.0, left - d.salvage);
        double loss = std::min(left * factor / d.life, rest);
        if (!keep_declining) loss = std::max(loss, rest / (d.life - year));
        const double share = std::max(0.0, std::min(end, year + 1.0) - std::max(start, static_cast<double>(year)));
        total += loss * share;
        left -= loss;
    }
    return total;
}

}  // namespace leasebook::pricing
