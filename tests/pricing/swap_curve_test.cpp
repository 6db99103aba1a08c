#include "pricing/swap_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leasebook::pricing {
namespace {

const Date as_of = date(2026, 1, 15);

std::vector<CurveInstrument> bonds(std::initializer_list<std::pair<int, double>> yields) {
    std::vector<CurveInstrument> list;
    for (const auto& [months, yield] : yields) list.push_back(par_bond(as_of, months, yield, 2));
    return list;
}

TEST(ASolvedCurve, RepricesItsInstrumentsToPar) {
    for (const auto between : {Between::LinearZero, Between::LogLinear}) {
        const CurveToSolve wanted{"", between, 0,
                                  bonds({{1, 0.02}, {6, 0.021}, {24, 0.025}, {120, 0.03}, {360, 0.028}})};
        const auto curves = solve_curves(as_of, {wanted});
        ASSERT_TRUE(curves);
        for (const auto& bond : wanted.instruments) EXPECT_NEAR(present_value(bond, *curves, 0), 0, 1e-12);
    }
}

TEST(ASolvedCurve, OfOneSimpleBillGivesItsDiscountFactor) {
    const auto curves = *solve_curves(as_of, {{"", Between::LinearZero, 0, bonds({{6, 0.04}})}});
    EXPECT_NEAR(curves[0].discount(add_months(as_of, 6)), 1 / 1.02, 1e-12);
    EXPECT_EQ(curves[0].discount(as_of), 1);
}

TEST(ASolvedCurve, LeansOnTheOnesBeforeIt) {
    const auto ois = *swap_convention("EUR-FIXED-1Y-EONIA-OIS", "convention");
    const auto irs = *swap_convention("EUR-FIXED-1Y-EURIBOR-6M", "convention");
    CurveToSolve discounting{"OIS", Between::LinearZero, 0, {}}, projecting{"6M", Between::LinearZero, 0, {}};
    for (const int months : {1, 6, 12, 60})
        discounting.instruments.push_back(par_swap(ois, as_of, months, 0.02, {0, 0}));
    projecting.instruments.push_back(single_period(irs, as_of, 0, 6, 0.021, {1, 0}));
    for (const int months : {24, 60}) projecting.instruments.push_back(par_swap(irs, as_of, months, 0.023, {1, 0}));
    const auto curves = solve_curves(as_of, {discounting, projecting});
    ASSERT_TRUE(curves);
    for (const auto& swap : projecting.instruments) EXPECT_NEAR(present_value(swap, *curves, 0), 0, 1e-12);
    EXPECT_LT((*curves)[1].discount(date(2030, 1, 15)), (*curves)[0].discount(date(2030, 1, 15)));
}

TEST(ASolvedCurve, IsRefusedForQuotesThatMakeNone) {
    EXPECT_EQ(solve_curves(as_of, {{"", Between::LinearZero, 0, {}}}).error().field, "quotes");
    EXPECT_EQ(solve_curves(as_of, {{"", Between::LinearZero, 0, bonds({{6, 0.04}, {6, 0.05}})}}).error().field,
              "quotes");
    EXPECT_EQ(solve_curves(as_of, {{"", Between::LinearZero, 0, bonds({{6, 0.04}, {120, 40}})}}).error().field,
              "quotes");
    EXPECT_EQ(swap_convention("MARS-OIS", "convention").error().field, "convention");
}

}  // namespace
}  // namespace leasebook::pricing
