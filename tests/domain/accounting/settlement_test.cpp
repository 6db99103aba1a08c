#include "domain/accounting/settlement.h"

#include <gtest/gtest.h>

#include "domain/fields.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

EarlySettlementInputs ex_c4() {
    EarlySettlementInputs inputs;
    inputs.as_of = date(2026, 2, 4);
    inputs.principal = cny("686406.07");
    inputs.interest_from = date(2026, 1, 20);
    inputs.annual = rate("0.06");
    inputs.fee = rate("0.03");
    inputs.nominal_price = cny("100.00");
    inputs.deposit = cny("50000.00");
    return inputs;
}

TEST(EarlySettlement, OfExC4) {
    const auto lines = early_settlement(ex_c4());
    EXPECT_EQ(lines.interest, cny("1716.02"));
    EXPECT_EQ(lines.termination_fee, cny("20592.18"));
    EXPECT_EQ(lines.total(), cny("658814.27"));
}

TEST(EarlySettlement, AddsWhatIsOverdueAndTheVatOfADirectLease) {
    auto inputs = ex_c4();
    inputs.overdue_rents = cny("30421.94");
    inputs.late_interest = cny("258.59");
    inputs.costs = cny("500.00");
    inputs.other_credits = cny("80.00");
    inputs.vat = rate("0.13");
    const auto lines = early_settlement(inputs);
    EXPECT_EQ(lines.vat, cny("92132.85"));  // 89,232.79 + 223.08 + 2,676.98
    EXPECT_EQ(lines.total(), cny("782047.65"));
}

TEST(EarlySettlement, NamesEveryLineOfItsTotal) {
    const auto lines = write_record(early_settlement(ex_c4()));
    EXPECT_EQ(lines.size(), 10U);
    EXPECT_EQ(lines.at("principal"), "686406.07");
    EXPECT_EQ(lines.at("costs"), "0.00");
}

TEST(EarlySettlement, IsInTheCurrencyOfTheLease) {
    EarlySettlementInputs inputs;
    inputs.principal = *parse_money("1000.00", USD, "principal");
    inputs.as_of = inputs.interest_from = date(2026, 1, 20);
    EXPECT_EQ(early_settlement(inputs).total(), inputs.principal);
}

TEST(TheTerminationFee, FallsWithTheYearOfTheLease) {
    const auto fees = default_termination_fees();
    const Date commencement = date(2025, 1, 20);
    EXPECT_EQ(termination_fee(fees, commencement, date(2026, 1, 19)), rate("0.03"));
    EXPECT_EQ(termination_fee(fees, commencement, date(2026, 1, 20)), rate("0.02"));
    EXPECT_EQ(termination_fee(fees, commencement, date(2027, 1, 20)), rate("0.01"));
    EXPECT_EQ(termination_fee(fees, commencement, date(2035, 1, 20)), rate("0.01"));
    EXPECT_EQ(termination_fee({}, commencement, date(2026, 1, 20)), rate("0"));
}

TEST(TheBuyOutPrice, IsTheDearerOfSettlementAndShareOfTheFairValue) {
    EXPECT_EQ(buy_out_price(cny("658814.27"), rate("0.90"), cny("700000.00")), cny("658814.27"));
    EXPECT_EQ(buy_out_price(cny("658814.27"), rate("0.95"), cny("700000.00")), cny("665000.00"));
}

TEST(StipulatedLoss, OfExC6LeavesTheShortfallToTheLessee) {
    const StipulatedLoss loss{stipulated_loss_value(cny("353470.35"), rate("0.02")), cny("0"), cny("0"),
                              cny("300000.00")};
    EXPECT_EQ(loss.stipulated_value, cny("360539.76"));
    EXPECT_EQ(loss.from_lessee(), cny("60539.76"));
    EXPECT_TRUE(loss.to_lessee().is_zero());
}

TEST(StipulatedLoss, GivesASurplusToTheLesseeAfterAllDebts) {
    const StipulatedLoss loss{cny("360539.76"), cny("30421.94"), cny("258.59"), cny("400000.00")};
    EXPECT_TRUE(loss.from_lessee().is_zero());
    EXPECT_EQ(loss.to_lessee(), cny("8779.71"));
}

}  // namespace
}  // namespace leasebook
