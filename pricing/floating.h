#pragma once
// Rents whose rate follows the loan prime rate (domain rules B.8): what the index was or is expected to be, when the
// rate is set anew, and the schedule that comes of it.
#include <memory>
#include <optional>
#include <vector>

#include "domain/calendar.h"
#include "domain/rent_plan.h"
#include "domain/schedule.h"
#include "pricing/curve.h"

namespace leasebook::pricing {

enum class RateIndex { Lpr1Y, Lpr5Y };

// Annual, quarterly and monthly resets are told from commencement. NextDueAfterPublication: with each rent, from what
// was published before its day (R-B-13).
enum class ResetRule { Annual, AnnualJanuary, Quarterly, Monthly, NextDueAfterPublication };

enum class ResetEffect { NextPeriod, SplitPeriod };  // R-B-14

enum class ResetDirection { Both, DownOnly };

// R-B-15. Relevel: the rents still to come are worked out anew, custom ones in proportion. KeepRent: the rents stay;
// the lease ends earlier when the rate falls and later when it rises, and its last rent is the rest. Custom rents,
// whose dates are agreed, end with their last one, which takes the rest. KeepPrincipal: each rent repays what it would
// have repaid at the first rate.
enum class AfterReset { Relevel, KeepRent, KeepPrincipal };

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::RateIndex> {
    static constexpr Names<pricing::RateIndex, 2> names{
        {{pricing::RateIndex::Lpr1Y, "LPR1Y"}, {pricing::RateIndex::Lpr5Y, "LPR5Y"}}};
};
template <>
struct NamesOf<pricing::ResetRule> {
    static constexpr Names<pricing::ResetRule, 5> names{
        {{pricing::ResetRule::Annual, "annual"},
         {pricing::ResetRule::AnnualJanuary, "annual_jan1"},
         {pricing::ResetRule::Quarterly, "quarterly"},
         {pricing::ResetRule::Monthly, "monthly"},
         {pricing::ResetRule::NextDueAfterPublication, "next_due_after_publication"}}};
};
template <>
struct NamesOf<pricing::ResetEffect> {
    static constexpr Names<pricing::ResetEffect, 2> names{
        {{pricing::ResetEffect::NextPeriod, "next_period"}, {pricing::ResetEffect::SplitPeriod, "split_period"}}};
};
template <>
struct NamesOf<pricing::ResetDirection> {
    static constexpr Names<pricing::ResetDirection, 2> names{
        {{pricing::ResetDirection::Both, "both"}, {pricing::ResetDirection::DownOnly, "down_only"}}};
};
template <>
struct NamesOf<pricing::AfterReset> {
    static constexpr Names<pricing::AfterReset, 3> names{{{pricing::AfterReset::Relevel, "relevel"},
                                                          {pricing::AfterReset::KeepRent, "keep_rent"},
                                                          {pricing::AfterReset::KeepPrincipal, "keep_principal"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

struct FloatingTerms {
    RateIndex index = RateIndex::Lpr1Y;
    Rate spread;  // for life, may be negative
    ResetRule reset = ResetRule::Annual;
    int lag_days = 0;                // business days from the observation to the reset
    std::optional<Rate> cap, floor;  // of the rate of the lease, spread included; it is never below zero
    ResetDirection direction = ResetDirection::Both;
    ResetEffect effect = ResetEffect::NextPeriod;
    std::optional<AfterReset> after_reset;  // unless said, as `after_reset` below tells
    std::optional<Rate> fixing;             // agreed for the start, in place of what was published by then
};
Errors check(const FloatingTerms& floating, const RentPlan& plan);

// What a reset does: as agreed, or else KeepPrincipal for linear rents, KeepRent for custom ones, Relevel for others.
AfterReset after_reset(const FloatingTerms& floating, const RentPlan& plan);
// Whether resets make the lease shorter or longer.
bool moves_the_end(const FloatingTerms& floating, const RentPlan& plan);
// The terms with as many rents as a lease may have, all due before the year 2200.
LeaseTerms longest_term(LeaseTerms terms);

struct Fixing {
    Date published;
    Rate rate;
    bool operator==(const Fixing&) const = default;
};

// What is known of an index on a day, and the curve that tells what is expected of it afterwards.
struct IndexOutlook {
    RateIndex index = RateIndex::Lpr1Y;
    std::vector<Fixing> fixings;  // ascending
    Date known_on;
    const DiscountCurve* curve = nullptr;        // none: the last fixing is expected to stay
    const BusinessCalendar* calendar = nullptr;  // for observation lags; none: every day is a business day
};

struct ObservedIndex {
    Date published;  // of the fixing, or of the last one known where it is projected
    Rate rate;
    bool projected = false;
};
// The fixing in force on the day: the latest published on or before it. After known_on it is projected: the latest
// fixing and what the curve's rate over the term of the index changes from its own day to then, both compounded once
// a year, so that the margin of the index over the market stays as it is. Projections are rounded to 1e-6.
// Errors, on field "rate.fixing": nothing was published by then.
Result<ObservedIndex> observed_index(const IndexOutlook& outlook, Date observation);

// From `date` on the lease carries `rate`: the index and the spread, within cap and floor.
struct RateReset {
    Date date, observed, published;
    Rate index, rate;
    bool projected = false;
    bool operator==(const RateReset&) const = default;
};
// The first on commencement, the others before the end of the lease.
Result<std::vector<RateReset>> rate_resets(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                           const IndexOutlook& outlook);

struct FloatingSchedule {
    Schedule schedule;
    std::vector<Rate> rates;  // of each row's interest; of a split period weighted by its days, to 1e-10
};
// The schedule of the terms (validated, at the first rate) under these resets. Interest of a split period is exact
// and rounded once. `agreed` is the first full rent where that is given: rents that are kept then stay what they are
// to the agreed end, from which an amount was solved for. A rest that is explained by rounding (R-B-02) is paid with
// the rent before it. Errors, on "financed_amount", "rents" or "rate.after_reset": it is not repaid, and why.
Result<FloatingSchedule> floating_schedule(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                           const std::vector<RateReset>& resets, std::optional<Money> agreed = {});

}  // namespace leasebook::pricing
