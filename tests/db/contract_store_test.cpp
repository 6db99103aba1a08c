#include "db/contract_store.h"

#include <thread>

#include "db/access_store.h"
#include "db/counters.h"
#include "db/event_codec.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

const ContractNumber first{"L-2026-000001"}, second{"L-2026-000002"};

class Contracts : public OnBothBooks {
protected:
    void enter_first(Connection& c) override { enter_register(c); }
    Result<Contract> created(const ContractNumber& number, const ContractEvent& event = drafted()) {
        return database->write([&](Connection& c) { return create_contract(c, number, event, noon); });
    }
    Result<Contract> appended(const Contract& before, const ContractEvent& event) {
        return database->write([&](Connection& c) { return append(c, before, event, noon); });
    }
    std::optional<Contract> found(const ContractNumber& number) {
        return database->read([&](Connection& c) { return find_contract(c, number); });
    }
    Errors findings() { return database->read(verify_events); }
};
INSTANTIATE_TEST_SUITE_P(Both, Contracts, both_databases, dialect_name);

const ContractApproved approved{{"li", date(2026, 1, 12)}};
const ContractActivated activated{{"li", date(2026, 1, 15)}};

TEST_P(Contracts, AreWhatTheirEventsMakeThem) {
    const auto draft = created(first);
    ASSERT_TRUE(draft);
    const auto changed = appended(*draft, ContractRevised{{"zhao", date(2026, 1, 11)}, content()});
    const auto approval = appended(*changed, approved);
    const auto active = appended(*approval, activated);
    ASSERT_TRUE(active);
    EXPECT_EQ(active->status, ContractStatus::Active);
    EXPECT_EQ(active->version, 4);
    EXPECT_EQ(active->entered_by, "zhao");
    EXPECT_EQ(found(first), *active);
    const auto events = database->read([&](Connection& c) { return events_of(c, first); });
    ASSERT_EQ(events.size(), 4U);
    EXPECT_TRUE(std::get<ContractDrafted>(events[0].event) == drafted());
    EXPECT_TRUE(std::get<ContractApproved>(events[2].event) == approved);
    EXPECT_EQ(events[3].number, 4);
    EXPECT_EQ(events[3].recorded_at, noon);
    EXPECT_EQ(events[3].hash.size(), 64U);
    EXPECT_EQ(findings(), Errors{});
}

TEST_P(Contracts, KeepThePlanOfTheirRents) {
    const RentPlan plans[] = {
        {.structure = Structure::Step, .steps = {{13, Rate{8'000'000'000}}, {25, Rate{6'000'000'000}}}},
        {.structure = Structure::Seasonal, .skip_months = {2, 7}},
        {.structure = Structure::InterestOnlyThenLevel, .interest_only_periods = 6},
        {.structure = Structure::Custom, .rents = {{date(2026, 2, 15), Money::minor(3'064'900, CNY)}}},
        {.rents_up_front = 2}};
    std::int64_t contracts = 0;
    for (const auto& plan : plans) {
        const ContractNumber key{"PLAN-" + std::to_string(++contracts)};
        auto event = drafted();
        event.content.plan = plan;
        ASSERT_TRUE(created(key, event));
        EXPECT_TRUE(found(key)->content.plan == plan) << key.text;
    }
    EXPECT_EQ(findings(), Errors{});
    EXPECT_EQ(database->write([](Connection& c) { return rebuild_contracts(c); }), contracts);
    EXPECT_EQ(findings(), Errors{});
}

TEST_P(Contracts, ChangedByTwoAtOnceAreChangedByTheFirst) {
    const auto draft = created(first);
    ASSERT_TRUE(appended(*draft, approved));
    const auto late = appended(*draft, ContractRevised{{"zhao", date(2026, 1, 11)}, content()});
    ASSERT_FALSE(late);
    EXPECT_EQ(message(late.error()), "Contract L-2026-000001 was changed meanwhile. Load it again.");
    EXPECT_EQ(found(first)->version, 2);
    EXPECT_EQ(findings(), Errors{});
}

TEST_P(Contracts, NeedANumberOfTheirOwnAndALesseeInTheRegister) {
    ASSERT_TRUE(created(first));
    const auto again = created(first);
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "There is a contract L-2026-000001 already.");
    auto stray = drafted();
    stray.content.lessee = {"nobody"};
    const auto result = created(second, stray);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().field, "lessee");
    EXPECT_EQ(message(result.error()), "There is no lessee \"nobody\".");
    EXPECT_EQ(findings(), Errors{});
}

TEST_P(Contracts, TakenOnTogetherAreAsIfTakenOnOneByOne) {
    std::vector<TakenOn> book;
    for (const auto& number : {first, second})
        book.push_back({number, {{"import", date(2026, 1, 15)}, content(), ContractStatus::Active}});
    database->write([&](Connection& c) { take_on_all(c, book, noon); });
    EXPECT_EQ(found(second)->status, ContractStatus::Active);
    EXPECT_EQ(found(second)->content, content());
    EXPECT_EQ(findings(), Errors{});
    EXPECT_EQ(database->write([](Connection& c) { return next_contract_number(c, 2026); }).text, "L-2026-000003");
}

TEST_P(Contracts, AreNumberedByYearWithoutMeetingThoseEnteredByHand) {
    const auto next = [&](int year) {
        return database->write([&](Connection& c) { return next_contract_number(c, year); }).text;
    };
    ASSERT_TRUE(created(second));
    EXPECT_EQ(next(2026), "L-2026-000001");
    EXPECT_EQ(next(2026), "L-2026-000003");
    EXPECT_EQ(next(2027), "L-2027-000001");
}

TEST_P(Contracts, EnteredByManyAtOnceAreAllKeptInOneChain) {
    constexpr int threads = 16, each = 5;
    const auto other = another();
    const auto enter = [&](Database& program) {
        program.write([&](Connection& c) {
            ASSERT_TRUE(find<Lessee>(c, pump_maker().code));
            const auto number = next_contract_number(c, 2026);
            ASSERT_TRUE(create_contract(c, number, drafted(), noon));
            append_audit(c, {.sequence = 0,
                             .at = noon,
                             .user = "wang",
                             .peer = "",
                             .request_id = "",
                             .action = "contract.draft",
                             .subject = number.text,
                             .detail = ""});
        });
    };
    {
        std::vector<std::jthread> crowd;
        for (int t = 0; t < threads; ++t)
            crowd.emplace_back([&, t] {
                for (int i = 0; i < each; ++i) enter(t % 2 == 0 ? *database : *other);
            });
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM `contracts`"), threads * each);
    EXPECT_EQ(number("SELECT COUNT(*) FROM `audit_log`"), threads * each);
    EXPECT_EQ(findings(), Errors{});
    EXPECT_EQ(database->read(verify_audit), Errors{});
}

TEST_P(Contracts, AreListedNewestFirstByWhatIsAsked) {
    const auto draft = created(first);
    ASSERT_TRUE(appended(*draft, approved));
    ASSERT_TRUE(created(second));
    const auto listed = [&](const ContractQuery& query) {
        std::string numbers;
        const auto page = database->read([&](Connection& c) { return list_contracts(c, query); });
        for (const auto& row : page.rows) numbers += row.number.text + " ";
        return numbers + page.next;
    };
    ContractQuery query;
    EXPECT_EQ(listed(query), "L-2026-000002 L-2026-000001 ");
    query.limit = 1;
    EXPECT_EQ(listed(query), "L-2026-000002 L-2026-000002");
    query.after = "L-2026-000002";
    EXPECT_EQ(listed(query), "L-2026-000001 ");
    query = {};
    query.status = ContractStatus::Approved;
    EXPECT_EQ(listed(query), "L-2026-000001 ");
    query = {};
    query.cluster = ClusterCode{"TZ"};
    query.industry = IndustryCode{"C34"};
    query.lessee = pump_maker().code;
    query.search = "大溪";
    EXPECT_EQ(listed(query), "L-2026-000002 L-2026-000001 ");
    query.search = "nobody";
    EXPECT_EQ(listed(query), "");
}

TEST_P(Contracts, ShowTheLesseeAndTheFiguresInAList) {
    ASSERT_TRUE(created(first));
    const auto row = database->read([](Connection& c) { return list_contracts(c, {}).rows.at(0); });
    EXPECT_EQ(row.lessee_name, pump_maker().name);
    EXPECT_EQ(row.financed_amount, content().terms.financed_amount);
    EXPECT_EQ(row.rent, content().rent);
    EXPECT_EQ(row.commencement, date(2026, 1, 15));
    EXPECT_EQ(row.periods, 36);
}

TEST_P(Contracts, WhoseEventWasAlteredAreFound) {
    const auto draft = created(first);
    ASSERT_TRUE(appended(*draft, approved));
    execute("UPDATE `contract_events` SET `actor` = 'mallory' WHERE `number` = 2");
    EXPECT_EQ(findings(), Errors{conflict("Event {0} of contract {1} was altered.", "2", first.text)});
}

TEST_P(Contracts, WhoseEventWasRemovedAreFound) {
    const auto draft = created(first);
    ASSERT_TRUE(appended(*draft, approved));
    ASSERT_TRUE(created(second));
    execute("DELETE FROM `contract_events` WHERE `sequence` = 2");
    EXPECT_EQ(findings(), (Errors{conflict("Before event {0} events are missing.", "3"),
                                  conflict("Contract {0} does not agree with its events.", first.text)}));
    execute("DELETE FROM `contract_events` WHERE `sequence` = 3");
    EXPECT_EQ(findings().front(), conflict("The last event is number {0}, but {1} were recorded.", "1", "3"));
}

TEST_P(Contracts, WhoseStateWasChangedAreFoundAndRebuilt) {
    ASSERT_TRUE(created(first));
    execute("UPDATE `contracts` SET `financed_amount` = 1");
    EXPECT_EQ(findings(), Errors{conflict("Contract {0} does not agree with its events.", first.text)});
    EXPECT_EQ(database->write(rebuild_contracts), 1);
    EXPECT_EQ(findings(), Errors{});
    EXPECT_EQ(found(first)->content, content());
}

TEST(EventCodec, WritesEveryKindOfEventSoThatItCanBeReadAgain) {
    const Act act{"wang", date(2026, 1, 10)};
    const Money some = Money::minor(12'345, CNY);
    const ContractEvent events[] = {ContractDrafted{act, content()},
                                    ContractRevised{act, content()},
                                    ContractApplied{act},
                                    CreditDecided{act, CreditDecision::Return, "too long"},
                                    ContractApproved{act},
                                    ContractSigned{act},
                                    SupplierPaid{act, some, "B-1"},
                                    ContractActivated{act, Rate{651'234'567}},
                                    ContractTakenOn{act, content(), ContractStatus::Applied},
                                    PaymentReceived{act, some, "B-2", "somebody else"},
                                    PaymentReversed{act, 7, "bounced"},
                                    PaymentRefunded{act, some, "B-3"},
                                    FeeCharged{act, some, "reminder"},
                                    DepositMoved{act, DepositMove::Received, some}};
    for (const auto& event : events) EXPECT_TRUE(event_of(event_name(event), act, event_payload(event)) == event);
}

// Events are kept for ever: this text must stay readable whatever the program becomes.
TEST(EventCodec, WritesAStableText) {
    EXPECT_EQ(event_payload(ContractApproved{{"li", date(2026, 1, 12)}}), R"({"v":1})");
    EXPECT_EQ(event_payload(drafted()),
              R"({"fields":{"annual_rate":"0.0650","balloon":"0.00","commencement":"2026-01-15","currency":"CNY",)"
              R"("day_count":"MONTHS/12","financed_amount":"1000000.00","first_rent_date":"2026-02-15",)"
              R"("guaranteed_residual":"0.00","lessee":"91331000MA2AK0001X","period_months":"1","periods":"36",)"
              R"("rent":"30649.00","supplier":"S1","timing":"arrears","unguaranteed_residual":"0.00"},"v":1})");
}

TEST(EventCodec, KeepsThePlanOfTheRents) {
    auto event = drafted();
    event.content.plan = {
        .structure = Structure::Custom,
        .rents = {{date(2026, 2, 15), Money::minor(1, CNY)}, {date(2026, 3, 15), Money::minor(2, CNY)}}};
    EXPECT_TRUE(event_of("drafted", event.act, event_payload(event)) == ContractEvent{event});
    event.content.plan = {.structure = Structure::Step, .steps = {{13, Rate{8'000'000'000}}}};
    EXPECT_TRUE(event_of("drafted", event.act, event_payload(event)) == ContractEvent{event});
}

TEST(EventCodec, RefusesWhatItDidNotWrite) {
    const Act act{"wang", date(2026, 1, 10)};
    EXPECT_THROW(event_of("approved", act, "{"), InvariantBroken);
    EXPECT_THROW(event_of("approved", act, R"({"v":2})"), InvariantBroken);
    EXPECT_THROW(event_of("stolen", act, R"({"v":1})"), InvariantBroken);
    EXPECT_THROW(event_of("drafted", act, R"({"v":1,"fields":{"rent":"1"}})"), InvariantBroken);
}

}  // namespace

}  // namespace leasebook::db
