// Curves out of market quotes. The only place that touches QuantLib.
#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include <ql/currency.hpp>
#include <ql/indexes/iborindex.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/yield/oisratehelper.hpp>
#include <ql/termstructures/yield/piecewiseyieldcurve.hpp>
#include <ql/termstructures/yield/ratehelpers.hpp>
#include <ql/time/daycounters/actual360.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include "pricing/curve.h"

namespace leasebook::pricing {

namespace {

namespace ql = QuantLib;

// QuantLib keeps one evaluation date for the whole process and its observers are not safe to use from two threads,
// so everything of it lives and dies under this lock.
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

ql::DayCounter ql_day_count(DayCount count) {
    ensure(count == DayCount::Actual360 || count == DayCount::Actual365Fixed, "market rates count actual days");
    return count == DayCount::Actual360 ? ql::DayCounter(ql::Actual360()) : ql::DayCounter(ql::Actual365Fixed());
}

// Our calendar as QuantLib asks for one: Debian's own knows the holidays of China to 2023 only.
class MarketCalendar : public ql::Calendar {
public:
    explicit MarketCalendar(const BusinessCalendar& days) { impl_ = ql::ext::make_shared<Days>(days); }

private:
    class Days : public ql::Calendar::Impl {
    public:
        explicit Days(const BusinessCalendar& days) : days_(days) {}
        std::string name() const override { return days_.name(); }
        bool isWeekend(ql::Weekday day) const override { return day == ql::Saturday || day == ql::Sunday; }
        bool isBusinessDay(const ql::Date& day) const override { return days_.is_business_day(civil_date(day)); }

    private:
        const BusinessCalendar& days_;
    };
};

using Helper = ql::ext::shared_ptr<ql::RateHelper>;

// Makes QuantLib's instrument of each quote, by the conventions of one market.
class Market {
public:
    Market(const CurveDefinition& definition, const BusinessCalendar& days) : market_(definition), calendar_(days) {}

    Helper helper(const MarketQuote& quote, Tenor tenor) const {
        const ql::Handle<ql::Quote> rate(
            ql::ext::make_shared<ql::SimpleQuote>(static_cast<double>(quote.rate.e10) / rate_scale));
        if (quote.instrument == Instrument::Deposit) return deposit(rate, tenor);
        return market_.floating_months == 0 ? compounded_swap(rate, tenor) : term_swap(rate, tenor);
    }

private:
    ql::ext::shared_ptr<ql::IborIndex> index(const ql::Period& period, int settlement, DayCount count) const {
        const bool days = period.units() == ql::Days || period.units() == ql::Weeks;
        return ql::ext::make_shared<ql::IborIndex>(
            std::string(market_.name), period, static_cast<ql::Natural>(settlement), ql::Currency(), calendar_,
            days ? ql::Following : ql::ModifiedFollowing, false, ql_day_count(count));
    }
    Helper deposit(const ql::Handle<ql::Quote>& rate, Tenor tenor) const {
        const bool overnight = tenor.unit == 'D' && tenor.count == 1;
        return ql::ext::make_shared<ql::DepositRateHelper>(
            rate, index(ql_period(tenor), overnight ? 0 : market_.deposit_days, market_.deposit_count));
    }
    Helper term_swap(const ql::Handle<ql::Quote>& rate, Tenor tenor) const {
        const ql::Period floating(market_.floating_months, ql::Months);
        return ql::ext::make_shared<ql::SwapRateHelper>(rate, ql_period(tenor), calendar_, fixed_frequency(),
                                                        ql::ModifiedFollowing, ql_day_count(market_.fixed_count),
                                                        index(floating, market_.swap_days, market_.deposit_count));
    }
    // On one curve the growth over a period is the same however it is cut up to be compounded, so what is compounded
    // week by week is worth what is compounded day by day.
    Helper compounded_swap(const ql::Handle<ql::Quote>& rate, Tenor tenor) const {
        const auto overnight = ql::ext::make_shared<ql::OvernightIndex>(
            std::string(market_.swapped_rate), 0, ql::Currency(), calendar_, ql_day_count(market_.fixed_count));
        return ql::ext::make_shared<ql::OISRateHelper>(static_cast<ql::Natural>(market_.swap_days), ql_period(tenor),
                                                       rate, overnight, ql::Handle<ql::YieldTermStructure>(), true,
                                                       static_cast<ql::Natural>(market_.payment_days), ql::Following,
                                                       fixed_frequency(), calendar_);
    }
    ql::Frequency fixed_frequency() const { return market_.fixed_months == 3 ? ql::Quarterly : ql::Annual; }

    const CurveDefinition& market_;
    MarketCalendar calendar_;
};

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
    else if (quote.instrument != Instrument::LoanPrimeRate && days_between(quote.date, as_of) > oldest_quote_days)
        errors.push_back(invalid("quotes", "Quote {0} is stale: it is dated {1}, more than {2} days before {3}.",
                                 named(quote), to_text(quote.date), std::to_string(oldest_quote_days), to_text(as_of)));
}

Result<Instruments> instruments_of(Date as_of, const std::vector<MarketQuote>& quotes, const CurveDefinition& market) {
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
        if (quote.instrument == Instrument::Swap && approximate_days(*tenor) < approximate_days(market.shortest_swap))
            errors.push_back(invalid("quotes", "Quote {0} is too short: a swap against {1} lasts {2} or longer.",
                                     named(quote), std::string(market.swapped_rate), to_text(market.shortest_swap)));
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

Errors missing_and_old(Date as_of, const CurveDefinition& market, const std::vector<MarketQuote>& quotes) {
    Errors notes;
    for (const auto& core : market.core) {
        const bool quoted = std::ranges::any_of(quotes, [&](const MarketQuote& quote) {
            return quote.instrument == core.instrument &&
                   same_length(*parse_tenor(quote.tenor, "quotes")) == same_length(core.tenor);
        });
        if (!quoted)
            notes.push_back(invalid("quotes", "Curve {0} has no quote {1} on {2}: its neighbours stand in for it.",
                                    std::string(market.name), to_text(core.instrument) + " " + to_text(core.tenor),
                                    to_text(as_of)));
    }
    const Date latest = std::ranges::max(quotes, {}, &MarketQuote::date).date;
    for (const auto& quote : quotes)
        if (quote.date < latest)
            notes.push_back(invalid("quotes", "Quote {0} is of {1}, older than others of the curve; it is used.",
                                    named(quote), to_text(quote.date)));
    return notes;
}

// QuantLib's curve, read off on every day so that nothing of it outlives the lock; what each instrument is worth on
// it is asked for while it stands.
template <class Traits, class Interpolator>
DiscountCurve fitted(Date as_of, const Instruments& all, const std::vector<Helper>& helpers) {
    const auto fit = ql::ext::make_shared<ql::PiecewiseYieldCurve<Traits, Interpolator>>(ql_date(as_of), helpers,
                                                                                         ql::Actual365Fixed());
    const ql::Date last = fit->dates().back();
    std::vector<CurveNode> nodes;
    for (const auto& node : fit->dates())
        if (node > ql_date(as_of)) nodes.push_back({civil_date(node), fit->discount(node)});
    std::vector<double> daily;
    for (ql::Date day = ql_date(as_of); day <= last; ++day) daily.push_back(fit->discount(day));
    auto curve = sampled_curve(all.quotes.front().curve, as_of, std::move(nodes), std::move(daily));
    for (std::size_t i = 0; i < helpers.size(); ++i)
        curve.instruments.push_back(
            {all.quotes[i], civil_date(helpers[i]->pillarDate()), helpers[i]->quoteError() * -1e4});
    return curve;
}

DiscountCurve fitted(Interpolation interpolation, Date as_of, const Instruments& all,
                     const std::vector<Helper>& helpers) {
    switch (interpolation) {
        case Interpolation::LogLinearDiscount: return fitted<ql::Discount, ql::LogLinear>(as_of, all, helpers);
        case Interpolation::LinearZero: return fitted<ql::ZeroYield, ql::Linear>(as_of, all, helpers);
        case Interpolation::MonotonicLogCubicDiscount:
            return fitted<ql::Discount, ql::MonotonicLogCubic>(as_of, all, helpers);
        case Interpolation::FlatForward: return fitted<ql::ForwardRate, ql::BackwardFlat>(as_of, all, helpers);
    }
    throw InvariantBroken("every interpolation has its curve");
}

BusinessCalendar calendar_by_rules(const CurveDefinition& market) {
    auto ruled = calendar_named(market.calendar, {}, "calendar");
    return ruled ? *std::move(ruled) : *calendar_named("WEEKEND", {}, "calendar");
}

Result<DiscountCurve> built(Date as_of, Instruments all, const Market& market, Interpolation interpolation) {
    const std::scoped_lock lock(quantlib);
    const ql::SavedSettings restored_afterwards;
    try {
        ql::Settings::instance().evaluationDate() = ql_date(as_of);
        std::vector<Helper> helpers;
        for (std::size_t i = 0; i < all.quotes.size(); ++i)
            helpers.push_back(market.helper(all.quotes[i], all.tenors[i]));
        leave_out_long_deposits(all, helpers);
        if (auto clashes = same_maturity(all, helpers); !clashes.empty()) return clashes;
        auto curve = fitted(interpolation, as_of, all, helpers);
        curve.interpolation = interpolation;
        curve.left_out = std::move(all.left_out);
        return curve;
    } catch (const ql::Error&) {
        return invalid("quotes", "No curve of {0} fits these quotes: look for a rate out of line with its neighbours.",
                       to_text(as_of));
    }
}

}  // namespace

Result<DiscountCurve> bootstrap(Date as_of, const std::vector<MarketQuote>& quotes, const CurveMethod& method) {
    const std::string name(quotes.empty() ? known_curves.front().name : quotes.front().curve);
    const auto definition = curve_definition(name, "quotes");
    if (!definition) return definition.errors();
    auto found = instruments_of(as_of, quotes, *definition);
    if (!found) return found.errors();
    auto notes = missing_and_old(as_of, *definition, found->quotes);
    const auto calendar = method.calendar ? *method.calendar : calendar_by_rules(*definition);
    const Market market(*definition, calendar);
    auto curve = built(as_of, *std::move(found), market, method.interpolation.value_or(definition->interpolation));
    if (!curve) return curve;
    auto named_curve = *std::move(curve);
    named_curve.notes = std::move(notes);
    return named_curve;
}

}  // namespace leasebook::pricing
