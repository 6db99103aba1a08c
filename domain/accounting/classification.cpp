#include "domain/accounting/classification.h"

#include <algorithm>

#include "domain/accounting/share.h"

namespace leasebook {

namespace {

// part / whole >= share, exactly.
bool reaches(std::int64_t part, std::int64_t whole, Rate share) {
    return int128{part} * rate_scale >= int128{whole} * share.e10;
}

ClassificationFinding bargain_purchase(const ClassificationInputs& inputs, const ClassificationThresholds& thresholds) {
    ClassificationFinding finding{ClassificationTest::BargainPurchase, false, {}};
    if (!inputs.purchase_option) return finding;
    const auto& [price, fair_value] = *inputs.purchase_option;
    finding.met = price.minor_units() <= thresholds.nominal_price_minor_units;
    if (!fair_value || fair_value->is_zero()) return finding;
    finding.measured = share_in(price, *fair_value);
    finding.met |= !reaches(price.minor_units(), fair_value->minor_units(), thresholds.purchase_price);
    return finding;
}

std::vector<ClassificationFinding> findings_of(const ClassificationInputs& inputs,
                                               const ClassificationThresholds& thresholds) {
    using enum ClassificationTest;
    const Rate of_life{round_half_away(int128{inputs.term_months} * rate_scale, int128{inputs.economic_life_months})};
    const bool pays_the_value =
        reaches(inputs.lease_payments.minor_units(), inputs.fair_value.minor_units(), thresholds.present_value);
    return {{TitlePasses, inputs.title_passes, {}},
            bargain_purchase(inputs, thresholds),
            {TermOfLife, reaches(inputs.term_months, inputs.economic_life_months, thresholds.term), of_life},
            {PresentValueOfPayments, pays_the_value, share_in(inputs.lease_payments, inputs.fair_value)},
            {SpecialisedAsset, inputs.specialised_asset, {}},
            {CancellationLoss, inputs.lessee_bears_cancellation_loss, {}},
            {ResidualGains, inputs.residual_gains_to_lessee, {}},
            {BargainRenewal, inputs.renewal_far_below_market, {}}};
}

bool is_indicator(const ClassificationFinding& finding) { return finding.test >= ClassificationTest::CancellationLoss; }

}  // namespace

Errors check(const ClassificationInputs& inputs) {
    Errors errors;
    if (inputs.term_months <= 0) errors.push_back(invalid("term_months", "The term must be above zero."));
    if (inputs.economic_life_months <= 0)
        errors.push_back(invalid("economic_life_months", "The economic life must be above zero."));
    if (inputs.fair_value <= Money::zero(inputs.fair_value.currency()))
        errors.push_back(invalid("fair_value", "The fair value must be above zero."));
    return errors;
}

Classification classified(const ClassificationInputs& inputs, const ClassificationThresholds& thresholds) {
    if (inputs.leaseback && !inputs.sale_occurred) return {LeaseClass::Financing, {}, false, {}, inputs, thresholds};
    ensure(check(inputs).empty(), "a lease is classified on inputs that were checked");
    auto findings = findings_of(inputs, thresholds);
    const auto decides = [](const auto& finding) { return finding.met && !is_indicator(finding); };
    const auto indicates = [](const auto& finding) { return finding.met && is_indicator(finding); };
    const bool finance = std::ranges::any_of(findings, decides);
    const bool needs_review = !finance && std::ranges::any_of(findings, indicates);
    return {finance ? LeaseClass::Finance : LeaseClass::Operating,
            std::move(findings),
            needs_review,
            {},
            inputs,
            thresholds};
}

Result<Classification> overridden(Classification classification, LeaseClass outcome, std::string reason) {
    if ((classification.outcome == LeaseClass::Financing) != (outcome == LeaseClass::Financing))
        return invalid(
            "sale_occurred",
            "A leaseback without a sale is a financing, any other lease is not. Change that answer instead.");
    if (reason.find_first_not_of(' ') == std::string::npos)
        return invalid("reason", "Give the reason why the tests do not decide this lease.");
    classification.outcome = outcome;
    classification.needs_review = false;
    classification.override_reason = std::move(reason);
    return classification;
}

}  // namespace leasebook
