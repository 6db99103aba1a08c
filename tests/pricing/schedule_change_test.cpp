#include "pricing/schedule_change.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "pricing/net_investment.h"
#include "pricing/rent.h"
#include "tests/domain/ledger.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;

ScheduleChanged wish(Date on, ScheduleChangeKind kind, RentIntent intent, const char* repaid = "0.00") {
    ScheduleChanged change{{"li", on}, kind, cny(repaid), cny("0.00"), {}, {}, {}, {}, cny("0.00"), {}, "test"};
    change.intent = intent;
    return change;
}

RentIntent new_rate(const char* text) {
    RentIntent intent;
    intent.new_rate = rate(text);
    return intent;
}
RentIntent periods(int count) {
    RentIntent intent;
    intent.new_periods = count;
    return intent;
}
RentIntent holiday(int rents) {
    RentIntent intent;
    intent.free_rents = rents;
    return intent;
}
RentIntent keep_rent() {
    RentIntent intent;
    intent.rule = RentRule::KeepRent;
    return intent;
}

std::vector<ContractEvent> wishes() {
    using enum ScheduleChangeKind;
    return {wish(date(2025, 8, 5), RateReset, new_rate("0.055")),
            wish(date(2026, 1, 20), PartialPrepayment, {}, "100000.00"),
            wish(date(2026, 3, 2), PaymentHoliday, holiday(2)),
            wish(date(2026, 3, 11), RateReset, new_rate("0.048")),
            wish(date(2026, 9, 20), Extension, periods(30)),
            wish(date(2027, 1, 5), PartialPrepayment, keep_rent(), "50000.00")};
}

// The events with those wishes recorded one after the other.
std::vector<NumberedEvent> recorded(const ContractContent& content, std::vector<NumberedEvent> events,
                                    const std::vector<ContractEvent>& changes) {
    const auto agreed = *amortise(content.terms, content.rent);
    for (const auto& change : changes) {
        const auto decided = with_later_changes({content, agreed, events}, change);
        EXPECT_TRUE(decided) << (decided ? "" : message(decided.error()));
        for (const auto& event : decided.value()) events.push_back({events.back().number + 1, event});
    }
    return events;
}

tests::Balances balances(const ContractContent& content, const std::vector<NumberedEvent>& events, Date through) {
    return tests::balances(live(content, *amortise(content.terms, content.rent), events, tests::policy(), through));
}

void expect_order_to_be_of_no_matter(const ContractContent& content, const ContractActivated& activated,
                                     const std::vector<ContractEvent>& natural) {
    const auto start = tests::numbered({activated});
    const auto expected = recorded(content, start, natural);
    std::mt19937 random(20260701);
    for (int round = 0; round < 20; ++round) {
        auto order = natural;
        std::ranges::shuffle(order, random);
        const auto events = recorded(content, start, order);
        for (const Date through : {date(2026, 3, 31), date(2027, 2, 28), date(2030, 12, 31)})
            EXPECT_EQ(balances(content, events, through), balances(content, expected, through)) << round;
    }
}

TEST(BackDatedChanges, LeaveTheBooksOfTheirNaturalOrder) {
    auto content = tests::content_of(tests::l1(), "30421.94");
    expect_order_to_be_of_no_matter(content, tests::activated(date(2025, 1, 20)), wishes());
    content.conditions.product = Product::SaleLeaseback;
    expect_order_to_be_of_no_matter(content, tests::activated(date(2025, 1, 20)), wishes());
    content.conditions.product = Product::Operating;
    expect_order_to_be_of_no_matter(content, tests::activated(date(2025, 1, 20)), wishes());
}

TEST(BackDatedChanges, LeaveTheBooksOfTheirNaturalOrderWhereTheNetInvestmentGoesItsOwnWay) {
    auto terms = tests::l1();
    terms.unguaranteed_residual = cny("50000.00");
    const auto rent = *agreed_rent(terms, {});
    auto content = tests::content_of(terms, to_text(rent).c_str());
    content.conditions.initial_direct_costs = cny("12000.00");
    auto flows = flows_of(terms, *amortise(terms, rent));
    const auto implicit = *implicit_rate(flows, cny("1012000.00"));
    auto natural = wishes();
    natural.erase(natural.end() - 1);  // a kept rent would repay the residual early
    natural.push_back(ResidualImpaired{{"li", date(2026, 6, 10)}, cny("20000.00"), cny("0.00"), "market"});
    std::ranges::stable_sort(natural, {}, [](const ContractEvent& e) { return act_of(e).on; });
    expect_order_to_be_of_no_matter(content, ContractActivated{{"li", date(2025, 1, 20)}, implicit}, natural);
}

TEST(RestructuredTwiceInOnePeriod, KeepsTheGainOfBoth) {
    const auto content = tests::content_of(tests::l1(), "30421.94");
    const auto start = tests::numbered({tests::activated(date(2025, 1, 20))});
    RentIntent given;
    given.rule = RentRule::Given;
    given.given_rent = cny("25000.00");
    given.new_periods = 44;
    const auto events = recorded(content, start,
                                 {wish(date(2025, 2, 25), ScheduleChangeKind::Restructuring, given),
                                  wish(date(2025, 3, 3), ScheduleChangeKind::PartialPrepayment, {}, "10000.00")});
    const auto sums = balances(content, events, date(2030, 12, 31));
    const auto overdue = sums.at(Account::LeaseReceivable);  // no rent was paid
    Money billed = cny("0.00");
    const auto life =
        live(content, *amortise(content.terms, content.rent), events, tests::policy(), date(2030, 12, 31));
    for (const auto& due : life.dues)
        if (due.kind == DueKind::Rent) billed += due.rent();
    EXPECT_EQ(overdue, billed);
    EXPECT_FALSE(sums.contains(Account::UnearnedIncome));
}

TEST(AChangeWithUnchangedTerms, HasNoGain) {
    const auto content = tests::content_of(tests::l1(), "30421.94");
    const auto agreed = *amortise(content.terms, content.rent);
    for (const Date on : {date(2025, 1, 20), date(2025, 6, 20), date(2027, 12, 20)}) {
        const auto lease = running_on(content, agreed, tests::numbered({tests::activated(date(2025, 1, 20))}), on);
        const auto same = decided(lease, content, wish(on, ScheduleChangeKind::Restructuring, {}));
        ASSERT_TRUE(same);
        EXPECT_TRUE(same->event.modification_gain.is_zero());
        EXPECT_EQ(same->event.rents.front().amount, lease.rents.front().amount);
    }
}

TEST(OperatingLease, SpreadsItsRentAnewOverTheRestOfTheTerm) {
    auto content = tests::content_of(tests::l1(), "30421.94");
    content.conditions.product = Product::Operating;
    const auto start = tests::numbered({tests::activated(date(2025, 1, 20))});
    const auto events = recorded(content, start, {wish(date(2026, 1, 20), ScheduleChangeKind::Extension, periods(36))});
    const auto plain = live(content, *amortise(content.terms, content.rent), start, tests::policy(), date(2026, 1, 20));
    const auto changed =
        live(content, *amortise(content.terms, content.rent), events, tests::policy(), date(2029, 1, 20));
    // What the first year earned stays; the rest is earned evenly over the new 36 months.
    EXPECT_EQ(changed.runs.income.earned_until(date(2026, 1, 20)), plain.runs.income.earned_until(date(2026, 1, 20)));
    const auto& spans = changed.runs.income.earned;
    ASSERT_GE(spans.size(), 36U);
    EXPECT_LE(spans[spans.size() - 36].amount - spans.back().amount, cny("0.01"));
    EXPECT_FALSE(tests::balances(changed).contains(Account::AccruedRent));
}

}  // namespace
}  // namespace leasebook::pricing
