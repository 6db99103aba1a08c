#include "pricing/relevel.h"

#include <gtest/gtest.h>

#include "domain/accounting/modification.h"
#include "pricing/net_investment.h"
#include "pricing/rent.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;

// L1 after rent 12: 686,406.07 on 2026-01-20, 24 rents to come.
LeaseRest l1_after_rent_12(int rents = 24) {
    LeaseRest rest{tests::l1(), due_dates(date(2026, 2, 20), rents, 1, true), {}};
    rest.terms.financed_amount = cny("686406.07");
    rest.terms.commencement = date(2026, 1, 20);
    rest.final = rest.dates.back();
    return rest;
}

std::vector<DatedAmount> levelled(const LeaseRest& rest, Grace grace = {}) {
    const auto rents = level_rents(rest, grace);
    EXPECT_TRUE(rents) << (rents ? "" : message(rents.error()));
    return rents.value();
}

Schedule schedule_of(const LeaseRest& rest, const std::vector<DatedAmount>& rents) {
    const auto schedule = amortise(rest.terms, rents, std::max(rest.final, rents.back().date));
    EXPECT_TRUE(schedule) << (schedule ? "" : message(schedule.error()));
    return schedule.value();
}

TEST(LevelRents, AfterTheResetOfExC1) {
    auto rest = l1_after_rent_12();
    rest.terms.annual_rate = rate("0.055");
    const auto rents = levelled(rest);
    ASSERT_EQ(rents.size(), 24U);
    EXPECT_EQ(rents.front(), (DatedAmount{date(2026, 2, 20), cny("30267.53")}));
    EXPECT_EQ(rents.back(), (DatedAmount{date(2028, 1, 20), cny("30267.40")}));
    EXPECT_EQ(schedule_of(rest, rents).rows.front().interest, cny("3146.03"));
}

TEST(LevelRents, AfterTheExtensionOfExC2) { EXPECT_EQ(levelled(l1_after_rent_12(36)).front().amount, cny("20881.80")); }

TEST(LevelRents, AfterThePrepaymentOfExC3) {
    auto rest = l1_after_rent_12();
    rest.terms.financed_amount = cny("486406.07");
    const auto rents = levelled(rest);
    EXPECT_EQ(rents.size(), 24U);
    EXPECT_EQ(rents.front().amount, cny("21557.81"));
}

TEST(KeptRents, AfterThePrepaymentOfExC3) {
    auto rest = l1_after_rent_12();
    rest.terms.financed_amount = cny("486406.07");
    const auto rents = kept_rents(rest, cny("30421.94"));
    ASSERT_TRUE(rents);
    EXPECT_EQ(rents->size(), 17U);
    EXPECT_EQ(rents->front().amount, cny("30421.94"));
    EXPECT_EQ(rents->back().amount, cny("21482.15"));
    rest.final = rents->back().date;
    EXPECT_TRUE(schedule_of(rest, *rents).rows.back().closing.is_zero());
}

TEST(KeptRents, LeaveTheRestToTheLastDateWhenTheRateRises) {
    auto rest = l1_after_rent_12();
    rest.terms.annual_rate = rate("0.08");
    const auto rents = kept_rents(rest, cny("30421.94"));
    ASSERT_TRUE(rents);
    EXPECT_EQ(rents->size(), 24U);
    EXPECT_EQ((*rents)[22].amount, cny("30421.94"));
    EXPECT_GT(rents->back().amount, cny("30421.94"));
    EXPECT_TRUE(schedule_of(rest, *rents).rows.back().closing.is_zero());
}

TEST(KeptRents, KeepTheTermForABalloon) {
    auto rest = l1_after_rent_12();
    rest.terms.balloon = cny("100000.00");
    const Money level = levelled(rest).front().amount;
    const auto rents = kept_rents(rest, level);
    ASSERT_TRUE(rents);
    EXPECT_EQ(*rents, levelled(rest));
    const auto refused = kept_rents(rest, cny("60000.00"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()),
              "A rent of 60000.00 repays balloon or residual value before they fall due. Keep the term instead.");
}

TEST(LevelRents, RestAfterAPaymentHolidayWithItsInterestCapitalised) {
    // EX-B7, full grace on L1: 1,030,377.52 after six months, then 37,071.87.
    const LeaseRest rest{tests::l1(), due_dates(date(2025, 2, 20), 36, 1, true), date(2028, 1, 20)};
    const auto rents = levelled(rest, {6, false});
    ASSERT_EQ(rents.size(), 36U);
    EXPECT_TRUE(rents[5].amount.is_zero());
    EXPECT_EQ(rents[6].amount, cny("37071.87"));
    EXPECT_EQ(schedule_of(rest, rents).rows[5].closing, cny("1030377.52"));
}

TEST(LevelRents, FollowRentsOfInterestAlone) {
    // EX-B7: 6 × 5,000.00, then 35,978.92 × 29, last 35,978.89.
    const LeaseRest rest{tests::l1(), due_dates(date(2025, 2, 20), 36, 1, true), date(2028, 1, 20)};
    const auto rents = levelled(rest, {6, true});
    EXPECT_EQ(rents[5].amount, cny("5000.00"));
    EXPECT_EQ(rents[6].amount, cny("35978.92"));
    EXPECT_EQ(rents[35].amount, cny("35978.89"));
}

// Whatever a lease of any kind still owes at a due date is repaid at its own rate by its own rents.
TEST(LevelRents, OfAnUnchangedLeaseStayWhatTheyWere) {
    for (LeaseTerms terms : {tests::l1(), tests::l2(), tests::ex_b8(), tests::in_advance(tests::l1())}) {
        terms.balloon = cny("30000.00");
        terms.unguaranteed_residual = cny("20000.00");
        const auto schedule = rent_schedule(terms);
        ASSERT_TRUE(schedule);
        LeaseRest rest{terms, rent_dates(terms), final_date(terms)};
        rest.terms.financed_amount = schedule->rows[3].closing;
        rest.terms.commencement = schedule->rows[3].due_date;
        rest.dates.erase(rest.dates.begin(), rest.dates.begin() + 4);
        const auto rents = levelled(rest);
        EXPECT_EQ(rents.front().amount, schedule->rows[4].rent);
        EXPECT_EQ(schedule_of(rest, rents).rows.back().closing, cny("0"));
    }
}

TEST(LinearRents, KeepWhatTheyRepayAfterAReset) {
    // EX-B3 after rent 12 at 5 %: 27,777.78 of principal each, 27,777.70 in the last.
    LeaseRest rest = l1_after_rent_12();
    rest.terms.financed_amount = cny("666666.64");
    rest.terms.annual_rate = rate("0.05");
    const auto rents = linear_rents(rest);
    ASSERT_TRUE(rents);
    EXPECT_EQ(rents->front().amount, cny("30555.56"));  // 27,777.78 + 2,777.78
    const auto rows = schedule_of(rest, *rents).rows;
    EXPECT_EQ(rows[22].principal, cny("27777.78"));
    EXPECT_EQ(rows[23].principal, cny("27777.70"));
}

TEST(LevelRents, SayWhyThereAreNone) {
    const auto sentence = [](const LeaseRest& rest, Grace grace = {}) {
        return message(level_rents(rest, grace).error());
    };
    auto rest = l1_after_rent_12();
    EXPECT_EQ(sentence(rest, {24, false}), "No rent is left that could repay the balance.");
    rest.terms.balloon = cny("900000.00");
    EXPECT_EQ(sentence(rest), "What falls due at the end (900000.00) is worth more than the balance of 686406.07.");
    rest.terms.financed_amount = cny("0.00");
    EXPECT_EQ(sentence(rest), "Nothing is left of this lease to be repaid.");
}

TEST(AModification, OfExD5IsMeasuredAtTheOriginalRate) {
    const auto rest = l1_after_rent_12(36);
    std::vector<DatedAmount> rents;
    for (const Date due : rest.dates) rents.push_back({due, cny("20000.00")});
    const Money value = present_value(rents, {rate("0.06"), DayCount::MonthsTwelfths, rest.terms.commencement});
    EXPECT_EQ(value, cny("657420.32"));
    const auto test = modification_test({}, cny("686406.07"), value);
    EXPECT_EQ(test.gain(), cny("-28985.75"));
    EXPECT_EQ(test.change, rate("0.0422282833"));
    EXPECT_EQ(test.treatment, ModificationTreatment::KeepRate);
}

}  // namespace
}  // namespace leasebook::pricing
