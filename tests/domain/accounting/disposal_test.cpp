#include "domain/accounting/disposal.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(Disposal, OfExF3) {
    const Disposal sold{vat_inside(cny("339000.00"), rate("0.13")), cny("260000.00"), cny("5000.00")};
    EXPECT_EQ(sold.price.vat, cny("39000.00"));
    EXPECT_EQ(sold.gain(), cny("35000.00"));
}

TEST(AResidualGuarantee, OfExF4) {
    const ResidualGuarantee floor{GuaranteeKind::Floor, cny("30000.00"), cny("80000.00")};
    const ResidualGuarantee top_slice{GuaranteeKind::TopSlice, cny("30000.00"), cny("80000.00")};
    const auto shortfall = [](const char* paid, const char* lost) { return ResidualShortfall{cny(paid), cny(lost)}; };
    EXPECT_EQ(residual_shortfall(floor, cny("62000.00")), shortfall("0.00", "18000.00"));
    EXPECT_EQ(residual_shortfall(top_slice, cny("62000.00")), shortfall("18000.00", "0.00"));
    EXPECT_EQ(residual_shortfall(floor, cny("20000.00")), shortfall("10000.00", "50000.00"));
    EXPECT_EQ(residual_shortfall(top_slice, cny("20000.00")), shortfall("30000.00", "30000.00"));
}

TEST(AResidualGuarantee, IsNotDrawnWhenTheValueIsThere) {
    for (const auto kind : {GuaranteeKind::Floor, GuaranteeKind::TopSlice})
        EXPECT_EQ(residual_shortfall({kind, cny("30000.00"), cny("80000.00")}, cny("85000.00")),
                  (ResidualShortfall{cny("0"), cny("0")}));
}

}  // namespace
}  // namespace leasebook
