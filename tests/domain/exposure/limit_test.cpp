// Limits: what is counted, against what, and what one more lease does to them (domain rules G.7).
#include <gtest/gtest.h>

#include <algorithm>

#include "domain/exposure/limit_check.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

constexpr Date today = date(2026, 7, 1);

Money millions(int count) { return Money::minor(std::int64_t{count} * 100'000'000, CNY); }

CompanyFigures capital(Date on, int net_capital, int net_assets = 0) {
    CompanyFigures figures;
    figures.code.text = to_text(on);
    figures.date = on;
    figures.net_capital = millions(net_capital);
    figures.net_assets = millions(net_assets);
    return figures;
}

Limit limit_of(LimitIndicator indicator, const char* share) {
    Limit limit;
    limit.code.text = to_text(indicator);
    limit.indicator = indicator;
    limit.share = rate(share);
    limit.valid_from = date(2024, 11, 1);
    return limit;
}

// Two lessees of one group, one of them related to the company, in two industries below C.
class Limits : public testing::Test {
protected:
    Limits() {
        book.clusters.push_back({{"TZ"}, "Taizhou pumps", {}, {}, {}, DevelopmentStage::Mature, {}});
        book.industries = {{{"C34"}, "General machinery", {}, {}},
                           {{"C35"}, "Special machinery", {}, {}},
                           {{"H62"}, "Catering", {}, {}}};
        book.groups = {"West"};
        book.suppliers.push_back({{"DMG"}, "Lathe maker", {}, {}});
        book.asset_classes.push_back({{"CNC"}, "Lathes", {}, {}, {}, 120});
        PortfolioLessee a{{"A"}, "A", 0, 0}, b{{"B"}, "B", 0, 1};
        a.group = b.group = 0;
        b.related_party = RelatedParty::Yes;
        book.lessees = {a, b};
        add(0, 280);
        add(1, 240);
    }
    void add(std::uint32_t lessee, int amount) {
        PortfolioContract contract;
        contract.lessee = lessee;
        contract.asset_class = 0;
        book.contracts.push_back(contract);
        auto all = ExposureParts::none(CNY);
        all.principal = all.net_investment = millions(amount);
        parts.push_back(all);
    }
    std::vector<LimitLine> lines(const Limit& limit) {
        limits = {limit};
        return limit_lines(limits, book, limit_sums(book, parts, CNY), figures, today);
    }
    std::vector<LimitEffect> effects(const Limit& limit, std::uint32_t lessee, int amount) {
        limits = {limit};
        auto terms = tests::l1();
        terms.financed_amount = millions(amount);
        return limit_effects(limits, book, limit_sums(book, parts, CNY), figures, today,
                             {lessee, 0, 0, final_date(terms), parts_of_deal(terms)});
    }
    Portfolio book;
    std::vector<ExposureParts> parts;
    std::vector<Limit> limits;
    std::vector<CompanyFigures> figures{capital(date(2026, 6, 30), 1'000)};
};

TEST_F(Limits, OfLesseeAndGroupAreThoseOfExG8) {
    const auto lessees = lines(limit_of(LimitIndicator::SingleLessee, "0.30"));
    ASSERT_EQ(lessees.size(), 2U);
    EXPECT_EQ(lessees[0].item.code, "A");
    EXPECT_EQ(lessees[0].use.used, millions(280));
    EXPECT_EQ(to_text(*lessees[0].use.share), "0.2800");
    EXPECT_EQ(lessees[0].use.status, LimitStatus::Warning) << "above 27 %, which is 90 % of the limit";
    EXPECT_EQ(lessees[1].use.status, LimitStatus::Within);
    const auto groups = lines(limit_of(LimitIndicator::SingleGroup, "0.50"));
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].use.used, millions(520));
    EXPECT_EQ(to_text(*groups[0].use.share), "0.5200");
    EXPECT_EQ(groups[0].use.status, LimitStatus::Breach);
    EXPECT_EQ(*groups[0].use.headroom(LimitBound::AtMost), -millions(20));
}

TEST_F(Limits, OfTheCompanyAreThoseOfExG9) {
    auto& own = figures.front();
    own.net_assets = millions(600);
    own.total_assets = millions(5'000);
    own.cash_and_deposits = millions(400);
    own.treasury_bonds = millions(100);
    own.lease_assets = millions(3'600);
    const auto rules = preset_limits(LessorKind::FinanceLeaseCo);
    const auto all = limit_lines(rules, book, limit_sums(book, parts, CNY), figures, today);
    const auto of = [&](const std::string& code) {
        return std::ranges::find(all, code, [](const LimitLine& line) { return line.limit->code.text; })->use;
    };
    EXPECT_EQ(of("FL-RISK-ASSETS").used, millions(4'500));
    EXPECT_EQ(to_text(*of("FL-RISK-ASSETS").share), "7.5000");
    EXPECT_EQ(of("FL-RISK-ASSETS").status, LimitStatus::Warning) << "7.5 of 8 times is above 90 %";
    EXPECT_EQ(to_text(*of("FL-LEASE-ASSETS").share), "0.7200");
    EXPECT_EQ(of("FL-LEASE-ASSETS").status, LimitStatus::Within);
    EXPECT_EQ(*of("FL-LEASE-ASSETS").headroom(LimitBound::AtLeast), millions(600));
}

TEST_F(Limits, ALeastAmountIsBrokenFromBelow) {
    figures.front().total_assets = millions(5'000);
    figures.front().lease_assets = millions(2'999);
    auto limit = preset_limits(LessorKind::FinanceLeaseCo)[5];
    ASSERT_EQ(limit.code.text, "FL-LEASE-ASSETS");
    EXPECT_EQ(lines(limit).front().use.status, LimitStatus::Breach);
}

TEST_F(Limits, NetCapitalIsThatOfTheLastQuartersEnd) {  // R-G-07
    figures = {capital(date(2026, 3, 31), 800, 700), capital(date(2026, 5, 31), 900, 750),
               capital(date(2026, 7, 31), 2'000, 2'000)};
    EXPECT_EQ(base_on(figures, LimitBase::NetCapital, CNY, today), millions(800));
    EXPECT_EQ(base_on(figures, LimitBase::NetAssets, CNY, today), millions(750)) << "the last there are";
    EXPECT_FALSE(base_on(figures, LimitBase::NetCapital, CNY, date(2026, 3, 30)));
    EXPECT_FALSE(base_on(figures, LimitBase::NetCapital, USD, today));
}

TEST_F(Limits, WithoutTheCompanysFiguresNothingIsKnownAndNothingIsHidden) {
    figures.clear();
    const auto unknown = lines(limit_of(LimitIndicator::SingleLessee, "0.30"));
    ASSERT_EQ(unknown.size(), 2U);
    EXPECT_EQ(unknown[0].use.status, LimitStatus::Unknown);
    EXPECT_EQ(unknown[0].use.used, millions(280));
    EXPECT_FALSE(unknown[0].use.allowed);
}

TEST_F(Limits, RelatedPartiesCountAloneAndTogether) {
    add(1, 70);
    const auto each = lines(limit_of(LimitIndicator::RelatedParty, "0.30"));
    ASSERT_EQ(each.size(), 1U);
    EXPECT_EQ(each[0].item.code, "B");
    EXPECT_EQ(each[0].use.status, LimitStatus::Breach);
    const auto together = lines(limit_of(LimitIndicator::AllRelated, "0.50"));
    ASSERT_EQ(together.size(), 1U);
    EXPECT_EQ(together[0].use.used, millions(310));
}

TEST_F(Limits, AnIndustrysKeyStandsForAllBelowIt) {  // R-G-02
    auto limit = limit_of(LimitIndicator::Industry, "0.60");
    limit.item = "C";
    const auto family = lines(limit);
    ASSERT_EQ(family.size(), 1U);
    EXPECT_EQ(family[0].use.used, millions(520));
    limit.item = "C34";
    EXPECT_EQ(lines(limit)[0].use.used, millions(280));
}

TEST_F(Limits, OfResidualsCountWhatIsBooked) {
    parts[0].booked_residual = millions(90);
    const auto of_class = lines(limit_of(LimitIndicator::ResidualOfClass, "0.10"));
    ASSERT_EQ(of_class.size(), 1U);
    EXPECT_EQ(of_class[0].item.code, "CNC");
    EXPECT_EQ(of_class[0].use.used, millions(90));
    EXPECT_EQ(lines(limit_of(LimitIndicator::AllResiduals, "0.10"))[0].use.status, LimitStatus::Warning);
}

// R-F-04: by vendor and by the quarter in which they fall due, beside class and all together.
TEST_F(Limits, OfResidualsCountByVendor) {
    parts[0].booked_residual = millions(90);
    parts[1].booked_residual = millions(30);
    book.contracts[0].supplier = 0;
    const auto limit = limit_of(LimitIndicator::ResidualOfVendor, "0.10");
    const auto of_vendors = lines(limit);
    ASSERT_EQ(of_vendors.size(), 1U) << "who bought from nobody in the register has no vendor";
    EXPECT_EQ(of_vendors[0].item.code, "DMG");
    EXPECT_EQ(of_vendors[0].use.used, millions(90));
    EXPECT_EQ(of_vendors[0].use.status, LimitStatus::Warning);
}

TEST_F(Limits, OfResidualsCountByTheQuarterTheyFallDueIn) {
    for (const std::size_t i : {0, 1}) {
        book.contracts[i].terms = tests::l1();
        book.contracts[i].terms.periods = 12;
        parts[i].booked_residual = millions(60);
    }
    book.contracts[0].terms.first_rent_date = date(2026, 8, 31);
    book.contracts[1].terms.first_rent_date = date(2026, 11, 15);
    auto limit = limit_of(LimitIndicator::ResidualOfQuarter, "0.10");
    const auto quarters = lines(limit);
    ASSERT_EQ(quarters.size(), 2U);
    EXPECT_EQ(quarters[0].item.code, "2027-Q3") << "the last rent is of 31 July 2027";
    EXPECT_EQ(quarters[1].item.code, "2027-Q4");
    limit.item = "2027-Q4";
    EXPECT_TRUE(check(limit).empty());
    limits = {limit};
    auto terms = tests::l1();
    terms.unguaranteed_residual = millions(50);
    const auto effect_at = [&](Date ends) {
        return limit_effects(limits, book, limit_sums(book, parts, CNY), figures, today,
                             {0, 0, 0, ends, parts_of_deal(terms)});
    };
    EXPECT_TRUE(effect_at(date(2027, 9, 30)).empty());
    const auto effect = effect_at(date(2027, 10, 1));
    ASSERT_EQ(effect.size(), 1U);
    EXPECT_EQ(effect[0].before.used, millions(60));
    EXPECT_EQ(effect[0].after.used, millions(110));
    EXPECT_EQ(effect[0].after.status, LimitStatus::Breach);
    limit.item = "autumn";
    EXPECT_TRUE(names_field(check(limit), "item"));
}

TEST_F(Limits, HoldFromTheirDayOnUntilTheirLast) {
    auto limit = limit_of(LimitIndicator::SingleLessee, "0.30");
    limit.valid_from = today;
    EXPECT_EQ(lines(limit).size(), 2U);
    limit.valid_from = today + std::chrono::days(1);
    EXPECT_TRUE(lines(limit).empty());
    limit.valid_from = date(2024, 1, 1);
    limit.valid_until = today - std::chrono::days(1);
    EXPECT_TRUE(lines(limit).empty());
}

TEST_F(Limits, ADealIsShownOnEveryLimitItTouches) {
    limits = {limit_of(LimitIndicator::SingleLessee, "0.30"), limit_of(LimitIndicator::SingleGroup, "0.50"),
              limit_of(LimitIndicator::Cluster, "0.80"), limit_of(LimitIndicator::AllRelated, "0.50")};
    auto terms = tests::l1();
    terms.financed_amount = millions(30);
    const auto found = limit_effects(limits, book, limit_sums(book, parts, CNY), figures, today,
                                     {0, 0, 0, final_date(terms), parts_of_deal(terms)});
    ASSERT_EQ(found.size(), 3U) << "A is not related";
    EXPECT_EQ(found[0].before.used, millions(280));
    EXPECT_EQ(found[0].after.used, millions(310));
    EXPECT_EQ(found[0].after.status, LimitStatus::Breach);
    EXPECT_TRUE(any_breach(found));
}

// The check before a deal and the month's end are one reckoning (K.5).
TEST_F(Limits, TheMonthsEndFindsWhatTheCheckBeforeTheDealForetold) {
    for (const auto indicator : {LimitIndicator::SingleLessee, LimitIndicator::SingleGroup, LimitIndicator::Cluster,
                                 LimitIndicator::Industry, LimitIndicator::AssetClass}) {
        const auto limit = limit_of(indicator, "0.30");
        const auto foretold = effects(limit, 1, 35);
        ASSERT_EQ(foretold.size(), 1U) << to_text(indicator);
        auto book_before = book;
        auto parts_before = parts;
        auto terms = tests::l1();
        terms.financed_amount = millions(35);
        add(1, 0);
        parts.back() = parts_of_deal(terms);
        const auto found = lines(limit);
        const auto same =
            std::ranges::find(found, foretold[0].item.code, [](const LimitLine& line) { return line.item.code; });
        ASSERT_NE(same, found.end());
        EXPECT_EQ(same->use.used, foretold[0].after.used) << to_text(indicator);
        EXPECT_EQ(same->use.of_limit, foretold[0].after.of_limit);
        book = book_before;
        parts = parts_before;
    }
}

TEST(ALimit, IsAShareOrAnAmountAndCountsWhatItCan) {
    auto limit = limit_of(LimitIndicator::SingleLessee, "0.30");
    EXPECT_TRUE(check(limit).empty());
    limit.amount = cny("1000000.00");
    EXPECT_TRUE(names_field(check(limit), "amount"));
    limit.base = LimitBase::Amount;
    EXPECT_TRUE(names_field(check(limit), "share"));
    limit.share.reset();
    EXPECT_TRUE(check(limit).empty());
    limit.measure = LimitMeasure::RiskAssets;
    EXPECT_TRUE(names_field(check(limit), "measure"));
    limit.measure = LimitMeasure::Exposure;
    limit.bound = LimitBound::AtLeast;
    EXPECT_TRUE(names_field(check(limit), "bound"));
    limit.bound = LimitBound::AtMost;
    limit.warning = rate("1.1");
    EXPECT_TRUE(names_field(check(limit), "warning"));
    limit.warning = rate("0.8");
    limit.indicator = LimitIndicator::AllRelated;
    limit.item = "A";
    EXPECT_TRUE(names_field(check(limit), "item"));
    limit.item.reset();
    limit.valid_until = date(2024, 10, 31);
    EXPECT_TRUE(names_field(check(limit), "valid_until"));
}

TEST(ALimit, PresetsOfBothKindsOfLessorAreSound) {
    for (const auto kind : {LessorKind::FinancialLeasingCo, LessorKind::FinanceLeaseCo})
        for (const auto& limit : preset_limits(kind)) EXPECT_TRUE(check(limit).empty()) << limit.code.text;
    EXPECT_EQ(preset_limits(LessorKind::FinancialLeasingCo).front().base, LimitBase::NetCapital);
    EXPECT_EQ(preset_limits(LessorKind::FinanceLeaseCo).front().base, LimitBase::NetAssets);
}

TEST(CompanyFigures, NeedNetCapitalOrNetAssetsAndWholeTotals) {
    EXPECT_TRUE(names_field(check(capital(today, 0)), "net_capital"));
    EXPECT_TRUE(check(capital(today, 0, 5)).empty());
    auto figures = capital(today, 5);
    figures.total_assets = millions(3);
    figures.cash_and_deposits = millions(4);
    EXPECT_TRUE(names_field(check(figures), "total_assets"));
}

}  // namespace
}  // namespace leasebook
