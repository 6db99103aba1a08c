// Credit: risk weights, the limit of a large pool, expected losses as IFRS 9 examples state them, contagion.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "pricing/portfolio_risk/capital.h"
#include "pricing/portfolio_risk/contagion.h"
#include "pricing/portfolio_risk/loss_model.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

// A number strictly between the bounds.
double between(CaseReader& in, Where where, double low, double high) {
    const double value = in.number(where);
    if (in.errors().empty() && !(value > low && value < high))
        in.refuse(invalid(std::string(where.names).substr(0, std::string(where.names).find('|')),
                          "This lies outside of what it can be."));
    return value;
}

pricing::IrbClass irb_class_of(CaseReader& in) {
    using enum pricing::IrbClass;
    auto name = in.text_or({"asset_class|class", -1}, "corporate");
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    const std::map<std::string, pricing::IrbClass> known{
        {"corporate", Corporate},      {"sme", Corporate},
        {"mortgage", Mortgage},        {"residential mortgage", Mortgage},
        {"qrre", QualifyingRevolving}, {"qualifying_revolving", QualifyingRevolving},
        {"retail", OtherRetail},       {"other retail", OtherRetail},
        {"other_retail", OtherRetail}};
    const auto found = known.find(name);
    if (found != known.end()) return found->second;
    in.refuse(invalid("asset_class", "\"{0}\" is not known here. Use one of: {1}.", shortened(name),
                      "corporate, sme, mortgage, qualifying_revolving, other_retail"));
    return Corporate;
}

pricing::IrbExposure exposure_of(CaseReader& in) {
    pricing::IrbExposure exposure;
    exposure.irb_class = irb_class_of(in);
    exposure.default_probability =
        in.has({"pd_pct"}) ? between(in, {"pd_pct"}, 0, 100) / 100 : between(in, {"pd"}, 0, 1);
    exposure.loss_given_default =
        in.has({"lgd_pct"}) ? between(in, {"lgd_pct"}, -1e-9, 100 + 1e-9) / 100 : between(in, {"lgd"}, -1e-9, 1 + 1e-9);
    exposure.maturity = in.number_or({"maturity|m"}, 2.5);
    exposure.sales = in.optional_number({"turnover|sales|turnover_eur_m"});
    return exposure;
}

Result<json> irb(CaseReader& in) {
    const auto exposure = exposure_of(in);
    const double scaling = in.number_or({"scaling_factor"}, 1);
    if (!in.errors().empty()) return in.errors();
    return json{{"risk_weight", scaling * pricing::irb_risk_weight(exposure)},
                {"risk_weight_pct", 100 * scaling * pricing::irb_risk_weight(exposure)},
                {"capital", scaling * pricing::irb_capital(exposure)}};
}

Result<json> vasicek(CaseReader& in) {
    const double pd = between(in, {"pd"}, 0, 1), rho = between(in, {"rho|correlation"}, 0, 1);
    const double level = in.has({"level|q"}) ? between(in, {"level|q"}, 0, 1) : 0.999;
    const auto share = in.optional_number({"share|x"});
    if (!in.errors().empty()) return in.errors();
    json out{{"quantile", pricing::vasicek_quantile(pd, rho, level)},
             {"standard_deviation", pricing::vasicek_deviation(pd, rho)}};
    if (share && *share > 0 && *share < 1) out["distribution"] = pricing::vasicek_distribution(pd, rho, *share);
    return out;
}

Result<json> conditional_pd(CaseReader& in) {
    const double pd = between(in, {"pd"}, 0, 1);
    const double rg = in.number_or({"rg"}, 0.10), rc = in.number_or({"rc"}, 0.10);
    const double g = in.number_or({"g"}, 0), c = in.number_or({"c"}, 0);
    if (rg < 0 || rc < 0 || rg + rc >= 1) in.refuse(invalid("rg", "This lies outside of what it can be."));
    if (!in.errors().empty()) return in.errors();
    return json(pricing::conditional_default_probability(pd, std::sqrt(rg) * g + std::sqrt(rc) * c, rg + rc));
}

std::vector<double> list_or_one(CaseReader& in, Where where, std::size_t size) {
    if (in.raw(where).is_array()) return in.numbers(where);
    return std::vector<double>(size, in.number(where));
}

// Marginal probabilities of default by year, given as such, from cumulative ones, or conditional on survival.
std::vector<double> marginal_defaults(CaseReader& in, std::size_t size) {
    if (in.has({"marginal_pd"})) return list_or_one(in, {"marginal_pd"}, size);
    std::vector<double> marginal;
    if (in.has({"cumulative_pd"})) {
        double before = 0;
        for (const double cumulative : in.numbers({"cumulative_pd"})) {
            marginal.push_back(cumulative - before);
            before = cumulative;
        }
        return marginal;
    }
    double surviving = 1;
    for (const double conditional : list_or_one(in, {"pd|conditional_pd"}, size)) {
        marginal.push_back(surviving * conditional);
        surviving *= 1 - conditional;
    }
    return marginal;
}

std::vector<double> discount_factors(CaseReader& in, std::size_t size) {
    if (in.has({"df|discount_factors"})) return in.numbers({"df|discount_factors"});
    const double rate = in.number_or({"eir|discount_rate|rate"}, 0);
    std::vector<double> factors;
    for (std::size_t year = 1; year <= size; ++year) factors.push_back(std::pow(1 + rate, -static_cast<double>(year)));
    return factors;
}

Result<json> expected_credit_loss(CaseReader& in) {
    const auto periods = static_cast<std::size_t>(std::clamp(in.whole_number_or({"years|periods"}, 1), 1, 1200));
    const auto ead = list_or_one(in, {"ead|exposure"}, periods);
    const auto marginal = marginal_defaults(in, ead.size());
    const auto lgd = list_or_one(in, {"lgd"}, ead.size());
    const auto factors = discount_factors(in, ead.size());
    if (!in.errors().empty()) return in.errors();
    if (marginal.size() != ead.size() || lgd.size() != ead.size() || factors.size() != ead.size())
        return invalid("ead", "The lists must be of the same length.");
    json rows = json::array();
    double total = 0;
    for (std::size_t i = 0; i < ead.size(); ++i) {
        const double loss = ead[i] * marginal[i] * lgd[i] * factors[i];
        rows.push_back(loss);
        total += loss;
    }
    return json{
        {"ecl", rows}, {"total", total}, {"lifetime", total}, {"twelve_month", rows.empty() ? json(0) : rows[0]}};
}

// One payment at the end, of which scenarios bring less.
Result<json> scenario_loss(CaseReader& in) {
    const double amount = in.number({"amount"}), rate = in.number_or({"discount_rate|eir"}, 0);
    const double years = in.number_or({"years"}, 0);
    const auto pairs = in.numbers({"scenarios"});
    if (pairs.size() % 2 != 0 || pairs.empty())
        in.refuse(invalid("scenarios", "Each scenario is an amount and its probability."));
    double weights = 0;
    for (std::size_t i = 1; i < pairs.size(); i += 2) weights += pairs[i];
    if (in.errors().empty() && std::abs(weights - 1) > 1e-9)
        in.refuse(invalid("scenarios", "The probabilities of the scenarios add up to 1."));
    if (!in.errors().empty()) return in.errors();
    json by_scenario = json::array();
    double undiscounted = 0, impairment = 0;
    for (std::size_t i = 0; i < pairs.size(); i += 2) {
        const double loss = pairs[i + 1] * (amount - pairs[i]), today = loss * std::pow(1 + rate, -years);
        undiscounted += loss;
        impairment += today;
        by_scenario.push_back(today);
    }
    return json{{"expected_loss_undiscounted", undiscounted},
                {"impairment_by_scenario", by_scenario},
                {"impairment", impairment}};
}

// A bucket of receivables by age: what reached it of the sales of a period, and what stands in it today.
struct Bucket {
    double reached = 0, balance = 0;
};

// Lists, or objects by the buckets' names; whatever their order, less reaches a later bucket.
std::vector<Bucket> buckets_of(CaseReader& in) {
    const auto& reached = in.raw({"outstanding_by_bucket"});
    const auto& balances = in.has({"balances"}) ? in.raw({"balances"}) : reached;
    std::vector<Bucket> buckets;
    if (reached.is_structured() && balances.type() == reached.type() && balances.size() == reached.size())
        for (const auto& [name, value] : reached.items()) {
            const json other = reached.is_object() ? balances.value(name, json{}) : balances[buckets.size()];
            const auto first = CaseReader::as_number(value), second = CaseReader::as_number(other);
            if (first && second && *first > 0) buckets.push_back({*first, *second});
        }
    if (buckets.empty() || buckets.size() != reached.size())
        in.refuse(invalid("outstanding_by_bucket", "Give one number above zero for each bucket, and its balance."));
    std::ranges::stable_sort(buckets, std::greater{}, &Bucket::reached);
    return buckets;
}

// Rates of loss from how much flows through to the last bucket, laid over balances.
Result<json> provision_matrix(CaseReader& in) {
    const auto buckets = buckets_of(in);
    if (!in.errors().empty()) return in.errors();
    json rates = json::array(), losses = json::array();
    double total = 0;
    for (const auto& bucket : buckets) {
        const double rate = buckets.back().reached / bucket.reached;
        rates.push_back(100 * rate);
        losses.push_back(rate * bucket.balance);
        total += rate * bucket.balance;
    }
    return json{{"loss_rate_pct", rates}, {"ecl", losses}, {"total", total}};
}

}  // namespace

Operations credit_operations() {
    return {{"irb", irb},
            {"irb_risk_weight", irb},
            {"vasicek", vasicek},
            {"conditional_pd", conditional_pd},
            {"expected_credit_loss", expected_credit_loss},
            {"ecl", expected_credit_loss},
            {"ecl_scenarios", scenario_loss},
            {"provision_matrix", provision_matrix}};
}

}  // namespace leasebook::server
