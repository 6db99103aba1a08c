#pragma once
// The stages of IFRS 9: which one a contract is in and why, how it comes back, and what the stage means for its
// interest and its allowance (domain rules E.1, E.2 and E.6).
#include <optional>
#include <span>

#include "domain/credit/five_categories.h"

namespace leasebook {

// From best to worst. Poci: bought or made while impaired, and so for life.
enum class Stage { One, Two, Three, Poci };
template <>
struct NamesOf<Stage> {
    static constexpr Names<Stage, 4> names{
        {{Stage::One, "stage_1"}, {Stage::Two, "stage_2"}, {Stage::Three, "stage_3"}, {Stage::Poci, "POCI"}}};
};

// Of an entity; the defaults are those of E.2. A stage begins on the day after the days named.
struct StageThresholds {
    int stage_2_days = 30, stage_3_days = 90;
    Rate default_ratio{25'000'000'000};  // 2.5: lifetime PD now / at origination, and
    Rate default_increase{50'000'000};   // 0.5 %: what it has risen by, from which the risk counts as risen (both)
    bool pull_stage_2 = false;           // stage 2 of one contract takes the obligor's others along
    bool operator==(const StageThresholds&) const = default;
};

// The lifetime probability of default over the remaining life: as seen at origination, and now.
struct LifetimeDefault {
    Rate at_origination, now;
    bool operator==(const LifetimeDefault&) const = default;
};

// What a contract's stage follows from, on one day.
struct StageTriggers {
    int days_past_due = 0;
    RiskClass risk_class = RiskClass::Normal;
    std::optional<LifetimeDefault> lifetime_default;
    bool restructured = false;          // and under observation
    bool restructured_at_loss = false;  // out of necessity, giving up a part of what was owed
    bool on_watch_list = false;
    bool alert = false;  // of its core enterprise or its cluster, as far as it concerns this contract (R-G-05)
    bool insolvent = false;
    bool legal_enforcement = false;
    bool repossessed = false;
    bool impaired_at_recognition = false;
};

// The stage that the triggers of the day call for, with everything that calls for it.
Reasoned<Stage> stage_of(const StageTriggers& triggers, const StageThresholds& thresholds = {});

// Where the contract stood before, and how it has behaved since.
struct StageHistory {
    Stage stage = Stage::One;              // its own, not one that another contract of the obligor pulled it into
    std::optional<Recovering> recovering;  // of a contract in stage 3
    std::optional<GoodConduct> conduct;    // of one in stage 2; empty while a trigger lasts
};
// A contract comes back one stage at a time: from 3 to 2 by the clock of an upgrade, from 2 to 1 by good conduct
// (R-E-05). Until then it stays, with the reason; a worse stage takes effect at once.
Reasoned<Stage> stage_after(const StageHistory& before, Reasoned<Stage> by_triggers, Date as_of,
                            const CureTerms& cure = {});

// Stage 3 of one contract takes all others of the obligor into stage 3, stage 2 does by the rule pull_stage_2
// (R-E-04). POCI is left as it is.
void pull_obligor(std::span<Reasoned<Stage>> contracts, const StageThresholds& thresholds = {});

// Interest of a period on the gross amount, from stage 3 on after the allowance (IFRS 9 5.4.1); rounded once. The
// rate of a POCI contract is the credit-adjusted one.
Money stage_interest(Stage stage, Money gross, Money allowance, Rate annual, YearFraction time);

// Whether lifetime losses are allowed for from the first day (R-E-01).
enum class LossApproach { General, Simplified };
template <>
struct NamesOf<LossApproach> {
    static constexpr Names<LossApproach, 2> names{
        {{LossApproach::General, "general"}, {LossApproach::Simplified, "simplified"}}};
};

}  // namespace leasebook
