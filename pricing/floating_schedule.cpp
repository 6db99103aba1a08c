// The schedule of a floating lease, one rent after the other.
#include <algorithm>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/solve.h"

namespace leasebook::pricing {

namespace {

constexpr int growth_limit = 100;  // times the financed amount; what is owed then is never repaid

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

// What one unit grows to.
Quad growth_over(PeriodRate rate, YearFraction time) {
    return 1 + static_cast<Quad>(rate.weighted) / static_cast<Quad>(rate.days) / rate_scale *
                   static_cast<Quad>(time.num) / static_cast<Quad>(time.den);
}

// Which rate a day or a period carries.
class RatePath {
public:
    RatePath(const std::vector<RateReset>& resets, ResetEffect effect) : resets_(resets), effect_(effect) {
        ensure(!resets.empty(), "a floating lease has a rate from its start");
    }

    Rate first() const { return resets_.front().rate; }
    Rate on(Date day) const {
        const auto later = std::ranges::upper_bound(resets_, day, {}, &RateReset::date);
        ensure(later != resets_.begin(), "a floating lease has a rate from its start");
        return std::prev(later)->rate;
    }
    PeriodRate over(Date start, Date due) const {
        if (effect_ == ResetEffect::NextPeriod || start == due) return {on(start).e10, 1};
        PeriodRate rate{0, days_between(start, due)};
        Date from = start;
        for (const auto& reset : resets_)
            if (reset.date > start && reset.date < due) {
                rate.weighted += int128{on(from).e10} * days_between(from, reset.date);
                from = reset.date;
            }
        rate.weighted += int128{on(from).e10} * days_between(from, due);
        return rate;
    }

private:
    const std::vector<RateReset>& resets_;
    ResetEffect effect_;
};

class Run {
public:
    Run(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
        const std::vector<RateReset>& resets, std::optional<Money> agreed)
        : terms_(terms),
          plan_(plan),
          path_(resets, floating.effect),
          after_reset_(after_reset(floating, plan)),
          end_moves_(moves_the_end(floating, plan) && !agreed),
          agreed_rents_(static_cast<std::size_t>(terms.periods)),
          calendar_(end_moves_ ? longest_term(terms) : terms, plan),
          balance_(terms.financed_amount) {
        if (agreed) solved_ = {quad(*agreed), path_.first()};
        if (plan.structure == Structure::Custom) solved_ = {1, path_.first()};  // each rent as it was agreed
    }

    Result<FloatingSchedule> schedule() {
        if (after_reset_ == AfterReset::KeepPrincipal) {
            const auto planned = rent_schedule(terms_, plan_);
            if (!planned) return planned.errors();
            planned_ = *planned;
        }
        Date start = terms_.commencement;
        for (std::size_t k = 0; k < calendar_.dates().size(); ++k) {
            const Date due = calendar_.dates()[k];
            const auto rate = path_.over(start, due);
            const auto time = calendar_.times()[k];
            const Money earned = interest_over(balance_, rate, time);
            rounding_ = rounding_ * growth_over(rate, time) + 1;
            const Money rest = balance_ + earned - left_after(k), planned = rent_of(k, start, earned);
            const bool last = is_last(k, rest, planned);
            const Money rent = last || (end_moves_ && rest < planned) ? rest : planned;
            if (rent.is_negative() || balance_ + earned < rent) return repaid_too_early(k, rent);
            add_row(due, rent, earned, rate.rate());
            if (last) return finished(k);
            if (quad(balance_) > quad(terms_.financed_amount) * growth_limit) break;
            start = due;
        }
        return never_repaid();
    }

private:
    Money at_the_end() const { return terms_.residual_and_balloon(); }

    // When the lease ends if rent k is its last.
    Date end_after(std::size_t k) const {
        if (!end_moves_) return final_date(terms_, plan_);
        const int steps = static_cast<int>(k) + (terms_.timing == Timing::Advance ? 1 : 0);
        return due_date(terms_.first_rent_date, steps, terms_.period_months, true);
    }

    // What balloon and residuals, due at that end, are worth on the day of rent k at the rate in force then.
    Money left_after(std::size_t k) const {
        if (at_the_end().is_zero()) return Money::zero(terms_.currency);
        return Money::minor(round_half_away(quad(at_the_end()) * discount_to_end(k, path_.on(calendar_.dates()[k]))),
                            terms_.currency);
    }
    Quad discount_to_end(std::size_t k, Rate at) const {
        return 1 / growth_over({at.e10, 1}, year_fraction(terms_.day_count, calendar_.dates()[k], end_after(k)));
    }

    bool is_last(std::size_t k, Money rest, Money planned) const {
        if (!end_moves_) return k + 1 == agreed_rents_;
        if (static_cast<int>(k) < calendar_.interest_only()) return false;
        if (k + 1 < agreed_rents_) return rest <= planned && balance_ > left_after(k);
        return quad(rest) - quad(planned) <= rounding_;
    }

    // The rent in units of the full one; of custom rents their amount.
    Quad share(std::size_t k) const {
        return plan_.structure == Structure::Custom ? quad(plan_.rents[k].amount) : quad(calendar_.weights()[k]);
    }

    Money rent_of(std::size_t k, Date start, Money earned) {
        if (static_cast<int>(k) < calendar_.interest_only()) return earned;
        if (after_reset_ == AfterReset::KeepPrincipal) return earned + planned_.rows[k].principal;
        const Rate rate = path_.on(start);
        if (!solved_ || (after_reset_ == AfterReset::Relevel && solved_->at != rate))
            solved_ = {full_rent(k, rate), rate};
        return Money::minor(round_half_away(share(k) * solved_->rent), terms_.currency);
    }

    // R = (balance − F × DF(end)) / Σ share × DF over the agreed rents from k on, at one rate.
    Quad full_rent(std::size_t k, Rate at) const {
        Quad discount = 1, per_rent = 0;
        for (std::size_t j = k; j < agreed_rents_; ++j) {
            discount /= growth_over({at.e10, 1}, calendar_.times()[j]);
            per_rent += share(j) * discount;
        }
        const Quad end = discount * discount_to_end(agreed_rents_ - 1, at);
        return per_rent == 0 ? Quad{0} : (quad(balance_) - quad(at_the_end()) * end) / per_rent;
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

    FloatingSchedule finished(std::size_t k) {
        append_final_rows(terms_, end_after(k), made_.schedule);
        made_.rates.resize(made_.schedule.rows.size(), path_.on(calendar_.dates()[k]));
        return std::move(made_);
    }

    Error repaid_too_early(std::size_t k, Money rent) const {
        if (plan_.structure == Structure::Custom)
            return invalid("rents", "At the rates expected, rent {0} repays more than is owed.", std::to_string(k + 1));
        return invalid("financed_amount",
                       "{0} cannot be repaid to the cent in {1} rents of {2}. Choose fewer rents or a lower rate.",
                       to_text(terms_.financed_amount), std::to_string(terms_.periods), to_text(rent));
    }

    Error never_repaid() const {
        const auto& last = made_.schedule.rows.back();
        if (last.principal > Money::zero(terms_.currency))
            return invalid("rate.after_reset",
                           "A rent of {0} does not repay the lease in {1} rents: have the rents worked out anew.",
                           to_text(last.rent), std::to_string(last.number));
        return invalid(plan_.structure == Structure::Custom ? "rents" : "rate.after_reset",
                       "A rent of {0} no longer covers the interest of {1} on {2}: have the rents worked out anew.",
                       to_text(last.rent), to_text(last.interest), to_text(last.due_date));
    }

    struct Solved {
        Quad rent;
        Rate at;
    };

    const LeaseTerms& terms_;
    const RentPlan& plan_;
    RatePath path_;
    AfterReset after_reset_;
    bool end_moves_;
    std::size_t agreed_rents_;
    RentCalendar calendar_;  // as long as a lease may be where its end moves
    Schedule planned_;       // at the first rate, for its principal
    Money balance_;
    Quad rounding_ = 0;  // what rounding explains so far: a minor unit a rent, compounded (R-B-02)
    std::optional<Solved> solved_;
    FloatingSchedule made_;
};

}  // namespace

Result<FloatingSchedule> floating_schedule(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                           const std::vector<RateReset>& resets, std::optional<Money> agreed) {
    return Run(terms, plan, floating, resets, agreed).schedule();
}

RentEquation<Quad> floating_equation(const LeaseTerms& terms, const RentPlan& plan, const FloatingTerms& floating,
                                     const std::vector<RateReset>& resets) {
    const RatePath path(resets, floating.effect);
    const RentCalendar calendar(terms, plan);
    RentEquation<Quad> sum;
    Quad discount = 1;
    Date start = terms.commencement;
    for (std::size_t k = 0; k < calendar.dates().size(); ++k) {
        const Date due = calendar.dates()[k];
        // Rents that pay interest alone leave the balance as it was.
        if (static_cast<int>(k) >= calendar.interest_only()) {
            discount /= growth_over(path.over(start, due), calendar.times()[k]);
            if (plan.structure == Structure::Custom)
                sum.fixed += quad(plan.rents[k].amount) * discount;
            else
                sum.per_rent += quad(calendar.weights()[k]) * discount;
        }
        start = due;
    }
    sum.per_residual = discount / growth_over({path.on(start).e10, 1}, calendar.times().back());
    return sum;
}

}  // namespace leasebook::pricing
