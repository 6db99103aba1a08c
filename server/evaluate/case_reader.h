#pragma once
// One case of an outside suite as it stands in its JSON line: values by name, or by place in "args" as a spreadsheet
// function takes them. Numbers come as JSON numbers or as decimal strings, dates as 2026-01-15 or as suites write them.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "domain/calendar.h"
#include "pricing/time_value.h"

namespace leasebook::server {

// Where a value is looked for: under any of the names (divided by '|'), or at this place of "args".
struct Where {
    const char* names;
    int place = -1;
};

class CaseReader {
public:
    // Refers to the object and the calendar days, which must outlive the reader.
    CaseReader(const nlohmann::json& object, const std::vector<CalendarDay>& calendar_days)
        : object_(object), calendar_days_(calendar_days) {}

    bool has(Where where) const { return find(where) != nullptr; }
    // Whether the values stand in "args".
    bool is_positional() const;

    // What is absent or cannot be read is an error, gathered in errors(); the value is then a zero of its kind.
    double number(Where where);
    double number_or(Where where, double otherwise);
    std::optional<double> optional_number(Where where);
    int whole_number(Where where);
    int whole_number_or(Where where, int otherwise);
    bool flag_or(Where where, bool otherwise);
    std::string text(Where where);
    std::string text_or(Where where, const std::string& otherwise);
    Date date(Where where);
    std::optional<Date> optional_date(Where where);
    std::vector<double> numbers(Where where);  // a list, or a list of lists one after the other
    std::vector<Date> dates(Where where);
    pricing::When when(Where where);  // 0, "end"; 1, "begin"
    // The named calendar, with the case's own "holidays" and "workdays" laid over it; NONE when there is none named.
    BusinessCalendar calendar();
    // The calendar of this name, one of those that are always there.
    BusinessCalendar standing_calendar(const std::string& name) const;
    BusinessDay business_day_or(Where where, BusinessDay otherwise);

    // The raw value, for what has a shape of its own; a JSON null where there is none.
    const nlohmann::json& raw(Where where) const;
    static std::optional<double> as_number(const nlohmann::json& value);
    static std::optional<Date> as_date(const nlohmann::json& value);
    void refuse(Error error) { errors_.push_back(std::move(error)); }
    const Errors& errors() const& { return errors_; }

    // Every rate that balances the flows, where there are several: they stand in the answer beside the value.
    void name_roots(std::vector<double> roots) { roots_ = std::move(roots); }
    const std::vector<double>& roots() const& { return roots_; }

private:
    const nlohmann::json* find(Where where) const;
    const nlohmann::json* wanted(Where where);
    static std::string first_name(Where where);

    const nlohmann::json& object_;
    const std::vector<CalendarDay>& calendar_days_;
    Errors errors_;
    std::vector<double> roots_;
};

// What is asked as one operation: reads its values, and answers a JSON value or why not.
using Operation = Result<nlohmann::json> (*)(CaseReader&);
using Operations = std::map<std::string, Operation, std::less<>>;

Operations date_operations();
Operations money_operations();
Operations security_operations();
Operations schedule_operations();
Operations curve_operations();
Operations credit_operations();

}  // namespace leasebook::server
