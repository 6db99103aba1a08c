#include "server/web/thousands.h"

#include <gtest/gtest.h>

#include "server/web/form.h"
#include "server/web/formats.h"

namespace leasebook::server {
namespace {

class Thousands : public testing::Test {
protected:
    ~Thousands() override { separate_thousands(ThousandsSeparator::Comma); }

    static std::vector<std::string> figures() {
        return {money_text(Money::minor(-123456789, CNY)),
                money_with_sign(Money::minor(123456, EUR)),
                short_money(Money::minor(51'200'000, CNY), Language::English),
                count_text(1'000'000),
                percent_text({12'345'000'000'000}),
                figure_text("1,234.50")};
    }
};

TEST_F(Thousands, StandApartByCommasUnlessTheHouseSaysOtherwise) {
    EXPECT_EQ(figures(), (std::vector<std::string>{"\u22121,234,567.89", "€1,234.56", "¥512,000", "1,000,000",
                                                   "123,450.00%", "1,234.50"}));
}

TEST_F(Thousands, StandApartByThinSpaces) {
    separate_thousands(ThousandsSeparator::ThinSpace);
    EXPECT_EQ(figures(), (std::vector<std::string>{"\u22121\u2009234\u2009567.89", "€1\u2009234.56", "¥512\u2009000",
                                                   "1\u2009000\u2009000", "123\u2009450.00%", "1\u2009234.50"}));
}

TEST_F(Thousands, StandTogether) {
    separate_thousands(ThousandsSeparator::None);
    EXPECT_EQ(figures(), (std::vector<std::string>{"\u22121234567.89", "€1234.56", "¥512000", "1000000", "123450.00%",
                                                   "1234.50"}));
}

TEST_F(Thousands, ComeBackUnchangedFromEveryForm) {
    const std::vector<FormField> fields{{"financed_amount", Control::Money, 3, "", {}}};
    const Fields record{{"financed_amount", "1234567.89"}};
    for (const auto& [separator, name] : NamesOf<ThousandsSeparator>::names) {
        separate_thousands(separator);
        EXPECT_EQ(as_typed(for_editing(record, fields), fields), record) << name;
    }
    EXPECT_EQ(as_typed({{"financed_amount", "12\u200934"}}, fields).at("financed_amount"), "12\u200934")
        << "no thousands";
}

}  // namespace
}  // namespace leasebook::server
