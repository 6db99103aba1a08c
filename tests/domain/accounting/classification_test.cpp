#include "domain/accounting/classification.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::rate;

ClassificationInputs ex_d1() {
    ClassificationInputs inputs;
    inputs.term_months = 36;
    inputs.economic_life_months = 60;
    inputs.lease_payments = cny("970589.94");
    inputs.fair_value = cny("1000000.00");
    return inputs;
}
// Far from every threshold.
ClassificationInputs short_rental() {
    auto inputs = ex_d1();
    inputs.lease_payments = cny("500000.00");
    return inputs;
}
Classification classified(const ClassificationInputs& inputs) { return classified(inputs, ClassificationThresholds{}); }
ClassificationFinding finding(const Classification& classification, ClassificationTest test) {
    return classification.findings.at(static_cast<std::size_t>(test));
}

TEST(Classification, OfExD1IsFinanceByPresentValueThoughNotByTerm) {
    const auto lease = classified(ex_d1());
    EXPECT_EQ(lease.outcome, LeaseClass::Finance);
    const auto value = finding(lease, ClassificationTest::PresentValueOfPayments);
    EXPECT_TRUE(value.met);
    EXPECT_EQ(value.measured, rate("0.97058994"));  // 97.06 %
    const auto term = finding(lease, ClassificationTest::TermOfLife);
    EXPECT_FALSE(term.met);
    EXPECT_EQ(term.measured, rate("0.60"));
    EXPECT_EQ(lease.inputs, ex_d1());
}

TEST(Classification, IsOperatingWhenNoTestIsMet) {
    const auto lease = classified(short_rental());
    EXPECT_EQ(lease.outcome, LeaseClass::Operating);
    EXPECT_EQ(lease.findings.size(), 8U);
    EXPECT_FALSE(lease.needs_review);
}

TEST(Classification, IsFinanceByAnyOfTheFirstFiveTests) {
    std::vector<ClassificationInputs> finance(4, short_rental());
    finance[0].title_passes = true;
    finance[1].purchase_option = PurchaseOption{cny("40000.00"), cny("1000000.00")};
    finance[2].term_months = 45;
    finance[3].specialised_asset = true;
    for (const auto& inputs : finance) EXPECT_EQ(classified(inputs).outcome, LeaseClass::Finance);
}

TEST(Classification, HoldsItsThresholdsToTheUnit) {
    auto inputs = short_rental();
    inputs.term_months = 44;
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Operating);
    inputs = short_rental();
    inputs.lease_payments = cny("899999.99");
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Operating);
    inputs.lease_payments = cny("900000.00");
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Finance);
    inputs = short_rental();
    inputs.purchase_option = PurchaseOption{cny("5000.00"), cny("100000.00")};
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Operating);
    inputs.purchase_option->price = cny("4999.99");
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Finance);
}

TEST(Classification, TakesANominalPriceForABargainWithoutAFairValue) {
    auto inputs = short_rental();
    inputs.purchase_option = PurchaseOption{cny("100.00"), {}};
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Finance);
    inputs.purchase_option->price = cny("100.01");
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Operating);
}

TEST(Classification, AsksForAReviewWhereOnlyAnIndicatorSpeaksForFinance) {
    auto inputs = short_rental();
    inputs.residual_gains_to_lessee = true;
    const auto lease = classified(inputs);
    EXPECT_EQ(lease.outcome, LeaseClass::Operating);
    EXPECT_TRUE(lease.needs_review);
    inputs.title_passes = true;
    EXPECT_FALSE(classified(inputs).needs_review);
}

TEST(Classification, OfALeasebackWithoutASaleIsAFinancing) {
    auto inputs = ex_d1();
    inputs.leaseback = true;
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Financing);
    inputs.sale_occurred = true;
    EXPECT_EQ(classified(inputs).outcome, LeaseClass::Finance);
}

TEST(Classification, IsOverriddenWithAReasonOnly) {
    const auto without = overridden(classified(short_rental()), LeaseClass::Finance, "  ");
    ASSERT_FALSE(without);
    EXPECT_EQ(message(without.error()), "Give the reason why the tests do not decide this lease.");
    const auto with = overridden(classified(short_rental()), LeaseClass::Finance, "Renewal is certain");
    ASSERT_TRUE(with);
    EXPECT_EQ(with->outcome, LeaseClass::Finance);
    EXPECT_EQ(with->override_reason, "Renewal is certain");
    EXPECT_EQ(with->findings, classified(short_rental()).findings);
}

TEST(Classification, DoesNotLetAReviewerDecideAboutTheSale) {
    const auto refused = overridden(classified(ex_d1()), LeaseClass::Financing, "Looks like a loan");
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()),
              "A leaseback without a sale is a financing, any other lease is not. Change that answer instead.");
}

TEST(Classification, NamesWhatItCannotBeJudgedWithout) {
    const auto errors = check(ClassificationInputs{});
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(message(errors[0]), "The term must be above zero.");
    EXPECT_EQ(message(errors[1]), "The economic life must be above zero.");
    EXPECT_EQ(message(errors[2]), "The fair value must be above zero.");
}

}  // namespace
}  // namespace leasebook
