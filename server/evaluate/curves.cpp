// Curves from quotes in the forms that suites keep them in.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "pricing/curve.h"
#include "pricing/swap_curve.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;
using pricing::CurveInstrument;
using pricing::ZeroCurve;

// What tenors are counted from, and the calendar that keeps them off closed days.
struct TenorBase {
    Date reference, spot;
    const BusinessCalendar& calendar;
};

// "0D" is the reference day, "ON" the next business day, "2W", "6M", "10Y" count from spot.
Result<Date> tenor_date(std::string_view text, const TenorBase& base) {
    if (text == "0D") return base.reference;
    if (text == "ON") return base.calendar.adjust(base.reference + std::chrono::days{1}, BusinessDay::Following);
    const auto tenor = parse_tenor(text, "tenors");
    if (!tenor) return tenor.errors();
    const auto later = [&] {
        switch (tenor->unit) {
            case 'D': return base.spot + std::chrono::days{tenor->count};
            case 'W': return base.spot + std::chrono::days{7 * tenor->count};
            case 'M': return add_months(base.spot, tenor->count);
            default: return add_months(base.spot, 12 * tenor->count);
        }
    }();
    return base.calendar.adjust(later, BusinessDay::ModifiedFollowing);
}

Result<int> months_of(std::string_view text) {
    const auto tenor = parse_tenor(text, "tenor");
    if (!tenor) return tenor.errors();
    if (tenor->unit == 'M') return tenor->count;
    if (tenor->unit == 'Y') return 12 * tenor->count;
    return invalid("tenor", "\"{0}\" is not a whole number of months.", shortened(text));
}

json nodes_of(const ZeroCurve& curve) {
    json nodes = json::array();
    for (std::size_t i = 0; i < curve.dates.size(); ++i)
        nodes.push_back({{"date", to_text(curve.dates[i])},
                         {"zero", curve.zeros[i]},
                         {"discount", curve.discount(curve.dates[i])}});
    return nodes;
}

// Discount factors on the dates or tenors that are asked for.
Result<json> asked_discounts(CaseReader& in, const ZeroCurve& curve, const TenorBase& base) {
    json factors = json::array();
    if (in.has({"dates"})) {
        for (const Date date : in.dates({"dates"})) factors.push_back(curve.discount(date));
    } else if (in.raw({"tenors"}).is_array()) {
        for (const auto& tenor : in.raw({"tenors"})) {
            const auto date = tenor_date(tenor.is_string() ? tenor.get<std::string>() : tenor.dump(), base);
            if (!date) return date.errors();
            factors.push_back(curve.discount(*date));
        }
    }
    if (!in.errors().empty()) return in.errors();
    return json{{"nodes", nodes_of(curve)}, {"discount_factors", factors}};
}

// Swaps named by the days they end on.
Result<json> swaps_to_dates(CaseReader& in) {
    const json inputs = in.has({"inputs"}) ? in.raw({"inputs"}) : json{};
    const std::vector<CalendarDay> no_days;
    CaseReader swaps(inputs, no_days);
    const auto reference = swaps.date({"referenceDate|reference_date|as_of"});
    const auto maturities = swaps.dates({"maturities"});
    const auto rates = swaps.numbers({"rates"});
    const int lag = swaps.whole_number_or({"swapStartLagDays|start_lag_days"}, 1);
    if (maturities.size() != rates.size()) swaps.refuse(invalid("rates", "There are as many rates as maturities."));
    if (!swaps.errors().empty()) return swaps.errors();
    if (lag < 0 || lag > 30) return invalid("start_lag_days", "The number is too large.");
    const auto market = *pricing::swap_convention("CNY-FR007", "convention");
    const auto calendar = in.has({"calendar"}) ? in.calendar() : in.standing_calendar("WEEKEND");
    if (!in.errors().empty()) return in.errors();
    const Date spot = calendar.advance(calendar.adjust(reference, BusinessDay::Following), lag);
    pricing::CurveToSolve wanted{"CNY-FR007", pricing::Between::LinearZero, 0, {}};
    for (std::size_t i = 0; i < rates.size(); ++i)
        wanted.instruments.push_back(pricing::par_swap_to(market, spot, maturities[i], rates[i], {}));
    const auto curves = pricing::solve_curves(reference, {wanted});
    if (!curves) return curves.errors();
    return asked_discounts(in, curves->front(), {reference, spot, calendar});
}

// {"1M": 5.2, "2Y": "4.9"}: percent a year, as yield tables print them. Par yields make bonds at par; spot yields are
// zero rates compounding once a year.
Result<json> yield_table(CaseReader& in) {
    const auto reference = in.date({"as_of|date"});
    const bool par = in.has({"par"});
    const int coupons = in.whole_number_or({"coupons"}, 2);
    if (coupons != 1 && coupons != 2 && coupons != 4)
        in.refuse(invalid("coupons", "Coupons are paid 1, 2 or 4 times a year."));
    if (!in.errors().empty()) return in.errors();
    pricing::CurveToSolve wanted{"", pricing::Between::LogLinear, 0, {}};
    ZeroCurve spot{"", reference, pricing::Between::LogLinear, {}, {}};
    std::map<Date, std::pair<int, double>> rows;
    for (const auto& [tenor, quote] : in.raw({"par|spot"}).items()) {
        const auto percent = CaseReader::as_number(quote);
        const auto months = months_of(tenor);
        if (!percent) return invalid("par", "\"{0}\" is not a number.", shortened(quote.dump()));
        if (!months) return months.errors();
        rows[add_months(reference, *months)] = {*months, *percent / 100};
    }
    for (const auto& [date, row] : rows) {
        const double years = row.first / 12.0;
        wanted.instruments.push_back(pricing::par_bond(reference, row.first, row.second, coupons));
        spot.dates.push_back(date);
        spot.zeros.push_back(std::log1p(row.second) * years * 365 / days_between(reference, date));
    }
    if (rows.empty()) return invalid("par", "This field cannot be empty.");
    const auto every_day = in.standing_calendar("NONE");
    const TenorBase base{reference, reference, every_day};
    if (!par) return asked_discounts(in, spot, base);
    const auto curves = pricing::solve_curves(reference, {wanted});
    if (!curves) return curves.errors();
    return asked_discounts(in, curves->front(), base);
}

Result<json> market_quotes(CaseReader& in) {
    const auto as_of = in.date({"as_of"});
    std::vector<MarketQuote> quotes;
    for (const auto& row : in.raw({"quotes"})) {
        if (!row.is_object()) return invalid("quotes", "A quote is an object with instrument, tenor and rate.");
        Fields fields{{"curve", "CNY"}, {"date", to_text(as_of)}};
        for (const auto& [name, value] : row.items())
            fields[name] = value.is_string() ? value.get<std::string>() : value.dump();
        const auto quote = read_record<MarketQuote>(fields);
        if (!quote) return quote.errors();
        quotes.push_back(*quote);
    }
    if (!in.errors().empty()) return in.errors();
    const auto curve = pricing::bootstrap(as_of, quotes);
    if (!curve) return curve.errors();
    ZeroCurve plain{curve->name, as_of, pricing::Between::LogLinear, {}, {}};
    for (const auto& node : curve->nodes) {
        plain.dates.push_back(node.date);
        plain.zeros.push_back(curve->zero_rate(node.date));
    }
    const auto every_day = in.standing_calendar("NONE");
    return asked_discounts(in, plain, {as_of, as_of, every_day});
}

// "3Mx9M" is from 3 to 9 months.
Result<std::pair<int, int>> forward_months(const std::string& text) {
    const auto x = text.find('x');
    if (x == std::string::npos) return invalid("tenor", "A forward rate agreement runs like 3Mx6M.");
    const auto from = months_of(text.substr(0, x)), to = months_of(text.substr(x + 1));
    if (!from) return from.errors();
    if (!to) return to.errors();
    return std::pair{*from, *to};
}

Result<CurveInstrument> instrument_of(CaseReader& node, Date as_of, pricing::CurvePlaces at) {
    const auto type = node.text({"type"}), tenor = node.text_or({"tenor|time"}, "");
    const double quote = node.number({"quote|rate|value"});
    const auto market = pricing::swap_convention(node.text({"convention"}), "convention");
    if (!node.errors().empty()) return node.errors();
    if (!market) return market.errors();
    if (type == "DEP") return pricing::day_deposit(*market, as_of, quote, at);
    if (type == "FIX") return pricing::single_period(*market, as_of, 0, market->floating_months, quote, at);
    if (type == "FRA") {
        const auto months = forward_months(tenor);
        if (!months) return months.errors();
        return pricing::single_period(*market, as_of, months->first, months->second, quote, at);
    }
    const auto months = months_of(tenor);
    if (!months) return months.errors();
    if (type == "OIS" || type == "IRS") return pricing::par_swap(*market, as_of, *months, quote, at);
    if (type == "BS3") return pricing::basis_swap(*market, as_of, *months, quote, at);
    return invalid("type", "\"{0}\" is not known here. Use one of: {1}.", shortened(type),
                   "DEP, FIX, FRA, OIS, IRS, BS3");
}

// Several curves: the first discounts all, each projects its own rate; basis swaps lean on the curve before theirs.
Result<json> curve_group(CaseReader& in) {
    const auto as_of = in.date({"as_of"});
    std::vector<pricing::CurveToSolve> wanted;
    const std::vector<CalendarDay> no_days;
    for (const auto& curve : in.raw({"curves"})) {
        const int place = static_cast<int>(wanted.size());
        pricing::CurveToSolve one{curve.value("name", ""), pricing::Between::LinearZero, 0, {}};
        for (const auto& row : curve.value("nodes", json::array())) {
            CaseReader node(row, no_days);
            auto made = instrument_of(node, as_of, {place, std::max(0, place - 1)});
            if (!made) return made.errors();
            one.instruments.push_back(*std::move(made));
            one.instruments.back().label = node.text_or({"label"}, "");
        }
        wanted.push_back(std::move(one));
    }
    if (!in.errors().empty()) return in.errors();
    const auto curves = pricing::solve_curves(as_of, wanted);
    if (!curves) return curves.errors();
    json answer = json::array();
    double worst = 0;
    for (std::size_t i = 0; i < curves->size(); ++i) {
        answer.push_back({{"name", (*curves)[i].name}, {"nodes", nodes_of((*curves)[i])}});
        for (const auto& instrument : wanted[i].instruments)
            worst = std::max(worst, std::abs(pricing::present_value(instrument, *curves, wanted[i].discounted_on)));
    }
    return json{{"curves", answer}, {"largest_residual", worst}};
}

Result<json> bootstrap(CaseReader& in) {
    if (in.has({"inputs"})) return swaps_to_dates(in);
    if (in.raw({"curves"}).is_array()) return curve_group(in);
    if (in.raw({"par|spot"}).is_object()) return yield_table(in);
    if (in.raw({"quotes"}).is_array()) return market_quotes(in);
    return invalid("quotes", "Give quotes, inputs, par, spot or curves; docs/eval.md shows each.");
}

}  // namespace

Operations curve_operations() { return {{"bootstrap", bootstrap}}; }

}  // namespace leasebook::server
