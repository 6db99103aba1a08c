#include "pricing/curve_definition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "pricing/curve.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::rate;

const Date as_of = date(2026, 1, 15);

using Rates = std::vector<std::pair<const char*, const char*>>;

std::vector<MarketQuote> market(const char* curve, const Rates& deposits, const Rates& swaps, Date on = as_of) {
    std::vector<MarketQuote> quotes;
    for (const auto& [tenor, annual] : deposits)
        quotes.push_back({curve, Instrument::Deposit, tenor, on, rate(annual), {}});
    for (const auto& [tenor, annual] : swaps) quotes.push_back({curve, Instrument::Swap, tenor, on, rate(annual), {}});
    return quotes;
}
std::vector<MarketQuote> of(const char* curve) {
    return market(
        curve, {{"1D", "0.0178"}, {"7D", "0.0185"}, {"1M", "0.0192"}, {"3M", "0.0195"}},
        {{"6M", "0.0194"}, {"1Y", "0.0197"}, {"2Y", "0.0205"}, {"3Y", "0.0213"}, {"5Y", "0.0229"}, {"10Y", "0.0256"}});
}

TEST(CurveDefinition, ReachesEveryKnownCurveAndListsThemForAnother) {
    for (const auto& known : known_curves) EXPECT_EQ(curve_definition(known.name, "curve")->name, known.name);
    EXPECT_EQ(message(curve_definition("JPY", "curve").error()),
              "There is no curve \"JPY\". There are: CNY, CNY-FR007, USD, EUR.");
    EXPECT_EQ(currency_of_curve("CNY-FR007"), "CNY");
}

TEST(EveryCurve, RepricesItsInstrumentsInEveryInterpolation) {
    for (const auto& known : known_curves)
        for (const auto& [interpolation, name] : NamesOf<Interpolation>::names) {
            const auto curve = bootstrap(as_of, of(std::string(known.name).c_str()), {interpolation, nullptr});
            ASSERT_TRUE(curve) << known.name << " " << name << " " << message(curve.error());
            EXPECT_EQ(curve->interpolation, interpolation);
            EXPECT_EQ(curve->name, known.name);
            EXPECT_TRUE(curve->notes.empty()) << message(curve->notes.front());
            ASSERT_FALSE(curve->instruments.empty());
            for (const auto& instrument : curve->instruments)
                EXPECT_LT(std::abs(instrument.error_bp), 1e-4)
                    << known.name << " " << name << " " << instrument.quote.tenor;
            for (std::size_t d = 1; d < curve->daily.size(); ++d)
                ASSERT_GT(curve->daily[d], 0) << known.name << " " << name << " " << d;
        }
}

TEST(Interpolation, ChangesWhatLiesBetweenTheNodesAndNotTheQuotes) {
    std::map<std::string, double> at_four_years;
    for (const auto& [interpolation, name] : NamesOf<Interpolation>::names)
        at_four_years[std::string(name)] =
            bootstrap(as_of, of("CNY"), {interpolation, nullptr})->zero_rate(date(2030, 1, 15));
    EXPECT_NEAR(at_four_years["flat_forward"], at_four_years["log_linear_discount"], 1e-6);
    EXPECT_GT(std::abs(at_four_years["linear_zero"] - at_four_years["log_linear_discount"]), 1e-6);
    EXPECT_GT(std::abs(at_four_years["monotonic_log_cubic_discount"] - at_four_years["log_linear_discount"]), 1e-6);
    const auto linear = *bootstrap(as_of, of("CNY"), {Interpolation::LinearZero, nullptr});
    const auto &a = linear.nodes[linear.nodes.size() - 2], &b = linear.nodes.back();
    const Date middle = a.date + std::chrono::days{days_between(a.date, b.date) / 2};
    const double share = double(days_between(a.date, middle)) / days_between(a.date, b.date);
    EXPECT_NEAR(linear.zero_rate(middle), linear.zero_rate(a.date) * (1 - share) + linear.zero_rate(b.date) * share,
                1e-12);
}

TEST(DollarCurve, DiscountsAnOvernightSwapAsItIsQuoted) {
    const auto curve = *bootstrap(as_of, market("USD", {}, {{"1Y", "0.0365"}}));
    // One payment after a year, ACT/360, two business days after the period from 20 January 2026 (with the holiday of
    // 19 January, two business days after 15 January).
    const auto us = *calendar_named("US", {}, "calendar");
    const Date start = us.advance(as_of, 2), end = us.adjust(add_months(start, 12), BusinessDay::ModifiedFollowing);
    const Date paid = us.advance(end, 2);
    EXPECT_EQ(start, date(2026, 1, 20));
    const double fixed = 0.0365 * days_between(start, end) / 360 * curve.discount(paid);
    const double floating = (curve.discount(start) / curve.discount(end) - 1) * curve.discount(paid);
    EXPECT_NEAR(fixed, floating, 1e-10);
}

TEST(RepoCurve, PaysEveryQuarterAgainstTheCompoundedRate) {
    const auto curve = *bootstrap(as_of, market("CNY-FR007", {}, {{"1Y", "0.0176"}}));
    const Date dates[] = {date(2026, 1, 16), date(2026, 4, 16), date(2026, 7, 16), date(2026, 10, 16),
                          date(2027, 1, 18)};
    double fixed = 0;
    for (int k = 1; k < 5; ++k) fixed += 0.0176 * days_between(dates[k - 1], dates[k]) / 365 * curve.discount(dates[k]);
    EXPECT_NEAR(fixed, curve.discount(dates[0]) - curve.discount(dates[4]), 1e-9);
}

// Quotes and discount factors from the public test program of a commercial toolkit (Mathema, FR007 swaps of
// 2024-09-21). The day is a Saturday; the tenors of its discount factors are counted from the Monday after it.
TEST(RepoCurve, AgreesWithAnotherToolkit) {
    const Date saturday = date(2024, 9, 21);
    const auto quotes = market("CNY-FR007", {},
                               {{"6M", "0.0184"},
                                {"9M", "0.01755"},
                                {"1Y", "0.0171"},
                                {"2Y", "0.01715"},
                                {"3Y", "0.0176"},
                                {"4Y", "0.0182"},
                                {"5Y", "0.01885"},
                                {"7Y", "0.01965"},
                                {"10Y", "0.02065"}},
                               saturday);
    const auto curve = bootstrap(saturday, quotes, {Interpolation::LinearZero, nullptr});
    ASSERT_TRUE(curve) << message(curve.error());
    const std::vector<std::pair<Date, double>> expected{{date(2025, 3, 24), 0.9907999},
                                                        {date(2025, 9, 23), 0.982958},
                                                        {date(2027, 9, 23), 0.9484981},
                                                        {date(2029, 9, 24), 0.9098264}};
    for (const auto& [day, factor] : expected)
        EXPECT_NEAR(curve->discount(day), factor, 1e-4) << leasebook::to_text(day);
    EXPECT_NEAR(curve->discount(date(2034, 9, 25)), 0.8124332, 5e-4);
}

TEST(Bootstrap, NamesTheCoreTenorsThatAreMissing) {
    const auto curve =
        *bootstrap(as_of, market("EUR", {{"1D", "0.0193"}}, {{"12M", "0.02"}, {"2Y", "0.021"}, {"10Y", "0.026"}}));
    ASSERT_EQ(curve.notes.size(), 2U);
    EXPECT_EQ(message(curve.notes[0]), "Curve EUR has no quote swap 3Y on 2026-01-15: its neighbours stand in for it.");
    EXPECT_EQ(message(curve.notes[1]), "Curve EUR has no quote swap 5Y on 2026-01-15: its neighbours stand in for it.");
}

TEST(Bootstrap, NamesQuotesOfEarlierDays) {
    auto quotes = of("CNY");
    quotes.back().date = date(2026, 1, 9);
    const auto curve = *bootstrap(as_of, quotes);
    ASSERT_EQ(curve.notes.size(), 1U);
    EXPECT_EQ(message(curve.notes[0]), "Quote swap 10Y is of 2026-01-09, older than others of the curve; it is used.");
}

TEST(Bootstrap, TakesALoanPrimeRateOfAnyDayThatIsPast) {
    auto quotes = of("CNY");
    quotes.push_back({"CNY", Instrument::LoanPrimeRate, "1Y", date(2025, 12, 22), rate("0.03"), {}});
    const auto curve = bootstrap(as_of, quotes);
    ASSERT_TRUE(curve) << message(curve.error());
    EXPECT_EQ(curve->left_out.size(), 1U);
    EXPECT_TRUE(curve->notes.empty());
}

TEST(Bootstrap, GoesByTheCalendarItIsGiven) {
    const auto china = *calendar_named("CN", {{"CN", date(2026, 1, 16), CalendarDayKind::Holiday, {}}}, "calendar");
    const auto curve = *bootstrap(as_of, of("CNY"), {{}, &china});
    EXPECT_EQ(curve.instruments[0].maturity, date(2026, 1, 19));
}

}  // namespace
}  // namespace leasebook::pricing
