#include "domain/credit/loss_parameters.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(LossParameters, AreSoundAsTheyComeFromTheBrief) { EXPECT_TRUE(check(LossParameters{}).empty()); }

TEST(LossParameters, AreRefusedWhenTheWeightsDoNotAddUpToOne) {
    LossParameters parameters;
    parameters.scenarios[2].weight = rate("0.1999999999");
    const auto errors = check(parameters);
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].field, "scenarios");
    EXPECT_EQ(message(errors[0]), "The weights of the scenarios must add up to 1; they add up to 0.9999999999.");
}

TEST(LossParameters, AreRefusedOutsideTheirBounds) {
    LossParameters parameters;
    parameters.scenarios[0].weight = rate("-0.2"), parameters.scenarios[1].weight = rate("1");
    parameters.loss_floor = rate("1.01"), parameters.forced_sale_haircut = rate("-0.1");
    parameters.selling_cost = rate("2"), parameters.credit_conversion = rate("-1");
    parameters.months_to_sale = 61;
    std::vector<std::string> fields;
    for (const auto& error : check(parameters)) fields.push_back(error.field);
    EXPECT_EQ(fields, (std::vector<std::string>{"scenarios", "loss_floor", "forced_sale_haircut", "selling_cost",
                                                "credit_conversion", "months_to_sale"}));
    EXPECT_EQ(message(check(parameters).front()), "Weights and multipliers of a scenario cannot be negative.");
}

const ByStage modelled{cny("100.00"), cny("33.33"), cny("50.00"), cny("0.00")};

TEST(AnOverlay, IsShownApartFromTheModelledAllowance) {
    const auto result = apply_overlays(modelled, {{"Export controls", Stage::One, cny("12.00")},
                                                  {"Mould makers of Dongguan", Stage::Two, rate("0.50")},
                                                  {"Lower scrap prices", Stage::Two, rate("0.10")},
                                                  {"A sale agreed", Stage::Three, cny("-20.00")}});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->modelled, modelled);
    EXPECT_EQ(result->additions, (std::vector{cny("12.00"), cny("16.67"), cny("3.33"), cny("-20.00")}));
    EXPECT_EQ(result->overlay, (ByStage{cny("12.00"), cny("20.00"), cny("-20.00"), cny("0.00")}));
    EXPECT_EQ(result->total, cny("195.33"));
}

TEST(AnOverlay, IsRefusedWithoutAReasonOrBeyondTheAllowance) {
    const auto result = apply_overlays(modelled, {{"", Stage::Three, cny("-50.01")}});
    ASSERT_FALSE(result);
    ASSERT_EQ(result.errors().size(), 2U);
    EXPECT_EQ(message(result.errors()[0]), "Say why the allowance is changed by hand.");
    EXPECT_EQ(message(result.errors()[1]), "The overlays take 50.01 off an allowance of 50.00.");
    EXPECT_TRUE(apply_overlays(modelled, {{"All sold", Stage::Three, rate("-1")}}));
}

TEST(AnOverlay, LeavesAFallenAllowanceOfPociAsItIs) {
    auto fallen = modelled;
    fallen[3] = cny("-5.00");
    EXPECT_EQ(apply_overlays(fallen, {})->total, cny("178.33"));
}

}  // namespace
}  // namespace leasebook
