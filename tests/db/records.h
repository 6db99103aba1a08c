#pragma once
// A small register that hangs together, for the tests of the stores.
#include "db/contract_store.h"
#include "db/register_store.h"

namespace leasebook::db {

inline Industry machinery() { return {{"C34"}, "General machinery", "通用设备制造业", std::nullopt}; }
inline Cluster taizhou() {
    return {{"TZ"}, "Taizhou pumps", "台州泵业", "浙江", "台州", DevelopmentStage::Mature, IndustryCode{"C34"}};
}
inline Lessee pump_maker() {
    Lessee lessee{{"91331000MA2AK0001X"}, "大溪泵业 𠮷 Pumps", ClusterCode{"TZ"}, IndustryCode{"C34"}};
    lessee.size_class = SizeClass::Micro;
    lessee.grade = RatingGrade::BBB;
    return lessee;
}
inline Supplier dealer() { return {{"S1"}, "O'Neil \\ Machines 100%", "浙江", std::nullopt}; }
inline AssetClass lathes() { return {{"CNC"}, "CNC lathes", "数控车床", {2'000'000'000}, {1'500'000'000}, 120}; }
inline Asset lathe(const std::string& code = "A1", const std::string& serial = "SN-1") {
    Asset asset;
    asset.code = {code};
    asset.serial_number = serial;
    asset.asset_class = {"CNC"};
    asset.cost = Money::minor(50'000'000, CNY);
    asset.acquired = date(2025, 2, 28);
    asset.supplier = SupplierCode{"S1"};
    return asset;
}
inline Appraisal appraisal(Date on, std::int64_t minor_units) {
    return {{"A1"}, on, CNY, Money::minor(minor_units, CNY), "appraiser"};
}
inline MarketQuote quote(Date on, const std::string& tenor, std::int64_t e10) {
    return {"CNY", Instrument::Swap, tenor, on, {e10}, std::nullopt};
}

inline void enter_register(Connection& c) {
    EXPECT_TRUE(add(c, machinery()));
    EXPECT_TRUE(add(c, taizhou()));
    EXPECT_TRUE(add(c, pump_maker()));
    EXPECT_TRUE(add(c, dealer()));
    EXPECT_TRUE(add(c, lathes()));
}

inline ContractContent content() {
    ContractContent content;
    content.lessee = pump_maker().code;
    content.supplier = dealer().code;
    content.terms.financed_amount = Money::minor(100'000'000, CNY);
    content.terms.annual_rate = {650'000'000};
    content.terms.commencement = date(2026, 1, 15);
    content.terms.first_rent_date = date(2026, 2, 15);
    content.terms.periods = 36;
    content.rent = Money::minor(3'064'900, CNY);
    return content;
}
inline constexpr Moment noon = Moment(date(2026, 1, 10)) + std::chrono::hours(12) + std::chrono::milliseconds(7);
// L-2026-000001 and L-2026-000002 with the ids 1 and 2, both running.
inline void enter_two_leases(Connection& c) {
    enter_register(c);
    std::vector<TakenOn> book;
    for (const char* number : {"L-2026-000001", "L-2026-000002"})
        book.push_back({{number}, ContractTakenOn{{"li", date(2026, 1, 10)}, content(), ContractStatus::Active}});
    take_on_all(c, book, noon);
}
inline ContractDrafted drafted() { return {{"wang", date(2026, 1, 10)}, content()}; }

}  // namespace leasebook::db
