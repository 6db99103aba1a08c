#include "pricing/day_counts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace leasebook::pricing {

namespace {

using std::chrono::year_month_day;
using enum DayCounting;

struct Civil {
    int year = 0, month = 0, day = 0;
};
Civil civil(Date date) {
    const year_month_day d{date};
    return {static_cast<int>(d.year()), static_cast<int>(static_cast<unsigned>(d.month())),
            static_cast<int>(static_cast<unsigned>(d.day()))};
}
bool is_leap(Date date) { return year_month_day{date}.year().is_leap(); }
bool is_february_end(Date date) { return civil(date).month == 2 && is_month_end(date); }

Date leap_day_on_or_after(Date from) {
    for (int year = civil(from).year;; ++year)
        if (std::chrono::year{year}.is_leap() && date(year, 2, 29) >= from) return date(year, 2, 29);
}
Date leap_day_after(Date from) { return leap_day_on_or_after(from + std::chrono::days{1}); }

int leap_days_after(Date start, Date end) {
    int count = 0;
    for (Date leap = leap_day_after(start); leap <= end; leap = leap_day_after(leap)) ++count;
    return count;
}

int thirty(Civil from, Civil to) {
    return 360 * (to.year - from.year) + 30 * (to.month - from.month) + to.day - from.day;
}

int thirty_isda(Date start, Date end) {
    Civil from = civil(start), to = civil(end);
    from.day = std::min(from.day, 30);
    if (to.day == 31 && from.day == 30) to.day = 30;
    return thirty(from, to);
}
int thirty_us(Date start, Date end) {
    if (!is_february_end(start)) return thirty_isda(start, end);
    Civil from = civil(start), to = civil(end);
    from.day = 30;
    if (is_february_end(end) || to.day == 31) to.day = 30;
    return thirty(from, to);
}
int thirty_psa(Date start, Date end) {
    Civil from = civil(start), to = civil(end);
    if (from.day == 31 || is_february_end(start)) from.day = 30;
    if (to.day == 31 && from.day == 30) to.day = 30;
    return thirty(from, to);
}
int thirty_e(Date start, Date end) {
    Civil from = civil(start), to = civil(end);
    from.day = std::min(from.day, 30);
    to.day = std::min(to.day, 30);
    return thirty(from, to);
}
int thirty_e_isda(Date start, Date end, bool end_is_termination) {
    Civil from = civil(start), to = civil(end);
    if (from.day == 31 || is_february_end(start)) from.day = 30;
    if (to.day == 31 || (is_february_end(end) && !end_is_termination)) to.day = 30;
    return thirty(from, to);
}
int thirty_e_plus(Date start, Date end) {
    Civil from = civil(start), to = civil(end);
    from.day = std::min(from.day, 30);
    if (to.day == 31) to = {to.year, to.month + 1, 1};
    return thirty(from, to);
}

// Whole years counted back from the end, 29 February kept where it exists; the days left over 366 if they hold one.
double afb(Date start, Date end) {
    int years = 0;
    while (add_months(end, -12 * (years + 1)) >= start) ++years;
    const Date rest_end = add_months(end, -12 * years);
    return years + days_between(start, rest_end) / (leap_day_on_or_after(start) < rest_end ? 366.0 : 365.0);
}

double by_own_years(Date start, Date end) {
    int years = 0;
    while (add_months(start, 12 * (years + 1)) < end) ++years;
    const Date from = add_months(start, 12 * years), to = add_months(start, 12 * (years + 1));
    return years + days_between(from, end) / static_cast<double>(days_between(from, to));
}

// Up to a year apart, 366 when 29 February lies between or both days share a leap year; beyond, the mean of the years.
double excel_actual(Date start, Date end) {
    const int first = civil(start).year, last = civil(end).year;
    const double days = days_between(start, end);
    if (end > add_months(start, 12))
        return days / (days_between(date(first, 1, 1), date(last + 1, 1, 1)) / (last - first + 1.0));
    const bool leap = first == last ? is_leap(start) : leap_day_on_or_after(start) <= end;
    return days / (leap ? 366.0 : 365.0);
}

double months_apart(Date from, Date to) { return std::round(days_between(from, to) * 12 / 365.25); }

// Each regular period counts months/12, a part of one by its days; periods before and after the reference period are
// laid beside it, as long as it is.
double icma(const CountedPeriod& p) {
    const int months = static_cast<int>(std::max(1.0, months_apart(*p.reference_start, *p.reference_end)));
    const auto boundary = [&](int k) {
        if (k == 1) return *p.reference_end;
        return k > 1 ? add_months(*p.reference_end, (k - 1) * months) : add_months(*p.reference_start, k * months);
    };
    int k = 0;
    while (boundary(k) > p.start) --k;
    double years = 0;
    for (; boundary(k) < p.end; ++k) {
        const Date from = std::max(p.start, boundary(k)), to = std::min(p.end, boundary(k + 1));
        if (from < to) years += months / 12.0 * days_between(from, to) / days_between(boundary(k), boundary(k + 1));
    }
    return years;
}

double actual_365l(const CountedPeriod& p) {
    const Date coupon_end = p.coupon_end.value_or(p.end);
    const bool leap = p.coupon_months == 12 ? leap_day_after(p.start) <= coupon_end : is_leap(coupon_end);
    return days_between(p.start, p.end) / (leap ? 366.0 : 365.0);
}

double domain_fraction(DayCount convention, const CountedPeriod& p) {
    const auto time = leasebook::year_fraction(convention, p.start, p.end);
    return static_cast<double>(time.num) / static_cast<double>(time.den);
}

struct Spelling {
    std::string_view text;
    DayCounting convention;
};
// As squeezed() leaves them.
constexpr auto spellings = std::to_array<Spelling>({
    {"1/1", OneOne},
    {"ONEONE", OneOne},
    {"MONTHS/12", MonthsTwelfths},
    {"ACT/ACT", ActualActualIsda},
    {"ACTACT", ActualActualIsda},
    {"ACT/ACTISDA", ActualActualIsda},
    {"ACTACTISDA", ActualActualIsda},
    {"ACT/365ISDA", ActualActualIsda},
    {"ACT/ACTISMA", ActualActualIcma},
    {"ACT/ACTICMA", ActualActualIcma},
    {"ACTACTISMA", ActualActualIcma},
    {"ACTACTICMA", ActualActualIcma},
    {"ACT/ACTBOND", ActualActualIcma},
    {"ISMA99", ActualActualIcma},
    {"ACT/ACTAFB", ActualActualAfb},
    {"ACTACTAFB", ActualActualAfb},
    {"ACT/ACTEURO", ActualActualAfb},
    {"AFB", ActualActualAfb},
    {"ACT/ACTYEAR", ActualActualYear},
    {"ACTACTYEAR", ActualActualYear},
    {"ACT/ACTEXCEL", ActualActualExcel},
    {"ACTACTEXCEL", ActualActualExcel},
    {"ACT/365ACTUAL", Actual365Actual},
    {"ACT365ACTUAL", Actual365Actual},
    {"ACT/365ACT", Actual365Actual},
    {"ACT/365A", Actual365Actual},
    {"ACT365ACT", Actual365Actual},
    {"ACT/365L", Actual365L},
    {"ACT365L", Actual365L},
    {"ACT/365LEAP", Actual365L},
    {"ACT/360", Actual360},
    {"ACT360", Actual360},
    {"A/360", Actual360},
    {"FRENCH", Actual360},
    {"ACT/364", Actual364},
    {"ACT364", Actual364},
    {"ACT", Actual365Fixed},
    {"ACT/365F", Actual365Fixed},
    {"ACT365F", Actual365Fixed},
    {"ACT/365", Actual365Fixed},
    {"ACT365", Actual365Fixed},
    {"ACT/365FIXED", Actual365Fixed},
    {"ACT365FIXED", Actual365Fixed},
    {"A/365F", Actual365Fixed},
    {"A/365", Actual365Fixed},
    {"ACT/36525", Actual365Quarter},
    {"ACT36525", Actual365Quarter},
    {"ACT/366", Actual366},
    {"ACT366", Actual366},
    {"NL/360", NoLeap360},
    {"NL360", NoLeap360},
    {"NL/365", NoLeap365},
    {"NL365", NoLeap365},
    {"ACT/365NL", NoLeap365},
    {"ACT/365NOLEAP", NoLeap365},
    {"ACT365NL", NoLeap365},
    {"NOLEAP/365", NoLeap365},
    {"30/360", Thirty360Isda},
    {"30360", Thirty360Isda},
    {"THIRTY360", Thirty360Isda},
    {"30/360ISDA", Thirty360Isda},
    {"30360ISDA", Thirty360Isda},
    {"THIRTY360ISDA", Thirty360Isda},
    {"30/360BONDBASIS", Thirty360Isda},
    {"30/360BOND", Thirty360Isda},
    {"BONDBASIS", Thirty360Isda},
    {"30A/360", Thirty360Isda},
    {"THIRTY360ISDABONDBASIS", Thirty360Isda},
    {"THIRTY360BONDBASIS", Thirty360Isda},
    {"360/360", Thirty360Isda},
    {"30/360US", Thirty360Us},
    {"30360US", Thirty360Us},
    {"30/360USA", Thirty360Us},
    {"30U/360", Thirty360Us},
    {"30US/360", Thirty360Us},
    {"THIRTYU360", Thirty360Us},
    {"THIRTYUS360", Thirty360Us},
    {"30/360SIA", Thirty360Us},
    {"30U/360EOM", Thirty360Us},
    {"THIRTYU360EOM", Thirty360Us},
    {"THIRTY360US", Thirty360Us},
    {"THIRTY360USA", Thirty360Us},
    {"30/360NASD", Thirty360Us},
    {"30/360PSA", Thirty360Psa},
    {"THIRTY360PSA", Thirty360Psa},
    {"30360PSA", Thirty360Psa},
    {"30E/360", ThirtyE360},
    {"30E360", ThirtyE360},
    {"THIRTYE360", ThirtyE360},
    {"30E/360EUROBOND", ThirtyE360},
    {"EUROBOND", ThirtyE360},
    {"30/360EUROPEAN", ThirtyE360},
    {"30S/360", ThirtyE360},
    {"30/360ICMA", ThirtyE360},
    {"30E/360ISDA", ThirtyE360Isda},
    {"THIRTYE360ISDA", ThirtyE360Isda},
    {"30E360ISDA", ThirtyE360Isda},
    {"30E/360GERMAN", ThirtyE360Isda},
    {"30/360GERMAN", ThirtyE360Isda},
    {"GERMAN", ThirtyE360Isda},
    {"30E+/360", ThirtyEPlus360},
    {"30E+360", ThirtyEPlus360},
    {"THIRTYEPLUS360", ThirtyEPlus360},
    {"30E/365", ThirtyE365},
    {"THIRTYE365", ThirtyE365},
    {"30/365", Thirty365},
});

// Upper case without what carries no meaning, and ACTUAL as ACT.
std::string squeezed(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' || c == '_' || c == '.' || c == '-' || c == '(' || c == ')' || c == ',') continue;
        out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (out.starts_with("ACTUAL")) out.erase(3, 3);
    if (const auto second = out.find("/ACTUAL"); second != std::string::npos) out.erase(second + 4, 3);
    return out;
}

CountedPeriod turned(CountedPeriod p) {
    std::swap(p.start, p.end);
    return p;
}

Errors wanting(DayCounting convention, const CountedPeriod& p) {
    if (convention == Business252 && p.calendar == nullptr)
        return {invalid("calendar", "BUS/252 counts business days: name a calendar.")};
    if (convention != ActualActualIcma) return {};
    if (!p.reference_start || !p.reference_end)
        return {invalid("reference_start",
                        "ACT/ACT ICMA needs the regular coupon period: reference_start and reference_end.")};
    if (*p.reference_start >= *p.reference_end)
        return {invalid("reference_end", "The regular coupon period ends after its start.")};
    return {};
}

}  // namespace

Result<DayCounting> parse_day_counting(std::string_view text, std::string field) {
    const auto name = squeezed(text);
    if (name.starts_with("BUS/252") || name.starts_with("BUS252") || name == "BUSINESS252") return Business252;
    const auto known = std::ranges::find(spellings, name, &Spelling::text);
    if (known != spellings.end()) return known->convention;
    return invalid(std::move(field), "The day count \"{0}\" is not known here; docs/eval.md lists the names.",
                   shortened(text));
}

Result<int> days_counted(DayCounting convention, const CountedPeriod& p) {
    if (auto errors = wanting(convention, p); !errors.empty()) return errors;
    if (p.end < p.start) return -*days_counted(convention, turned(p));
    const bool ends_it = p.termination && *p.termination == p.end;
    switch (convention) {
        case OneOne: return 1;
        case MonthsTwelfths: return static_cast<int>(std::lround(domain_fraction(DayCount::MonthsTwelfths, p) * 360));
        case NoLeap360:
        case NoLeap365: return days_between(p.start, p.end) - leap_days_after(p.start, p.end);
        case Thirty365:
        case Thirty360Isda: return thirty_isda(p.start, p.end);
        case Thirty360Us: return p.end_of_month ? thirty_us(p.start, p.end) : thirty_isda(p.start, p.end);
        case Thirty360Psa: return thirty_psa(p.start, p.end);
        case ThirtyE360: return thirty_e(p.start, p.end);
        case ThirtyE360Isda: return thirty_e_isda(p.start, p.end, ends_it);
        case ThirtyEPlus360: return thirty_e_plus(p.start, p.end);
        case ThirtyE365: return thirty_e_isda(p.start, p.end, false);
        case Business252: return p.calendar->business_days_between(p.start, p.end);
        default: return days_between(p.start, p.end);
    }
}

Result<double> year_fraction(DayCounting convention, const CountedPeriod& p) {
    if (p.end < p.start) {
        const auto forwards = year_fraction(convention, turned(p));
        return forwards ? Result<double>(-*forwards) : forwards;
    }
    const auto days = days_counted(convention, p);
    if (!days) return days.errors();
    switch (convention) {
        case OneOne: return 1.0;
        case MonthsTwelfths: return domain_fraction(DayCount::MonthsTwelfths, p);
        case ActualActualIsda: return domain_fraction(DayCount::ActualActual, p);
        case ActualActualIcma: return icma(p);
        case ActualActualAfb: return afb(p.start, p.end);
        case ActualActualYear: return p.start == p.end ? 0.0 : by_own_years(p.start, p.end);
        case ActualActualExcel: return excel_actual(p.start, p.end);
        case Actual365Actual: return *days / (leap_days_after(p.start, p.end) > 0 ? 366.0 : 365.0);
        case Actual365L: return actual_365l(p);
        case Actual364: return *days / 364.0;
        case Actual365Quarter: return *days / 365.25;
        case Actual366: return *days / 366.0;
        case Business252: return *days / 252.0;
        case Actual365Fixed:
        case NoLeap365:
        case ThirtyE365:
        case Thirty365: return *days / 365.0;
        default: return *days / 360.0;
    }
}

}  // namespace leasebook::pricing
