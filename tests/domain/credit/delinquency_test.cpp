#include "domain/credit/delinquency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "domain/concentration.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;
using enum AgingBucket;

const Money nothing = Money::zero(CNY);

TEST(DaysPastDue, AreOneHundredInExE5) {
    const std::vector<OpenInstalment> open{{date(2026, 3, 20), cny("100.00")}, {date(2026, 2, 20), cny("0.01")}};
    EXPECT_EQ(days_past_due(open, date(2026, 5, 31), nothing), 100);
}

TEST(DaysPastDue, BeginOnTheDayAfterTheDueDate) {
    const std::vector<OpenInstalment> open{{date(2026, 3, 20), cny("100.00")}};
    EXPECT_EQ(days_past_due(open, date(2026, 3, 19), nothing), 0);
    EXPECT_EQ(days_past_due(open, date(2026, 3, 20), nothing), 0);
    EXPECT_EQ(days_past_due(open, date(2026, 3, 21), nothing), 1);
}

TEST(DaysPastDue, LeaveOutWhatIsNotAboveTheThreshold) {
    const std::vector<OpenInstalment> open{{date(2026, 2, 20), cny("10.00")}, {date(2026, 3, 20), cny("10.01")}};
    EXPECT_EQ(days_past_due(open, date(2026, 3, 31), cny("10.00")), 11);
    EXPECT_EQ(days_past_due(open, date(2026, 3, 31), cny("50.00")), 0);
    EXPECT_EQ(days_past_due({}, date(2026, 3, 31), nothing), 0);
}

TEST(DaysPastDue, OfAnObligorAreTheHighestOfItsContracts) {
    EXPECT_EQ(obligor_days_past_due(std::vector{0, 91, 12}), 91);
    EXPECT_EQ(obligor_days_past_due({}), 0);
}

TEST(AnAgingBucket, EndsOnTheDayInItsName) {
    const std::vector<std::pair<int, AgingBucket>> cases{
        {0, Current},        {1, Days1To30},      {30, Days1To30},     {31, Days31To60},   {60, Days31To60},
        {61, Days61To90},    {90, Days61To90},    {91, Days91To180},   {180, Days91To180}, {181, Days181To270},
        {270, Days181To270}, {271, Days271To360}, {360, Days271To360}, {361, Beyond},      {5000, Beyond}};
    for (const auto& [days, bucket] : cases) EXPECT_EQ(aging_bucket(days), bucket) << days;
    EXPECT_EQ(to_text(Beyond), ">360");
}

AgedContract aged(const char* number, AgingBucket bucket, const char* balance) {
    return {{number}, bucket, cny(balance)};
}

TEST(ARollMatrix, FollowsEachBalanceFromMonthToMonth) {
    const RollMatrix matrix({aged("C", Days1To30, "30.00"), aged("A", Current, "100.00"), aged("B", Days1To30, "60.00"),
                             aged("D", Days1To30, "10.00"), aged("E", Days31To60, "5.00")},
                            {aged("N", Days1To30, "999.00"), aged("B", Days31To60, "59.00"),
                             aged("A", Current, "98.00"), aged("C", Current, "29.00"), aged("E", Days91To180, "5.00")},
                            CNY);
    EXPECT_EQ(matrix.total(Days1To30), cny("100.00"));
    EXPECT_EQ(matrix.moved(Days1To30, Days31To60), cny("60.00"));
    EXPECT_EQ(matrix.gone(Days1To30), cny("10.00"));
    EXPECT_EQ(matrix.roll_rate(Days1To30), rate("0.6"));
    EXPECT_EQ(matrix.cure_rate(Days1To30), rate("0.3"));
    EXPECT_EQ(matrix.roll_rate(Current), Rate{});
    EXPECT_EQ(matrix.cure_rate(Current), Rate{});
    EXPECT_EQ(matrix.roll_rate(Days31To60), rate("1")) << "a long month skips a bucket";
    EXPECT_EQ(matrix.roll_rate(Beyond), Rate{}) << "nothing stood there";
}

TEST(ARollMatrix, LosesNoBalance) {
    std::mt19937 random(4);
    for (int round = 0; round < 50; ++round) {
        std::vector<AgedContract> before, after;
        Money sum = nothing;
        for (int i = 0; i < 100; ++i) {
            const auto bucket = [&] { return NamesOf<AgingBucket>::names[random() % aging_buckets].first; };
            before.push_back({{std::to_string(i)}, bucket(), Money::minor(int(random() % 100'000), CNY)});
            if (random() % 4 != 0) after.push_back({{std::to_string(i)}, bucket(), nothing});
            sum += before.back().balance;
        }
        std::ranges::shuffle(after, random);
        const RollMatrix matrix(before, after, CNY);
        Money found = nothing;
        for (const auto& [bucket, name] : NamesOf<AgingBucket>::names) found += matrix.total(bucket);
        EXPECT_EQ(found, sum);
    }
}

TEST(TheFlowRate, IsThatOfExG7) {
    const std::vector rolls{rate("0.03"), rate("0.40"), rate("0.60"), rate("0.80")};
    EXPECT_EQ(flow_rate(rolls), rate("0.005760"));
    EXPECT_EQ(portion(cny("500000000.00"), flow_rate(rolls)), cny("2880000.00"));
    EXPECT_EQ(flow_rate({}), rate("1"));
}

TEST(AVintage, DefaultsAsInExG6) {
    std::vector<VintageContract> contracts{{date(2025, 1, 3), cny("49350000.00"), {}, nothing},
                                           {date(2025, 1, 31), cny("100000.00"), date(2025, 7, 1), cny("100000.00")},
                                           {date(2025, 1, 15), cny("250000.00"), date(2025, 10, 31), cny("250000.00")},
                                           {date(2025, 1, 20), cny("300000.00"), date(2026, 1, 9), cny("300000.00")}};
    const auto vintage = vintages(contracts, date(2026, 3, 31)).at(date(2025, 1, 1));
    EXPECT_EQ(vintage.disbursed, cny("50000000.00"));
    EXPECT_EQ(vintage.cumulative_rate(3), rate("0"));
    EXPECT_EQ(vintage.cumulative_rate(5), rate("0"));
    EXPECT_EQ(vintage.cumulative_rate(6), rate("0.0020"));
    EXPECT_EQ(vintage.cumulative_rate(9), rate("0.0070"));
    EXPECT_EQ(vintage.cumulative_rate(12), rate("0.0130"));
    EXPECT_EQ(vintage.cumulative_defaults.size(), 15U) << "month 0 to month 14";
    EXPECT_EQ(vintage.cumulative_rate(99), rate("0.0130"));
    EXPECT_TRUE(std::ranges::is_sorted(vintage.cumulative_defaults));
}

TEST(AVintage, KnowsNothingOfWhatComesLater) {
    const std::vector<VintageContract> contracts{{date(2025, 1, 3), cny("100.00"), date(2025, 9, 1), cny("70.00")},
                                                 {date(2025, 6, 3), cny("100.00"), {}, nothing},
                                                 {date(2025, 8, 2), cny("100.00"), {}, nothing}};
    const auto by_month = vintages(contracts, date(2025, 8, 1));
    ASSERT_EQ(by_month.size(), 2U);
    EXPECT_EQ(by_month.at(date(2025, 1, 1)).cumulative_rate(8), Rate{});
}

TEST(TheProvisionMatrix, IsThatOfExE2) {
    ByBucket<Money> balances{cny("800000.00"), cny("60000.00"), cny("20000.00"), cny("10000.00"),
                             cny("10000.00"),  nothing,         nothing,         nothing};
    const ByBucket<Rate> rates{rate("0.008"), rate("0.03"), rate("0.12"), rate("0.30"),
                               rate("0.60"),  rate("0.60"), rate("0.60"), rate("0.60")};
    EXPECT_EQ(matrix_allowance(balances, rates), cny("19600.00"));
    EXPECT_EQ(share(cny("19600.00"), cny("900000.00")), rate("0.0217777778"));
}

TEST(TheProvisionMatrix, RoundsOnceOverAllBuckets) {
    ByBucket<Money> balances;
    balances.fill(cny("0.01"));
    ByBucket<Rate> rates;
    rates.fill(rate("0.25"));
    EXPECT_EQ(matrix_allowance(balances, rates), cny("0.02"));
}

}  // namespace
}  // namespace leasebook
