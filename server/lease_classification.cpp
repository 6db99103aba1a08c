#include "server/lease_classification.h"

#include <algorithm>

#include "domain/residual.h"
#include "pricing/residual_curve.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// Of a used machine what remains of the life; the machine that lasts longest decides what the lease is about.
int remaining_life(const std::vector<LeasedMachine>& machines, Date commencement) {
    int months = 1;
    for (const auto& [asset, asset_class, curve] : machines)
        months = std::max(months, asset_class.life_months - age_in_months(asset.acquired, commencement));
    return months;
}

// A price of zero is no option. Machines in another currency have no value in this one.
std::optional<PurchaseOption> option_of(const ContractContent& content, Date final,
                                        const std::vector<LeasedMachine>& machines) {
    const Money price = content.conditions.purchase_price;
    if (price.is_zero()) return {};
    Money expected = Money::zero(price.currency());
    for (const auto& [asset, asset_class, curve] : machines)
        if (asset.currency == price.currency())
            expected += pricing::estimated_value(asset, asset_class, curve, {}, final);
    return PurchaseOption{price, expected};
}

int months_up_to(Date from, Date to) {
    const int whole = age_in_months(from, to);
    return add_months(from, whole) < to ? whole + 1 : whole;
}

ClassificationInputs inputs_of(const ContractContent& content, const pricing::InitialMeasurement& measurement,
                               const std::vector<LeasedMachine>& machines) {
    ClassificationInputs inputs;
    const Date final = final_date(content.terms, content.plan);
    inputs.leaseback = content.conditions.product == Product::SaleLeaseback;
    inputs.purchase_option = option_of(content, final, machines);
    inputs.term_months = months_up_to(content.terms.commencement, final);
    inputs.economic_life_months = remaining_life(machines, content.terms.commencement);
    inputs.lease_payments = measurement.lease_payments;
    inputs.fair_value = content.terms.financed_amount;
    return inputs;
}

ClassificationRecord record_of(const Classification& classification) {
    ClassificationRecord record;
    record.classification = classification.outcome;
    for (const auto& finding : classification.findings) {
        if (finding.met && !record.decisive_test) record.decisive_test = finding.test;
        if (finding.test == ClassificationTest::BargainPurchase) record.purchase_price_share = finding.measured;
        if (finding.test == ClassificationTest::TermOfLife) record.term_share = finding.measured;
        if (finding.test == ClassificationTest::PresentValueOfPayments) record.payments_share = finding.measured;
    }
    return record;
}

Error disagreement(const ClassificationRecord& record) {
    const std::string field = "classification_override";
    if (!record.decisive_test)
        return invalid(field,
                       "By the tests this is an operating lease: its term is {0} of the economic life (75 % would make "
                       "it a finance lease), its payments are worth {1} of the fair value (90 %). Revise it, or say "
                       "why it is a finance lease.",
                       percent_text(*record.term_share), percent_text(*record.payments_share));
    if (*record.decisive_test == ClassificationTest::BargainPurchase)
        return invalid(field,
                       "By the tests this is a finance lease: the price for which the lessee may keep the machine is a "
                       "bargain. Revise it, or say why it is an operating lease.");
    if (*record.decisive_test == ClassificationTest::TermOfLife)
        return invalid(field,
                       "By the tests this is a finance lease: its term is {0} of the economic life (at least 75 %). "
                       "Revise it, or say why it is an operating lease.",
                       percent_text(*record.term_share));
    return invalid(field,
                   "By the tests this is a finance lease: its payments are worth {0} of the fair value (at least "
                   "90 %). Revise it, or say why it is an operating lease.",
                   percent_text(*record.payments_share));
}

}  // namespace

Result<ClassificationRecord> classify_lease(const ContractContent& content,
                                            const pricing::InitialMeasurement& measurement,
                                            const std::vector<LeasedMachine>& machines,
                                            const std::optional<std::string>& override_reason) {
    const auto tested = classified(inputs_of(content, measurement, machines), ClassificationThresholds{});
    auto record = record_of(tested);
    const auto written = content.conditions.product == Product::Operating ? LeaseClass::Operating : LeaseClass::Finance;
    if (tested.outcome == LeaseClass::Financing || tested.outcome == written) {
        if (override_reason)
            return invalid("classification_override",
                           "The tests agree with the product: there is nothing to override.");
        return record;
    }
    if (!override_reason) return disagreement(record);
    const auto decided = overridden(tested, written, *override_reason);
    if (!decided) return decided.errors();
    record.classification = decided->outcome;
    record.classification_override = decided->override_reason;
    return record;
}

}  // namespace leasebook::server
