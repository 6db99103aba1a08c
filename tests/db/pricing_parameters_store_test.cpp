#include "db/pricing_parameters_store.h"

#include <gtest/gtest.h>

#include "tests/db/databases.h"

namespace leasebook::db {
namespace {

class PricingParametersStore : public OnBothBooks {};
INSTANTIATE_TEST_SUITE_P(Both, PricingParametersStore, both_databases, dialect_name);

TEST_P(PricingParametersStore, BeginsWithDefaultsThatPassTheirCheck) {
    const auto parameters = database->read([](Connection& c) { return pricing_parameters(c); });
    EXPECT_TRUE(check(parameters).empty());
    EXPECT_EQ(parameters.pd_aaa, Rate{3'000'000});
    EXPECT_EQ(parameters.pd_ccc, Rate{2'000'000'000});
    EXPECT_EQ(parameters.hurdle_rate, Rate{1'200'000'000});
    EXPECT_EQ(parameters.months_to_sale, 6);
}

TEST_P(PricingParametersStore, KeepsWhatReplacedThem) {
    auto parameters = database->read([](Connection& c) { return pricing_parameters(c); });
    parameters.hurdle_rate = Rate{1'500'000'000};
    parameters.operating_cost_upfront = Money::minor(200'000, CNY);
    database->write([&](Connection& c) { replace_pricing_parameters(c, parameters); });
    EXPECT_EQ(database->read([](Connection& c) { return pricing_parameters(c); }), parameters);
}

}  // namespace
}  // namespace leasebook::db
