#include "server/demo/firms.h"

#include <numeric>

namespace leasebook::server {

namespace {

std::string text(const auto&... parts) {
    std::string all;
    ((all += parts), ...);
    return all;
}

// "Suzhou Hengye Precision Co., Ltd (苏州恒业精密有限公司)"
std::string company_name(const Place& place, const Brand& brand, const Trade& trade) {
    return text(place.city, " ", brand.name, " ", trade.name, " Co., Ltd (", place.city_zh, brand.name_zh,
                trade.name_zh, "有限公司)");
}

// Every place as often as its share says.
std::vector<const Place*> by_share() {
    std::vector<const Place*> places_by_share;
    for (const auto list : {places(), scattered_places()})
        for (const auto& place : list)
            places_by_share.insert(places_by_share.end(), static_cast<std::size_t>(place.share), &place);
    return places_by_share;
}

RatingGrade made_up_grade(Random& random) {
    using enum RatingGrade;
    static constexpr std::array<RatingGrade, 20> grades{AA, A,  A,  A,  BBB, BBB, BBB, BBB, BBB, BBB,
                                                        BB, BB, BB, BB, BB,  B,   B,   B,   CCC, Unrated};
    return random.one_of<RatingGrade>(grades);
}

SizeClass made_up_size(Random& random) {
    using enum SizeClass;
    static constexpr std::array<SizeClass, 10> sizes{Micro, Micro,  Small,  Small,  Small,
                                                     Small, Medium, Medium, Medium, Large};
    return random.one_of<SizeClass>(sizes);
}

// Two large buyers in every cluster, on whose orders many of its firms live.
struct Anchors {
    std::array<std::string, 2> names;
};
Anchors made_up_anchors(Random& random, const Place& place) {
    Anchors anchors;
    for (auto& name : anchors.names) {
        const auto owner = brand(random);
        name = text(place.city, " ", owner.name, " Group (", place.city_zh, owner.name_zh, "集团)");
    }
    return anchors;
}

}  // namespace

std::vector<Firm> made_up_lessees(Random& random, int count) {
    const auto all_places = by_share();
    std::vector<Anchors> anchors;
    for (const auto& place : places()) anchors.push_back(made_up_anchors(random, place));
    std::vector<Firm> firms;
    for (int i = 0; i < count; ++i) {
        const Place& place = *random.one_of<const Place*>(all_places);
        const auto owner = brand(random);
        // The first trade is what the cluster is known for: half of its firms follow it.
        const Trade trade = random.chance(50) ? place.trades[0] : random.one_of<Trade>(place.trades);
        Lessee lessee{.code = {credit_code(place.area_code, static_cast<std::uint64_t>(i) + 1)},
                      .name = company_name(place, owner, trade),
                      .cluster = {},
                      .industry = IndustryCode{std::string(trade.industry)},
                      .size_class = made_up_size(random),
                      .grade = made_up_grade(random),
                      .group = {},
                      .anchor_enterprise = {},
                      .province = std::string(place.province),
                      .city = std::string(place.city),
                      // Not drawn, so that the same seed goes on giving the same firms.
                      .related_party = i % 113 == 40 ? RelatedParty::Yes : RelatedParty::No};
        if (!place.code.empty()) {
            lessee.cluster = ClusterCode{std::string(place.code)};
            const auto which = static_cast<std::size_t>(&place - places().data());
            if (random.chance(35)) lessee.anchor_enterprise = anchors[which].names[random.below(2)];
        }
        if (random.chance(8)) {
            const auto parent = brand(random);
            lessee.group = text(parent.name, " Holdings (", parent.name_zh, "控股)");
        }
        firms.push_back({std::move(lessee), &place});
    }
    return firms;
}

std::vector<Seller> made_up_suppliers(Random& random) {
    struct Goods {
        std::string_view asset_class, name, name_zh;
    };
    static constexpr std::array<Goods, 7> goods{{{"CNC", "CNC Machine Tools", "数控机床"},
                                                 {"MOULDING", "Plastics Machinery", "塑料机械"},
                                                 {"FORKLIFT", "Industrial Trucks", "叉车"},
                                                 {"TRUCK", "Commercial Vehicles", "商用车"},
                                                 {"PRINTING", "Printing Machinery", "印刷机械"},
                                                 {"MEDICAL", "Medical Systems", "医疗设备"},
                                                 {"TESTING", "Test Instruments", "检测仪器"}}};
    std::vector<Seller> sellers;
    for (const auto& [asset_class, name, name_zh] : goods)
        for (int i = 0; i < 5; ++i) {
            const auto owner = brand(random);
            const auto& place = places()[random.below(places().size())];
            auto number = std::to_string(sellers.size() + 101);
            sellers.push_back({{.code = {"SUP-" + number.substr(number.size() - 2)},
                                .name = text(owner.name, " ", name, " Co., Ltd (", owner.name_zh, name_zh, "有限公司)"),
                                .province = std::string(place.province),
                                .city = std::string(place.city)},
                               {std::string(asset_class)}});
        }
    return sellers;
}

}  // namespace leasebook::server
