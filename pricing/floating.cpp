#include "pricing/floating.h"

#include <algorithm>
#include <cmath>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/rent_equation.h"

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
        case ResetRule::Monthly: return 1;
    }
    throw InvariantBroken("every reset rule has its cycle");
}

// What the curve pays a year, compounded yearly, over the term of the index from the day on.
double market_rate(const DiscountCurve& curve, RateIndex index, Date day) {
    return std::expm1(curve.forward_rate(day, add_months(day, 12 * years_of(index))));
}

std::vector<Date> reset_dates(const LeaseTerms& terms, ResetRule rule, Date end) {
    const int step = months_between(rule);
    Date first = add_months(terms.commencement, step);
    if (rule == ResetRule::AnnualJanuary) {
        const auto year = static_cast<int>(std::chrono::year_month_day{terms.commencement}.year());
        first = date(year + 1, 1, 1);
    }
    std::vector<Date> dates;
    for (int k = 0;; ++k) {
        // Told from commencement, so that 31 January is followed by the last days of months (R-0-09).
        const Date day = rule == ResetRule::AnnualJanuary ? add_months(first, 12 * k)
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

// The lease runs at this rate: the sum of rate × days over the days it is made of.
struct PeriodRate {
    int128 weighted = 0;
    std::int64_t days = 1;
    Rate rate() const { return {leasebook::round_half_away(weighted, days)}; }
};

Money interest_over(Money balance, PeriodRate rate, YearFraction time) {
    return Money::minor(leasebook::round_half_away(int128{balance.minor_units()} * time.num * rate.weighted,
                                                   int128{rate_scale} * time.den * rate.days),
                        balance.currency());
}

// Works a floating schedule out, one rent after the other.
class Run {
public:
    Run(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
        const std::vector<RateReset>& resets)
        : terms_(terms),
          plan_(plan),
          floating_(floating),
          resets_(resets),
          calendar_(terms, plan),
          final_(final_date(terms, plan)),
          balance_(terms.financed_amount) {
        const auto usual = plan.structure == Structure::Linear ? AfterReset::KeepPrincipal : AfterReset::Relevel;
        after_reset_ = floating.after_reset.value_or(usual);
    }

    Result<FloatingSchedule> schedule() {
        if (after_reset_ == AfterReset::KeepPrincipal) {
            const auto planned = rent_schedule(terms_, plan_);
            if (!planned) return planned.errors();
            planned_ = *planned;
        }
        Date start = terms_.commencement;
        for (std::size_t k = 0; k < rents(); ++k) {
            const Date due = calendar_.dates()[k];
            const auto rate = rate_over(start, due);
            const Money earned = interest_over(balance_, rate, calendar_.times()[k]);
            const Money rent = rent_of(k, start, earned);
            if (rent.is_negative() || earned + balance_ < rent) return not_to_the_cent();
            add_row(due, rent, earned, rate.rate());
            if (ended_early(k)) return std::move(made_);
            start = due;
        }
        append_final_rows(terms_, final_, made_.schedule);
        made_.rates.resize(made_.schedule.rows.size(), rate_on(start));
        return std::move(made_);
    }

private:
    std::size_t rents() const { return calendar_.dates().size(); }
    Money at_the_end() const { return terms_.residual_and_balloon(); }

    Rate rate_on(Date day) const {
        const auto later = std::ranges::upper_bound(resets_, day, {}, &RateReset::date);
        return std::prev(later)->rate;
    }

    PeriodRate rate_over(Date start, Date due) const {
        if (floating_.effect == ResetEffect::NextPeriod || start == due) return {rate_on(start).e10, 1};
        PeriodRate rate{0, days_between(start, due)};
        Date from = start;
        for (const auto& reset : resets_)
            if (reset.date > start && reset.date < due) {
                rate.weighted += int128{rate_on(from).e10} * days_between(from, reset.date);
                from = reset.date;
            }
        rate.weighted += int128{rate_on(from).e10} * days_between(from, due);
        return rate;
    }

    Money rent_of(std::size_t k, Date start, Money earned) {
        const Money owed = balance_ + earned;
        if (k + 1 == rents()) return owed - left_for_the_end(k);
        if (static_cast<int>(k) < calendar_.interest_only()) return earned;
        if (after_reset_ == AfterReset::KeepPrincipal) return earned + planned_.rows[k].principal;
        const Rate rate = rate_on(start);
        if (!solved_at_ || (after_reset_ == AfterReset::Relevel && *solved_at_ != rate)) {
            full_rent_ = full_rent(k, rate);
            solved_at_ = rate;
        }
        const Money rent = Money::minor(round_half_away(quad(calendar_.weights()[k]) * full_rent_), terms_.currency);
        if (after_reset_ != AfterReset::KeepRent) return rent;
        return std::min(rent, std::max(owed - left_for_the_end(k), Money::zero(terms_.currency)));
    }

    // What balloon and residuals, due at the end, are worth on the day of rent k at the rate in force then.
    Money left_for_the_end(std::size_t k) const {
        if (at_the_end().is_zero()) return Money::zero(terms_.currency);
        const Quad rate = quad(rate_on(calendar_.dates()[k]));
        Quad worth = quad(at_the_end());
        for (std::size_t j = k + 1; j < calendar_.times().size(); ++j) worth *= discount_over(rate, j);
        return Money::minor(round_half_away(worth), terms_.currency);
    }

    // R = (balance − F × DF(end)) / Σ weight × DF over the rents from k on, at one rate.
    Quad full_rent(std::size_t k, Rate at) const {
        const Quad rate = quad(at);
        Quad discount = 1, per_rent = 0;
        for (std::size_t j = k; j < rents(); ++j) {
            discount *= discount_over(rate, j);
            per_rent += quad(calendar_.weights()[j]) * discount;
        }
        const Quad end = discount * discount_over(rate, rents());
        return per_rent == 0 ? Quad{0} : (quad(balance_) - quad(at_the_end()) * end) / per_rent;
    }

    Quad discount_over(Quad rate, std::size_t period) const {
        const auto time = calendar_.times()[period];
        return static_cast<Quad>(time.den) / (static_cast<Quad>(time.den) + rate * static_cast<Quad>(time.num));
    }

    void add_row(Date due, Money rent, Money earned, Rate rate) {
        const Money principal = rent - earned, opening = balance_;
        balance_ -= principal;
        const auto number = static_cast<int>(made_.schedule.rows.size()) + 1;
        made_.schedule.rows.push_back({.number = number,
                                       .due_date = due,
                                       .opening = opening,
                                       .rent = rent,
                                       .interest = earned,
                                       .principal = principal,
                                       .closing = balance_,
                                       .kind = RowKind::Rent});
        made_.rates.push_back(rate);
    }

    bool ended_early(std::size_t k) const {
        return after_reset_ == AfterReset::KeepRent && at_the_end().is_zero() && balance_.is_zero() && k + 1 < rents();
    }

    Error not_to_the_cent() const {
        const auto rent = made_.schedule.rows.empty() ? Money::zero(terms_.currency) : made_.schedule.rows.back().rent;
        return invalid("financed_amount",
                       "{0} cannot be repaid to the cent in {1} rents of {2}. Choose fewer rents or a lower rate.",
                       to_text(terms_.financed_amount), std::to_string(terms_.periods), to_text(rent));
    }

    const LeaseTerms& terms_;
    const RentPlan& plan_;
    const FloatingTerms& floating_;
    const std::vector<RateReset>& resets_;
    RentCalendar calendar_;
    Date final_;
    AfterReset after_reset_ = AfterReset::Relevel;
    Schedule planned_;  // at the first rate, for its principal
    Money balance_;
    Quad full_rent_ = 0;
    std::optional<Rate> solved_at_;
    FloatingSchedule made_;
};

}  // namespace

Errors check(const FloatingTerms& floating, const RentPlan& plan) {
    Errors errors;
    if (floating.cap && floating.floor && *floating.cap < *floating.floor)
        errors.push_back(invalid("rate.cap", "The cap of {0} lies below the floor of {1}.", to_text(*floating.cap),
                                 to_text(*floating.floor)));
    if (floating.lag_days < 0 || floating.lag_days > longest_lag)
        errors.push_back(
            invalid("rate.lag_days", "The observation lag is 0 to {0} business days.", std::to_string(longest_lag)));
    if (plan.structure == Structure::Custom)
        errors.push_back(invalid("structure", "Rents that are agreed one by one have a fixed rate."));
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
    auto dates = reset_dates(terms, floating.reset, final_date(terms, plan));
    dates.insert(dates.begin(), terms.commencement);
    auto known = outlook;
    const auto observed_for = [&](Date day) {
        if (floating.lag_days == 0) return day;
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

Result<FloatingSchedule> floating_schedule(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                           const std::vector<RateReset>& resets) {
    ensure(!resets.empty() && resets.front().date <= terms.commencement, "a floating lease has a rate from its start");
    return Run(terms, plan, floating, resets).schedule();
}

}  // namespace leasebook::pricing
