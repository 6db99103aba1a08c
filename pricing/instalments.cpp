#include "pricing/instalments.h"

#include <algorithm>
#include <cmath>

namespace leasebook::pricing {

namespace {

using std::chrono::days;

// Time of a whole year, for a stretch that lies within one period.
double years_of(const InstalmentLoan& loan, const InstalmentPeriod& period, Date from, Date to) {
    const double share = days_between(from, to);
    if (loan.thirty_day_months) {
        const double year = loan.days_in_year == 0 ? 360 : loan.days_in_year;
        return loan.period_months * 30 / year * share / days_between(period.from, period.due);
    }
    if (loan.days_in_year != 0) return share / loan.days_in_year;
    const auto year_of = [](Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); };
    const auto length = [](int year) { return std::chrono::year{year}.is_leap() ? 366.0 : 365.0; };
    double years = 0;
    // The last day of December closes its year: from 12 December to the new year are 19 days.
    for (Date at = from; at < to;) {
        const Date until = std::min(to, std::max(at + days{1}, date(year_of(at), 12, 31)));
        years += days_between(at, until) / length(year_of(until));
        at = until;
    }
    return years;
}

// The rate of a day, of the changes that are known before `known_until`.
double rate_on(const InstalmentLoan& loan, Date day, Date known_until) {
    double rate = loan.annual_rate;
    for (const auto& change : loan.rate_changes)
        if (change.date - days{1} <= day && change.date - days{1} < known_until) rate = change.annual;
    return rate;
}

struct Stretch {
    double factor = 0;  // rate × time
    double added = 0;   // paid out on its first day
};

// A period cut wherever money is paid out or the rate changes.
std::vector<Stretch> stretches(const InstalmentLoan& loan, const InstalmentPeriod& period, Date known_until) {
    std::vector<Date> cuts{period.from, period.due};
    for (const auto& paid : loan.disbursements) cuts.push_back(paid.date);
    for (const auto& change : loan.rate_changes) cuts.push_back(change.date - days{1});
    std::erase_if(cuts, [&](Date cut) { return cut < period.from || cut > period.due; });
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<Stretch> parts;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        Stretch part{rate_on(loan, cuts[i], known_until) * years_of(loan, period, cuts[i], cuts[i + 1]), 0};
        for (const auto& paid : loan.disbursements)
            if (paid.date == cuts[i]) part.added += paid.amount;
        parts.push_back(part);
    }
    return parts;
}

using Periods = std::vector<std::vector<Stretch>>;

// All periods as they look to who knows of the rate changes before that day.
Periods periods_known(const InstalmentLoan& loan, Date until) {
    Periods periods;
    for (const auto& period : loan.periods) periods.push_back(stretches(loan, period, until));
    return periods;
}

double factor_of(const std::vector<Stretch>& period) {
    double factor = 0;
    for (const auto& part : period) factor += part.factor;
    return factor;
}

// Interest of the period on what is owed at its start, each stretch rounded; adds what is paid out.
double interest_of(const std::vector<Stretch>& period, double& balance) {
    double interest = 0;
    for (const auto& part : period) {
        balance += part.added;
        interest += std::nearbyint(balance * part.factor);
    }
    return interest;
}

// The payment that settles the balance over the periods from `first` on, money paid out inside the first included.
double level_payment(const Periods& periods, std::size_t first, double balance) {
    double growth = 1, of_payments = 0, owed = balance;
    for (std::size_t i = first; i < periods.size(); ++i) {
        double interest = 0;
        for (const auto& part : periods[i]) {
            if (i == first) owed += part.added;
            interest += owed * part.factor;
        }
        owed += interest;
        growth = 1 + factor_of(periods[i]);
        of_payments = of_payments * growth + 1;
    }
    return owed / of_payments;
}

double rounded_instalment(const InstalmentLoan& loan, double exact) {
    const double multiples = exact / loan.multiple;
    return loan.multiple * (loan.rounded_up ? std::ceil(multiples - 1e-9) : std::nearbyint(multiples));
}

// The last instalment less the level one, if all from `first` on pay `level`.
double last_difference(const Periods& periods, std::size_t first, double balance, double level) {
    for (std::size_t i = first; i < periods.size(); ++i) {
        auto period = periods[i];
        if (i > first)
            for (auto& part : period) part.added = 0;
        const double interest = interest_of(period, balance);
        if (i + 1 == periods.size()) return balance + interest - level;
        balance += interest - level;
    }
    return 0;
}

// A last instalment that is off by more than half a unit a period is spread over all, if that brings it nearer.
double spread(const InstalmentLoan& loan, const Periods& periods, std::size_t first, double balance, double level) {
    const auto count = static_cast<double>(periods.size() - first);
    const double off = last_difference(periods, first, balance, level);
    if (std::abs(off) <= std::floor(count / 2) * loan.multiple || count < 2) return level;
    const double other = level + rounded_instalment(loan, off / count);
    return std::abs(last_difference(periods, first, balance, other)) < std::abs(off) ? other : level;
}

bool pays_out(const std::vector<Stretch>& period) {
    return std::ranges::any_of(period, [](const Stretch& part) { return part.added != 0; });
}

std::vector<InstalmentRow> flat_rows(const InstalmentLoan& loan, const Periods& periods) {
    double principal = 0;
    for (const auto& paid : loan.disbursements) principal += paid.amount;
    double balance = principal - loan.paid_down;
    const double part = rounded_instalment(loan, balance / static_cast<double>(periods.size()));
    std::vector<InstalmentRow> rows;
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const double interest = std::nearbyint(principal * factor_of(periods[i]));
        const double repaid = i + 1 == periods.size() ? balance : part;
        balance -= repaid;
        rows.push_back({loan.periods[i].from, loan.periods[i].due, repaid + interest, interest, repaid, balance,
                        factor_of(periods[i])});
    }
    return rows;
}

double paid_out_on(const InstalmentLoan& loan, Date day) {
    double sum = 0;
    for (const auto& paid : loan.disbursements)
        if (paid.date == day) sum += paid.amount;
    return sum;
}

// Whether the rate of the period differs from the one before: then the rest is levelled anew.
bool rate_changes_in(const InstalmentLoan& loan, const InstalmentPeriod& period) {
    return std::ranges::any_of(loan.rate_changes, [&](const RateChange& change) {
        return change.date - days{1} >= period.from && change.date - days{1} < period.due;
    });
}

Errors impossible(const InstalmentLoan& loan) {
    if (loan.periods.empty()) return {invalid("periods", "A loan has at least one period.")};
    if (loan.disbursements.empty()) return {invalid("principal", "Nothing is paid out.")};
    if (!(loan.multiple > 0))
        return {invalid("instalment_multiple", "Instalments are multiples of an amount above zero.")};
    Date from = loan.periods.front().from;
    for (const auto& period : loan.periods) {
        if (period.from < from || period.due <= period.from)
            return {invalid("periods", "Periods follow one another; this one does not: {0} to {1}.",
                            to_text(period.from), to_text(period.due))};
        from = period.due;
    }
    for (const auto& paid : loan.disbursements)
        if (paid.date < loan.periods.front().from || paid.date >= loan.periods.back().due)
            return {invalid("disbursements", "{0} lies outside the term of the loan.", to_text(paid.date))};
    return {};
}

Result<std::vector<InstalmentRow>> declining_rows(const InstalmentLoan& loan) {
    auto periods = periods_known(loan, loan.periods.front().due);
    std::vector<InstalmentRow> rows;
    double balance = 0, level = 0;
    for (std::size_t i = 0; i < periods.size(); ++i) {
        const auto& [from, due] = loan.periods[i];
        if (loan.instalment) {
            level = *loan.instalment;
        } else if (pays_out(periods[i]) || rate_changes_in(loan, loan.periods[i])) {
            periods = periods_known(loan, due);
            level = rounded_instalment(loan, level_payment(periods, i, balance));
            if (loan.spread_last) level = spread(loan, periods, i, balance, level);
        }
        const double interest = interest_of(periods[i], balance);
        const bool settles = balance + interest <= level || i + 1 == periods.size();
        if (!settles && level <= interest && balance > 0)
            return invalid("instalment", "The instalment does not cover the interest of the period to {0}.",
                           to_text(due));
        const double paid = settles ? balance + interest : level;
        balance += interest - paid;
        const double shown = balance + paid_out_on(loan, due);
        rows.push_back({from, due, paid, interest, paid - interest, shown, factor_of(periods[i])});
        if (balance == 0 && loan.disbursements.back().date < due) break;
    }
    return rows;
}

}  // namespace

Result<std::vector<InstalmentRow>> instalment_rows(const InstalmentLoan& loan) {
    if (auto errors = impossible(loan); !errors.empty()) return errors;
    auto rest = loan;
    if (loan.method == InterestMethod::Declining) rest.disbursements.front().amount -= loan.paid_down;
    auto rows = loan.method == InterestMethod::Flat
                    ? Result<std::vector<InstalmentRow>>(flat_rows(loan, periods_known(loan, loan.periods.front().due)))
                    : declining_rows(rest);
    if (!rows || loan.paid_down == 0) return rows;
    const Date first = loan.disbursements.front().date;
    auto all = *std::move(rows);
    const double left = loan.disbursements.front().amount - loan.paid_down;
    all.insert(all.begin(), {first, first, loan.paid_down, 0, loan.paid_down, left, 0});
    return all;
}

}  // namespace leasebook::pricing
