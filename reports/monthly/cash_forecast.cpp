// RP-03: what falls due after the day, month by month for two years and then year by year: as agreed, and as expected
// after the defaults that grades and stages make likely.
#include <algorithm>

#include "domain/accounting/share.h"
#include "domain/accounting/vat.h"
#include "reports/book_line.h"
#include "reports/running_lease.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

constexpr int monthly_buckets = 24, yearly_buckets = 5;

struct Bucket {
    std::string name;
    Date from, until;
    Money principal, interest, vat, expected, commitments, deposits;

    Money agreed() const { return principal + interest + vat; }
};

std::string month_name(Date first) { return to_text(period_of(first)); }

std::vector<Bucket> buckets_after(Date as_of, Currency currency) {
    const Money zero = Money::zero(currency);
    std::vector<Bucket> buckets;
    const auto open = [&](std::string name, Date from, Date until) {
        buckets.push_back({std::move(name), from, until, zero, zero, zero, zero, zero, zero});
    };
    const Date first = month_start(add_months(month_start(as_of), 1));
    if (!is_month_end(as_of)) open(month_name(as_of), as_of + std::chrono::days(1), first - std::chrono::days(1));
    for (int i = 0; i < monthly_buckets; ++i) {
        const Date from = add_months(first, i);
        open(month_name(from), from, add_months(first, i + 1) - std::chrono::days(1));
    }
    for (int i = 0; i < yearly_buckets; ++i) {
        const Date from = add_months(first, monthly_buckets + 12 * i),
                   until = add_months(from, 12) - std::chrono::days(1);
        open(month_name(from) + " – " + month_name(until), from, until);
    }
    const Date from = add_months(first, monthly_buckets + 12 * yearly_buckets);
    open(month_name(from) + " –", from, date(2199, 12, 31));
    return buckets;
}

Bucket& bucket_of(std::vector<Bucket>& buckets, Date day) {
    const auto found = std::ranges::lower_bound(buckets, day, {}, &Bucket::until);
    return found == buckets.end() ? buckets.back() : *found;
}

// What the lessee pays with a row: VAT on top of the rent of a movable, inside the interest of a leaseback (B.9).
struct Payment {
    Money principal, interest, vat;
};
Payment payment_of(const ScheduleRow& row, Product product, const std::vector<VatRate>& rates) {
    if (product == Product::SaleLeaseback) {
        const auto taxed = vat_inside(row.interest, *vat_rate(rates, VatTreatment::LeasebackInterest, row.due_date));
        return {row.principal, taxed.net, taxed.vat};
    }
    return {row.principal, row.interest,
            vat_on_top(row.rent, *vat_rate(rates, VatTreatment::MovableRent, row.due_date)).vat};
}

// The part of what falls due in so many months that is expected to come: of a contract in stage 3 what its allowance
// leaves, else what survives a twelfth of the yearly rate of default in each month.
class Survival {
public:
    Survival(const BookLine& line, const PricingParameters* parameters) {
        const auto* provision = line.provision;
        if (provision != nullptr && provision->stage >= Stage::Three) {
            if (provision->exposure > Money::zero(provision->exposure.currency()))
                left_.e10 =
                    rate_scale - share_in(std::min(line.allowance, provision->exposure), provision->exposure).e10;
        } else if (parameters != nullptr) {
            monthly_.e10 -= round_half_away(parameters->default_rate(line.lessee->grade).e10, 12);
        }
    }
    Money of(Money amount, int months) {
        for (; month_ < months; ++month_) left_.e10 = round_half_away(int128{left_.e10} * monthly_.e10, rate_scale);
        return share_of(amount, left_);
    }

private:
    int month_ = 0;
    Rate left_{rate_scale}, monthly_{rate_scale};
};

int months_between(Date from, Date to) {
    const std::chrono::year_month_day a(from), b(to);
    return static_cast<int>((b.year() / b.month() - a.year() / a.month()).count());
}

void add_contract(const ReportInput& in, const BookLine& line, const std::vector<VatRate>& rates,
                  std::vector<Bucket>& buckets) {
    const auto& contract = *line.contract;
    Survival survival(line, in.parameters);
    for (const auto& row : rows_to_come(contract, in.as_of)) {
        if (row.kind == RowKind::UnguaranteedResidual) continue;  // nobody owes it
        const auto payment = payment_of(row, contract.product, rates);
        auto& bucket = bucket_of(buckets, row.due_date);
        bucket.principal += payment.principal;
        bucket.interest += payment.interest;
        bucket.vat += payment.vat;
        bucket.expected +=
            survival.of(payment.principal + payment.interest + payment.vat, months_between(in.as_of, row.due_date));
    }
    if (!line.parts.undrawn.is_zero())
        bucket_of(buckets, std::max(contract.terms.commencement, in.as_of + std::chrono::days(1))).commitments +=
            line.parts.undrawn;
    if (!line.parts.deposit.is_zero())
        bucket_of(buckets, std::max(final_date(contract), in.as_of + std::chrono::days(1))).deposits +=
            line.parts.deposit;
}

Table cash_forecast(const ReportInput& in) {
    using enum ColumnType;
    Table table{"cash_forecast", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"bucket", Text},
                     {"from", Day},
                     {"until", Day},
                     {"principal", Amount, true},
                     {"interest", Amount, true},
                     {"vat", Amount, true},
                     {"contractual", Amount, true},
                     {"expected", Amount, true},
                     {"commitments", Amount, true},
                     {"deposits_due_back", Amount, true},
                     {"net_expected", Amount, true}};
    auto buckets = buckets_after(in.as_of, in.currency);
    const auto& rates = books_of(in).vat_rates;
    for (const auto& line : book_lines(in)) add_contract(in, line, rates, buckets);
    for (const auto& b : buckets)
        table.rows.push_back({RowRole::Detail,
                              {b.name, b.from, b.until, b.principal, b.interest, b.vat, b.agreed(), b.expected,
                               b.commitments, b.deposits, b.expected - b.commitments - b.deposits},
                              "/reports/contracts"});
    add_total(table);
    table.chart = TableChart{0, {6, 7}, true};
    table.notes.push_back("What is overdue already is not in it; unguaranteed residuals, which nobody owes, are not.");
    table.notes.push_back(
        "Expected: after a twelfth of the yearly rate of default of the lessee's grade in each month; in stage 3, what "
        "the allowance leaves.");
    return table;
}

}  // namespace

ReportDefinition cash_forecast_report() {
    return {"cash_forecast", "Maturity ladder and cash forecast", cash_forecast, true, true};
}

}  // namespace leasebook::reports
