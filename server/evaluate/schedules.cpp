// Repayment schedules as loan systems state them.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "pricing/instalments.h"
#include "pricing/payment_dates.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;
using pricing::InstalmentLoan;

double minor(double amount) { return std::nearbyint(amount * 100); }

std::string upper_word(CaseReader& in, Where where, const std::string& otherwise) {
    auto word = in.text_or(where, otherwise);
    for (auto& c : word)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return word.substr(word.find('.') + 1);
}

// 360, "DAYS_360", "DaysInYearType.ACTUAL" …
int days_in_year(CaseReader& in) {
    const auto word = upper_word(in, {"days_in_year|DaysInYearType"}, "360");
    if (word == "ACTUAL") return 0;
    const auto number =
        parse_integer(word.starts_with("DAYS_") ? std::string_view(word).substr(5) : std::string_view(word), 360, 366);
    if (!number) in.refuse(invalid("days_in_year", "A year counts 360, 364, 365 or ACTUAL days."));
    return static_cast<int>(number.value_or(360));
}

pricing::Frequency frequency_of(CaseReader& in) {
    const int every = in.whole_number_or({"repay_every|RepayEvery"}, 1);
    const auto word = upper_word(in, {"frequency|RepaymentPeriodFrequencyType"}, "MONTHS");
    if (word == "MONTHS") return {every, 0};
    if (word == "WEEKS") return {0, 7 * every};
    if (word == "DAYS") return {0, every};
    const auto frequency = pricing::parse_frequency(word, "frequency");
    if (!frequency) in.refuse(frequency.error());
    return frequency ? *frequency : pricing::Frequency{1, 0};
}

// As many as asked for from the start on, or a list of [from, due] or [number, from, due].
std::vector<pricing::InstalmentPeriod> periods_of(CaseReader& in, pricing::Frequency frequency) {
    std::vector<pricing::InstalmentPeriod> periods;
    const auto& given = in.raw({"periods"});
    if (!given.is_array()) {
        const int count = in.whole_number({"periods|number_of_repayments|nper"});
        const Date start = in.has({"start"}) ? in.date({"start"}) : date(2024, 1, 1);
        if (count < 1 || count > 1'200) in.refuse(invalid("periods", "Between 1 and 1200 periods are laid out."));
        const auto day = [&](int k) {
            return frequency.months > 0 ? add_months(start, k * frequency.months)
                                        : start + std::chrono::days{k * frequency.days};
        };
        if (frequency.months > 120 || frequency.days > 3'660)
            in.refuse(invalid("repay_every", "The number is too large."));
        if (!in.errors().empty()) return periods;
        for (int k = 0; k < std::min(count, 1'200); ++k) periods.push_back({day(k), day(k + 1)});
        return periods;
    }
    for (const auto& row : given) {
        const auto from = row.is_array() && row.size() >= 2 ? CaseReader::as_date(row[row.size() - 2]) : std::nullopt;
        const auto due = row.is_array() && row.size() >= 2 ? CaseReader::as_date(row.back()) : std::nullopt;
        if (!from || !due)
            in.refuse(invalid("periods", "A period is a pair of dates: its first day and its due date."));
        periods.push_back({from.value_or(Date{}), due.value_or(Date{})});
    }
    return periods;
}

// [["2024-01-01", "100.00"], …]
template <class T>
std::vector<T> dated(CaseReader& in, const char* field, double scale) {
    std::vector<T> list;
    for (const auto& row : in.raw({field})) {
        const auto day = row.is_array() && row.size() == 2 ? CaseReader::as_date(row[0]) : std::nullopt;
        const auto value = row.is_array() && row.size() == 2 ? CaseReader::as_number(row[1]) : std::nullopt;
        if (!day || !value) in.refuse(invalid(field, "This is a list of pairs of date and figure."));
        list.push_back({day.value_or(Date{}), std::nearbyint(value.value_or(0) * scale * 1e10) / 1e10});
    }
    return list;
}

double annual_rate(CaseReader& in) {
    constexpr Where percent{"annual_rate_percent|annualRatePct|AnnualNominalInterestRate"};
    return in.has(percent) ? in.number(percent) / 100 : in.number({"annual_rate|rate"});
}

InstalmentLoan loan_of(CaseReader& in) {
    InstalmentLoan loan;
    const auto frequency = frequency_of(in);
    loan.periods = periods_of(in, frequency);
    loan.annual_rate = annual_rate(in);
    loan.days_in_year = days_in_year(in);
    loan.period_months = std::max(1, frequency.months);
    loan.thirty_day_months =
        frequency.months > 0 && upper_word(in, {"days_in_month|DaysInMonthType"}, "30").ends_with("30");
    loan.method = upper_word(in, {"method|interest_type"}, "DECLINING") == "FLAT" ? pricing::InterestMethod::Flat
                                                                                  : pricing::InterestMethod::Declining;
    loan.disbursements = dated<pricing::Disbursement>(in, "disbursements", 100);
    if (in.has({"principal"}) && !loan.periods.empty())
        loan.disbursements.insert(loan.disbursements.begin(),
                                  {loan.periods.front().from, minor(in.number({"principal"}))});
    std::ranges::stable_sort(loan.disbursements, {}, &pricing::Disbursement::date);
    if (in.has({"down_payment_percent"}) && !loan.disbursements.empty())
        loan.paid_down = std::nearbyint(loan.disbursements.front().amount * in.number({"down_payment_percent"}) / 100);
    const bool percent = in.has({"annual_rate_percent|annualRatePct|AnnualNominalInterestRate"});
    loan.rate_changes = dated<pricing::RateChange>(in, "rate_changes", percent ? 0.01 : 1);
    if (in.has({"instalment|fixedMonthlyAmount"}))
        loan.instalment = minor(in.number({"instalment|fixedMonthlyAmount"}));
    loan.multiple = std::max(1.0, minor(in.number_or({"instalment_multiple"}, 0)));
    loan.rounded_up = upper_word(in, {"instalment_rounding"}, "NEAREST") == "UP";
    loan.spread_last = in.flag_or({"spread_last"}, true);
    return loan;
}

json row_json(const pricing::InstalmentRow& row) {
    return {{"from", to_text(row.from)},      {"due", to_text(row.due)},          {"instalment", row.instalment / 100},
            {"interest", row.interest / 100}, {"principal", row.principal / 100}, {"balance", row.balance / 100},
            {"rate_factor", row.rate_factor}};
}

Result<json> instalments(CaseReader& in) {
    const auto loan = loan_of(in);
    if (!in.errors().empty()) return in.errors();
    const auto rows = pricing::instalment_rows(loan);
    if (!rows) return rows.errors();
    json list = json::array();
    double interest = 0, paid = 0;
    for (const auto& row : *rows) {
        list.push_back(row_json(row));
        interest += row.interest;
        paid += row.instalment;
    }
    return json{{"emi", rows->front().instalment / 100},
                {"rows", list},
                {"total_interest", interest / 100},
                {"total_paid", paid / 100}};
}

}  // namespace

Operations schedule_operations() {
    return {{"instalments", instalments}, {"schedule", instalments}, {"emi", instalments}};
}

}  // namespace leasebook::server
