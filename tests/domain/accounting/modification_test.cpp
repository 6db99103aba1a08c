#include "domain/accounting/modification.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

ModificationTreatment treatment(const ModificationFacts& facts, const char* present_value = "99.00") {
    return modification_test(facts, cny("100.00"), cny(present_value)).treatment;
}

TEST(AModification, OfExD5LosesLessThanTenPercent) {
    const auto test = modification_test({}, cny("686406.07"), cny("657420.32"));
    EXPECT_EQ(test.gain(), cny("-28985.75"));
    EXPECT_EQ(test.change, rate("0.0422282833"));  // 4.22 %
    EXPECT_EQ(test.treatment, ModificationTreatment::KeepRate);
}

TEST(AModification, IsSubstantialFromTenPercentUpOrDown) {
    EXPECT_EQ(treatment({}, "90.01"), ModificationTreatment::KeepRate);
    EXPECT_EQ(treatment({}, "90.00"), ModificationTreatment::Derecognise);
    EXPECT_EQ(treatment({}, "109.99"), ModificationTreatment::KeepRate);
    EXPECT_EQ(treatment({}, "110.00"), ModificationTreatment::Derecognise);
}

TEST(AModification, IsSubstantialWhenItIsAnotherContractInSubstance) {
    std::vector<ModificationFacts> facts(3);
    facts[0].other_currency = true;
    facts[1].other_obligor = true;
    facts[2].other_asset_class = true;
    for (const auto& changed : facts) EXPECT_EQ(treatment(changed), ModificationTreatment::Derecognise);
}

TEST(AModification, ThatAddsAssetsAtTheirOwnPriceIsALeaseOfItsOwn) {
    ModificationFacts facts;
    facts.adds_assets = true;
    EXPECT_EQ(treatment(facts), ModificationTreatment::KeepRate);
    facts.at_stand_alone_price = true;
    EXPECT_EQ(treatment(facts, "50.00"), ModificationTreatment::SeparateLease);
}

TEST(AModification, ThatWouldHaveMadeAnOperatingLeaseMakesOneNow) {
    ModificationFacts facts;
    facts.would_have_been_operating = true;
    EXPECT_EQ(treatment(facts, "50.00"), ModificationTreatment::NewOperatingLease);
}

}  // namespace
}  // namespace leasebook
