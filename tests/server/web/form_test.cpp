#include "server/web/form.h"

#include <gtest/gtest.h>

#include "domain/register.h"

namespace leasebook::server {
namespace {

const std::vector<FormField> fields{{"financed_amount", Control::Money, 3, "", {}, false, {}},
                                    {"annual_rate", Control::Percent, 3, "", {}, false, {}},
                                    {"commencement", Control::Date, 3, "", {}, false, {}},
                                    {"periods", Control::Number, 3, "", {}, true, "months"},
                                    {"name", Control::Text, 6, "", {}, false, {}}};

std::string typed(const std::string& field, const std::string& text) {
    return as_typed({{field, text}}, fields).at(field);
}

TEST(WhatWasTyped, IsMadePlainWhenItIsUnderstood) {
    EXPECT_EQ(typed("financed_amount", " 1,234,567.89 "), "1234567.89");
    EXPECT_EQ(typed("financed_amount", "１，２３４．５０"), "1234.50");
    EXPECT_EQ(typed("annual_rate", "6.5"), "0.065");
    EXPECT_EQ(typed("annual_rate", "-0.25 %"), "-0.0025");
    EXPECT_EQ(typed("annual_rate", "125"), "1.25");
    EXPECT_EQ(typed("commencement", "15/11/2025"), "2025-11-15");
    EXPECT_EQ(typed("commencement", "2025/1/5"), "2025-01-05");
    EXPECT_EQ(typed("commencement", "20251115"), "2025-11-15");
}

TEST(WhatWasTyped, StaysAsItIsWhenItIsNotUnderstood) {
    EXPECT_EQ(typed("financed_amount", "12,34"), "12,34");
    EXPECT_EQ(typed("annual_rate", "six"), "six");
    EXPECT_EQ(typed("annual_rate", "6."), "6.");
    EXPECT_EQ(typed("commencement", "15/11"), "15/11");
    EXPECT_EQ(typed("name", "ＡＢ，C"), "ＡＢ，C");
}

TEST(WhatWasTyped, KeepsOnlyTheNamedFields) {
    EXPECT_EQ(as_typed({{"csrf", "x"}, {"periods", "36"}}, fields), (Fields{{"periods", "36"}}));
}

TEST(ARecord, IsEditedInTheFormPeopleReadAndComesBackUnchanged) {
    const Fields record{{"financed_amount", "1234567.89"}, {"annual_rate", "0.065"}, {"commencement", "2025-11-15"}};
    const Fields shown = for_editing(record, fields);
    EXPECT_EQ(shown.at("financed_amount"), "1,234,567.89");
    EXPECT_EQ(shown.at("annual_rate"), "6.5");
    EXPECT_EQ(as_typed(shown, fields), record);
}

TEST(AForm, ShowsLabelHintErrorAndValueInThatOrder) {
    Data page;
    const Errors errors{invalid("name", "This field cannot be empty.")};
    add_errors(page, Language::English, errors);
    add_group(page, Language::English, "", {{"name", Control::Text, 6, "Save", {}, false, {}}}, {{"name", "a\"b"}},
              errors);
    const std::string html = View().part("form", Frame{}, page);
    const auto at = [&](const char* text) { return html.find(text); };
    EXPECT_NE(at("<a href=\"#field-name\">Name: This field cannot be empty.</a>"), std::string::npos) << html;
    EXPECT_LT(at("<label for=\"field-name\">"), at("id=\"field-name-hint\""));
    EXPECT_LT(at("id=\"field-name-hint\""), at("id=\"field-name-error\""));
    EXPECT_LT(at("id=\"field-name-error\""), at("value=\"a&quot;b\""));
    EXPECT_NE(at("aria-describedby=\"field-name-hint field-name-error\""), std::string::npos);
}

TEST(AForm, NeverShowsAPasswordAgain) {
    Data page;
    add_group(page, Language::English, "", {{"password", Control::Password, 6, "", {}, false, {}}},
              {{"password", "secret words"}}, {});
    EXPECT_EQ(View().part("form", Frame{}, page).find("secret words"), std::string::npos);
}

TEST(AChoice, IsMarkedWhereItIsTheValue) {
    Data page;
    add_group(page, Language::English, "",
              {{"stage", Control::Select, 3, "", choices_of<DevelopmentStage>(Language::English), false, {}}},
              {{"stage", "mature"}}, {});
    EXPECT_NE(View().part("form", Frame{}, page).find("<option value=\"mature\" selected>Mature</option>"),
              std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
