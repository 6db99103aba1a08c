#pragma once
// The register of a leasing company beside its contracts: clusters, industries, lessees, suppliers, classes of
// equipment, machines and their appraisals. Plain values; `code` is the key that people use.
#include <optional>
#include <string>

#include "domain/fields.h"

namespace leasebook {

enum class DevelopmentStage { Emerging, Growing, Mature, Declining };
template <>
struct NamesOf<DevelopmentStage> {
    static constexpr Names<DevelopmentStage, 4> names{{{DevelopmentStage::Emerging, "emerging"},
                                                       {DevelopmentStage::Growing, "growing"},
                                                       {DevelopmentStage::Mature, "mature"},
                                                       {DevelopmentStage::Declining, "declining"}}};
};

enum class SizeClass { Micro, Small, Medium, Large };
template <>
struct NamesOf<SizeClass> {
    static constexpr Names<SizeClass, 4> names{{{SizeClass::Micro, "micro"},
                                                {SizeClass::Small, "small"},
                                                {SizeClass::Medium, "medium"},
                                                {SizeClass::Large, "large"}}};
};

enum class RatingGrade { Unrated, AAA, AA, A, BBB, BB, B, CCC, D };
template <>
struct NamesOf<RatingGrade> {
    static constexpr Names<RatingGrade, 9> names{{{RatingGrade::Unrated, "unrated"},
                                                  {RatingGrade::AAA, "AAA"},
                                                  {RatingGrade::AA, "AA"},
                                                  {RatingGrade::A, "A"},
                                                  {RatingGrade::BBB, "BBB"},
                                                  {RatingGrade::BB, "BB"},
                                                  {RatingGrade::B, "B"},
                                                  {RatingGrade::CCC, "CCC"},
                                                  {RatingGrade::D, "D"}}};
};

// Whether the firm is a related party of the leasing company itself (IAS 24): its own limits hold for them (G.7).
enum class RelatedParty { No, Yes };
template <>
struct NamesOf<RelatedParty> {
    static constexpr Names<RelatedParty, 2> names{{{RelatedParty::No, "no"}, {RelatedParty::Yes, "yes"}}};
};

// A place where firms of one trade sit together.
struct Cluster {
    ClusterCode code;
    std::string name;
    std::optional<std::string> name_zh, province, city;
    DevelopmentStage stage = DevelopmentStage::Growing;
    std::optional<IndustryCode> centre_industry;
    bool operator==(const Cluster&) const = default;
};
void visit_fields(auto& cluster, auto& field) requires std::same_as<std::remove_cvref_t<decltype(cluster)>, Cluster> {
    field("code", cluster.code);
    field("name", cluster.name);
    field("name_zh", cluster.name_zh);
    field("province", cluster.province);
    field("city", cluster.city);
    field("stage", cluster.stage);
    field("centre_industry", cluster.centre_industry);
}
Errors check(const Cluster& cluster);

// GB/T 4754-2017: "C" is a section, "C34" a division. The second code is ISIC or NAICS, as the company likes.
struct Industry {
    IndustryCode code;
    std::string name;
    std::optional<std::string> name_zh, second_code;
    bool operator==(const Industry&) const = default;
};
void visit_fields(auto& industry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(industry)>, Industry> {
    field("code", industry.code);
    field("name", industry.name);
    field("name_zh", industry.name_zh);
    field("second_code", industry.second_code);
}
Errors check(const Industry& industry);

// The firm that uses the machine and owes the rent. The code is its unified social credit code (18 characters,
// GB 32100-2015) or any other key the company uses for it.
struct Lessee {
    LesseeCode code;
    std::string name;
    std::optional<ClusterCode> cluster;  // none: shown as 'unmapped' in every report
    std::optional<IndustryCode> industry;
    SizeClass size_class = SizeClass::Small;
    RatingGrade grade = RatingGrade::Unrated;
    std::optional<std::string> group, anchor_enterprise, province, city;
    RelatedParty related_party = RelatedParty::No;
    bool operator==(const Lessee&) const = default;
};
void visit_fields(auto& lessee, auto& field) requires std::same_as<std::remove_cvref_t<decltype(lessee)>, Lessee> {
    field("code", lessee.code);
    field("name", lessee.name);
    field("cluster", lessee.cluster);
    field("industry", lessee.industry);
    field("size_class", lessee.size_class);
    field("grade", lessee.grade);
    field("group", lessee.group);
    field("anchor_enterprise", lessee.anchor_enterprise);
    field("province", lessee.province);
    field("city", lessee.city);
    field("related_party", lessee.related_party);
}
Errors check(const Lessee& lessee);

struct Supplier {
    SupplierCode code;
    std::string name;
    std::optional<std::string> province, city;
    bool operator==(const Supplier&) const = default;
};
void visit_fields(auto& supplier,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(supplier)>, Supplier> {
    field("code", supplier.code);
    field("name", supplier.name);
    field("province", supplier.province);
    field("city", supplier.city);
}
Errors check(const Supplier& supplier);

// What a machine's use is counted in.
enum class UsageUnit { Hours, Kilometres };
template <>
struct NamesOf<UsageUnit> {
    static constexpr Names<UsageUnit, 2> names{{{UsageUnit::Hours, "hours"}, {UsageUnit::Kilometres, "km"}}};
};

// As inspected: A as expected for its age, D fit for parts.
enum class ConditionGrade { A, B, C, D };
template <>
struct NamesOf<ConditionGrade> {
    static constexpr Names<ConditionGrade, 4> names{
        {{ConditionGrade::A, "A"}, {ConditionGrade::B, "B"}, {ConditionGrade::C, "C"}, {ConditionGrade::D, "D"}}};
};

// A class of equipment and how its value falls: by `first_year_loss` within the first year of its life, by
// `yearly_loss` of what is left in each year after it; by (use / standard use)^−usage_exponent, and by the factor of
// its condition; what is booked is `prudence` of that (domain rules F.1). Where a curve is in force for the class it
// takes the place of the two losses.
struct AssetClass {
    AssetClassCode code;
    std::string name;
    std::optional<std::string> name_zh;
    Rate first_year_loss, yearly_loss;
    int life_months = 120;
    std::optional<UsageUnit> usage_unit = {};
    std::optional<int> standard_usage = {};   // a year, in that unit
    std::optional<Rate> usage_exponent = {};  // none: use does not count
    std::optional<Rate> condition_b = {}, condition_c = {}, condition_d = {};
    std::optional<Rate> prudence = {};  // none: 100 %
    bool operator==(const AssetClass&) const = default;
};
void visit_fields(auto& asset_class,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(asset_class)>, AssetClass> {
    field("code", asset_class.code);
    field("name", asset_class.name);
    field("name_zh", asset_class.name_zh);
    field("first_year_loss", asset_class.first_year_loss);
    field("yearly_loss", asset_class.yearly_loss);
    field("life_months", asset_class.life_months);
    field("usage_unit", asset_class.usage_unit);
    field("standard_usage", asset_class.standard_usage);
    field("usage_exponent", asset_class.usage_exponent);
    field("condition_b", asset_class.condition_b);
    field("condition_c", asset_class.condition_c);
    field("condition_d", asset_class.condition_d);
    field("prudence", asset_class.prudence);
}
Errors check(const AssetClass& asset_class);

// One machine. Its serial number is unique: the same machine cannot be leased twice (R-A-04). The lessor's title is
// registered in the unified movable registration system, which protects it against others in good faith (R-A-03).
struct Asset {
    AssetCode code;
    std::string serial_number;
    AssetClassCode asset_class;
    Currency currency = CNY;
    Money cost;  // without VAT
    Date acquired;
    std::optional<SupplierCode> supplier;
    std::optional<std::string> maker, model;
    std::optional<ContractNumber> contract;
    std::optional<int> year_made = {};
    std::optional<std::string> location = {};
    std::optional<int> usage = {};  // in total, as read on usage_date
    std::optional<UsageUnit> usage_unit = {};
    std::optional<Date> usage_date = {};
    std::optional<ConditionGrade> condition = {};
    std::optional<std::string> insurer = {}, insurance_policy = {};
    std::optional<Date> insured_until = {};
    std::optional<std::string> lien_registration = {};  // its number
    std::optional<Date> lien_registered = {}, lien_until = {};
    bool operator==(const Asset&) const = default;
};
void visit_fields(auto& asset, auto& field) requires std::same_as<std::remove_cvref_t<decltype(asset)>, Asset> {
    field("code", asset.code);
    field("serial_number", asset.serial_number);
    field("asset_class", asset.asset_class);
    field("currency", asset.currency);
    field("cost", asset.cost);
    field("acquired", asset.acquired);
    field("supplier", asset.supplier);
    field("maker", asset.maker);
    field("model", asset.model);
    field("contract", asset.contract);
    field("year_made", asset.year_made);
    field("location", asset.location);
    field("usage", asset.usage);
    field("usage_unit", asset.usage_unit);
    field("usage_date", asset.usage_date);
    field("condition", asset.condition);
    field("insurer", asset.insurer);
    field("insurance_policy", asset.insurance_policy);
    field("insured_until", asset.insured_until);
    field("lien_registration", asset.lien_registration);
    field("lien_registered", asset.lien_registered);
    field("lien_until", asset.lien_until);
}
Errors check(const Asset& asset);

// What somebody found the machine to be worth on a day; overrides the class curve from that day on.
struct Appraisal {
    AssetCode asset;
    Date date;
    Currency currency = CNY;
    Money value;
    std::optional<std::string> source;
    bool operator==(const Appraisal&) const = default;
};
void visit_fields(auto& appraisal,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(appraisal)>, Appraisal> {
    field("asset", appraisal.asset);
    field("date", appraisal.date);
    field("currency", appraisal.currency);
    field("value", appraisal.value);
    field("source", appraisal.source);
}
Errors check(const Appraisal& appraisal);

}  // namespace leasebook
