#pragma once
// Accounting periods: a month each. Whether one may still be posted to, and where a posting goes that comes too late.
#include <optional>
#include <string>
#include <vector>

#include "domain/date.h"
#include "domain/named.h"

namespace leasebook {

enum class PeriodStatus { Open, SoftClosed, Closed };
template <>
struct NamesOf<PeriodStatus> {
    static constexpr Names<PeriodStatus, 3> names{
        {{PeriodStatus::Open, "open"}, {PeriodStatus::SoftClosed, "soft_closed"}, {PeriodStatus::Closed, "closed"}}};
};

// A calendar month, written "2026-06".
struct Period {
    std::chrono::year_month month{std::chrono::year{1970}, std::chrono::January};

    Date first_day() const { return month / 1; }
    Date last_day() const { return std::chrono::sys_days(month / std::chrono::last); }
    // 202606: the form in which journal lines carry it.
    int number() const { return static_cast<int>(month.year()) * 100 + static_cast<int>(unsigned{month.month()}); }
    Period next() const { return {month + std::chrono::months(1)}; }
    Period previous() const { return {month - std::chrono::months(1)}; }
    auto operator<=>(const Period&) const = default;
};
Period period_of(Date date);
Result<Period> parse_period(std::string_view text, std::string field);
std::string to_text(Period period);

// A period that is not simply open.
struct PeriodState {
    Period period;
    PeriodStatus status = PeriodStatus::Open;
    std::string changed_by;                      // who closed or opened it last
    std::optional<std::string> reopen_asked_by;  // waits for somebody else to agree
    std::optional<std::string> reopen_reason;
    bool operator==(const PeriodState&) const = default;
};

// Everybody's postings go to open periods; the monthly close may also post to the soft-closed one.
enum class Poster { Anybody, Close };

// The periods of a company's books. They begin with the first; whatever is not named is open.
class Periods {
public:
    Periods(Period first, std::vector<PeriodState> states) : first_(first), states_(std::move(states)) {}

    Period first() const { return first_; }
    const std::vector<PeriodState>& states() const { return states_; }
    PeriodState state(Period period) const;
    bool takes(Period period, Poster poster) const;
    // The business date itself where its period takes it, or else the first day that does (R-0-11).
    Date posting_date(Date business_date, Poster poster) const;

private:
    Period first_;
    std::vector<PeriodState> states_;
};

// A month is not closed before its last day.
Result<Done> require_over(Period period, Date today);

// Periods are closed in order; each answers the new state or the rule that forbids it.
Result<PeriodState> soft_close(const Periods& periods, Period period, std::string by);
Result<PeriodState> close(const Periods& periods, Period period, std::string by);
// Only the last closed one, asked by one person with a reason and agreed to by another.
Result<PeriodState> ask_to_reopen(const Periods& periods, Period period, std::string by, std::string reason);
Result<PeriodState> reopen(const Periods& periods, Period period, std::string by);

}  // namespace leasebook
