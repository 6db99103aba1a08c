#include "server/demo/history.h"

#include <algorithm>

#include "domain/credit/staging.h"
#include "pricing/rent.h"

namespace leasebook::server {

namespace {

constexpr Date first_month_end = date(2024, 6, 30), last_month_end = date(2026, 5, 31);

// Late times that begin, of a thousand rents.
std::size_t late_of_a_thousand(RatingGrade grade, DevelopmentStage cluster, int period_months) {
    using enum RatingGrade;
    const std::size_t of_grade = grade <= A && grade != Unrated ? 6
                                 : grade == BBB                 ? 11
                                 : grade == BB                  ? 18
                                 : grade == Unrated             ? 20
                                                                : 38;
    const std::size_t of_cluster = cluster == DevelopmentStage::Declining  ? 30
                                   : cluster == DevelopmentStage::Emerging ? 13
                                                                           : 10;
    return of_grade * of_cluster / 10 * (period_months > 1 ? 2 : 1);
}

// Most pay within the month, a few never catch up for most of a year.
std::int64_t late_days(Random& random) {
    const auto lot = random.below(100);
    if (lot < 66) return random.between(4, 28);
    if (lot < 83) return random.between(33, 58);
    if (lot < 91) return random.between(63, 88);
    return random.between(97, 420);
}

Schedule schedule_of(const ContractContent& content) {
    auto schedule = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(schedule.has_value(), "the rent of the demo repays its contract");
    return *std::move(schedule);
}

// Substandard and stage 3 hold on for six months after everything was paid (R-E-11).
bool recovers_on(const LateTime& late, Date day) {
    constexpr int default_days = 90, recovery_months = 6;
    return days_between(late.since, late.until) > default_days && late.until <= day &&
           day < add_months(late.until, recovery_months);
}

}  // namespace

std::vector<LateTime> made_up_late_times(Random& random, const ContractContent& content, RatingGrade grade,
                                         DevelopmentStage cluster) {
    std::vector<LateTime> times;
    const auto chance = late_of_a_thousand(grade, cluster, content.terms.period_months);
    for (const auto& row : schedule_of(content).rows) {
        if (row.due_date > last_month_end) break;
        if (row.kind != RowKind::Rent || (!times.empty() && row.due_date < times.back().until)) continue;
        if (random.below(1'000) < chance)
            times.push_back({row.due_date, row.due_date + std::chrono::days(late_days(random))});
    }
    return times;
}

std::vector<MonthEnd> made_up_month_ends(const ContractContent& content, const std::vector<LateTime>& late) {
    const auto& terms = content.terms;
    const auto schedule = schedule_of(content);
    std::vector<MonthEnd> rows;
    for (Period month = period_of(first_month_end); month <= period_of(last_month_end); month = month.next()) {
        const Date day = month.last_day();
        if (terms.commencement > day || schedule.rows.back().due_date <= day) continue;
        MonthEnd row{day,
                     {},
                     terms.currency,
                     {},
                     Stage::One,
                     RiskClass::Normal,
                     outstanding_principal(terms, schedule, day),
                     Money::zero(terms.currency)};
        StageTriggers triggers;
        for (const auto& time : late) {
            if (time.since < day && day < time.until) {
                triggers.days_past_due = days_between(time.since, day);
                for (const auto& due : schedule.rows)
                    if (due.kind == RowKind::Rent && due.due_date >= time.since && due.due_date <= day)
                        row.overdue += due.rent;
            }
            if (recovers_on(time, day)) triggers.risk_class = RiskClass::Substandard;
        }
        triggers.risk_class = std::max(triggers.risk_class, class_of_days(triggers.days_past_due, false));
        if (triggers.days_past_due > 0) row.days_past_due = triggers.days_past_due;
        row.net_investment += row.overdue;
        row.stage = stage_of(triggers).value;
        row.category = triggers.risk_class;
        rows.push_back(std::move(row));
    }
    return rows;
}

bool is_late_in_june(const std::vector<LateTime>& late) {
    return !late.empty() && late.back().until > last_month_end + std::chrono::days(1);
}

}  // namespace leasebook::server
