// Who guarantees a residual, and how long (R-F-01).
#include <gtest/gtest.h>

#include "domain/lease_conditions.h"
#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

constexpr Date ends = date(2028, 1, 20);
const Money guaranteed = cny("100000.00");

std::string field_refused(const LeaseConditions& conditions, Money amount) {
    const auto errors = check_guarantee(conditions, amount, ends);
    return errors.empty() ? "" : errors.front().field;
}

TEST(ResidualGuarantee, IsTheLesseesWhenNothingIsSaid) {
    EXPECT_EQ(field_refused({}, guaranteed), "");
    EXPECT_EQ(field_refused({}, Money::zero(CNY)), "");
}

TEST(ResidualGuarantee, OfAVendorOrInsurerNamesIt) {
    LeaseConditions conditions;
    conditions.residual_guarantor = ResidualGuarantor::Vendor;
    EXPECT_EQ(field_refused(conditions, guaranteed), "guarantor_name");
    conditions.guarantor_name = "Dongfang Machine Tools";
    EXPECT_EQ(field_refused(conditions, guaranteed), "");
    conditions.residual_guarantor = ResidualGuarantor::Lessee;
    conditions.guarantor_name.reset();
    EXPECT_EQ(field_refused(conditions, guaranteed), "");
}

TEST(ResidualGuarantee, LastsUntilTheLeaseEnds) {
    LeaseConditions conditions;
    conditions.guarantee_until = ends - std::chrono::days(1);
    EXPECT_EQ(field_refused(conditions, guaranteed), "guarantee_until");
    conditions.guarantee_until = ends;
    EXPECT_EQ(field_refused(conditions, guaranteed), "");
}

TEST(ResidualGuarantee, OfNothingIsRefused) {
    LeaseConditions conditions;
    conditions.guarantee_trigger = "the machine fetches less";
    EXPECT_EQ(field_refused(conditions, Money::zero(CNY)), "guaranteed_residual");
}

}  // namespace
}  // namespace leasebook
