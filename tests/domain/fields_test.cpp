#include "domain/fields.h"

#include <gtest/gtest.h>

#include "domain/register.h"

namespace leasebook {
namespace {

TEST(Text, LosesOuterBlanksAndKeepsTheRest) {
    EXPECT_EQ(*parse_text("  佛山 ceramics\t", "name"), "佛山 ceramics");
    EXPECT_EQ(*parse_text(std::string(200, 'x'), "name"), std::string(200, 'x'));
}

TEST(Text, ThatIsNotOneSaysWhy) {
    struct Case {
        std::string text;
        const char* sentence;
    };
    std::string long_chinese;
    for (int i = 0; i < 201; ++i) long_chinese += "租";
    const Case cases[] = {{"", "This field cannot be empty."},
                          {" \t ", "This field cannot be empty."},
                          {"a\nb", "This text holds control characters."},
                          {std::string("a\0b", 3), "This text holds control characters."},
                          {"a\x7F", "This text holds control characters."},
                          {"\xC2\x85", "This text holds control characters."},
                          {"\xC0\xAF", "This text is not valid UTF-8."},
                          {"\xED\xA0\x80", "This text is not valid UTF-8."},
                          {"\xF5\x80\x80\x80", "This text is not valid UTF-8."},
                          {"abc\xE7", "This text is not valid UTF-8."},
                          {std::string(201, 'x'), "This text is longer than 200 characters."},
                          {long_chinese, "This text is longer than 200 characters."}};
    for (const auto& [text, sentence] : cases) EXPECT_EQ(message(parse_text(text, "name").error()), sentence);
}

TEST(Code, IsOfLettersDigitsAndThreeMarks) {
    for (const char* code : {"A", "L-2025-000001", "a.b_c-d", "佛山-1", " padded "})
        EXPECT_TRUE(parse_code(code, "code")) << code;
    EXPECT_EQ(*parse_code(" padded ", "code"), "padded");
    for (const std::string& code :
         {std::string(), std::string("."), std::string(".."), std::string("a b"), std::string("a/b"),
          std::string("a\\b"), std::string("<b>"), std::string(65, 'x'), std::string("a\xC0"), std::string("=1")})
        EXPECT_FALSE(parse_code(code, "code")) << code;
    EXPECT_EQ(message(parse_code("a b", "code").error()),
              "\"a b\" cannot be a key: use up to 64 letters, digits, dots, dashes and underscores.");
}

TEST(FieldReader, GathersEverythingThatIsWrong) {
    const auto record = read_record<Asset>(
        {{"code", "A 1"}, {"asset_class", "cnc"}, {"cost", "a lot"}, {"acquired", "2025-02-30"}, {"colour", "red"}});
    ASSERT_FALSE(record);
    std::vector<std::string> fields;
    for (const auto& error : record.errors()) fields.push_back(error.field);
    EXPECT_EQ(fields, (std::vector<std::string>{"code", "serial_number", "cost", "acquired", "colour"}));
}

TEST(FieldReader, RefusesUnknownFieldsOnlyWhenAsked) {
    const Fields fields{{"code", "S"}, {"name", "x"}, {"colour", "red"}};
    EXPECT_EQ(message(read_record<Supplier>(fields).error()), "There is no field \"colour\" here.");
    EXPECT_TRUE(read_record<Supplier>(fields, false));
}

TEST(FieldReader, LeavesDefaultsWhereTextIsAbsentOrEmpty) {
    const auto lessee = read_record<Lessee>({{"code", "L"}, {"name", "x"}, {"grade", ""}, {"city", ""}});
    ASSERT_TRUE(lessee);
    EXPECT_EQ(lessee->grade, RatingGrade::Unrated);
    EXPECT_FALSE(lessee->city);
    const auto asset_class =
        read_record<AssetClass>({{"code", "c"}, {"name", "x"}, {"first_year_loss", "0.2"}, {"yearly_loss", "0.1"}});
    ASSERT_TRUE(asset_class);
    EXPECT_EQ(asset_class->life_months, 120);
}

TEST(FieldReader, ReadsAmountsInTheCurrencyNamedBefore) {
    const auto asset = read_record<Asset>({{"code", "A"},
                                           {"serial_number", "1"},
                                           {"asset_class", "cnc"},
                                           {"currency", "JPY"},
                                           {"cost", "1500"},
                                           {"acquired", "2025-01-01"}});
    ASSERT_TRUE(asset);
    EXPECT_EQ(asset->cost.minor_units(), 1500);
    EXPECT_EQ(asset->cost.currency().text(), "JPY");
}

TEST(FieldReader, ListsWhatAnEnumerationAccepts) {
    const auto lessee = read_record<Lessee>({{"code", "L"}, {"name", "x"}, {"size_class", "huge"}});
    EXPECT_EQ(message(lessee.error()), "\"huge\" is not known here. Use one of: micro, small, medium, large.");
    const auto life = read_record<AssetClass>(
        {{"code", "c"}, {"name", "x"}, {"first_year_loss", "0"}, {"yearly_loss", "0"}, {"life_months", "10y"}});
    EXPECT_EQ(message(life.error()), "\"10y\" is not a whole number.");
}

}  // namespace
}  // namespace leasebook
