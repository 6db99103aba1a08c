// Collateral: what of it is eligible, and how it covers the contracts of a lessee.
#include "domain/exposure/collateral.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

constexpr Date today = date(2026, 7, 1);

Collateral mortgage(const char* value, const char* haircut) {
    Collateral collateral;
    collateral.code = {"C1"};
    collateral.lessee = {"A"};
    collateral.value = cny(value);
    collateral.haircut = rate(haircut);
    collateral.since = date(2026, 1, 1);
    return collateral;
}
ExposureParts owing(const char* amount) {
    auto parts = ExposureParts::none(CNY);
    parts.net_investment = cny(amount);
    return parts;
}

TEST(Collateral, IsEligibleAfterItsHaircutWhileItCounts) {
    auto collateral = mortgage("1000.01", "0.30");
    EXPECT_EQ(eligible(collateral, today), cny("700.01"));
    EXPECT_EQ(eligible(collateral, date(2025, 12, 31)), cny("0.00"));
    collateral.until = today;
    EXPECT_EQ(eligible(collateral, today), cny("700.01"));
    EXPECT_EQ(eligible(collateral, today + std::chrono::days(1)), cny("0.00"));
}

TEST(Collateral, OfOneContractCoversItAndNoMore) {
    const ContractNumber first{"L-1"}, second{"L-2"};
    auto a = owing("500.00"), b = owing("400.00");
    auto collateral = mortgage("1000.00", "0.00");
    collateral.contract = first;
    deduct_collateral({{&first, &a}, {&second, &b}}, {&collateral}, today);
    EXPECT_EQ(a.collateral, cny("500.00"));
    EXPECT_EQ(a.exposure(), cny("0.00"));
    EXPECT_EQ(b.collateral, cny("0.00"));
}

TEST(Collateral, OfALesseeIsSpreadOverWhatIsUncoveredWithoutLosingACent) {
    const ContractNumber first{"L-1"}, second{"L-2"}, third{"L-3"};
    auto a = owing("100.00"), b = owing("100.00"), c = owing("100.00");
    const auto all = mortgage("100.00", "0.00");
    deduct_collateral({{&first, &a}, {&second, &b}, {&third, &c}}, {&all}, today);
    EXPECT_EQ(a.collateral + b.collateral + c.collateral, cny("100.00"));
    EXPECT_EQ(a.collateral, cny("33.34"));
}

TEST(Collateral, CoversTheLesseeAndNeverTheMachinesResidual) {
    const ContractNumber only{"L-1"};
    auto parts = owing("100.00");
    parts.deposit = cny("30.00");
    parts.unguaranteed_residual = cny("50.00");
    const auto all = mortgage("1000.00", "0.00");
    deduct_collateral({{&only, &parts}}, {&all}, today);
    EXPECT_EQ(parts.collateral, cny("70.00"));
    EXPECT_EQ(parts.credit(), cny("0.00"));
    EXPECT_EQ(parts.exposure(), cny("50.00"));
}

TEST(Collateral, RefusesWhatCannotBe) {
    auto collateral = mortgage("0.00", "1.2");
    collateral.until = date(2025, 1, 1);
    const auto errors = check(collateral);
    EXPECT_TRUE(names_field(errors, "value"));
    EXPECT_TRUE(names_field(errors, "haircut"));
    EXPECT_TRUE(names_field(errors, "until"));
}

}  // namespace
}  // namespace leasebook
