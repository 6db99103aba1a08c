#include "domain/rmb_capitals.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

TEST(RmbCapitals, WriteAmountsOutAsTheRulesForBillsDo) {
    EXPECT_EQ(rmb_capitals(cny("100000.00")), "人民币壹拾万元整");
    EXPECT_EQ(rmb_capitals(cny("1409.50")), "人民币壹仟肆佰零玖元伍角整");
    EXPECT_EQ(rmb_capitals(cny("6007.14")), "人民币陆仟零柒元壹角肆分");
    EXPECT_EQ(rmb_capitals(cny("1680.32")), "人民币壹仟陆佰捌拾元叁角贰分");
    EXPECT_EQ(rmb_capitals(cny("107000.53")), "人民币壹拾万柒仟元伍角叁分");
    EXPECT_EQ(rmb_capitals(cny("16409.02")), "人民币壹万陆仟肆佰零玖元零贰分");
    EXPECT_EQ(rmb_capitals(cny("325.04")), "人民币叁佰贰拾伍元零肆分");
}

TEST(RmbCapitals, SayOneZeroForManyAndNoneAtTheEnd) {
    EXPECT_EQ(rmb_capitals(cny("100000001.00")), "人民币壹亿零壹元整");
    EXPECT_EQ(rmb_capitals(cny("1000010.00")), "人民币壹佰万零壹拾元整");
    EXPECT_EQ(rmb_capitals(cny("200000000000.00")), "人民币贰仟亿元整");
}

TEST(RmbCapitals, WriteNothingAndFractionsAndWhatIsOwedTheOtherWay) {
    EXPECT_EQ(rmb_capitals(cny("0.00")), "人民币零元整");
    EXPECT_EQ(rmb_capitals(cny("0.05")), "人民币伍分");
    EXPECT_EQ(rmb_capitals(cny("-0.50")), "负人民币伍角整");
}

}  // namespace
}  // namespace leasebook
