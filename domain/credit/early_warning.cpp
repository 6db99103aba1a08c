#include "domain/credit/early_warning.h"

#include <algorithm>

#include "domain/concentration.h"
#include "domain/decimal_text.h"

namespace leasebook {

namespace {

using enum AlertLevel;

// "12.5 %", rounded half away from zero.
std::string percent(Rate rate) {
    constexpr std::int64_t tenth_of_a_percent = 10'000'000;
    return decimal_text(round_half_away(rate.e10, tenth_of_a_percent), 1) + " %";
}

template <class T>
AlertLevel level_of(const T& value, const T& amber, const T& red) {
    return value >= red ? Red : value >= amber ? Amber : Green;
}

void add_order(Errors& errors, const char* field, bool in_order) {
    if (!in_order) errors.push_back(invalid(field, "RED begins at or above where AMBER begins."));
}

void add_share(Errors& errors, const char* field, Rate share) {
    if (share.e10 <= 0 || share.e10 > rate_scale)
        errors.push_back(invalid(field, "A threshold is above zero and at most 100 %."));
}

const char* sentence_of(AnchorEventKind kind) {
    switch (kind) {
        case AnchorEventKind::PaymentDelay: return "Anchor enterprise {0} has paid late since {1} ({2}).";
        case AnchorEventKind::Downgrade: return "Anchor enterprise {0} was downgraded on {1} ({2}).";
        case AnchorEventKind::ProductionHalt: return "Anchor enterprise {0} stopped production on {1} ({2}).";
        case AnchorEventKind::Enforcement: return "Anchor enterprise {0} has been enforced against since {1} ({2}).";
        case AnchorEventKind::Insolvency: return "Anchor enterprise {0} has been insolvent since {1} ({2}).";
    }
    throw InvariantBroken("every kind of anchor event has its sentence");
}

AlertLevel level_of(AnchorEventKind kind) { return kind >= AnchorEventKind::ProductionHalt ? Red : Amber; }

}  // namespace

Errors check(const EarlyWarningThresholds& t) {
    Errors errors;
    add_order(errors, "red_days", t.red_days >= t.amber_days);
    add_order(errors, "red_fall", t.red_fall >= t.amber_fall);
    add_order(errors, "red_npl", t.red_npl >= t.amber_npl);
    add_order(errors, "red_late", t.red_late >= t.amber_late);
    add_order(errors, "red_roll", t.red_roll >= t.amber_roll);
    add_order(errors, "red_grade", t.red_grade >= t.amber_grade);
    add_share(errors, "amber_fall", t.amber_fall);
    add_share(errors, "amber_npl", t.amber_npl);
    add_share(errors, "amber_late", t.amber_late);
    add_share(errors, "amber_roll", t.amber_roll);
    if (t.amber_days < 1) errors.push_back(invalid("amber_days", "A warning begins after at least one day."));
    if (t.cluster_contracts < 1) errors.push_back(invalid("cluster_contracts", "A cluster has at least one contract."));
    if (t.insurance_days < 0) errors.push_back(invalid("insurance_days", "The days are not below zero."));
    if (t.amber_grade == RatingGrade::Unrated)
        errors.push_back(invalid("amber_grade", "Choose a grade: unrated says nothing of an anchor."));
    return errors;
}

std::optional<Warning> days_past_due_warning(int days_past_due, Money overdue, Date as_of,
                                             const EarlyWarningThresholds& thresholds) {
    const auto level = level_of(days_past_due, thresholds.amber_days, thresholds.red_days);
    if (level == Green) return {};
    return Warning{WarningTrigger::DaysPastDue,
                   level,
                   {because("The oldest unpaid rent is {0} days past due; {1} {2} is overdue.",
                            std::to_string(days_past_due), to_text(overdue), overdue.currency().text())},
                   "R-E-06",
                   as_of - std::chrono::days(days_past_due)};
}

std::optional<Warning> appraisal_warning(const AppraisedFall& fall, const EarlyWarningThresholds& thresholds) {
    if (fall.found >= fall.expected) return {};
    const Rate below = share(fall.expected - fall.found, fall.expected);
    const auto level = level_of(below, thresholds.amber_fall, thresholds.red_fall);
    if (level == Green) return {};
    return Warning{WarningTrigger::Appraisal,
                   level,
                   {because("The appraisal of {0} found {1} {2}: {3} below the {4} that the curve of its class gave.",
                            to_text(fall.on), to_text(fall.found), fall.found.currency().text(), percent(below),
                            to_text(fall.expected))},
                   "R-F-02",
                   fall.on};
}

std::optional<Warning> insurance_warning(std::optional<Date> insured_until, Date as_of,
                                         const EarlyWarningThresholds& thresholds) {
    if (!insured_until) return {};
    const int left = days_between(as_of, *insured_until);
    if (left > thresholds.insurance_days) return {};
    const auto reason = left < 0 ? because("The insurance of the machine ended on {0}.", to_text(*insured_until))
                                 : because("The insurance of the machine ends on {0}, in {1} days.",
                                           to_text(*insured_until), std::to_string(left));
    return Warning{WarningTrigger::Insurance, left < 0 ? Red : Amber, {reason}, "R-A-06", *insured_until};
}

Reasoned<AlertLevel> cluster_level(const ClusterSigns& signs, const EarlyWarningThresholds& thresholds) {
    Reasoned<AlertLevel> answer;
    if (signs.contracts < thresholds.cluster_contracts) return answer;
    const auto look = [&](Rate value, Rate amber, Rate red, const char* sentence) {
        const auto level = level_of(value, amber, red);
        if (level != Green)
            answer.worsen(level, because(sentence, percent(value), percent(level == Red ? red : amber)));
    };
    look(signs.npl, thresholds.amber_npl, thresholds.red_npl, "{0} of the cluster is non-performing ({1} or more).");
    look(signs.late, thresholds.amber_late, thresholds.red_late,
         "{0} of the cluster is more than 30 days past due ({1} or more).");
    look(signs.roll, thresholds.amber_roll, thresholds.red_roll,
         "{0} of what was paid on time in the cluster falls past due in a month ({1} or more).");
    return answer;
}

Errors check(const AnchorEvent& event) {
    if (event.until && *event.until < event.date)
        return {invalid("until", "An event is not over before it began on {0}.", to_text(event.date))};
    return {};
}

bool is_in_force(const AnchorEvent& event, Date on) { return event.date <= on && (!event.until || on < *event.until); }

Reasoned<AlertLevel> anchor_level(const AnchorSigns& signs, const EarlyWarningThresholds& thresholds) {
    Reasoned<AlertLevel> answer;
    for (const auto& event : signs.events)
        answer.worsen(level_of(event.kind),
                      because(sentence_of(event.kind), signs.anchor, to_text(event.date), event.source));
    const auto late = level_of(signs.days_past_due, thresholds.amber_days, thresholds.red_days);
    if (late != Green)
        answer.worsen(late, because("Anchor enterprise {0} is itself {1} days past due with us.", signs.anchor,
                                    std::to_string(signs.days_past_due)));
    const auto graded = signs.grade && *signs.grade != RatingGrade::Unrated
                            ? level_of(*signs.grade, thresholds.amber_grade, thresholds.red_grade)
                            : Green;
    if (graded != Green)
        answer.worsen(graded, because("Anchor enterprise {0} is rated {1}.", signs.anchor, to_text(*signs.grade)));
    return answer;
}

}  // namespace leasebook
