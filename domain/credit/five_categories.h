#pragma once
// The five risk classes of Order 2023 No. 1 and the ratios of provision that rest on them (domain rules E.5).
#include <optional>
#include <span>
#include <vector>

#include "domain/credit/cure.h"
#include "domain/credit/reason.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

// From best to worst; the last three are non-performing.
enum class RiskClass { Normal, SpecialMention, Substandard, Doubtful, Loss };
template <>
struct NamesOf<RiskClass> {
    static constexpr Names<RiskClass, 5> names{{{RiskClass::Normal, "normal"},
                                                {RiskClass::SpecialMention, "special_mention"},
                                                {RiskClass::Substandard, "substandard"},
                                                {RiskClass::Doubtful, "doubtful"},
                                                {RiskClass::Loss, "loss"}}};
};
constexpr bool is_non_performing(RiskClass risk_class) { return risk_class >= RiskClass::Substandard; }

// Of an entity (R-E-08); the defaults are those of the order. A class begins on the day after the days named.
struct ClassThresholds {
    int technical_delay_days = 7;
    int substandard_days = 90, doubtful_days = 270, loss_days = 360;
    Rate obligor_non_performing{1'000'000'000};  // 10 % of the obligor's debt with us; above it all is substandard
    Rate overdue_elsewhere{2'000'000'000};       // 20 % of its debt at all lenders, overdue more than 90 days
    Rate doubtful_loss{5'000'000'000};           // 50 %: expected loss / balance from which a contract is doubtful
    Rate loss_loss{9'000'000'000};               // 90 %: from which it is a loss
    bool operator==(const ClassThresholds&) const = default;
};

// An analyst's class. It can better the rules about the obligor and the clocks only by a committee's decision, and
// the class of the days past due not at all.
struct Judgement {
    RiskClass risk_class = RiskClass::Normal;
    bool by_committee = false;
    bool operator==(const Judgement&) const = default;
};

// A contract that was non-performing at the last classification, on its way up (R-E-11).
struct Recovering {
    std::optional<Date> arrears_cleared;  // empty while arrears are open; a rent paid late sets it to its day
    int period_months = 1;
    bool operator==(const Recovering&) const = default;
};

// What the class of a contract follows from.
struct ClassFacts {
    int days_past_due = 0;
    bool technical_delay = false;    // the delay is the bank's or the system's, not the lessee's
    bool credit_impaired = false;    // as IFRS 9 means it
    bool in_liquidation = false;     // the lessee's bankruptcy has come to liquidation
    Rate expected_loss;              // lifetime expected loss / balance
    Rate obligor_non_performing;     // share of the obligor's debt with us that is non-performing
    Rate obligor_overdue_elsewhere;  // share of its debt at all lenders that is overdue more than 90 days
    std::optional<Restructuring> restructured;
    std::optional<Recovering> recovering;
    std::optional<Judgement> judgement;
};

// The worst of the rule of days past due, the obligor's rules, the clocks of E.6 and the judgement (R-E-07), with
// everything that calls for this class.
Reasoned<RiskClass> classify(const ClassFacts& facts, Date as_of, const ClassThresholds& thresholds = {},
                             const CureTerms& cure = {});

// The class that the days past due alone call for.
RiskClass class_of_days(int days_past_due, bool technical_delay, const ClassThresholds& thresholds = {});

struct ObligorContract {
    ClassFacts facts;  // its obligor_non_performing is worked out here
    Money balance;
};
// All contracts of one obligor, classed by themselves first and then by what is non-performing among them.
std::vector<Reasoned<RiskClass>> classify_obligor(std::span<const ObligorContract> contracts, Date as_of,
                                                  const ClassThresholds& thresholds = {}, const CureTerms& cure = {});

// The least that an authority asks for; what it does not ask for is empty (R-E-09).
struct ProvisionMinimum {
    std::optional<Rate> coverage, receivable_ratio;
    bool operator==(const ProvisionMinimum&) const = default;
};
// Of a financial leasing company, Order 2024 No. 6 art. 75: 100 % and 2.5 %.
inline constexpr ProvisionMinimum order_2024_6{Rate{rate_scale}, Rate{250'000'000}};
// Of a commercial factoring company: a reserve of 1 % of the financing balance.
inline constexpr ProvisionMinimum factoring_reserve{std::nullopt, Rate{100'000'000}};

struct ProvisionIndicators {
    std::optional<Rate> coverage;          // allowance / non-performing; empty when nothing is non-performing
    std::optional<Rate> receivable_ratio;  // allowance / receivables; empty when there are none
    bool operator==(const ProvisionIndicators&) const = default;
};
ProvisionIndicators provision_indicators(Money allowance, Money non_performing, Money receivables);
// A sentence for each indicator below its minimum.
Reasons shortfalls(const ProvisionIndicators& indicators, const ProvisionMinimum& minimum);

}  // namespace leasebook
