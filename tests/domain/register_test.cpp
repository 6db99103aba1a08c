#include "domain/register.h"

#include <gtest/gtest.h>

namespace leasebook {
namespace {

template <class Record>
std::string refused(const Fields& fields) {
    const auto record = read_record<Record>(fields);
    EXPECT_FALSE(record);
    return record ? "" : record.error().field + ": " + message(record.error());
}

// Reading what was written gives the same record.
template <class Record>
void expect_round_trip(const Fields& fields) {
    const auto record = read_record<Record>(fields);
    ASSERT_TRUE(record) << message(record.error());
    const auto again = read_record<Record>(write_record(*record));
    ASSERT_TRUE(again) << message(again.error());
    EXPECT_EQ(*again, *record);
    for (const auto& [name, text] : fields) EXPECT_EQ(write_record(*record).at(name), text) << name;
}

TEST(Register, RecordsAreTheSameAfterTheirTextForm) {
    expect_round_trip<Cluster>({{"code", "FS-CERAMICS"},
                                {"name", "Foshan ceramics"},
                                {"name_zh", "佛山陶瓷"},
                                {"province", "Guangdong"},
                                {"stage", "mature"},
                                {"centre_industry", "C30"}});
    expect_round_trip<Industry>({{"code", "C34"}, {"name", "General machinery"}, {"second_code", "ISIC-28"}});
    expect_round_trip<Lessee>({{"code", "914403001922038216"},
                               {"name", "A machine shop"},
                               {"cluster", "FS-CERAMICS"},
                               {"size_class", "micro"},
                               {"grade", "BBB"},
                               {"anchor_enterprise", "Big Works"}});
    expect_round_trip<Supplier>({{"code", "SUP-1"}, {"name", "A maker"}, {"city", "Shenyang"}});
    expect_round_trip<AssetClass>({{"code", "cnc"},
                                   {"name", "CNC machine"},
                                   {"first_year_loss", "0.2000"},
                                   {"yearly_loss", "0.1200"},
                                   {"life_months", "120"}});
    expect_round_trip<Asset>({{"code", "A-1"},
                              {"serial_number", "SN 4711"},
                              {"asset_class", "cnc"},
                              {"currency", "CNY"},
                              {"cost", "1000000.00"},
                              {"acquired", "2025-01-20"},
                              {"maker", "DMG"}});
    expect_round_trip<Appraisal>({{"asset", "A-1"}, {"date", "2026-01-20"}, {"currency", "CNY"}, {"value", "0.00"}});
}

TEST(Industry, CodesAreThoseOfGbT4754) {
    for (const char* code : {"C", "C34", "A011", "T9700"})
        EXPECT_TRUE(check(Industry{{code}, "x", {}, {}}).empty()) << code;
    for (const char* code : {"", "U", "c34", "C3", "C34567", "C3a", "34"})
        EXPECT_FALSE(check(Industry{{code}, "x", {}, {}}).empty()) << code;
    EXPECT_EQ(refused<Industry>({{"code", "34"}, {"name", "x"}}),
              "code: \"34\" is not a GB/T 4754 code. Write the section and digits, like C34.");
}

TEST(Lessee, CreditCodeHasItsCheckCharacter) {
    for (const char* code : {"914403001922038216", "91330100799655058B", "our-own-key-17"})
        EXPECT_TRUE(read_record<Lessee>({{"code", code}, {"name", "x"}})) << code;
    EXPECT_EQ(refused<Lessee>({{"code", "914403001922038217"}, {"name", "x"}}),
              "code: 914403001922038217 looks like a unified social credit code, but its check character is wrong.");
}

TEST(AssetClass, LosesLessThanEverythingOverALifeWithinBounds) {
    const Fields sound{
        {"code", "cnc"}, {"name", "CNC"}, {"first_year_loss", "0.2"}, {"yearly_loss", "0"}, {"life_months", "12"}};
    const auto with = [&](const char* field, const char* text) {
        Fields fields = sound;
        fields[field] = text;
        return fields;
    };
    EXPECT_TRUE(read_record<AssetClass>(sound));
    EXPECT_EQ(refused<AssetClass>(with("first_year_loss", "1")),
              "first_year_loss: A yearly loss of value lies between 0 and 1 (100 %).");
    EXPECT_EQ(refused<AssetClass>(with("yearly_loss", "-0.1")),
              "yearly_loss: A yearly loss of value lies between 0 and 1 (100 %).");
    EXPECT_EQ(refused<AssetClass>(with("life_months", "11")),
              "life_months: An economic life lies between 12 and 600 months.");
}

TEST(Asset, CostsSomethingAndAnAppraisalIsNotNegative) {
    EXPECT_EQ(
        refused<Asset>(
            {{"code", "A"}, {"serial_number", "1"}, {"asset_class", "cnc"}, {"cost", "0"}, {"acquired", "2025-01-01"}}),
        "cost: The cost must be above zero.");
    EXPECT_EQ(refused<Appraisal>({{"asset", "A"}, {"date", "2025-01-01"}, {"value", "-1"}}),
              "value: An appraised value cannot be negative.");
}

}  // namespace
}  // namespace leasebook
