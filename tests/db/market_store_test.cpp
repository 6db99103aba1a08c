#include "db/market_store.h"

#include "db/register_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class MarketQuotes : public OnBothBooks {
protected:
    void add_quote(Instrument instrument, const char* tenor, Date on, std::int64_t e10 = 200'000'000) {
        const MarketQuote quote{"CNY", instrument, tenor, on, Rate{e10}, {}};
        database->write([&](Connection& c) { EXPECT_TRUE(upsert(c, quote)); });
    }
    QuotesForDay on(Date day) {
        return database->read([&](Connection& c) { return quotes_for_day(c, "CNY", day, 15, 60); });
    }
    static std::vector<std::string> names(const std::vector<MarketQuote>& quotes) {
        std::vector<std::string> list;
        for (const auto& quote : quotes)
            list.push_back(to_text(quote.instrument) + " " + quote.tenor + " " + to_text(quote.date));
        return list;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, MarketQuotes, both_databases, dialect_name);

TEST_P(MarketQuotes, ForADayAreTheLastOfEachTenor) {
    add_quote(Instrument::Swap, "1Y", date(2026, 3, 30));
    add_quote(Instrument::Swap, "12M", date(2026, 3, 31));
    add_quote(Instrument::Swap, "5Y", date(2026, 3, 27));
    add_quote(Instrument::Deposit, "3M", date(2026, 3, 31));
    add_quote(Instrument::Deposit, "7D", date(2026, 3, 31));
    add_quote(Instrument::Deposit, "1M", date(2026, 4, 2));
    const auto found = on(date(2026, 4, 1));
    EXPECT_EQ(names(found.quotes), (std::vector<std::string>{"deposit 7D 2026-03-31", "deposit 3M 2026-03-31",
                                                             "swap 12M 2026-03-31", "swap 5Y 2026-03-27"}));
    EXPECT_TRUE(found.too_old.empty());
}

TEST_P(MarketQuotes, TooOldToBeUsedAreNamedUntilTheMarketHasDroppedThem) {
    add_quote(Instrument::Swap, "1Y", date(2026, 3, 31));
    add_quote(Instrument::Swap, "2Y", date(2026, 3, 1));
    add_quote(Instrument::Swap, "3Y", date(2025, 12, 1));
    const auto found = on(date(2026, 3, 31));
    EXPECT_EQ(names(found.quotes), std::vector<std::string>{"swap 1Y 2026-03-31"});
    EXPECT_EQ(names(found.too_old), std::vector<std::string>{"swap 2Y 2026-03-01"});
    EXPECT_TRUE(on(date(2026, 4, 30)).quotes.empty());
}

TEST_P(MarketQuotes, OfTheLoanPrimeRateDoNotHideThoseOfAnEarlierDay) {
    add_quote(Instrument::Swap, "1Y", date(2026, 3, 19));
    add_quote(Instrument::LoanPrimeRate, "1Y", date(2026, 3, 20));
    EXPECT_EQ(names(on(date(2026, 3, 20)).quotes),
              (std::vector<std::string>{"swap 1Y 2026-03-19", "lpr 1Y 2026-03-20"}));
}

TEST_P(MarketQuotes, OfTheLoanPrimeRateAreKnownFromTheirPublicationOn) {
    add_quote(Instrument::LoanPrimeRate, "1Y", date(2026, 2, 20), 300'000'000);
    add_quote(Instrument::LoanPrimeRate, "1Y", date(2026, 3, 20), 310'000'000);
    add_quote(Instrument::LoanPrimeRate, "5Y", date(2026, 3, 20), 350'000'000);
    const auto known = [&](Date day) {
        return database->read([&](Connection& c) { return loan_prime_rates(c, "CNY", "1Y", day); });
    };
    ASSERT_EQ(known(date(2026, 3, 20)).size(), 2U);
    EXPECT_EQ(known(date(2026, 3, 20)).back().rate.e10, 310'000'000);
    EXPECT_EQ(known(date(2026, 3, 19)).size(), 1U);
}

}  // namespace

}  // namespace leasebook::db
