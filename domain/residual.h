#pragma once
// What a machine is worth: by the curve of its class, or by its last appraisal carried along that curve.
#include <optional>
#include <vector>

#include "domain/register.h"

namespace leasebook {

// What of an asset its value depends on, and reports are made from: the papers stay in the register.
struct Machine {
    AssetCode code;
    AssetClassCode asset_class;
    std::optional<ContractNumber> contract;
    Currency currency = CNY;
    Money cost;
    Date acquired;
    std::optional<Date> usage_date, insured_until;
    std::optional<int> usage;
    std::optional<UsageUnit> usage_unit;
    std::optional<ConditionGrade> condition;

    Machine() = default;
    Machine(const Asset& asset);  // NOLINT(google-explicit-constructor): an asset is a machine with papers
};

// Share of the new price by age in whole months, 0 to the last month given; beyond it the last share holds.
// Index 0 is the new machine (100 %).
struct ResidualCurve {
    std::vector<Rate> share_by_month;
    Rate at(int months) const;
};

// Whole months from acquisition to `on`, never negative.
int age_in_months(Date acquired, Date on);

// Estimated value on a day: cost × curve(age) × adjustment (for use and condition), rounded once; an appraisal, which
// saw both, replaces the adjusted cost as the starting point (value × curve(age) / curve(age at the appraisal)).
Money estimate(const Machine& machine, const ResidualCurve& curve, const std::optional<Appraisal>& appraisal, Date on,
               Rate adjustment = {rate_scale});

// What a condition is worth: A counts in full; B 95 %, C 85 % and D 70 % unless the class says otherwise.
Rate condition_factor(const AssetClass& asset_class, ConditionGrade grade);

// prudence × the market's estimate, rounded to minor units (EX-F1); the whole where the class names no prudence.
Money prudent(const AssetClass& asset_class, Money estimate);

// What is booked above what is expected: max(0, booked − forecast), never netted across assets (R-F-03).
Money residual_at_risk(Money booked, Money forecast);

// A forecast under stress: `shock` of it is lost (0.20: a fifth), rounded to minor units (R-F-05).
Money stressed(Money forecast, Rate shock);

// What of a booked unguaranteed residual must go, given what the machines are forecast to fetch at term end and what a
// guarantor pays for in any case: only ever a reduction (R-D-08). The guaranteed part is made up for by its guarantor.
Money residual_reduction(Money unguaranteed, Money guaranteed, Money forecast);

// R-F-02: positions within 12 months of their term end are reviewed at every month's end, the others at a quarter's.
bool due_for_review(Date term_end, Date month_end);

}  // namespace leasebook
