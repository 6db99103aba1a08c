#include "domain/credit/loss_parameters.h"

#include "domain/concentration.h"

namespace leasebook {

namespace {

Errors check_scenarios(const LossParameters& parameters) {
    Errors errors;
    std::int64_t weights = 0;
    for (const auto& scenario : parameters.scenarios) {
        const auto [weight, defaults, recovery] = scenario;
        if (weight.e10 < 0 || defaults.e10 < 0 || recovery.e10 < 0)
            errors.push_back(invalid("scenarios", "Weights and multipliers of a scenario cannot be negative."));
        weights += weight.e10;
    }
    if (weights != rate_scale)
        errors.push_back(invalid("scenarios", "The weights of the scenarios must add up to 1; they add up to {0}.",
                                 to_text(Rate{weights})));
    return errors;
}

Money addition_of(const ManagementOverlay& overlay, const ByStage& modelled) {
    if (const auto* amount = std::get_if<Money>(&overlay.addition)) return *amount;
    return portion(modelled[static_cast<std::size_t>(overlay.stage)], std::get<Rate>(overlay.addition));
}

}  // namespace

Errors check(const LossParameters& p) {
    Errors errors = check_scenarios(p);
    const std::array<std::pair<const char*, Rate>, 4> shares{{{"loss_floor", p.loss_floor},
                                                              {"forced_sale_haircut", p.forced_sale_haircut},
                                                              {"selling_cost", p.selling_cost},
                                                              {"credit_conversion", p.credit_conversion}}};
    for (const auto& [field, share] : shares)
        if (share.e10 < 0 || share.e10 > rate_scale)
            errors.push_back(invalid(field, "This share must lie between 0 and 100 %."));
    if (p.months_to_sale < 0 || p.months_to_sale > 60)
        errors.push_back(invalid("months_to_sale", "Selling a machine takes 0 to 60 months."));
    return errors;
}

Result<OverlaidAllowance> apply_overlays(const ByStage& modelled, const std::vector<ManagementOverlay>& overlays) {
    const Money nothing = Money::zero(modelled[0].currency());
    OverlaidAllowance result{modelled, {}, {}, nothing};
    result.overlay.fill(nothing);
    Errors errors;
    for (const auto& overlay : overlays) {
        if (overlay.reason.empty()) errors.push_back(invalid("reason", "Say why the allowance is changed by hand."));
        result.additions.push_back(addition_of(overlay, modelled));
        result.overlay[static_cast<std::size_t>(overlay.stage)] += result.additions.back();
    }
    for (std::size_t i = 0; i < modelled.size(); ++i) {
        const Money total = modelled[i] + result.overlay[i];
        if (total.is_negative() && result.overlay[i].is_negative())
            errors.push_back(invalid("stage", "The overlays take {0} off an allowance of {1}.",
                                     to_text(-result.overlay[i]), to_text(modelled[i])));
        result.total += total;
    }
    if (!errors.empty()) return errors;
    return result;
}

}  // namespace leasebook
