#include "pricing/residual_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "domain/residual.h"
#include "pricing/residual_curve.h"
#include "tests/leases.h"

namespace leasebook::pricing {
namespace {

using tests::cny;
using tests::rate;

AssetClass lathes() {
    AssetClass lathes;
    lathes.code = {"CNC"};
    lathes.first_year_loss = rate("0.20");
    lathes.yearly_loss = rate("0.12");
    lathes.life_months = 120;
    return lathes;
}

// Sales along a curve of their own: 25 % in the first year, 10 % in each later one; prices a percent or two about it.
class Market {
public:
    UsedSale sale(int months, double model_cost, const char* model) {
        UsedSale sale;
        sale.code = {"S" + std::to_string(++number_)};
        sale.asset_class = {"CNC"};
        sale.model = model;
        sale.sold = date(2026, 1, 1) + std::chrono::days(number_);
        sale.age_months = months;
        const double noise = 1 + 0.01 * ((number_ * 7) % 5 - 2);
        sale.price = Money::minor(std::llround(model_cost * share(months) * noise * 100), CNY);
        return sale;
    }
    static double share(int months) {
        const double years = months / 12.0;
        return years <= 1 ? std::pow(0.75, years) : 0.75 * std::pow(0.9, years - 1);
    }

private:
    int number_ = 0;
};

double at(const FittedCurve& curve, int months) {
    for (const auto& point : curve.points)
        if (point.age_months == months) return static_cast<double>(point.share.e10) / 1e10;
    return 0;
}

TEST(ResidualFit, FindsTheCurveOfSalesThatNameThePriceWhenNew) {
    Market market;
    std::vector<UsedSale> sales;
    for (int i = 0; i < 600; ++i) {
        sales.push_back(market.sale(3 + i * 7 % 110, 100'000, "M1"));
        sales.back().cost = cny("100000.00");
    }
    const auto fit = ResidualFit::of(lathes(), sales).value();
    const auto curve = fit.curve();
    for (const int months : {12, 24, 36, 60, 84}) EXPECT_NEAR(at(curve, months), Market::share(months), 0.01) << months;
    EXPECT_EQ(curve.sales, 600);
    EXPECT_EQ(curve.with_cost, 600);
    EXPECT_EQ(curve.through, sales.back().sold);
    EXPECT_LE(curve.observed.size(), 300U);
}

TEST(ResidualFit, EstimatesThePriceWhenNewWhereNoSaleNamesIt) {
    Market market;
    std::vector<UsedSale> sales;
    const std::pair<const char*, double> models[] = {{"A", 100'000}, {"B", 250'000}, {"C", 60'000}};
    for (int i = 0; i < 600; ++i) {
        const auto& [model, cost] = models[i % 3];
        sales.push_back(market.sale(15 + i * 11 % 100, cost, model));
    }
    const auto fit = ResidualFit::of(lathes(), sales).value();
    const auto curve = fit.curve();
    EXPECT_EQ(curve.models, 3);
    EXPECT_NEAR(at(curve, 12), 0.80, 0.01) << "the first year is that of the class: these sales cannot tell it";
    EXPECT_NEAR(at(curve, 60) / at(curve, 24), std::pow(0.9, 3), 0.01) << "what they can tell is the decay after it";
    auto asked = market.sale(40, 250'000, "B");
    const auto truth = asked.price;
    EXPECT_NEAR(double(fit.predicted_price(asked).minor_units()) / double(truth.minor_units()), 1, 0.03);
}

TEST(ResidualFit, IsNotMovedByPricesThatAreFarOff) {
    Market market;
    std::vector<UsedSale> sound, with_outliers;
    for (int i = 0; i < 400; ++i) {
        sound.push_back(market.sale(5 + i * 7 % 100, 100'000, "M1"));
        sound.back().cost = cny("100000.00");
        with_outliers.push_back(sound.back());
        if (i % 8 == 0) with_outliers.back().price = cny("1000.00");
    }
    const auto straight = ResidualFit::of(lathes(), sound).value().curve();
    const auto robust = ResidualFit::of(lathes(), with_outliers).value().curve();
    for (const int months : {12, 36, 84}) EXPECT_NEAR(at(robust, months), at(straight, months), 0.005) << months;
}

TEST(ResidualFit, FindsHowUseCounts) {
    Market market;
    auto worn = lathes();
    worn.usage_unit = UsageUnit::Hours;
    worn.standard_usage = 4'000;
    worn.usage_exponent = rate("0.1");
    std::vector<UsedSale> sales;
    for (int i = 0; i < 500; ++i) {
        auto sale = market.sale(12 + i * 7 % 90, 100'000, "M1");
        sale.cost = cny("100000.00");
        const double use = 0.6 + 0.1 * (i % 9);
        sale.usage = static_cast<int>(use * 4'000 * *sale.age_months / 12);
        sale.price = Money::minor(std::llround(double(sale.price.minor_units()) * std::pow(use, -0.4)), CNY);
        sales.push_back(sale);
    }
    EXPECT_NEAR(double(ResidualFit::of(worn, sales).value().curve().usage_exponent.e10) / 1e10, 0.4, 0.02);
}

TEST(ResidualFit, HasABandThatHoldsTheCurveAndNarrowsWithMoreSales) {
    Market market;
    const auto width = [&](int count) {
        std::vector<UsedSale> sales;
        for (int i = 0; i < count; ++i) {
            sales.push_back(market.sale(5 + i * 7 % 100, 100'000, "M1"));
            sales.back().cost = cny("100000.00");
        }
        const auto curve = ResidualFit::of(lathes(), sales).value().curve();
        for (const auto& point : curve.points) {
            EXPECT_LE(point.low, point.share);
            EXPECT_GE(point.high, point.share);
        }
        return curve.points[5].high.e10 - curve.points[5].low.e10;
    };
    EXPECT_LT(width(4'000), width(100) / 3);
}

TEST(ResidualFit, LeavesOutWhatCannotBeUsedAndSaysHowMuch) {
    Market market;
    std::vector<UsedSale> sales;
    for (int i = 0; i < 60; ++i) sales.push_back(market.sale(15 + i, 100'000, "A"));
    sales[0].age_months = {};
    sales[1].model = {};
    sales[2].currency = *parse_currency("USD");
    sales[2].price = *parse_money("1000.00", sales[2].currency, "price");
    const auto curve = ResidualFit::of(lathes(), sales).value().curve();
    EXPECT_EQ(curve.sales, 57);
    EXPECT_EQ(curve.left_out, 3);
}

TEST(ResidualFit, NeedsThirtySales) {
    Market market;
    std::vector<UsedSale> sales;
    for (int i = 0; i < 29; ++i) sales.push_back(market.sale(15 + i, 100'000, "A"));
    const auto refused = ResidualFit::of(lathes(), sales);
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()), "Class CNC has 29 sales that can be used; a curve is fitted from 30 on.");
    EXPECT_FALSE(ResidualFit::of(lathes(), {}));
}

}  // namespace
}  // namespace leasebook::pricing
