#include "pricing/curve.h"

#include <gtest/gtest.h>
#include <ql/cashflows/cashflows.hpp>
#include <ql/cashflows/simplecashflow.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/yield/discountcurve.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include <cmath>
#include <thread>

#include "pricing/quote.h"
#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

namespace ql = QuantLib;
using tests::cny;
using tests::l1;
using tests::rate;

const Date as_of = date(2026, 1, 15);

MarketQuote quote(Instrument instrument, const char* tenor, const char* annual, Date on = as_of) {
    return {"CNY", instrument, tenor, on, rate(annual), {}};
}

std::vector<MarketQuote> market() {
    return {quote(Instrument::Deposit, "1D", "0.0178"), quote(Instrument::Deposit, "7D", "0.0185"),
            quote(Instrument::Deposit, "2W", "0.0190"), quote(Instrument::Deposit, "1M", "0.0192"),
            quote(Instrument::Deposit, "3M", "0.0195"), quote(Instrument::Swap, "6M", "0.0194"),
            quote(Instrument::Swap, "9M", "0.0195"),    quote(Instrument::Swap, "1Y", "0.0197"),
            quote(Instrument::Swap, "2Y", "0.0205"),    quote(Instrument::Swap, "3Y", "0.0213"),
            quote(Instrument::Swap, "4Y", "0.0221"),    quote(Instrument::Swap, "5Y", "0.0229"),
            quote(Instrument::Swap, "7Y", "0.0242"),    quote(Instrument::Swap, "10Y", "0.0256")};
}

TEST(Curve, RepricesEveryInstrumentItIsMadeOf) {
    const auto curve = bootstrap(as_of, market());
    ASSERT_TRUE(curve) << message(curve.error());
    ASSERT_EQ(curve->instruments.size(), 14U);
    for (const auto& instrument : curve->instruments)
        EXPECT_LT(std::abs(instrument.error_bp), 1e-4) << instrument.quote.tenor;  // 1e-8 as a rate
    EXPECT_EQ(curve->nodes.size(), 14U);
    EXPECT_EQ(curve->name, "CNY");
}

TEST(Curve, DiscountsADepositAsItIsQuoted) {
    const auto curve = *bootstrap(as_of, market());
    // Three months from the settlement day, one business day later: simple interest over actual days / 360.
    const Date start = date(2026, 1, 16), end = date(2026, 4, 16);
    EXPECT_EQ(curve.instruments[4].maturity, end);
    EXPECT_NEAR(curve.discount(start) / curve.discount(end), 1 + 0.0195 * days_between(start, end) / 360, 1e-12);
}

TEST(Curve, TakesSevenDaysForAWeekOfTheCalendar) {
    const auto curve = *bootstrap(as_of, market());
    EXPECT_EQ(curve.instruments[0].maturity, date(2026, 1, 16));
    EXPECT_EQ(curve.instruments[1].maturity, date(2026, 1, 23));
}

TEST(Curve, ParSwapIsWorthNothing) {
    const auto curve = *bootstrap(as_of, market());
    // 1Y at 1.97 %, quarterly, ACT/365F, from the settlement day: 1 − DF(end) of the floating leg against the fixed
    // one.
    const Date dates[] = {date(2026, 1, 16), date(2026, 4, 16), date(2026, 7, 16), date(2026, 10, 16),
                          date(2027, 1, 18)};
    double fixed = 0;
    for (int k = 1; k < 5; ++k) fixed += 0.0197 * days_between(dates[k - 1], dates[k]) / 365 * curve.discount(dates[k]);
    EXPECT_NEAR(fixed, curve.discount(dates[0]) - curve.discount(dates[4]), 1e-9);
}

TEST(Curve, IsSampledDailyForFortyYearsAndContinuesWithItsLastForward) {
    const auto curve = *bootstrap(as_of, market());
    EXPECT_GE(curve.daily.size(), 30U * 365U);
    EXPECT_EQ(curve.discount(as_of), 1.0);
    const Date last_node = curve.nodes.back().date;
    const double forward = curve.forward_rate(last_node - std::chrono::days{1}, last_node);
    EXPECT_NEAR(curve.forward_rate(date(2050, 1, 1), date(2051, 1, 1)), forward, 1e-9);
    EXPECT_NEAR(curve.forward_rate(date(2090, 1, 1), date(2095, 1, 1)), forward, 1e-9);
    EXPECT_GT(curve.zero_rate(as_of), 0.0);
}

TEST(Curve, IsTheCurveOfQuantLibOnEveryDay) {
    const auto curve = *bootstrap(as_of, market());
    const ql::Date start(15, ql::January, 2026);
    std::vector<ql::Date> dates{start};
    std::vector<ql::DiscountFactor> discounts{1.0};
    for (const auto& node : curve.nodes) {
        dates.push_back(start + days_between(as_of, node.date));
        discounts.push_back(node.discount);
    }
    const ql::DiscountCurve theirs(dates, discounts, ql::Actual365Fixed());
    for (int d = 0; d <= days_between(as_of, curve.nodes.back().date); ++d)
        ASSERT_NEAR(curve.daily[static_cast<std::size_t>(d)], theirs.discount(start + d), 1e-14) << d;
}

TEST(Curve, LeavesAsideLprAndDepositsPastTheFirstSwap) {
    auto quotes = market();
    quotes.push_back(quote(Instrument::LoanPrimeRate, "1Y", "0.0300"));
    quotes.push_back(quote(Instrument::Deposit, "1Y", "0.0199"));
    const auto curve = bootstrap(as_of, quotes);
    ASSERT_TRUE(curve) << message(curve.error());
    ASSERT_EQ(curve->left_out.size(), 2U);
    EXPECT_EQ(curve->left_out[0].instrument, Instrument::LoanPrimeRate);
    EXPECT_EQ(curve->left_out[1].tenor, "1Y");
    EXPECT_EQ(curve->instruments.size(), 14U);
}

TEST(Curve, IsRefusedWithTheQuotesThatAreWrong) {
    struct Case {
        std::vector<MarketQuote> quotes;
        const char* sentence;
    };
    const Case cases[] = {
        {{}, "There is no deposit or swap quote to build the curve of 2026-01-15 from."},
        {{quote(Instrument::LoanPrimeRate, "1Y", "0.03")},
         "There is no deposit or swap quote to build the curve of 2026-01-15 from."},
        {{quote(Instrument::Deposit, "3M", "0.02", date(2025, 12, 20))},
         "Quote deposit 3M is stale: it is dated 2025-12-20, more than 15 days before 2026-01-15."},
        {{quote(Instrument::Deposit, "3M", "0.02", date(2026, 1, 16))},
         "Quote deposit 3M is dated 2026-01-16, after the day of the curve (2026-01-15)."},
        {{quote(Instrument::Swap, "1Y", "0.02"), quote(Instrument::Swap, "12M", "0.02")},
         "Tenor quoted twice: swap 1Y and swap 12M."},
        {{quote(Instrument::Swap, "1M", "0.02")},
         "Quote swap 1M is too short: a swap against Shibor 3M lasts 3M or longer."},
        {{quote(Instrument::Deposit, "3D", "0.02")},
         "Quote deposit 3D has no term of the market: in days, it is 1D or whole weeks."},
        {{quote(Instrument::Deposit, "1X", "0.02")},
         "\"1X\" is not a tenor. Write 7D, 2W, 3M or 5Y, at most 50 years."},
        {{quote(Instrument::Swap, "1Y", "0.5"), quote(Instrument::Swap, "2Y", "-0.1"),
          quote(Instrument::Swap, "30Y", "0.5")},
         "No curve of 2026-01-15 fits these quotes: look for a rate out of line with its neighbours."}};
    for (const auto& [quotes, sentence] : cases) {
        const auto curve = bootstrap(as_of, quotes);
        ASSERT_FALSE(curve) << sentence;
        EXPECT_EQ(message(curve.error()), sentence);
    }
}

TEST(Curve, OfTwoCurrenciesOrTwoTenorsEndingTogetherIsRefused) {
    auto quotes = market();
    quotes[1].curve = "USD";
    EXPECT_EQ(message(bootstrap(as_of, quotes).error()), "Quotes of CNY and of USD do not make one curve.");
    const Date february = date(2026, 1, 29);
    const auto together = bootstrap(february, {quote(Instrument::Deposit, "4W", "0.02", february),
                                               quote(Instrument::Deposit, "1M", "0.02", february)});
    ASSERT_FALSE(together);
    EXPECT_EQ(message(together.error()),
              "Quotes deposit 4W and deposit 1M end on the same day, 2026-02-27. Keep one of them.");
}

TEST(Curve, LeavesTheEvaluationDateOfQuantLibAsItWas) {
    const ql::Date before = ql::Settings::instance().evaluationDate();
    ASSERT_TRUE(bootstrap(date(2024, 5, 6), {quote(Instrument::Deposit, "3M", "0.02", date(2024, 5, 6))}));
    EXPECT_EQ(ql::Settings::instance().evaluationDate(), before);
}

TEST(PresentValue, AgreesWithQuantLib) {
    const auto curve = *bootstrap(as_of, market());
    const ql::Date start(15, ql::January, 2026);
    std::vector<ql::Date> dates{start};
    std::vector<ql::DiscountFactor> discounts{1.0};
    for (const auto& node : curve.nodes) {
        dates.push_back(start + days_between(as_of, node.date));
        discounts.push_back(node.discount);
    }
    const ql::DiscountCurve theirs(dates, discounts, ql::Actual365Fixed());
    auto terms = l1();
    terms.financed_amount = cny("9000000000000.00");  // so large that minor units resolve 1e-15 of it
    const auto rows = rent_schedule(terms)->rows;
    ql::Leg leg;
    for (const auto& row : rows)
        if (row.due_date > as_of)
            leg.push_back(ql::ext::make_shared<ql::SimpleCashFlow>(double(row.rent.minor_units()),
                                                                   start + days_between(as_of, row.due_date)));
    const double npv = ql::CashFlows::npv(leg, theirs, false, start, start);
    EXPECT_NEAR(double(present_value(curve, rows).minor_units()) / npv, 1, 1e-9);
}

TEST(PresentValue, CountsWhatFallsDueAfterTheDayOfTheCurve) {
    const auto curve = flat_curve("CNY", date(2025, 3, 20), rate("0"));
    EXPECT_EQ(present_value(curve, rent_schedule(l1())->rows), cny("1034345.85"));  // 1,095,189.73 less two rents
    EXPECT_EQ(present_value(curve, std::vector<ScheduleRow>{}), cny("0.00"));
}

TEST(Pv01, IsWhatIsGainedWhenRatesFallByABasisPoint) {
    const auto rows = rent_schedule(l1())->rows;
    const Date start = date(2025, 1, 20);
    const auto down = present_value(flat_curve("CNY", start, rate("0.0299")), rows);
    const auto up = present_value(flat_curve("CNY", start, rate("0.0301")), rows);
    const auto gain = pv01(flat_curve("CNY", start, rate("0.03")), rows);
    EXPECT_GT(gain, cny("0.00"));
    EXPECT_NEAR(double(gain.minor_units()), double((down - up).minor_units()) / 2, 1.5);
}

TEST(Curve, IsBuiltAndReadByTwoThreadsAtOnce) {
    const auto expected = bootstrap(as_of, market())->daily;
    const auto work = [&](bool& same) {
        same = true;
        for (int i = 0; i < 20; ++i) {
            const auto curve = bootstrap(as_of, market());
            QuoteRequest request;
            request.terms = l1();
            request.terms.commencement = date(2026, 1, 20);
            request.terms.first_rent_date = date(2026, 2, 20);
            same = same && curve && curve->daily == expected && price(request, &*curve)->npv.has_value();
        }
    };
    bool first = false, second = false;
    std::thread other(work, std::ref(second));
    work(first);
    other.join();
    EXPECT_TRUE(first && second);
}

}  // namespace
}  // namespace leasebook::pricing
