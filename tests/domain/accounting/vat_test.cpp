#include "domain/accounting/vat.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

TEST(Vat, ComesOnTopOfTheNetRentAsInExB11) {
    const auto rent = vat_on_top(cny("30421.94"), rate("0.13"));
    EXPECT_EQ(rent.vat, cny("3954.85"));
    EXPECT_EQ(rent.gross(), cny("34376.79"));
}

TEST(Vat, OfRentOneOfExD1IsThatOfJournalJ03) {
    EXPECT_EQ(vat_on_top(cny("28900.00"), rate("0.13")), (TaxedAmount{cny("28900.00"), cny("3757.00")}));
}

TEST(Vat, IsInsideTheInterestOfALeasebackAsInExB11) {
    const auto interest = vat_inside(cny("5000.00"), rate("0.06"));
    EXPECT_EQ(interest.net, cny("4716.98"));
    EXPECT_EQ(interest.vat, cny("283.02"));
    EXPECT_EQ(to_text(net_of_vat(rate("0.06"), rate("0.06"))), "0.0566037736");
}

TEST(Vat, IsInsideThePriceOfExF3) {
    EXPECT_EQ(vat_inside(cny("339000.00"), rate("0.13")), (TaxedAmount{cny("300000.00"), cny("39000.00")}));
}

TEST(Vat, InsideAlwaysAddsUpToTheGross) {
    for (std::int64_t fen = -500; fen <= 500; ++fen)
        for (const char* percent : {"0", "0.06", "0.13", "0.17"}) {
            const Money gross = Money::minor(fen, CNY);
            ASSERT_EQ(vat_inside(gross, rate(percent)).gross(), gross);
        }
}

TEST(Vat, OfARedLetterInvoiceMirrorsTheInvoice) {
    EXPECT_EQ(vat_on_top(cny("-30421.94"), rate("0.13")).vat, cny("-3954.85"));
    EXPECT_EQ(vat_inside(cny("-5000.00"), rate("0.06")).vat, cny("-283.02"));
}

TEST(VatRates, AreThoseInForceOnTheTaxPoint) {
    const auto rates = default_vat_rates();
    EXPECT_EQ(*vat_rate(rates, VatTreatment::MovableRent, date(2018, 4, 30)), rate("0.17"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::MovableRent, date(2018, 5, 1)), rate("0.16"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::MovableRent, date(2019, 3, 31)), rate("0.16"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::EquipmentSale, date(2019, 4, 1)), rate("0.13"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::LeasebackInterest, date(2026, 1, 1)), rate("0.06"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::ServiceFee, date(2026, 1, 1)), rate("0.06"));
    EXPECT_EQ(*vat_rate(rates, VatTreatment::Untaxed, date(2026, 1, 1)), rate("0"));
}

TEST(VatRates, AreMissedWithTheDateThatHasNone) {
    const std::vector<VatRate> rates{{VatTreatment::ServiceFee, date(2020, 1, 1), rate("0.06")}};
    const auto missing = vat_rate(rates, VatTreatment::ServiceFee, date(2019, 12, 31));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().field, "date");
    EXPECT_EQ(message(missing.error()),
              "There is no VAT rate of \"service_fee\" for 2019-12-31. Enter one that is valid by then.");
}

TEST(TheLastInvoice, TakesTheRoundingOfTheContract) {
    const auto line = vat_on_top(cny("33.33"), rate("0.13"));  // 4.3329 → 4.33
    const auto total = vat_on_top(cny("99.99"), rate("0.13"));
    const auto last = last_invoice(total, {line, line}, rate("0.13"), cny("0.03"));
    ASSERT_TRUE(last);
    EXPECT_EQ(*last, (TaxedAmount{cny("33.33"), cny("4.34")}));
}

TEST(TheLastInvoice, IsRefusedWhenMoreThanRoundingIsLeft) {
    const auto total = vat_on_top(cny("100.00"), rate("0.13"));
    const auto last = last_invoice(total, {{cny("50.00"), cny("5.00")}}, rate("0.13"), cny("0.05"));
    ASSERT_FALSE(last);
    EXPECT_EQ(message(last.error()),
              "The last invoice would carry VAT of 8.00, but its own is 6.50. Check the earlier ones.");
}

}  // namespace
}  // namespace leasebook
