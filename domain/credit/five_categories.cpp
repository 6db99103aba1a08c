#include "domain/credit/five_categories.h"

#include "domain/concentration.h"

namespace leasebook {

namespace {

using enum RiskClass;

// "12.5" of 12.5 %: what a sentence shows of a share.
std::string percent_text(Rate share) { return decimal_text(round_half_away(share.e10, 1'000'000), 2); }

void look_at_days(const ClassFacts& facts, const ClassThresholds& thresholds, Reasoned<RiskClass>& answer) {
    const RiskClass by_days = class_of_days(facts.days_past_due, facts.technical_delay, thresholds);
    if (by_days != Normal)
        answer.worsen(by_days,
                      because("The oldest unpaid rent is {0} days past due.", std::to_string(facts.days_past_due)));
}

void look_at_impairment(const ClassFacts& facts, const ClassThresholds& thresholds, Reasoned<RiskClass>& answer) {
    if (facts.credit_impaired) answer.worsen(Substandard, because("The contract is credit-impaired."));
    if (facts.in_liquidation) answer.worsen(Loss, because("The lessee is being liquidated in bankruptcy."));
    const auto lost = percent_text(facts.expected_loss);
    if (facts.expected_loss >= thresholds.loss_loss)
        answer.worsen(Loss, because("The expected loss is {0} % of the balance.", lost));
    else if (facts.expected_loss >= thresholds.doubtful_loss)
        answer.worsen(Doubtful, because("The expected loss is {0} % of the balance.", lost));
}

void look_at_obligor(const ClassFacts& facts, const ClassThresholds& thresholds, Reasoned<RiskClass>& answer) {
    if (facts.obligor_non_performing > thresholds.obligor_non_performing)
        answer.worsen(Substandard, because("{0} % of the lessee's debt with us is non-performing.",
                                           percent_text(facts.obligor_non_performing)));
    if (facts.obligor_overdue_elsewhere > thresholds.overdue_elsewhere)
        answer.worsen(Substandard, because("{0} % of the lessee's debt at all lenders is more than 90 days overdue.",
                                           percent_text(facts.obligor_overdue_elsewhere)));
}

void look_at_restructuring(const Restructuring& restructured, Date as_of, const CureTerms& cure,
                           Reasoned<RiskClass>& answer) {
    const Date end = observation_end(restructured, cure);
    if (as_of >= end) return;
    if (restructured.times > 1)
        answer.worsen(Substandard, because("The contract was restructured {0} times, and is observed until {1}.",
                                           std::to_string(restructured.times), to_text(end)));
    else if (restructured.defaulted_again)
        answer.worsen(Substandard, because("The lessee defaulted again on the new schedule, and is observed until {0}.",
                                           to_text(end)));
    else
        answer.worsen(SpecialMention,
                      because("The contract was restructured, and is observed until {0}.", to_text(end)));
}

void look_at_recovery(const Recovering& recovering, Date as_of, const CureTerms& cure, Reasoned<RiskClass>& answer) {
    if (!recovering.arrears_cleared)
        return answer.worsen(Substandard, because("The contract was non-performing, and arrears are still open."));
    const Date earliest = earliest_upgrade(*recovering.arrears_cleared, recovering.period_months, cure);
    if (as_of < earliest)
        answer.worsen(
            Substandard,
            because("The contract was non-performing, and can be upgraded on {0} at the earliest.", to_text(earliest)));
}

void look_at_judgement(const Judgement& judgement, const Reasoned<RiskClass>& by_days, Reasoned<RiskClass>& answer) {
    if (judgement.risk_class >= answer.value) {
        if (judgement.risk_class != Normal)
            answer.worsen(judgement.risk_class, because("An analyst judged the contract so."));
    } else if (!judgement.by_committee) {
        answer.reasons.push_back(because("An analyst judged better, which takes a decision of the committee."));
    } else {
        answer = by_days;
        answer.worsen(judgement.risk_class, because("The committee decided so."));
    }
}

}  // namespace

RiskClass class_of_days(int days_past_due, bool technical_delay, const ClassThresholds& thresholds) {
    if (days_past_due > thresholds.loss_days) return Loss;
    if (days_past_due > thresholds.doubtful_days) return Doubtful;
    if (days_past_due > thresholds.substandard_days) return Substandard;
    const int tolerated = technical_delay ? thresholds.technical_delay_days : 0;
    return days_past_due > tolerated ? SpecialMention : Normal;
}

Reasoned<RiskClass> classify(const ClassFacts& facts, Date as_of, const ClassThresholds& thresholds,
                             const CureTerms& cure) {
    Reasoned<RiskClass> answer;
    look_at_days(facts, thresholds, answer);
    const auto by_days = answer;
    look_at_impairment(facts, thresholds, answer);
    look_at_obligor(facts, thresholds, answer);
    if (facts.restructured) look_at_restructuring(*facts.restructured, as_of, cure, answer);
    if (facts.recovering) look_at_recovery(*facts.recovering, as_of, cure, answer);
    if (facts.judgement) look_at_judgement(*facts.judgement, by_days, answer);
    return answer;
}

std::vector<Reasoned<RiskClass>> classify_obligor(std::span<const ObligorContract> contracts, Date as_of,
                                                  const ClassThresholds& thresholds, const CureTerms& cure) {
    if (contracts.empty()) return {};
    Money non_performing = Money::zero(contracts.front().balance.currency());
    Money total = non_performing;
    for (const auto& contract : contracts) {
        ClassFacts alone = contract.facts;
        alone.obligor_non_performing = {};
        total += contract.balance;
        if (is_non_performing(classify(alone, as_of, thresholds, cure).value)) non_performing += contract.balance;
    }
    std::vector<Reasoned<RiskClass>> classes;
    for (const auto& contract : contracts) {
        ClassFacts facts = contract.facts;
        facts.obligor_non_performing = share(non_performing, total);
        classes.push_back(classify(facts, as_of, thresholds, cure));
    }
    return classes;
}

ProvisionIndicators provision_indicators(Money allowance, Money non_performing, Money receivables) {
    const auto ratio = [&](Money base) {
        return base.is_zero() ? std::nullopt : std::optional(share(allowance, base));
    };
    return {ratio(non_performing), ratio(receivables)};
}

Reasons shortfalls(const ProvisionIndicators& indicators, const ProvisionMinimum& minimum) {
    Reasons found;
    if (minimum.coverage && indicators.coverage && *indicators.coverage < *minimum.coverage)
        found.push_back(because("The allowance covers {0} % of what is non-performing; at least {1} % is asked for.",
                                percent_text(*indicators.coverage), percent_text(*minimum.coverage)));
    if (minimum.receivable_ratio && indicators.receivable_ratio &&
        *indicators.receivable_ratio < *minimum.receivable_ratio)
        found.push_back(because("The allowance is {0} % of the receivables; at least {1} % is asked for.",
                                percent_text(*indicators.receivable_ratio), percent_text(*minimum.receivable_ratio)));
    return found;
}

}  // namespace leasebook
