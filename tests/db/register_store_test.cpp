#include "db/register_store.h"

#include "db/counters.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Register : public OnBothBooks {
protected:
    void enter_first(Connection& c) override { enter_register(c); }
    template <class R>
    void expect_round_trip(const R& record, const Key<R>& key) {
        EXPECT_EQ(database->read([&](Connection& c) { return find<R>(c, key); }), record);
    }
    template <class R>
    Result<Done> added(const R& record) {
        return database->write([&](Connection& c) { return add(c, record); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Register, both_databases, dialect_name);

TEST_P(Register, GivesEveryKindOfRecordBackAsItWasEntered) {
    const auto valued = appraisal(date(2026, 3, 31), 12'345);
    const auto quoted = quote(date(2026, 3, 31), "3M", -12'500'000);
    EXPECT_TRUE(added(lathe()));
    EXPECT_TRUE(added(valued));
    EXPECT_TRUE(added(quoted));
    expect_round_trip(machinery(), machinery().code);
    expect_round_trip(taizhou(), taizhou().code);
    expect_round_trip(pump_maker(), pump_maker().code);
    expect_round_trip(dealer(), dealer().code);
    expect_round_trip(lathes(), lathes().code);
    expect_round_trip(lathe(), lathe().code);
    expect_round_trip(valued, {valued.asset, valued.date});
    expect_round_trip(quoted, {quoted.curve, quoted.instrument, quoted.tenor, quoted.date});
}

TEST_P(Register, ReadsAmountsInTheCurrencyOfTheirRecord) {
    auto machine = lathe();
    machine.currency = EUR;
    machine.cost = Money::minor(-1, EUR);
    EXPECT_TRUE(added(machine));
    expect_round_trip(machine, machine.code);
}

TEST_P(Register, NamesAKeyThatIsTaken) {
    const auto result = added(pump_maker());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Conflict);
    EXPECT_EQ(message(result.error()), "The code \"91331000MA2AK0001X\" is taken already.");
}

TEST_P(Register, LeasesNoMachineTwice) {
    EXPECT_TRUE(added(lathe("A1", "SN-1")));
    const auto second = added(lathe("A2", "SN-1"));
    ASSERT_FALSE(second);
    EXPECT_EQ(message(second.error()),
              "Serial number \"SN-1\" is in the register already: one machine cannot be entered twice.");
    EXPECT_TRUE(added(lathe("A2", "SN-2")));
    const auto stolen = database->write([&](Connection& c) { return upsert(c, lathe("A2", "SN-1")); });
    ASSERT_FALSE(stolen);
    EXPECT_EQ(stolen.error().code, ErrorCode::Conflict);
    expect_round_trip(lathe("A1", "SN-1"), {"A1"});
}

TEST_P(Register, NamesTheReferenceThatLeadsNowhere) {
    auto stray = pump_maker();
    stray.code = {"X"};
    stray.cluster = ClusterCode{"nowhere"};
    const auto result = added(stray);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
    EXPECT_EQ(result.error().field, "cluster");
    EXPECT_EQ(message(result.error()), "There is no cluster \"nowhere\".");
}

TEST_P(Register, ReplacesWhatIsThereAndNothingElse) {
    auto changed = pump_maker();
    changed.grade = RatingGrade::D;
    changed.group = "集团";
    EXPECT_TRUE(database->write([&](Connection& c) { return replace(c, changed); }));
    expect_round_trip(changed, changed.code);
    changed.code = {"unknown"};
    const auto result = database->write([&](Connection& c) { return replace(c, changed); });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
}

TEST_P(Register, ListsByPageWithoutSkippingOrRepeating) {
    std::vector<Supplier> suppliers;
    for (int i = 100; i < 200; ++i)
        suppliers.push_back({{"P" + std::to_string(i)}, "Supplier", std::nullopt, std::nullopt});
    database->write([&](Connection& c) { add_all<Supplier>(c, suppliers); });
    std::vector<Supplier> listed;
    ListQuery query{.search = "p1", .after = {}, .limit = 30};
    do {
        const auto page = database->read([&](Connection& c) { return list<Supplier>(c, query); });
        listed.insert(listed.end(), page.rows.begin(), page.rows.end());
        query.after = page.next;
    } while (!query.after.empty());
    EXPECT_EQ(listed, suppliers);
}

TEST_P(Register, PagesThroughQuotesByTheirWholeKey) {
    database->write([&](Connection& c) {
        for (const auto* tenor : {"1M", "3M", "6M"})
            for (const unsigned day : {1U, 2U}) EXPECT_TRUE(add(c, quote(date(2026, 3, day), tenor, 1)));
    });
    ListQuery query{.search = {}, .after = {}, .limit = 1};
    int seen = 0;
    do {
        const auto page = database->read([&](Connection& c) { return list<MarketQuote>(c, query); });
        seen += static_cast<int>(page.rows.size());
        query.after = page.next;
    } while (!query.after.empty());
    EXPECT_EQ(seen, 6);
}

TEST_P(Register, SearchesWithoutRegardToCaseAndTakesSignsLiterally) {
    const auto found = [&](const std::string& text) {
        return database->read(
            [&](Connection& c) { return list<Supplier>(c, {.search = text, .after = {}, .limit = 5}).rows.size(); });
    };
    EXPECT_EQ(found("o'NEIL"), 1U);
    EXPECT_EQ(found("100%"), 1U);
    EXPECT_EQ(found("1%0"), 0U);
    EXPECT_EQ(found("_"), 0U);
    EXPECT_EQ(found("\\"), 1U);
    EXPECT_EQ(found("!"), 0U);
}

TEST_P(Register, FindsTheQuotesOfTheLastDayThatHasAny) {
    database->write([&](Connection& c) {
        EXPECT_TRUE(add(c, quote(date(2026, 3, 30), "3M", 100)));
        EXPECT_TRUE(upsert(c, quote(date(2026, 3, 31), "3M", 200)));
        EXPECT_TRUE(upsert(c, quote(date(2026, 3, 31), "3M", 300)));
    });
    database->read([&](Connection& c) {
        EXPECT_EQ(quotes_on(c, "CNY", date(2026, 4, 5)), std::vector{quote(date(2026, 3, 31), "3M", 300)});
        EXPECT_EQ(quotes_on(c, "CNY", date(2026, 3, 30)), std::vector{quote(date(2026, 3, 30), "3M", 100)});
        EXPECT_TRUE(quotes_on(c, "CNY", date(2026, 3, 29)).empty());
        EXPECT_EQ(quote_dates(c, "CNY", 10), (std::vector<Date>{date(2026, 3, 31), date(2026, 3, 30)}));
        EXPECT_EQ(quoted_curves(c), std::vector<std::string>{"CNY"});
    });
}

TEST_P(Register, TellsThatTheBookChanged) {
    const auto version = [&] { return database->read(book_version); };
    const auto before = version();
    EXPECT_TRUE(added(lathe()));
    const auto after = version();
    EXPECT_NE(before, after);
    EXPECT_FALSE(added(lathe()));
    EXPECT_EQ(version(), after);
}

}  // namespace

}  // namespace leasebook::db
