#include "pricing/relevel.h"

#include <algorithm>

#include "domain/accounting/share.h"
#include "pricing/quad.h"
#include "pricing/rent_equation.h"

namespace leasebook::pricing {

namespace {

bool is_free(const LeaseRest& rest, Date due) { return std::ranges::find(rest.free, due) != rest.free.end(); }

Errors check(const LeaseRest& rest, int grace_rents) {
    ensure(grace_rents >= 0 && std::ranges::is_sorted(rest.dates), "rents to come follow each other");
    if (rest.terms.financed_amount <= Money::zero(rest.terms.currency))
        return {invalid("balance", "Nothing is left of this lease to be repaid.")};
    if (rest.dates.size() <= static_cast<std::size_t>(grace_rents) || is_free(rest, rest.dates.back()))
        return {invalid("periods", "No rent is left that could repay the balance.")};
    ensure(rest.terms.commencement <= rest.dates.front() && rest.dates.back() <= rest.final,
           "rents to come lie between the change and the end");
    return {};
}

Quad discount_over(Quad annual, YearFraction time) {
    return static_cast<Quad>(time.den) / (static_cast<Quad>(time.den) + annual * static_cast<Quad>(time.num));
}

// Runs the balance through the rents: what each earns, and what is left after it.
class RunningBalance {
public:
    explicit RunningBalance(const LeaseRest& rest)
        : terms_(rest.terms),
          balance_(terms_.financed_amount),
          carried_(in_currency(terms_.currency, rest.carried)),
          since_(terms_.commencement) {}

    Money earned(Date until) const {
        return carried_ + interest(balance_, terms_.annual_rate, year_fraction(terms_.day_count, since_, until));
    }
    void pay(const DatedAmount& rent) {
        balance_ += earned(rent.date) - rent.amount;
        carried_ = Money::zero(terms_.currency);
        since_ = rent.date;
    }
    Money balance() const { return balance_; }
    Money carried() const { return carried_; }
    Date since() const { return since_; }

private:
    const LeaseTerms& terms_;
    Money balance_, carried_;
    Date since_;
};

// R = (P + C × DF(1) − F × DF(end)) / Σ DF(k) for the dates from `first` on, C the interest carried to the first.
Quad unrounded_level(const LeaseRest& rest, const RunningBalance& running, std::size_t first) {
    const Quad annual = quad(rest.terms.annual_rate);
    const auto day_count = rest.terms.day_count;
    Quad discount = 1, sum = 0, owed = quad(running.balance());
    Date since = running.since();
    for (auto k = first; k < rest.dates.size(); since = rest.dates[k++]) {
        discount *= discount_over(annual, year_fraction(day_count, since, rest.dates[k]));
        if (k == first) owed += quad(running.carried()) * discount;
        if (!is_free(rest, rest.dates[k])) sum += discount;
    }
    discount *= discount_over(annual, year_fraction(day_count, since, rest.final));
    return (owed - quad(rest.terms.residual_and_balloon()) * discount) / sum;
}

// What must be left after the last rent so that balloon and residuals repay it.
Money left_for_the_end(const LeaseRest& rest) {
    const auto time = year_fraction(rest.terms.day_count, rest.dates.back(), rest.final);
    const Quad worth = quad(rest.terms.residual_and_balloon()) * discount_over(quad(rest.terms.annual_rate), time);
    return Money::minor(round_half_away(worth), rest.terms.currency);
}

// The rents as the schedule has them: the last one takes the rounding.
Result<std::vector<DatedAmount>> balanced(const LeaseRest& rest, std::vector<DatedAmount> rents) {
    const auto schedule = amortise(rest.terms, rents, rest.final, in_currency(rest.terms.currency, rest.carried));
    if (!schedule) return schedule.errors();
    rents.back().amount = schedule->rows[rents.size() - 1].rent;
    return rents;
}

}  // namespace

Result<std::vector<DatedAmount>> level_rents(const LeaseRest& rest, Grace grace) {
    if (auto errors = check(rest, grace.rents); !errors.empty()) return errors;
    const auto free = static_cast<std::size_t>(grace.rents);
    RunningBalance running(rest);
    std::vector<DatedAmount> rents;
    rents.reserve(rest.dates.size());
    for (std::size_t k = 0; k < free; ++k) {
        const Date due = rest.dates[k];
        rents.push_back({due, grace.interest_paid ? running.earned(due) : Money::zero(rest.terms.currency)});
        running.pay(rents.back());
    }
    const Money level = Money::minor(round_half_away(unrounded_level(rest, running, free)), rest.terms.currency);
    if (level.is_negative())
        return invalid("balance", "What falls due at the end ({0}) is worth more than the balance of {1}.",
                       to_text(rest.terms.residual_and_balloon()), to_text(running.balance()));
    for (auto k = free; k < rest.dates.size(); ++k)
        rents.push_back({rest.dates[k], is_free(rest, rest.dates[k]) ? Money::zero(level.currency()) : level});
    return balanced(rest, std::move(rents));
}

Result<std::vector<DatedAmount>> kept_rents(const LeaseRest& rest, Money rent) {
    if (auto errors = check(rest, 0); !errors.empty()) return errors;
    const bool may_end_early = rest.terms.residual_and_balloon().is_zero();
    RunningBalance running(rest);
    std::vector<DatedAmount> rents;
    for (const Date due : rest.dates) {
        const bool last = due == rest.dates.back();
        const Money planned = is_free(rest, due) ? Money::zero(rent.currency()) : rent;
        const Money owed = running.balance() + running.earned(due);
        const Money all = last ? owed - left_for_the_end(rest) : owed;
        if (all.is_negative() || (!may_end_early && !last && owed < planned))
            return invalid(
                "rent", "A rent of {0} repays balloon or residual value before they fall due. Keep the term instead.",
                to_text(rent));
        rents.push_back({due, last || (may_end_early && all <= planned) ? all : planned});
        running.pay(rents.back());
        if (may_end_early && running.balance().is_zero()) break;
    }
    return rents;
}

Result<std::vector<DatedAmount>> linear_rents(const LeaseRest& rest) {
    if (auto errors = check(rest, 0); !errors.empty()) return errors;
    Money unpaid = rest.terms.financed_amount - left_for_the_end(rest);
    const auto count = static_cast<std::int64_t>(rest.dates.size());
    const Money part = Money::minor(leasebook::round_half_away(unpaid.minor_units(), count), rest.terms.currency);
    RunningBalance running(rest);
    std::vector<DatedAmount> rents;
    for (const Date due : rest.dates) {
        const Money principal = due == rest.dates.back() ? unpaid : part;
        rents.push_back({due, principal + running.earned(due)});
        running.pay(rents.back());
        unpaid -= principal;
    }
    return balanced(rest, std::move(rents));
}

}  // namespace leasebook::pricing
