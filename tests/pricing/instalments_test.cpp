#include "pricing/instalments.h"

#include <gtest/gtest.h>

#include <numeric>

namespace leasebook::pricing {
namespace {

// 10,000.00 at 12 %, paid back in twelve months of a twelfth.
InstalmentLoan loan() {
    InstalmentLoan one;
    for (int k = 0; k < 12; ++k)
        one.periods.push_back({add_months(date(2026, 1, 1), k), add_months(date(2026, 1, 1), k + 1)});
    one.disbursements = {{date(2026, 1, 1), 1'000'000}};
    one.annual_rate = 0.12;
    one.days_in_year = 360;
    one.thirty_day_months = true;
    return one;
}
double repaid(const std::vector<InstalmentRow>& rows) {
    return std::accumulate(rows.begin(), rows.end(), 0.0,
                           [](double sum, const auto& row) { return sum + row.principal; });
}

TEST(Instalments, RepayTheLoanToTheCent) {
    const auto rows = *instalment_rows(loan());
    ASSERT_EQ(rows.size(), 12U);
    EXPECT_EQ(rows.front().instalment, 88'849);
    EXPECT_EQ(rows.front().interest, 10'000);
    EXPECT_EQ(repaid(rows), 1'000'000);
    EXPECT_EQ(rows.back().balance, 0);
}

TEST(Instalments, AreLevelledAnewWhenMoreIsPaidOut) {
    auto more = loan();
    more.disbursements.push_back({date(2026, 4, 1), 500'000});
    const auto rows = *instalment_rows(more);
    EXPECT_EQ(rows[2].instalment, 88'849);
    EXPECT_GT(rows[3].instalment, 88'849);
    EXPECT_EQ(repaid(rows), 1'500'000);
}

TEST(Instalments, OfAnAgreedAmountEndWhenNothingIsLeft) {
    auto agreed = loan();
    agreed.instalment = 200'000;
    const auto rows = *instalment_rows(agreed);
    EXPECT_EQ(rows.size(), 6U);
    EXPECT_EQ(rows.back().balance, 0);
    EXPECT_LT(rows.back().instalment, 200'000);
}

TEST(Instalments, AtFlatInterestPayItOnTheWholePrincipal) {
    auto flat = loan();
    flat.method = InterestMethod::Flat;
    flat.paid_down = 250'000;
    const auto rows = *instalment_rows(flat);
    ASSERT_EQ(rows.size(), 13U);
    EXPECT_EQ(rows[0].instalment, 250'000);
    EXPECT_EQ(rows[1].interest, 10'000);
    EXPECT_EQ(rows[12].interest, 10'000);
    EXPECT_EQ(repaid(rows), 1'000'000);
}

TEST(Instalments, RoundUpToWholeUnits) {
    auto up = loan();
    up.multiple = 100;
    up.rounded_up = true;
    EXPECT_EQ(instalment_rows(up)->front().instalment, 88'900);
}

TEST(Instalments, ThatMakeNoLoanAreRefused) {
    auto none = loan();
    none.periods.clear();
    EXPECT_EQ(instalment_rows(none).error().field, "periods");
    auto unpaid = loan();
    unpaid.disbursements.clear();
    EXPECT_EQ(instalment_rows(unpaid).error().field, "principal");
    auto turned = loan();
    std::swap(turned.periods[2], turned.periods[3]);
    EXPECT_EQ(instalment_rows(turned).error().field, "periods");
    auto late = loan();
    late.disbursements.push_back({date(2027, 2, 1), 1});
    EXPECT_EQ(instalment_rows(late).error().field, "disbursements");
    auto low = loan();
    low.instalment = 5'000;
    EXPECT_EQ(instalment_rows(low).error().field, "instalment");
    auto fractions = loan();
    fractions.multiple = 0;
    EXPECT_EQ(instalment_rows(fractions).error().field, "instalment_multiple");
}

}  // namespace
}  // namespace leasebook::pricing
