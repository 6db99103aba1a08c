#include "pricing/curve.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

#include <ql/indexes/ibor/shibor.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/yield/piecewiseyieldcurve.hpp>
#include <ql/termstructures/yield/ratehelpers.hpp>
#include <ql/time/calendars/china.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include "pricing/quad.h"

namespace leasebook::pricing {

namespace {

namespace ql = QuantLib;

constexpr int sampled_years = 40;
constexpr double days_per_year = 365;

// The only place that touches QuantLib. It keeps one evaluation date for the whole process and its observers are
// not safe to use from two threads, so everything of it lives and dies under this lock.
std::mutex quantlib;

ql::Date ql_date(Date date) {
    constexpr int serial_of_1970 = 25569;
    return ql::Date(static_cast<ql::Date::serial_type>(date.time_since_epoch().count()) + serial_of_1970);
}
Date civil_date(const ql::Date& date) {
    return leasebook::date(date.year(), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.dayOfMonth()));
}

// QuantLib counts days as business days: right for overnight, wrong for 7D, which is a week.
bool is_overnight_or_weeks(Tenor tenor) { return tenor.unit != 'D' || tenor.count == 1 || tenor.count % 7 == 0; }

ql::Period ql_period(Tenor tenor) {
    switch (tenor.unit) {
        case 'D': return tenor.count == 1 ? ql::Period(1, ql::Days) : ql::Period(tenor.count / 7, ql::Weeks);
        case 'W': return {tenor.count, ql::Weeks};
        case 'M': return {tenor.count, ql::Months};
        default: return {tenor.count, ql::Years};
    }
}

using Helper = ql::ext::shared_ptr<ql::RateHelper>;

Helper helper(const MarketQuote& quote, Tenor tenor) {
    const ql::Handle<ql::Quote> rate(
        ql::ext::make_shared<ql::SimpleQuote>(static_cast<double>(quote.rate.e10) / rate_scale));
    if (quote.instrument == Instrument::Deposit)
        return ql::ext::make_shared<ql::DepositRateHelper>(rate, ql::ext::make_shared<ql::Shibor>(ql_period(tenor)));
    return ql::ext::make_shared<ql::SwapRateHelper>(rate, ql_period(tenor), ql::China(ql::China::IB), ql::Quarterly,
                                                    ql::ModifiedFollowing, ql::Actual365Fixed(),
                                                    ql::ext::make_shared<ql::Shibor>(ql::Period(3, ql::Months)));
}

std::string named(const MarketQuote& quote) { return to_text(quote.instrument) + " " + quote.tenor; }

// Length in a unit in which 12M and 1Y, or 7D and 1W, are the same tenor.
std::pair<char, int> same_length(Tenor tenor) {
    if (tenor.unit == 'Y') return {'M', 12 * tenor.count};
    if (tenor.unit == 'W') return {'D', 7 * tenor.count};
    return {tenor.unit, tenor.count};
}

struct Instruments {
    std::vector<MarketQuote> quotes;
    std::vector<Tenor> tenors;
    std::vector<MarketQuote> left_out;
};

void check_dates(Date as_of, const MarketQuote& quote, Errors& errors) {
    if (quote.date > as_of)
        errors.push_back(invalid("quotes", "Quote {0} is dated {1}, after the day of the curve ({2}).", named(quote),
                                 to_text(quote.date), to_text(as_of)));
    else if (days_between(quote.date, as_of) > oldest_quote_days)
        errors.push_back(invalid("quotes", "Quote {0} is stale: it is dated {1}, more than {2} days before {3}.",
                                 named(quote), to_text(quote.date), std::to_string(oldest_quote_days), to_text(as_of)));
}

Result<Instruments> instruments_of(Date as_of, const std::vector<MarketQuote>& quotes) {
    Instruments found;
    Errors errors;
    std::map<std::pair<Instrument, std::pair<char, int>>, std::string> seen;
    for (const auto& quote : quotes) {
        for (const auto& error : check(quote)) errors.push_back(error);
        const auto tenor = parse_tenor(quote.tenor, "quotes");
        if (!tenor) continue;
        if (quote.curve != quotes.front().curve)
            errors.push_back(invalid("quotes", "Quotes of {0} and of {1} do not make one curve.", quotes.front().curve,
                                     quote.curve));
        check_dates(as_of, quote, errors);
        if (!is_overnight_or_weeks(*tenor))
            errors.push_back(invalid("quotes", "Quote {0} has no term of the market: in days, it is 1D or whole weeks.",
                                     named(quote)));
        const auto [other, is_new] = seen.emplace(std::pair{quote.instrument, same_length(*tenor)}, named(quote));
        if (!is_new)
            errors.push_back(invalid("quotes", "Tenor quoted twice: {0} and {1}.", other->second, named(quote)));
        if (quote.instrument == Instrument::Swap && approximate_days(*tenor) < 90)
            errors.push_back(invalid("quotes",
                                     "Quote {0} is too short: a swap against three-month Shibor lasts 3M or longer.",
                                     named(quote)));
        if (quote.instrument == Instrument::LoanPrimeRate) {
            found.left_out.push_back(quote);
            continue;
        }
        found.quotes.push_back(quote);
        found.tenors.push_back(*tenor);
    }
    if (!errors.empty()) return errors;
    if (found.quotes.empty())
        return invalid("quotes", "There is no deposit or swap quote to build the curve of {0} from.", to_text(as_of));
    return found;
}

// Deposits that reach as far as the shortest swap would say the same stretch twice.
void leave_out_long_deposits(Instruments& all, std::vector<Helper>& helpers) {
    std::optional<ql::Date> first_swap;
    for (std::size_t i = 0; i < helpers.size(); ++i)
        if (all.quotes[i].instrument == Instrument::Swap && (!first_swap || helpers[i]->pillarDate() < *first_swap))
            first_swap = helpers[i]->pillarDate();
    if (!first_swap) return;
    for (std::size_t i = helpers.size(); i-- > 0;) {
        if (all.quotes[i].instrument == Instrument::Swap || helpers[i]->pillarDate() < *first_swap) continue;
        all.left_out.push_back(all.quotes[i]);
        const auto at = static_cast<std::ptrdiff_t>(i);
        all.quotes.erase(all.quotes.begin() + at);
        helpers.erase(helpers.begin() + at);
    }
}

// Two tenors can end on one business day: 4W and 1M in February.
Errors same_maturity(const Instruments& all, const std::vector<Helper>& helpers) {
    std::map<ql::Date, std::string> seen;
    Errors errors;
    for (std::size_t i = 0; i < helpers.size(); ++i) {
        const auto [other, is_new] = seen.emplace(helpers[i]->pillarDate(), named(all.quotes[i]));
        if (!is_new)
            errors.push_back(invalid("quotes", "Quotes {0} and {1} end on the same day, {2}. Keep one of them.",
                                     other->second, named(all.quotes[i]),
                                     to_text(civil_date(helpers[i]->pillarDate()))));
    }
    return errors;
}

DiscountCurve read_off(Date as_of, Instruments all, const std::vector<Helper>& helpers) {
    const auto curve = ql::ext::make_shared<ql::PiecewiseYieldCurve<ql::Discount, ql::LogLinear>>(
        ql_date(as_of), helpers, ql::Actual365Fixed());
    curve->enableExtrapolation();
    std::vector<CurveNode> nodes;
    const auto ql_nodes = curve->nodes();
    for (const auto& [node_date, discount] : ql_nodes)
        if (node_date > ql_date(as_of)) nodes.push_back({civil_date(node_date), discount});
    auto made = curve_through(all.quotes.front().curve, as_of, std::move(nodes));
    for (std::size_t i = 0; i < helpers.size(); ++i)
        made.instruments.push_back(
            {all.quotes[i], civil_date(helpers[i]->pillarDate()), helpers[i]->quoteError() * -1e4});
    made.left_out = std::move(all.left_out);
    return made;
}

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
    return Money::minor(round_half_away(static_cast<Quad>(sum)), currency);
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
    const Date end = std::max(leasebook::add_months(reference, 12 * sampled_years), curve.nodes.back().date);
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
    for (int d = 1; d <= days_between(from, end); ++d) curve.daily.push_back(std::exp(log_from + slope * d));
    return curve;
}

DiscountCurve flat_curve(std::string name, Date reference, Rate continuous) {
    const double rate = static_cast<double>(continuous.e10) / rate_scale;
    const Date year_later = reference + std::chrono::days{365};
    return curve_through(std::move(name), reference, {{year_later, std::exp(-rate)}});
}

Result<DiscountCurve> bootstrap(Date as_of, const std::vector<MarketQuote>& quotes) {
    auto found = instruments_of(as_of, quotes);
    if (!found) return found.errors();
    Instruments all = *std::move(found);
    const std::scoped_lock lock(quantlib);
    const ql::SavedSettings restored_afterwards;
    try {
        ql::Settings::instance().evaluationDate() = ql_date(as_of);
        std::vector<Helper> helpers;
        for (std::size_t i = 0; i < all.quotes.size(); ++i) helpers.push_back(helper(all.quotes[i], all.tenors[i]));
        leave_out_long_deposits(all, helpers);
        if (auto clashes = same_maturity(all, helpers); !clashes.empty()) return clashes;
        return read_off(as_of, std::move(all), helpers);
    } catch (const ql::Error&) {
        return invalid("quotes", "No curve of {0} fits these quotes: look for a rate out of line with its neighbours.",
                       to_text(as_of));
    }
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
    return weighted_value(curve, flows, [](double years) { return std::sinh(1e-4 * years); });
}

}  // namespace leasebook::pricing
