#include "domain/credit/staging.h"

#include <algorithm>

namespace leasebook {

namespace {

using enum Stage;

bool risk_has_risen(const LifetimeDefault& lifetime, const StageThresholds& thresholds) {
    return int128{lifetime.now.e10} * rate_scale >=
               int128{lifetime.at_origination.e10} * thresholds.default_ratio.e10 &&
           lifetime.now.e10 - lifetime.at_origination.e10 >= thresholds.default_increase.e10;
}

void look_for_default(const StageTriggers& triggers, const StageThresholds& thresholds, Reasoned<Stage>& answer) {
    if (triggers.days_past_due > thresholds.stage_3_days)
        answer.worsen(Three,
                      because("The oldest unpaid rent is {0} days past due.", std::to_string(triggers.days_past_due)));
    if (is_non_performing(triggers.risk_class))
        answer.worsen(Three, because("The contract is classed as non-performing."));
    if (triggers.insolvent) answer.worsen(Three, because("The lessee is insolvent."));
    if (triggers.legal_enforcement) answer.worsen(Three, because("The rent is being enforced at law."));
    if (triggers.repossessed) answer.worsen(Three, because("The machine has been repossessed."));
    if (triggers.restructured_at_loss)
        answer.worsen(Three, because("The contract was restructured out of necessity, at a loss."));
}

void look_for_risen_risk(const StageTriggers& triggers, const StageThresholds& thresholds, Reasoned<Stage>& answer) {
    if (triggers.days_past_due > thresholds.stage_2_days)
        answer.worsen(Two,
                      because("The oldest unpaid rent is {0} days past due.", std::to_string(triggers.days_past_due)));
    if (triggers.risk_class == RiskClass::SpecialMention)
        answer.worsen(Two, because("The contract is classed as special mention."));
    if (const auto& lifetime = triggers.lifetime_default; lifetime && risk_has_risen(*lifetime, thresholds))
        answer.worsen(Two, because("The lifetime probability of default has risen from {0} to {1}.",
                                   to_text(lifetime->at_origination), to_text(lifetime->now)));
    if (triggers.restructured) answer.worsen(Two, because("The contract was restructured and performs."));
    if (triggers.on_watch_list) answer.worsen(Two, because("The lessee is on the watch list."));
    if (triggers.alert) answer.worsen(Two, because("There is an alert for its core enterprise or its cluster."));
}

Reasoned<Stage> held(Stage stage, Reason reason) { return {stage, {std::move(reason)}}; }

Reasoned<Stage> after_stage_3(const StageHistory& before, Reasoned<Stage> by_triggers, Date as_of,
                              const CureTerms& cure) {
    if (!before.recovering || !before.recovering->arrears_cleared)
        return held(Three, because("The contract was in stage 3, and its arrears are still open."));
    const auto& recovering = *before.recovering;
    const Date earliest = earliest_upgrade(*recovering.arrears_cleared, recovering.period_months, cure);
    if (as_of < earliest)
        return held(Three, because("The contract can leave stage 3 on {0} at the earliest.", to_text(earliest)));
    if (by_triggers.value == One) return held(Two, because("The contract has left stage 3, one stage at a time."));
    return by_triggers;
}

}  // namespace

Reasoned<Stage> stage_of(const StageTriggers& triggers, const StageThresholds& thresholds) {
    if (triggers.impaired_at_recognition) return {Poci, {because("The contract was impaired when it was recognised.")}};
    Reasoned<Stage> answer;
    look_for_risen_risk(triggers, thresholds, answer);
    look_for_default(triggers, thresholds, answer);
    return answer;
}

Reasoned<Stage> stage_after(const StageHistory& before, Reasoned<Stage> by_triggers, Date as_of,
                            const CureTerms& cure) {
    if (by_triggers.value >= before.stage) return by_triggers;
    if (before.stage == Poci) return held(Poci, because("The contract was impaired when it was recognised."));
    if (before.stage == Three) return after_stage_3(before, std::move(by_triggers), as_of, cure);
    if (before.conduct && may_return_to_stage_1(*before.conduct, as_of, cure)) return by_triggers;
    return held(Two, because("Stage 1 takes {0} rents on time in a row and {1} days.",
                             std::to_string(cure.stage_1_rents), std::to_string(cure.stage_1_days)));
}

void pull_obligor(std::span<Reasoned<Stage>> contracts, const StageThresholds& thresholds) {
    Stage worst = One;
    for (const auto& contract : contracts)
        if (contract.value != Poci) worst = std::max(worst, contract.value);
    if (worst == One || (worst == Two && !thresholds.pull_stage_2)) return;
    for (auto& contract : contracts)
        if (contract.value < worst) contract.worsen(worst, because("Another contract of the lessee is in this stage."));
}

Money stage_interest(Stage stage, Money gross, Money allowance, Rate annual, YearFraction time) {
    return interest(stage >= Three ? gross - allowance : gross, annual, time);
}

}  // namespace leasebook
