#pragma once
// Early warnings: rules from figures to a level, each with the sentence that explains it (domain rules G.4, R-E-06,
// R-F-02). A level follows from the figures of the day alone, so the same figures always give the same level.
#include <optional>
#include <string>

#include "domain/credit/arrears.h"
#include "domain/credit/reason.h"
#include "domain/register.h"

namespace leasebook {

enum class AlertLevel { Green, Amber, Red };
template <>
struct NamesOf<AlertLevel> {
    static constexpr Names<AlertLevel, 3> names{
        {{AlertLevel::Green, "green"}, {AlertLevel::Amber, "amber"}, {AlertLevel::Red, "red"}}};
};

enum class WarningTrigger { DaysPastDue, Appraisal, ClusterAlert, Anchor, Insurance };
template <>
struct NamesOf<WarningTrigger> {
    static constexpr Names<WarningTrigger, 5> names{{{WarningTrigger::DaysPastDue, "days_past_due"},
                                                     {WarningTrigger::Appraisal, "falling_appraisal"},
                                                     {WarningTrigger::ClusterAlert, "cluster_alert"},
                                                     {WarningTrigger::Anchor, "anchor_trouble"},
                                                     {WarningTrigger::Insurance, "expiring_insurance"}}};
};

// From which figure on something is AMBER, and from which RED: the company's own, with these to begin with.
struct EarlyWarningThresholds {
    int amber_days = 8, red_days = 31;                        // past due; 7 days may be a technical delay
    Rate amber_fall{1'000'000'000}, red_fall{2'500'000'000};  // of an appraisal below the curve, of what was expected
    Rate amber_npl{300'000'000}, red_npl{600'000'000};        // NPL ratio of a cluster
    Rate amber_late{600'000'000}, red_late{1'200'000'000};    // its balance more than 30 days past due
    Rate amber_roll{800'000'000}, red_roll{1'500'000'000};    // of its current balance a month, mean of three months
    int cluster_contracts = 10;                               // a cluster with fewer contracts is too small for rates
    RatingGrade amber_grade = RatingGrade::B, red_grade = RatingGrade::CCC;  // of an anchor: this or worse
    int insurance_days = 30;                                                 // before an insurance ends
    bool operator==(const EarlyWarningThresholds&) const = default;
};
void visit_fields(auto& t,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(t)>, EarlyWarningThresholds> {
    field("amber_days", t.amber_days);
    field("red_days", t.red_days);
    field("amber_fall", t.amber_fall);
    field("red_fall", t.red_fall);
    field("amber_npl", t.amber_npl);
    field("red_npl", t.red_npl);
    field("amber_late", t.amber_late);
    field("red_late", t.red_late);
    field("amber_roll", t.amber_roll);
    field("red_roll", t.red_roll);
    field("cluster_contracts", t.cluster_contracts);
    field("amber_grade", t.amber_grade);
    field("red_grade", t.red_grade);
    field("insurance_days", t.insurance_days);
}
// Errors: a red threshold below its amber one, nothing above zero, shares above one.
Errors check(const EarlyWarningThresholds& thresholds);

struct Warning {
    WarningTrigger trigger = WarningTrigger::DaysPastDue;
    AlertLevel level = AlertLevel::Amber;
    Reasons reasons;   // everything that calls for this level
    std::string rule;  // where it stands in the domain rules: "R-E-06"
    Date since;        // when it began: a warning that was looked at is a new one when it begins anew
    bool operator==(const Warning&) const = default;
};

std::optional<Warning> days_past_due_warning(int days_past_due, Money overdue, Date as_of,
                                             const EarlyWarningThresholds& thresholds = {});

// What an appraisal found, and what the one before (or the cost, where there was none) carried along the curve of the
// class gave for that day.
struct AppraisedFall {
    Date on;
    Money expected, found;
};
std::optional<Warning> appraisal_warning(const AppraisedFall& fall, const EarlyWarningThresholds& thresholds = {});

// Nothing where no date is on record: then there is nothing to warn of but the gap, which is the register's business.
std::optional<Warning> insurance_warning(std::optional<Date> insured_until, Date as_of,
                                         const EarlyWarningThresholds& thresholds = {});

// Of a cluster on a day (R-G-05).
struct ClusterSigns {
    std::int64_t contracts = 0;
    Rate npl, late;  // shares of the net investment: non-performing; more than 30 days past due
    Rate roll;       // of the current balance a month to past due, mean of up to three months
    bool operator==(const ClusterSigns&) const = default;
};
Reasoned<AlertLevel> cluster_level(const ClusterSigns& signs, const EarlyWarningThresholds& thresholds = {});

// What somebody declared about an anchor enterprise: the firm that others of the cluster live by.
enum class AnchorEventKind { PaymentDelay, Downgrade, ProductionHalt, Enforcement, Insolvency };
template <>
struct NamesOf<AnchorEventKind> {
    static constexpr Names<AnchorEventKind, 5> names{{{AnchorEventKind::PaymentDelay, "payment_delay"},
                                                      {AnchorEventKind::Downgrade, "rating_downgrade"},
                                                      {AnchorEventKind::ProductionHalt, "production_halt"},
                                                      {AnchorEventKind::Enforcement, "enforcement"},
                                                      {AnchorEventKind::Insolvency, "insolvency"}}};
};
struct AnchorEvent {
    std::string anchor;  // as lessees name it
    Date date;
    AnchorEventKind kind = AnchorEventKind::PaymentDelay;
    std::string source;         // who says so
    std::optional<Date> until;  // the day it is over; none while it lasts
    bool operator==(const AnchorEvent&) const = default;
};
void visit_fields(auto& event, auto& field) requires std::same_as<std::remove_cvref_t<decltype(event)>, AnchorEvent> {
    field("anchor", event.anchor);
    field("date", event.date);
    field("kind", event.kind);
    field("source", event.source);
    field("until", event.until);
}
Errors check(const AnchorEvent& event);
bool is_in_force(const AnchorEvent& event, Date on);

// What is known of an anchor on a day. Insolvency, enforcement and a production halt are RED, the rest AMBER.
struct AnchorSigns {
    std::string anchor;
    std::optional<RatingGrade> grade;  // where it is a lessee itself
    int days_past_due = 0;             // of its own leases
    std::vector<AnchorEvent> events;   // in force
};
Reasoned<AlertLevel> anchor_level(const AnchorSigns& signs, const EarlyWarningThresholds& thresholds = {});

}  // namespace leasebook
