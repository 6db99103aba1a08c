#include "domain/accounting/broken_periods.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(PreLeaseInterest, RunsFromEachDisbursementAsInExB16) {
    const Date commencement = date(2025, 3, 20);
    const std::vector<DatedAmount> disbursements{{date(2025, 2, 10), cny("600000.00")},
                                                 {date(2025, 3, 1), cny("400000.00")}};
    EXPECT_EQ(pre_lease_interest(disbursements, rate("0.06"), commencement), cny("5066.67"));
    EXPECT_TRUE(pre_lease_interest({{commencement, cny("1000.00")}}, rate("0.06"), commencement).is_zero());
}

TEST(StubInterest, IsByActualDaysAsInExC4) {
    EXPECT_EQ(stub_interest(cny("686406.07"), rate("0.06"), date(2026, 1, 20), date(2026, 2, 4)), cny("1716.02"));
}

TEST(SplitInterest, WeighsTheRatesByTheirDaysAsInExB10) {
    const InterestPeriod period{date(2025, 12, 20), date(2026, 1, 20), DayCount::Actual360};
    const std::vector<RateFrom> rates{{date(2025, 1, 1), rate("0.0495")}, {date(2026, 1, 1), rate("0.0485")}};
    EXPECT_EQ(split_interest(cny("2000000.00"), period, rates), cny("8419.44"));
    EXPECT_EQ(split_interest(cny("2000000.00"), period, {rates.front()}), cny("8525.00"));
}

TEST(SplitInterest, IsThatOfTheRateWhereItChangesOutsideThePeriod) {
    const InterestPeriod period{date(2026, 1, 31), date(2026, 2, 28), DayCount::MonthsTwelfths};
    const std::vector<RateFrom> rates{
        {date(2025, 1, 1), rate("0.09")}, {date(2026, 1, 31), rate("0.06")}, {date(2026, 2, 28), rate("0.03")}};
    EXPECT_EQ(split_interest(cny("1000000.00"), period, rates), cny("5000.00"));
    EXPECT_TRUE(split_interest(cny("1.00"), {period.start, period.start}, rates).is_zero());
}

}  // namespace
}  // namespace leasebook
