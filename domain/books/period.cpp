#include "domain/books/period.h"

#include <algorithm>

namespace leasebook {

namespace {

Error closed(Period period) { return conflict("Period {0} is closed.", to_text(period)); }

Result<Done> is_the_next_to_close(const Periods& periods, Period period) {
    if (period < periods.first())
        return invalid("period", "The books begin with {0}: there is nothing to close before.",
                       to_text(periods.first()));
    if (periods.state(period).status == PeriodStatus::Closed) return closed(period);
    if (period > periods.first() && periods.state(period.previous()).status != PeriodStatus::Closed)
        return conflict("Period {0} comes first: it is not closed yet.", to_text(period.previous()));
    return Done{};
}

}  // namespace

Period period_of(Date date) {
    const std::chrono::year_month_day day(date);
    return {day.year() / day.month()};
}

Result<Period> parse_period(std::string_view text, std::string field) {
    const auto first = text.size() == 7 ? parse_date(std::string(text) + "-01", field) : invalid(field, "");
    if (!first)
        return invalid(std::move(field), "\"{0}\" is not a period. Write June 2026 as 2026-06.", shortened(text));
    return period_of(*first);
}

std::string to_text(Period period) { return to_text(period.first_day()).substr(0, 7); }

PeriodState Periods::state(Period period) const {
    const auto found = std::ranges::find(states_, period, &PeriodState::period);
    return found == states_.end() ? PeriodState{period, PeriodStatus::Open, {}, {}, {}} : *found;
}

bool Periods::takes(Period period, Poster poster) const {
    if (period < first_) return false;
    const auto status = state(period).status;
    return status == PeriodStatus::Open || (status == PeriodStatus::SoftClosed && poster == Poster::Close);
}

Date Periods::posting_date(Date business_date, Poster poster) const {
    auto period = std::max(first_, period_of(business_date));
    if (takes(period, poster)) return std::max(business_date, period.first_day());
    while (!takes(period, poster)) period = period.next();
    return period.first_day();
}

Result<Done> require_over(Period period, Date today) {
    if (today >= period.last_day()) return Done{};
    return conflict("Period {0} ends on {1}: it cannot be closed before.", to_text(period), to_text(period.last_day()));
}

Result<PeriodState> soft_close(const Periods& periods, Period period, std::string by) {
    if (const auto next = is_the_next_to_close(periods, period); !next) return next.errors();
    return PeriodState{period, PeriodStatus::SoftClosed, std::move(by), {}, {}};
}

Result<PeriodState> close(const Periods& periods, Period period, std::string by) {
    if (const auto next = is_the_next_to_close(periods, period); !next) return next.errors();
    return PeriodState{period, PeriodStatus::Closed, std::move(by), {}, {}};
}

Result<PeriodState> ask_to_reopen(const Periods& periods, Period period, std::string by, std::string reason) {
    auto state = periods.state(period);
    if (state.status != PeriodStatus::Closed) return conflict("Period {0} is not closed.", to_text(period));
    if (periods.state(period.next()).status == PeriodStatus::Closed)
        return conflict("Period {0} was closed after it: reopen that one first.", to_text(period.next()));
    if (reason.empty()) return invalid("reason", "Say why: the decision stays on record.");
    state.reopen_asked_by = std::move(by);
    state.reopen_reason = std::move(reason);
    return state;
}

Result<PeriodState> reopen(const Periods& periods, Period period, std::string by) {
    const auto state = periods.state(period);
    if (state.status != PeriodStatus::Closed || !state.reopen_asked_by)
        return conflict("Nobody asked to reopen period {0}.", to_text(period));
    if (*state.reopen_asked_by == by)
        return forbidden("You asked to reopen period {0}: somebody else must agree.", to_text(period));
    return PeriodState{period, PeriodStatus::Open, std::move(by), {}, {}};
}

}  // namespace leasebook
