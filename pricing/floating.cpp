#include "pricing/floating.h"

#include <algorithm>
#include <cmath>

namespace leasebook::pricing {

namespace {

constexpr std::int64_t projection_step = 10'000;  // 1e-6 in units of 1e-10
constexpr int longest_lag = 60;

int years_of(RateIndex index) { return index == RateIndex::Lpr1Y ? 1 : 5; }

int months_between(ResetRule rule) {
    switch (rule) {
        case ResetRule::Annual:
        case ResetRule::AnnualJanuary: return 12;
        case ResetRule::Quarterly: return 3;
        case ResetRule::Monthly:
        case ResetRule::NextDueAfterPublication: return 1;
    }
    throw InvariantBroken("every reset rule has its cycle");
}

// What the curve pays a year, compounded yearly, over the term of the index from the day on.
double market_rate(const DiscountCurve& curve, RateIndex index, Date day) {
    return std::expm1(curve.forward_rate(day, add_months(day, 12 * years_of(index))));
}

// The index is published each month, so every rent comes after a publication.
std::vector<Date> rents_between(const LeaseTerms& terms, const RentPlan& plan, Date end) {
    auto dates = rent_dates(terms, plan);
    std::erase_if(dates, [&](Date due) { return due <= terms.commencement || due >= end; });
    return dates;
}

std::vector<Date> reset_dates(const LeaseTerms& terms, const RentPlan& plan, ResetRule rule) {
    const Date end = final_date(terms, plan);
    if (rule == ResetRule::NextDueAfterPublication) return rents_between(terms, plan, end);
    const int step = months_between(rule);
    const Date january = date(static_cast<int>(std::chrono::year_month_day{terms.commencement}.year()) + 1, 1, 1);
    std::vector<Date> dates;
    for (int k = 0;; ++k) {
        // Told from commencement, so that 31 January is followed by the last days of months (R-0-09).
        const Date day = rule == ResetRule::AnnualJanuary ? add_months(january, 12 * k)
                                                          : due_date(terms.commencement, k + 1, step, false);
        if (day >= end) return dates;
        dates.push_back(day);
    }
}

Rate within(const FloatingTerms& floating, Rate rate) {
    if (floating.cap) rate = std::min(rate, *floating.cap);
    if (floating.floor) rate = std::max(rate, *floating.floor);
    return std::max(rate, Rate{0});
}

}  // namespace

Errors check(const FloatingTerms& floating, const RentPlan& plan) {
    Errors errors;
    if (floating.cap && floating.floor && *floating.cap < *floating.floor)
        errors.push_back(invalid("rate.cap", "The cap of {0} lies below the floor of {1}.", to_text(*floating.cap),
                                 to_text(*floating.floor)));
    if (floating.lag_days < 0 || floating.lag_days > longest_lag)
        errors.push_back(
            invalid("rate.lag_days", "The observation lag is 0 to {0} business days.", std::to_string(longest_lag)));
    if (plan.structure == Structure::Linear && floating.after_reset &&
        *floating.after_reset != AfterReset::KeepPrincipal)
        errors.push_back(invalid("rate.after_reset", "Linear rents keep their principal after a reset."));
    return errors;
}

Result<ObservedIndex> observed_index(const IndexOutlook& outlook, Date observation) {
    const Date known_by = std::min(observation, outlook.known_on);
    const auto later = std::ranges::upper_bound(outlook.fixings, known_by, {}, &Fixing::published);
    if (later == outlook.fixings.begin())
        return invalid("rate.fixing", "No {0} was published on or before {1}: enter the fixing.",
                       to_text(outlook.index), to_text(known_by));
    const auto last = std::prev(later);
    if (observation <= outlook.known_on) return ObservedIndex{last->published, last->rate, false};
    ObservedIndex expected{last->published, last->rate, true};
    if (outlook.curve == nullptr) return expected;
    const auto& curve = *outlook.curve;
    const double change = market_rate(curve, outlook.index, std::max(observation, curve.reference)) -
                          market_rate(curve, outlook.index, curve.reference);
    const double steps = change * static_cast<double>(rate_scale / projection_step);
    expected.rate.e10 += std::llround(steps) * projection_step;
    return expected;
}

Result<std::vector<RateReset>> rate_resets(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                           const IndexOutlook& outlook) {
    auto dates = reset_dates(terms, plan, floating.reset);
    dates.insert(dates.begin(), terms.commencement);
    auto known = outlook;
    const auto observed_for = [&](Date day) {
        const bool published_before = floating.reset == ResetRule::NextDueAfterPublication && day != terms.commencement;
        if (floating.lag_days == 0) return day - std::chrono::days{published_before ? 1 : 0};
        if (outlook.calendar == nullptr) return day - std::chrono::days{floating.lag_days};
        return outlook.calendar->advance(day, -floating.lag_days);
    };
    if (floating.fixing) {
        const Date agreed = observed_for(terms.commencement);
        std::erase_if(known.fixings, [&](const Fixing& fixing) { return fixing.published <= agreed; });
        known.fixings.insert(known.fixings.begin(), Fixing{agreed, *floating.fixing});
        known.known_on = std::max(known.known_on, agreed);
    }
    std::vector<RateReset> resets;
    for (const Date day : dates) {
        const Date observed = observed_for(day);
        const auto index = observed_index(known, observed);
        if (!index) return index.errors();
        auto rate = within(floating, Rate{index->rate.e10 + floating.spread.e10});
        if (floating.direction == ResetDirection::DownOnly && !resets.empty())
            rate = std::min(rate, resets.back().rate);
        resets.push_back({day, observed, index->published, index->rate, rate, index->projected});
    }
    return resets;
}

AfterReset after_reset(const FloatingTerms& floating, const RentPlan& plan) {
    const auto usual = plan.structure == Structure::Linear   ? AfterReset::KeepPrincipal
                       : plan.structure == Structure::Custom ? AfterReset::KeepRent
                                                             : AfterReset::Relevel;
    return floating.after_reset.value_or(usual);
}

bool moves_the_end(const FloatingTerms& floating, const RentPlan& plan) {
    return after_reset(floating, plan) == AfterReset::KeepRent && plan.structure != Structure::Custom &&
           plan.structure != Structure::Bullet;
}

LeaseTerms longest_term(LeaseTerms terms) {
    terms.periods = longest_lease_periods;
    while (final_date(terms) >= date(2200, 1, 1)) --terms.periods;
    return terms;
}

}  // namespace leasebook::pricing
