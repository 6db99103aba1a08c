#include "domain/accounting/net_investment.h"

#include <algorithm>

namespace leasebook {

namespace {

// How far rounding alone can have moved the balance: a minor unit a period and the unknown digits of the rate, both
// compounded. In thousandths, so that small sums compound too; beyond the largest it no longer matters.
class RoundingAllowance {
public:
    explicit RoundingAllowance(Currency currency) : thousandths_(Money::minor(1000, currency)) {}

    void pass(Money opening, Rate annual, YearFraction time) {
        const Money unknown_digits = interest(opening, Rate{1000}, time);
        const Money grown = thousandths_ + interest(thousandths_, annual, time) + unknown_digits;
        thousandths_ = std::min(grown + Money::minor(1000, grown.currency()), Money::minor(largest, grown.currency()));
    }
    bool explains(Money difference) const {
        const auto size = difference.is_negative() ? -difference : difference;
        return size.minor_units() <= thousandths_.minor_units() / 1000 + 1;
    }

private:
    static constexpr std::int64_t largest = 1'000'000'000'000'000;
    Money thousandths_;
};

bool bears_interest(const NetInvestmentRow& row) { return row.start < row.due_date; }

// Moves the difference into the last period that has interest, and through the rows after it.
void balance(std::vector<NetInvestmentRow>& rows, Money difference) {
    auto row = std::find_if(rows.rbegin(), rows.rend(), bears_interest);
    if (row == rows.rend()) return ensure(difference.is_zero(), "a lease without time has no interest");
    row->interest += difference;
    row->closing += difference;
    while (row != rows.rbegin()) {
        --row;
        row->opening += difference;
        row->closing += difference;
    }
}

}  // namespace

Money LeaseFlows::lease_payments() const {
    Money sum = Money::zero(unguaranteed_residual.currency());
    for (const auto& payment : payments) sum += payment.amount;
    return sum;
}

LeaseFlows flows_of(const LeaseTerms& terms, const Schedule& schedule) {
    ensure(!schedule.rows.empty(), "a schedule has rows");
    LeaseFlows flows{
        terms.commencement, terms.day_count, {}, Money::zero(terms.currency), schedule.rows.back().due_date};
    for (const auto& row : schedule.rows)
        if (row.kind == RowKind::UnguaranteedResidual)
            flows.unguaranteed_residual += row.rent;
        else
            flows.payments.push_back({row.due_date, row.rent});
    return flows;
}

std::vector<DatedAmount> payments_by_date(const LeaseFlows& flows) {
    std::vector<DatedAmount> merged;
    merged.reserve(flows.payments.size() + 1);
    Date previous = flows.start;
    const auto add = [&](const DatedAmount& payment) {
        ensure(previous <= payment.date, "payments follow each other from the start to the end of the lease");
        if (merged.empty() || merged.back().date < payment.date)
            merged.push_back(payment);
        else
            merged.back().amount += payment.amount;
        previous = payment.date;
    };
    for (const auto& payment : flows.payments) add(payment);
    add({flows.final, Money::zero(flows.unguaranteed_residual.currency())});
    return merged;
}

std::vector<NetInvestmentRow> net_investment_rows(const LeaseFlows& flows, Money opening, Rate annual) {
    std::vector<NetInvestmentRow> rows;
    RoundingAllowance allowance(opening.currency());
    Date start = flows.start;
    for (const auto& payment : payments_by_date(flows)) {
        const auto time = year_fraction(flows.day_count, start, payment.date);
        const Money earned = interest(opening, annual, time);
        allowance.pass(opening, annual, time);
        rows.push_back({start, payment.date, opening, earned, payment.amount, opening + earned - payment.amount});
        opening = rows.back().closing;
        start = payment.date;
    }
    const Money difference = flows.unguaranteed_residual - rows.back().closing;
    ensure(allowance.explains(difference), "the rate is the one that opening and flows give");
    balance(rows, difference);
    return rows;
}

Money accrued(Money interest, Date start, Date end, Date as_of) {
    ensure(start <= end, "a period ends on or after its start");
    if (as_of >= end) return interest;
    if (as_of <= start) return Money::zero(interest.currency());
    const int128 exact = int128{interest.minor_units()} * days_between(start, as_of);
    return Money::minor(round_half_away(exact, days_between(start, end)), interest.currency());
}

CarryingAmount carrying_amount(const std::vector<NetInvestmentRow>& rows, Date as_of) {
    ensure(!rows.empty(), "a net investment has rows");
    const Money zero = Money::zero(rows.front().opening.currency());
    if (as_of < rows.front().start) return {zero, zero};
    const auto running = std::ranges::upper_bound(rows, as_of, {}, &NetInvestmentRow::due_date);
    if (running == rows.end()) return {rows.back().closing, zero};
    return {running->opening, accrued_interest(*running, as_of)};
}

MaturityAnalysis maturity_analysis(const std::vector<DatedAmount>& outstanding, Money net_investment,
                                   Money discounted_residual, Date as_of) {
    const Money zero = Money::zero(net_investment.currency());
    MaturityAnalysis analysis{{zero, zero, zero, zero, zero}, zero, zero, zero, discounted_residual, net_investment};
    for (const auto& payment : outstanding) {
        std::size_t year = 0;
        while (year < analysis.years.size() && payment.date > add_months(as_of, 12 * static_cast<int>(year + 1)))
            ++year;
        (year < analysis.years.size() ? analysis.years[year] : analysis.later) += payment.amount;
        analysis.total += payment.amount;
    }
    analysis.unearned_on_payments = analysis.total + discounted_residual - net_investment;
    return analysis;
}

}  // namespace leasebook
