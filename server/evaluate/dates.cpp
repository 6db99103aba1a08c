// Days, day counts, business days and the dates of schedules.
#include <nlohmann/json.hpp>

#include "pricing/day_counts.h"
#include "pricing/payment_dates.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

json texts(const std::vector<Date>& dates) {
    json list = json::array();
    for (const Date date : dates) list.push_back(to_text(date));
    return list;
}

// "freq=P6M;periodEnd=2012-02-28" and its like: what a source keeps beside the dates.
std::map<std::string, std::string> extras(CaseReader& in) {
    std::map<std::string, std::string> found;
    const auto text = in.text_or({"extra"}, "");
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(';', from), text.size());
        const auto equals = text.find('=', from);
        if (equals < end) found[text.substr(from, equals - from)] = text.substr(equals + 1, end - equals - 1);
        from = end + 1;
    }
    return found;
}

void take_extras(CaseReader& in, pricing::CountedPeriod& period) {
    const auto date_of = [&](const std::string& text) {
        const auto date = parse_date(text, "extra");
        if (!date) in.refuse(date.error());
        return date ? *date : Date{};
    };
    for (const auto& [name, value] : extras(in)) {
        if (name == "termination") period.termination = date_of(value);
        if (name == "endIsMaturity" && value == "true") period.termination = period.end;
        if (name == "scheduleEom") period.end_of_month = value == "true";
        if (name == "periodEnd") period.coupon_end = date_of(value);
        if (name == "freq") {
            const auto frequency = pricing::parse_frequency(value, "extra");
            if (frequency) period.coupon_months = frequency->months;
        }
        if (const auto slash = value.find('/'); name == "ref" && slash != std::string::npos) {
            period.reference_start = date_of(value.substr(0, slash));
            period.reference_end = date_of(value.substr(slash + 1));
        }
    }
}

pricing::CountedPeriod counted_period(CaseReader& in) {
    pricing::CountedPeriod period{
        in.date({"start|start_date|from", 0}), in.date({"end|end_date|to", 1}), {}, true, {}, {}, {}, 12, nullptr};
    take_extras(in, period);
    if (const auto day = in.optional_date({"termination|termination_date|maturity"})) period.termination = day;
    if (in.flag_or({"end_is_maturity|end_is_termination|endIsMaturity"}, false)) period.termination = period.end;
    period.end_of_month = in.flag_or({"end_of_month|scheduleEom|schedule_end_of_month"}, period.end_of_month);
    if (const auto day = in.optional_date({"reference_start|ref_start"})) period.reference_start = day;
    if (const auto day = in.optional_date({"reference_end|ref_end"})) period.reference_end = day;
    if (const auto day = in.optional_date({"coupon_end|period_end|periodEnd"})) period.coupon_end = day;
    if (!in.has({"frequency|freq"})) return period;
    const auto frequency = pricing::parse_frequency(in.text({"frequency|freq"}), "frequency");
    if (frequency)
        period.coupon_months = frequency->months;
    else
        in.refuse(frequency.error());
    return period;
}

template <class T>
Result<json> counted(CaseReader& in, Result<T> (*count)(pricing::DayCounting, const pricing::CountedPeriod&),
                     const char* otherwise) {
    const auto name = in.text_or({"day_count|convention|daycount|basis_name", 2}, otherwise);
    const auto convention = pricing::parse_day_counting(name, "day_count");
    auto period = counted_period(in);
    auto calendar = in.calendar();
    // BUS/252 names its calendar: "BUS/252 Brazil".
    if (!in.has({"calendar"}) && name.ends_with("Brazil")) calendar = *calendar_named("BR", {}, "calendar");
    period.calendar = &calendar;
    if (!convention) return convention.errors();
    if (!in.errors().empty()) return in.errors();
    const auto value = count(*convention, period);
    if (!value) return value.errors();
    return json(*value);
}

Result<json> year_fraction(CaseReader& in) {
    if (in.text_or({"measure"}, "yearFraction") == "days") return counted(in, pricing::days_counted, "ACT/ACT");
    if (!in.has({"day_count|convention|daycount|basis_name", 2}))
        return invalid("day_count", "This field cannot be empty.");
    return counted(in, pricing::year_fraction, "");
}
Result<json> days(CaseReader& in) {
    // A spreadsheet's DAYS takes the end first; ours take names.
    return counted(in, pricing::days_counted, "ACT/360");
}

Result<json> is_business_day(CaseReader& in) {
    const auto calendar = in.calendar();
    const auto date = in.date({"date", 0});
    if (!in.errors().empty()) return in.errors();
    return json(calendar.is_business_day(date));
}

Result<json> adjust(CaseReader& in) {
    const auto calendar = in.calendar();
    const auto date = in.date({"date", 0});
    const auto convention = in.business_day_or({"business_day|convention", 1}, BusinessDay::Following);
    if (!in.errors().empty()) return in.errors();
    return json(to_text(calendar.adjust(date, convention)));
}

Result<json> advance(CaseReader& in) {
    const auto calendar = in.calendar();
    const auto date = in.date({"date", 0});
    const int count = in.whole_number({"days|count", 1});
    if (!in.errors().empty()) return in.errors();
    if (count < -100'000 || count > 100'000) return invalid("days", "The number is too large.");
    return json(to_text(calendar.advance(date, count)));
}

Result<json> business_days(CaseReader& in) {
    const auto calendar = in.calendar();
    const auto start = in.date({"start|from", 0}), end = in.date({"end|to", 1});
    if (!in.errors().empty()) return in.errors();
    return json(calendar.business_days_between(start, end));
}

Result<json> lpr_publication_date(CaseReader& in) {
    const auto text = in.text({"month", 0});
    if (!in.errors().empty()) return in.errors();
    const auto first = parse_date(text.substr(0, 7) + "-01", "month");
    if (!first) return first.errors();
    if (!in.has({"calendar"}) && *first > date(2026, 12, 1))
        return invalid("month", "China's holidays are known here to the end of 2026.");
    const auto own = in.calendar();
    const auto china = in.has({"calendar"}) ? own : in.standing_calendar("CN");
    if (!in.errors().empty()) return in.errors();
    const std::chrono::year_month_day day{*first};
    return json(to_text(leasebook::lpr_publication_date(day.year() / day.month(), china)));
}

// A count of dates a step apart, as leases have them.
Result<json> counted_due_dates(CaseReader& in) {
    const auto first = in.date({"first|first_date|first_rent_date|start"});
    const int count = in.whole_number({"count|periods|n"});
    const int step = in.whole_number_or({"step_months|period_months|months"}, 1);
    const bool end_of_month = in.flag_or({"end_of_month"}, true);
    const auto calendar = in.calendar();
    const auto convention = in.business_day_or({"business_day|adjustment|businessDayAdj"}, BusinessDay::Unadjusted);
    if (count < 1 || count > 1'200 || step < 1 || step > 120)
        in.refuse(invalid("count", "Between 1 and 1200 dates are laid out, 1 to 120 months apart."));
    if (!in.errors().empty()) return in.errors();
    if (first + std::chrono::days{31} * count * step > date(2199, 12, 31))
        return invalid("count", "The number is too large.");
    auto dates = leasebook::due_dates(first, count, step, end_of_month);
    for (auto& date : dates) date = calendar.adjust(date, convention);
    return texts(dates);
}

template <class T>
T taken(CaseReader& in, const Result<T>& result) {
    if (result) return *result;
    in.refuse(result.error());
    return T{};
}

pricing::PeriodPlan period_plan(CaseReader& in) {
    pricing::PeriodPlan plan;
    plan.start = in.date({"start|start_date"});
    plan.end = in.date({"end|end_date"});
    plan.frequency = taken(in, pricing::parse_frequency(in.text({"frequency|freq"}), "frequency"));
    if (in.has({"stub|stub_convention"}))
        plan.stub = taken(in, pricing::parse_stub(in.text({"stub|stub_convention"}), "stub"));
    if (in.has({"roll|roll_convention|roll_day"}))
        plan.roll = taken(in, pricing::parse_roll_day(in.text({"roll|roll_convention|roll_day"}), "roll"));
    plan.first_regular_start = in.optional_date({"first_regular|firstReg|first_regular_start"});
    plan.last_regular_end = in.optional_date({"last_regular|lastReg|last_regular_end"});
    constexpr Where adjustment{"business_day|adjustment|businessDayAdj"}, at_start{"start_adjustment|startAdj"};
    plan.adjustment = in.business_day_or(adjustment, BusinessDay::Unadjusted);
    if (in.has(at_start)) plan.start_adjustment = in.business_day_or(at_start, BusinessDay::Unadjusted);
    return plan;
}

Result<json> due_dates(CaseReader& in) {
    if (!in.has({"end|end_date"})) return counted_due_dates(in);
    const auto plan = period_plan(in);
    // The source's plain "BDA" is modified following over weekends.
    const auto calendar =
        in.has({"calendar"}) || in.has({"holidays"}) ? in.calendar() : in.standing_calendar("WEEKEND");
    if (!in.errors().empty()) return in.errors();
    const auto dates = pricing::period_dates(plan, calendar);
    if (!dates) return dates.errors();
    return json{{"unadjusted", texts(dates->unadjusted)},
                {"adjusted", texts(dates->adjusted)},
                {"roll", pricing::to_text(dates->roll)}};
}

}  // namespace

Operations date_operations() {
    return {{"year_fraction", year_fraction},
            {"yearfrac", year_fraction},
            {"days", days},
            {"is_business_day", is_business_day},
            {"adjust", adjust},
            {"advance", advance},
            {"business_days", business_days},
            {"due_dates", due_dates},
            {"payment_dates", due_dates},
            {"lpr_publication_date", lpr_publication_date}};
}

}  // namespace leasebook::server
