#include "domain/accounting/repossession.h"

#include <gtest/gtest.h>

#include "domain/accounting/share.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(Repossession, OfExC7GivesBackTheAllowanceThatWasTooMuch) {
    const Money gross = cny("704960.46");
    const Repossession taken{gross, share_of(gross, rate("0.45")), cny("420000.00"), cny("20000.00")};
    EXPECT_EQ(taken.allowance, cny("317232.21"));
    EXPECT_EQ(taken.recognised(), cny("400000.00"));
    EXPECT_EQ(taken.reversal(), cny("12271.75"));
}

TEST(Repossession, GainsNoMoreThanTheAllowanceBeforeTheSale) {
    const Repossession taken{cny("100.00"), cny("45.00"), cny("150.00"), cny("10.00")};
    EXPECT_EQ(taken.recognised(), cny("100.00"));
    EXPECT_EQ(taken.reversal(), cny("45.00"));
}

TEST(Repossession, LosesWhatTheAllowanceDoesNotCover) {
    EXPECT_EQ((Repossession{cny("100.00"), cny("10.00"), cny("60.00"), cny("5.00")}).reversal(), cny("-35.00"));
    EXPECT_EQ((Repossession{cny("100.00"), cny("10.00"), cny("5.00"), cny("9.00")}).reversal(), cny("-90.00"));
}

TEST(ARepossessionClaim, OfExC7) {
    const RepossessionClaim claim{cny("730126.45"), cny("25000.00"), cny("0"), cny("420000.00")};
    EXPECT_EQ(claim.from_lessee(), cny("335126.45"));
    EXPECT_TRUE(claim.to_lessee().is_zero());
}

TEST(ARepossessionClaim, GivesASurplusBackOnlyWhereTitleWasToPass) {
    RepossessionClaim claim{cny("80.00"), cny("5.00"), cny("0"), cny("100.00")};
    EXPECT_EQ(claim.to_lessee(), cny("15.00"));
    claim.title_was_to_pass = false;
    EXPECT_TRUE(claim.to_lessee().is_zero());
}

TEST(AWriteOff, UsesTheAllowanceFirst) {
    const WriteOff short_of{cny("100.00"), cny("70.00")}, covered{cny("100.00"), cny("130.00")};
    EXPECT_EQ(short_of.allowance_used(), cny("70.00"));
    EXPECT_EQ(short_of.further_loss(), cny("30.00"));
    EXPECT_TRUE(short_of.allowance_released().is_zero());
    EXPECT_TRUE(covered.further_loss().is_zero());
    EXPECT_EQ(covered.allowance_released(), cny("30.00"));
}

TEST(ARecovery, IsIncomeUpToWhatWasWrittenOff) {
    EXPECT_EQ((Recovery{cny("100.00"), cny("60.00")}).recovered(), cny("60.00"));
    const Recovery more{cny("100.00"), cny("130.00")};
    EXPECT_EQ(more.recovered(), cny("100.00"));
    EXPECT_EQ(more.unapplied(), cny("30.00"));
}

}  // namespace
}  // namespace leasebook
