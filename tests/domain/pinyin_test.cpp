#include "domain/pinyin.h"

#include <gtest/gtest.h>

namespace leasebook {

namespace {

TEST(Pinyin, InitialsOfAChineseNameAreTheFirstLettersOfItsReadings) {
    EXPECT_EQ(initials("苏州精密机械有限公司"), "szjmjxyxgs");
    EXPECT_EQ(initials("长沙起重设备厂"), "csqzsbc");
    EXPECT_EQ(initials("TCL科技集团"), "tclkjjt");
}

TEST(Pinyin, ReadsCharactersAsThePhraseMeansThem) {
    EXPECT_EQ(initials("重庆银行"), "cqyh");
    EXPECT_EQ(initials("厦门弹簧"), "xmth");
    EXPECT_EQ(initials("乐清空调"), "yqkt");
}

TEST(Pinyin, LeavesOutTheTranslationBesideAChineseName) {
    EXPECT_EQ(initials("Suzhou Hengye Precision Co., Ltd (苏州恒业精密有限公司)"), "szhyjmyxgs");
    EXPECT_EQ(initials("ABB（中国）有限公司"), "zgyxgs");
}

TEST(Pinyin, OfANameInLatinLettersTakesTheFirstOfEachWord) {
    EXPECT_EQ(initials("Daxi Pump Works Ltd."), "dpwl");
    EXPECT_EQ(initials("3M"), "3");
    EXPECT_EQ(initials(""), "");
    EXPECT_EQ(initials("—（）"), "");
}

TEST(Pinyin, PassesOverWhatItCannotRead) {
    EXPECT_EQ(initials("大𠮷泵业"), "dby");
    EXPECT_EQ(initials("泵\xE6\xB3"), "b");  // cut off within a character
    EXPECT_EQ(initials("\xFF\xFE泵"), "b");
}

TEST(Pinyin, AFirmIsFoundByInitialsKeyAndNameInSmallLetters) {
    EXPECT_EQ(search_text("91331000MA2AK0001X", "TCL 泵业"), "by 91331000ma2ak0001x tcl 泵业");
}

}  // namespace

}  // namespace leasebook
