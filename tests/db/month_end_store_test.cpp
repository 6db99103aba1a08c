#include "db/month_end_store.h"

#include "db/close_store.h"
#include "db/watch_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

const ContractNumber first{"L-2026-000001"}, second{"L-2026-000002"};
constexpr Date april = date(2026, 4, 30), may = date(2026, 5, 31), june = date(2026, 6, 30);

class MonthEnds : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        for (const auto& number : {first, second}) EXPECT_TRUE(create_contract(c, number, drafted(), noon));
    }
    static MonthEnd row(const ContractNumber& contract, Date day, int days) {
        const auto some = Money::minor(days > 0 ? 1'000 : 0, CNY);
        return {day,
                contract,
                CNY,
                days > 0 ? std::optional(days) : std::nullopt,
                Stage::Two,
                RiskClass::Normal,
                Money::minor(100'000, CNY),
                some};
    }
    void keep(std::vector<MonthEnd> rows) {
        database->write([&](Connection& c) { add_month_ends(c, rows); });
    }
    // As a close would: the month of June with one contract.
    void close_june(int days) {
        database->write([&](Connection& c) {
            auto& id = c.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
            ASSERT_TRUE(id.bind(1, first.text).step());
            Provision p;
            p.contract_id = id.integer(0);
            id.reset();
            p.days_past_due = days;
            p.exposure = Money::minor(90'000, CNY);
            p.overdue = Money::minor(5'000, CNY);
            keep_provisions(c, period_of(june), {p});
            month_ends_changed(c);
        });
    }
    template <class F>
    auto read(F f) {
        return database->read(f);
    }
    std::vector<KeptStanding> standings(Date month_end) {
        std::vector<KeptStanding> list;
        database->read([&](Connection& c) {
            each_standing(c, month_end, [&](const KeptStanding& standing) { list.push_back(standing); });
        });
        return list;
    }
    static KeptStanding standing(std::int64_t id, const MonthEnd& row) {
        return {id, row.days_past_due.value_or(0), row.stage, row.category, row.net_investment, row.overdue};
    }
};
INSTANTIATE_TEST_SUITE_P(Both, MonthEnds, both_databases, dialect_name);

TEST_P(MonthEnds, AreGivenBackAsTheyWereBroughtAlong) {
    const std::vector rows{row(first, may, 0), row(second, may, 12)};
    keep({rows[1], rows[0]});
    const auto kept = standings(may);
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept, (std::vector{standing(kept[0].contract_id, rows[0]), standing(kept[1].contract_id, rows[1])}));
    EXPECT_LT(kept[0].contract_id, kept[1].contract_id);
    EXPECT_TRUE(standings(april).empty());
    const auto between = [&](std::int64_t from, std::int64_t to) {
        return read([&](Connection& c) { return brought_between(c, may, from, to); });
    };
    EXPECT_EQ(between(kept[0].contract_id, kept[1].contract_id), kept);
    EXPECT_EQ(between(kept[1].contract_id, kept[1].contract_id), std::vector{kept[1]});
    EXPECT_TRUE(read([](Connection& c) { return has_month_end(c, second, may); }));
    EXPECT_FALSE(read([](Connection& c) { return has_month_end(c, second, april); }));
}

TEST_P(MonthEnds, OfAClosedMonthComeFromItsProvisions) {
    keep({row(first, may, 40)});
    close_june(70);
    const auto rows = standings(june);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().days_past_due, 70);
    EXPECT_EQ(rows.front().net_investment, Money::minor(90'000, CNY));
    EXPECT_EQ(read([](Connection& c) { return month_ends_kept(c, april, june); }), (std::vector{may, june}));
    EXPECT_EQ(read([](Connection& c) { return month_ends_kept(c, april, june - std::chrono::days(1)); }),
              std::vector{may});
    EXPECT_EQ(read([](Connection& c) { return last_month_end_kept(c, june); }), june);
    EXPECT_EQ(read([](Connection& c) { return last_month_end_kept(c, april); }), std::nullopt);
}

TEST_P(MonthEnds, TellWhenAContractFirstDefaulted) {
    keep({row(first, april, 91), row(first, may, 122), row(second, may, 90)});
    close_june(150);
    const auto defaults = read([](Connection& c) { return first_defaults(c, june); });
    ASSERT_EQ(defaults.size(), 1U);
    EXPECT_EQ(defaults.front(), row(first, april, 91));
    EXPECT_TRUE(read([](Connection& c) { return first_defaults(c, date(2026, 4, 29)); }).empty());
}

class WatchStore : public MonthEnds {
protected:
    WatchRecords records() {
        return read([](Connection& c) { return watch_records(c); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, WatchStore, both_databases, dialect_name);

const WatchEntry late{pump_maker().code, may, "late filings"};
const Acknowledgement said{WarningTrigger::DaysPastDue, first.text, may, AlertLevel::Amber, "called them"};
const AnchorEvent delay{"Steel Works", may, AnchorEventKind::PaymentDelay, "press", {}};

TEST_P(WatchStore, KeepsStaysAndTheirEnd) {
    const auto before = read(watch_version);
    database->write([&](Connection& c) { put_on_list(c, late, "risk", noon); });
    WatchStay stay{late, "risk", {}, {}};
    EXPECT_EQ(records().stays, std::vector{stay});
    EXPECT_GT(read(watch_version), before);
    stay.end = WatchEnd{june, "filed"};
    stay.taken_off_by = "wang";
    database->write([&](Connection& c) { take_off_list(c, late.lessee, *stay.end, "wang", noon); });
    const auto stays_of = [&](const LesseeCode& lessee) {
        return database->write([&](Connection& c) { return watch_stays_of(c, lessee); });
    };
    EXPECT_EQ(stays_of(late.lessee), std::vector{stay});
    EXPECT_TRUE(stays_of({"nobody"}).empty());
}

TEST_P(WatchStore, KeepsWhatWasSaidAndDeclared) {
    auto over = delay;
    over.until = june;
    database->write([&](Connection& c) {
        keep_acknowledgement(c, said, "risk", noon);
        keep_anchor_event(c, delay, "risk", noon);
    });
    EXPECT_EQ(records().acknowledged, std::vector{said});
    EXPECT_EQ(records().anchor_events, std::vector{delay});
    database->write([&](Connection& c) { keep_anchor_event(c, over, "risk", noon); });
    EXPECT_EQ(records().anchor_events, std::vector{over}) << "declared again, it is replaced";
}

TEST_P(WatchStore, ThresholdsBeginWithTheirDefaults) {
    EXPECT_EQ(records().thresholds, EarlyWarningThresholds{});
    EarlyWarningThresholds changed;
    changed.red_days = 61;
    changed.amber_grade = RatingGrade::BB;
    database->write([&](Connection& c) { keep_early_warning_thresholds(c, changed, "risk", noon); });
    EXPECT_EQ(records().thresholds, changed);
    database->write([](Connection& c) { keep_early_warning_thresholds(c, {}, "risk", noon); });
    EXPECT_EQ(records().thresholds, EarlyWarningThresholds{});
}

TEST_P(WatchStore, TellsWhatHadBeenEnteredByAnyMoment) {
    const auto hour = [](int n) { return noon + std::chrono::hours(n); };
    auto worse = said;
    worse.level = AlertLevel::Red;
    auto over = delay;
    over.until = june;
    EarlyWarningThresholds changed;
    changed.red_days = 61;
    std::vector<WatchRecords> then{{}};  // hour by hour
    const auto enter = [&](const std::function<void(Connection&, Moment)>& what) {
        const auto at = hour(static_cast<int>(then.size()));
        database->write([&](Connection& c) { what(c, at); });
        then.push_back(records());
    };
    enter([](Connection& c, Moment at) { put_on_list(c, late, "risk", at); });
    enter([](Connection& c, Moment at) { keep_acknowledgement(c, said, "risk", at); });
    enter([](Connection& c, Moment at) { keep_anchor_event(c, delay, "risk", at); });
    enter([&](Connection& c, Moment at) { keep_acknowledgement(c, worse, "risk", at); });
    enter([&](Connection& c, Moment at) { keep_anchor_event(c, over, "risk", at); });
    enter([](Connection& c, Moment at) { take_off_list(c, late.lessee, {june, "filed"}, "risk", at); });
    enter([&](Connection& c, Moment at) { keep_early_warning_thresholds(c, changed, "risk", at); });
    for (int n = 0; n < std::ssize(then); ++n) {
        const auto known = [&](Moment moment) { return read([&](Connection& c) { return watch_records(c, moment); }); };
        EXPECT_EQ(known(hour(n)), then[n]) << n;
        EXPECT_EQ(known(hour(n + 1) - std::chrono::milliseconds(1)), then[n]) << n;
        if (n > 0) {
            EXPECT_NE(then[n], then[n - 1]) << n;
        }
    }
}

TEST_P(WatchStore, AlertsOfAMonthEndReplaceThoseBefore) {
    const auto keep_alerts = [&](Date day, std::vector<MonthEndAlert> alerts) {
        database->write([&](Connection& c) { keep_month_end_alerts(c, day, alerts); });
    };
    keep_alerts(april, {{"cluster", "TZ", "why"}});
    keep_alerts(may, {{"cluster", "TZ", "why"}, {"anchor", "Steel Works", "why"}});
    keep_alerts(may, {{"anchor", "Steel Works", "why"}});
    const auto last = read([](Connection& c) { return last_alerts(c, june); });
    EXPECT_EQ(last.at({"cluster", "TZ"}), april);
    EXPECT_EQ(last.at({"anchor", "Steel Works"}), may);
    EXPECT_EQ(read([](Connection& c) { return last_alerts(c, may); }).size(), 1U);
}

}  // namespace
}  // namespace leasebook::db
