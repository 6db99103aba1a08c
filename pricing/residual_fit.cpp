#include "pricing/residual_fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "domain/residual.h"
#include "pricing/robust_regression.h"

namespace leasebook::pricing {

namespace {

constexpr std::size_t least_sales = 30, most_drawn = 300;
constexpr std::array<double, 10> all_knots{0, 1, 2, 4, 7, 11, 16, 22, 30, 50};
constexpr double slope_change = 0.05, known_first_year = 0.005, vague_first_year = 0.5, confidence = 1.96;
constexpr double least_use = 0.05, most_use = 20;

double as_double(Rate rate) { return static_cast<double>(rate.e10) / rate_scale; }
Rate as_rate(double x) { return {std::llround(std::clamp(x, 1e-10, 3.0) * rate_scale)}; }

std::string level_of(const UsedSale& sale) {
    return sale.model ? sale.maker.value_or("") + '\n' + *sale.model : std::string{};
}

// Most sales are in one currency; a share of the cost when new has none.
Currency leading_currency(std::span<const UsedSale> sales) {
    std::map<Currency, std::size_t> counts;
    for (const auto& sale : sales) ++counts[sale.currency];
    return std::ranges::max_element(counts, {}, [](const auto& c) { return c.second; })->first;
}

bool metered(const AssetClass& asset_class, const UsedSale& sale, int months) {
    return sale.usage && *sale.usage > 0 && months > 0 &&
           (!sale.usage_unit || !asset_class.usage_unit || sale.usage_unit == asset_class.usage_unit);
}

// A year; of the class, or else what is usual among the sales.
double standard_use(const AssetClass& asset_class, std::span<const UsedSale> sales) {
    if (asset_class.standard_usage) return *asset_class.standard_usage;
    std::vector<double> uses;
    for (const auto& sale : sales)
        if (const auto months = age_when_sold(sale); months && metered(asset_class, sale, *months))
            uses.push_back(*sale.usage / (*months / 12.0));
    if (uses.empty()) return 0;
    const auto middle = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 2);
    std::nth_element(uses.begin(), middle, uses.end());
    return *middle;
}

// Columns of the regression: the mean level, f at each knot but the first, the exponent of use.
struct Layout {
    std::vector<double> knots;
    double standard_use = 0;
    bool fits_use = false;
    double exponent = 0;  // where it is not fitted

    static constexpr std::size_t mean_level = 0;
    std::size_t use() const { return knots.size(); }
    std::size_t columns() const { return knots.size() + (fits_use ? 1U : 0U); }

    // f at an age as a combination of the columns: within a stretch between its ends, beyond the last along it.
    std::vector<std::pair<std::size_t, double>> decay(double years) const {
        std::size_t end = 1;
        while (end + 1 < knots.size() && years > knots[end]) ++end;
        const double part = (years - knots[end - 1]) / (knots[end] - knots[end - 1]);
        std::vector<std::pair<std::size_t, double>> combination{{end, part}};
        if (end > 1) combination.emplace_back(end - 1, 1 - part);
        return combination;
    }
    double log_use(const UsedSale& sale, int months) const {
        return std::log(std::clamp(*sale.usage / (standard_use * months / 12.0), least_use, most_use));
    }
};

struct Observed {
    SparseRow row;
    int months = 0;
};

}  // namespace

struct ResidualFit::Solution {
    AssetClass asset_class;
    Layout layout;
    RobustFit fit;
    std::unordered_map<std::string, std::int32_t> levels;
    std::vector<Observed> observed;
    Currency currency = CNY;
    Date through;
    int left_out = 0, with_cost = 0;

    bool can_use(const UsedSale& sale) const {
        return age_when_sold(sale) && (sale.cost || (sale.currency == currency && sale.model));
    }
    // The row of a sale, its level given as a group or as its cost.
    SparseRow row(const UsedSale& sale, std::int32_t group) const {
        const int months = *age_when_sold(sale);
        SparseRow row;
        row.y = std::log(static_cast<double>(sale.price.minor_units()));
        if (sale.condition) row.y -= std::log(as_double(condition_factor(asset_class, *sale.condition)));
        if (sale.cost)
            row.y -= std::log(static_cast<double>(sale.cost->minor_units()));
        else
            row.add(Layout::mean_level, 1);
        row.group = sale.cost ? -1 : group;
        for (const auto& [column, factor] : layout.decay(months / 12.0)) row.add(column, factor);
        if (layout.standard_use <= 0 || !metered(asset_class, sale, months)) return row;
        if (layout.fits_use)
            row.add(layout.use(), -layout.log_use(sale, months));
        else
            row.y += layout.exponent * layout.log_use(sale, months);
        return row;
    }
    void lay_out(std::span<const UsedSale> sales);
    void observe(std::span<const UsedSale> sales);
    std::vector<Prior> priors() const;
    double exponent() const {
        return layout.fits_use ? std::clamp(fit.coefficients[layout.use()], 0.0, 1.0) : layout.exponent;
    }
};

void ResidualFit::Solution::lay_out(std::span<const UsedSale> sales) {
    std::vector<int> ages;
    std::size_t used = 0;
    for (const auto& sale : sales) {
        if (!can_use(sale)) continue;
        ages.push_back(*age_when_sold(sale));
        used += metered(asset_class, sale, ages.back()) ? 1U : 0U;
    }
    // The oldest two in a hundred do not decide how far the curve bends.
    const auto oldest = ages.begin() + static_cast<std::ptrdiff_t>(ages.size() * 98 / 100);
    std::nth_element(ages.begin(), oldest, ages.end());
    for (const double knot : all_knots)
        if (layout.knots.size() < 2 || knot * 12 < *oldest) layout.knots.push_back(knot);
    layout.standard_use = standard_use(asset_class, sales);
    layout.fits_use = used >= least_sales && layout.standard_use > 0;
    layout.exponent = asset_class.usage_exponent ? as_double(*asset_class.usage_exponent) : 0;
}

void ResidualFit::Solution::observe(std::span<const UsedSale> sales) {
    observed.reserve(sales.size());
    for (const auto& sale : sales) {
        if (!can_use(sale)) {
            ++left_out;
            continue;
        }
        std::int32_t group = -1;
        if (sale.cost)
            ++with_cost;
        else
            group = levels.try_emplace(level_of(sale), static_cast<std::int32_t>(levels.size())).first->second;
        observed.push_back({row(sale, group), *age_when_sold(sale)});
        through = std::max(through, sale.sold);
    }
}

std::vector<Prior> ResidualFit::Solution::priors() const {
    const bool told = static_cast<std::size_t>(with_cost) >= least_sales;
    std::vector<Prior> priors{
        {{{1, 1}}, std::log(1 - as_double(asset_class.first_year_loss)), told ? vague_first_year : known_first_year}};
    // The loss a year of each stretch beside that of the one before; the first year is of its own kind.
    for (std::size_t k = 2; k + 1 < layout.knots.size(); ++k) {
        const double before = 1 / (layout.knots[k] - layout.knots[k - 1]);
        const double after = 1 / (layout.knots[k + 1] - layout.knots[k]);
        priors.push_back({{{k + 1, after}, {k, -after - before}, {k - 1, before}}, 0, slope_change});
    }
    // Where sales say nothing at all, the loss of the class.
    const double yearly = std::log(1 - as_double(asset_class.yearly_loss));
    if (layout.knots.size() > 2) priors.push_back({{{2, 1}, {1, -1}}, yearly, vague_first_year});
    if (observed.size() == static_cast<std::size_t>(with_cost))
        priors.push_back({{{Layout::mean_level, 1}}, 0, 1});  // no sale asks for it
    if (layout.fits_use) priors.push_back({{{layout.use(), 1}}, layout.exponent, 1});
    return priors;
}

Result<ResidualFit> ResidualFit::of(const AssetClass& asset_class, std::span<const UsedSale> sales) {
    auto solution = std::make_shared<Solution>();
    solution->asset_class = asset_class;
    if (!sales.empty()) solution->currency = leading_currency(sales);
    const auto usable = std::ranges::count_if(sales, [&](const auto& sale) { return solution->can_use(sale); });
    if (static_cast<std::size_t>(usable) < least_sales)
        return conflict("Class {0} has {1} sales that can be used; a curve is fitted from {2} on.",
                        asset_class.code.text, std::to_string(usable), std::to_string(least_sales));
    solution->lay_out(sales);
    solution->observe(sales);
    std::vector<SparseRow> rows;
    rows.reserve(solution->observed.size());
    for (const auto& observed : solution->observed) rows.push_back(observed.row);
    solution->fit = fit_robust(rows, solution->layout.columns(), solution->levels.size(), solution->priors());
    return ResidualFit(std::move(solution));
}

FittedCurve ResidualFit::curve() const {
    const auto& s = *solution_;
    FittedCurve curve;
    curve.asset_class = s.asset_class.code;
    curve.through = s.through;
    curve.sales = static_cast<int>(s.observed.size());
    curve.left_out = s.left_out;
    curve.models = static_cast<int>(s.levels.size());
    curve.with_cost = s.with_cost;
    curve.usage_exponent = {std::llround(s.exponent() * rate_scale)};
    curve.spread = as_rate(s.fit.scale);
    const auto point = [&](int months) {
        const auto combination = s.layout.decay(months / 12.0);
        double log_share = 0;
        for (const auto& [column, factor] : combination) log_share += factor * s.fit.coefficients[column];
        const double half = confidence * s.fit.standard_error(combination);
        curve.points.push_back({months, as_rate(std::exp(log_share)), as_rate(std::exp(log_share - half)),
                                as_rate(std::exp(log_share + half))});
    };
    curve.points.push_back({0, {rate_scale}, {rate_scale}, {rate_scale}});
    for (int months = 12; months < s.asset_class.life_months; months += 12) point(months);
    point(s.asset_class.life_months);
    const std::size_t stride = (s.observed.size() + most_drawn - 1) / most_drawn;
    for (std::size_t i = 0; i < s.observed.size(); i += stride) {
        const auto& [row, months] = s.observed[i];
        double log_share = s.fit.residual(row);
        for (const auto& [column, factor] : s.layout.decay(months / 12.0))
            log_share += factor * s.fit.coefficients[column];
        curve.observed.push_back({months, as_rate(std::exp(log_share))});
    }
    return curve;
}

Money ResidualFit::predicted_price(const UsedSale& sale) const {
    const auto& s = *solution_;
    ensure(age_when_sold(sale).has_value(), "a price is predicted for a machine of known age");
    const auto known = sale.cost ? s.levels.end() : s.levels.find(level_of(sale));
    const auto row = s.row(sale, known == s.levels.end() ? -1 : known->second);
    // What the row's y leaves unexplained is the error: without it, the price itself is the prediction.
    const double log_price = std::log(static_cast<double>(sale.price.minor_units())) - s.fit.residual(row);
    return Money::minor(std::llround(std::exp(log_price)), sale.currency);
}

}  // namespace leasebook::pricing
