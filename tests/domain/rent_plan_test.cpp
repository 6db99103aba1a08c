#include "domain/rent_plan.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::l1;
using tests::rate;

TEST(RentPlan, EndsWithTheTermsOrWithItsOwnLastRent) {
    EXPECT_EQ(final_date(l1(), RentPlan{}), date(2028, 1, 20));
    const RentPlan custom{.structure = Structure::Custom, .rents = {{date(2025, 3, 31), cny("1.00")}}};
    EXPECT_EQ(final_date(l1(), custom), date(2025, 3, 31));
    EXPECT_EQ(final_date(tests::in_advance(l1()), custom), date(2025, 4, 30));
}

TEST(RentPlan, ThatDoesNotFitTheTermsNamesTheField) {
    struct Case {
        RentPlan plan;
        const char* message;
    };
    const Case cases[] = {
        {{.structure = Structure::Level, .skip_months = {1}},
         "skip_months: Rents of structure \"level\" do not use this field."},
        {{.structure = Structure::Linear, .interest_only_periods = 3},
         "interest_only_periods: Rents of structure \"linear\" do not use this field."},
        {{.structure = Structure::Step}, "steps: Stepped rents need at least one step."},
        {{.structure = Structure::Step, .steps = {{1, rate("0.5")}}},
         "steps: A step begins with a rent from 2 to 36, each later than the one before; 1 does not."},
        {{.structure = Structure::Step, .steps = {{13, rate("0.8")}, {13, rate("0.6")}}},
         "steps: A step begins with a rent from 2 to 36, each later than the one before; 13 does not."},
        {{.structure = Structure::Step, .steps = {{13, rate("-0.8")}}},
         "steps: The factor of a step lies between 0 and 100."},
        {{.structure = Structure::Step, .steps = {{13, rate("0")}}}, "steps: The last rents cannot be zero."},
        {{.structure = Structure::Seasonal}, "skip_months: Seasonal rents need at least one month without rent."},
        {{.structure = Structure::Seasonal, .skip_months = {13}}, "skip_months: Months are written 1 to 12."},
        {{.structure = Structure::Seasonal, .skip_months = {1}},
         "skip_months: The last rent (2028-01-20) falls in a month without rent."},
        {{.structure = Structure::InterestOnlyThenLevel, .interest_only_periods = 36},
         "interest_only_periods: Interest alone is paid in 1 to 35 periods, not in 36."},
        {{.structure = Structure::Custom}, "rents: There are 0 rents for 36 periods."}};
    for (const auto& [plan, wanted] : cases) {
        const auto result = validated(plan, l1());
        ASSERT_FALSE(result) << wanted;
        EXPECT_EQ(result.error().field + ": " + message(result.error()), wanted);
    }
}

TEST(RentPlan, OfCustomRentsLooksAtEachOfThem) {
    auto terms = l1();
    terms.periods = 1;
    const auto refused = [&](Date on, Money amount) {
        return message(validated({.structure = Structure::Custom, .rents = {{on, amount}}}, terms).error());
    };
    EXPECT_EQ(refused(date(2025, 1, 20), cny("1.00")),
              "The rent of 2025-01-20 is out of order: dates ascend after commencement, up to the year 2199.");
    EXPECT_EQ(refused(date(2027, 1, 21), cny("1.00")),
              "The rent of 2027-01-21 falls due more than two years after the day before it.");
    EXPECT_EQ(refused(date(2025, 3, 1), cny("-1.00")), "Rents are amounts in CNY, not negative.");
    EXPECT_EQ(refused(date(2025, 3, 1), Money::minor(1, EUR)), "Rents are amounts in CNY, not negative.");
    EXPECT_TRUE(validated({.structure = Structure::Custom, .rents = {{date(2025, 1, 20), cny("1.00")}}}, [&] {
        auto advance = tests::in_advance(l1());
        advance.periods = 1;
        return advance;
    }()));
}

TEST(RentsPaidUpFront, FallDueTogetherOnCommencementAndAreFewerLater) {
    const auto dates = rent_dates(l1(), {.rents_up_front = 3});
    ASSERT_EQ(dates.size(), 36U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(dates[i], l1().commencement);
    EXPECT_EQ(dates[3], date(2025, 2, 20));
    EXPECT_EQ(dates.back(), date(2027, 10, 20));
    EXPECT_EQ(final_date(l1(), RentPlan{.rents_up_front = 3}), date(2028, 1, 20)) << "the machine is used all the same";
}

TEST(RentsPaidUpFront, GoWithLevelRentsInArrearsAndLeaveOneForLater) {
    EXPECT_TRUE(validated({.rents_up_front = 35}, l1()));
    EXPECT_FALSE(validated({.rents_up_front = 36}, l1()));
    EXPECT_FALSE(validated({.rents_up_front = -1}, l1()));
    EXPECT_FALSE(validated({.rents_up_front = 1}, tests::in_advance(l1())));
    EXPECT_FALSE(validated({.structure = Structure::Linear, .rents_up_front = 1}, l1()));
}

TEST(APlansLists, HaveOneTextEach) {
    const std::vector<RentStep> steps{{13, Rate{8'000'000'000}}, {25, Rate{6'000'000'000}}};
    EXPECT_EQ(to_text(steps), "13:0.8000;25:0.6000");
    EXPECT_EQ(parse_steps("13:0.80;25:0.6", "steps").value(), steps);
    const std::vector<DatedAmount> rents{{date(2026, 2, 15), Money::minor(1'000'000, CNY)}};
    EXPECT_EQ(to_text(rents), "2026-02-15:10000.00");
    EXPECT_EQ(parse_rents("2026-02-15:10000.00", CNY, "rents").value(), rents);
    EXPECT_EQ(parse_months("1;2;12", "skip_months").value(), (std::vector<int>{1, 2, 12}));
    EXPECT_EQ(to_text(std::vector<int>{1, 2, 12}), "1;2;12");
    EXPECT_TRUE(parse_steps("", "steps").value().empty());
}

TEST(APlansLists, NameTheEntryThatIsNone) {
    EXPECT_EQ(message(parse_steps("13:0.80;oops", "steps").error()),
              "Step 2 (\"oops\") is not the number of a rent and a factor, such as 13 and 0.80.");
    EXPECT_EQ(message(parse_rents("2026-02-30:1.00", CNY, "rents").error()),
              "Rent 1 (\"2026-02-30:1.00\") is not a date and an amount, such as 2026-02-15 and 10000.00.");
    EXPECT_EQ(message(parse_months("1;13", "skip_months").error()),
              "Month 2 (\"13\") is not a whole number from 1 to 12.");
}

}  // namespace
}  // namespace leasebook
