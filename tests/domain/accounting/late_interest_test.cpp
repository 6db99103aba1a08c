#include "domain/accounting/late_interest.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

const LateInterestTerms terms;
const Date due = date(2026, 2, 20);

TEST(LateInterest, OfRent13PaidSeventeenDaysLateIsThatOfExC5) {
    EXPECT_EQ(late_interest(terms, due, cny("30421.94"), date(2026, 3, 9)), cny("258.59"));
}

TEST(LateInterest, IsNotOwedOnTheDueDateOrBefore) {
    EXPECT_TRUE(late_interest(terms, due, cny("30421.94"), due).is_zero());
    EXPECT_TRUE(late_interest(terms, due, cny("30421.94"), due - std::chrono::days{3}).is_zero());
}

TEST(LateInterest, CountsFromTheDueDateOnceGraceHasPassed) {
    LateInterestTerms patient;
    patient.grace_days = 5;
    EXPECT_TRUE(late_interest(patient, due, cny("1000.00"), date(2026, 2, 25)).is_zero());
    EXPECT_EQ(late_interest(patient, due, cny("1000.00"), date(2026, 2, 26)), cny("3.00"));
}

TEST(LateInterest, StaysWithinTheCapOfAYear) {
    LateInterestTerms harsh;
    harsh.daily = rate("0.001");
    EXPECT_EQ(late_interest(harsh, due, cny("100000.00"), date(2027, 2, 20)), cny("24000.00"));
    EXPECT_EQ(late_interest(terms, due, cny("100000.00"), date(2027, 2, 20)), cny("18250.00"));
}

TEST(LateInterest, OfAnItemPaidInPartsAddsUpPartByPart) {
    const OverdueItem item{
        due, cny("30000.00"), {{date(2026, 2, 20), cny("10000.00")}, {date(2026, 3, 2), cny("5000.00")}}};
    // 10,000.00 on time, 5,000.00 ten days late, 15,000.00 still open after 20 days.
    EXPECT_EQ(late_interest(terms, item, date(2026, 3, 12)), cny("175.00"));
    // Before the second payment it is the whole 20,000.00 that is late.
    EXPECT_EQ(late_interest(terms, item, date(2026, 3, 1)), cny("90.00"));
}

}  // namespace
}  // namespace leasebook
