#include "server/evaluate/case_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "domain/decimal_text.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

std::string upper(std::string_view text) {
    std::string out;
    for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
}

// Of any width, leading zeros allowed; nothing when there is anything else.
std::optional<int> digits(std::string_view text) {
    if (text.empty() || text.size() > 4) return {};
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

// "1/2/2012" with the month first, as spreadsheets in the United States write it, and "01/jan/08".
std::optional<Date> spreadsheet_date(const std::string& text) {
    static constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                             "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const auto first = text.find('/'), second = text.rfind('/');
    if (first == std::string::npos || second == first) return {};
    const std::string_view all = text;
    std::string_view day = all.substr(first + 1, second - first - 1), month = all.substr(0, first);
    const auto named = std::ranges::find(months, upper(day));
    if (named != months.end()) day = month;
    const auto m = named != months.end() ? std::optional(static_cast<int>(named - months.begin()) + 1) : digits(month);
    const auto d = digits(day), y = digits(all.substr(second + 1));
    if (!m || !d || !y) return {};
    // Two digits mean 1930 to 2029, as spreadsheets read them.
    const int year = *y >= 100 ? *y : *y + (*y < 30 ? 2000 : 1900);
    const std::chrono::year_month_day civil = std::chrono::year{year} / *m / *d;
    if (!civil.ok() || year < 1900 || year > 2199) return {};
    return Date{civil};
}

}  // namespace

std::optional<double> CaseReader::as_number(const json& value) {
    if (value.is_number()) return value.get<double>();
    if (value.is_object() && value.contains("decimal")) return as_number(value["decimal"]);
    if (!value.is_string()) return {};
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos) return {};
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size() || !std::isfinite(number)) return {};
    return number;
}

std::optional<Date> CaseReader::as_date(const json& value) {
    if (!value.is_string()) return {};
    const auto& text = value.get_ref<const std::string&>();
    if (const auto day = parse_date(std::string_view(text).substr(0, text.find('T')), "")) return *day;
    return spreadsheet_date(text);
}

bool CaseReader::is_positional() const { return object_.contains("args"); }

const json* CaseReader::find(Where where) const {
    std::string_view names = where.names;
    while (!names.empty()) {
        const auto end = std::min(names.find('|'), names.size());
        const std::string name(names.substr(0, end));
        for (const json* in : {&object_, object_.contains("kw") ? &object_["kw"] : nullptr})
            if (in != nullptr && in->is_object() && in->contains(name) && !(*in)[name].is_null()) return &(*in)[name];
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    if (where.place < 0 || !is_positional() || !object_["args"].is_array()) return nullptr;
    const auto& args = object_["args"];
    const auto place = static_cast<std::size_t>(where.place);
    return place < args.size() && !args[place].is_null() ? &args[place] : nullptr;
}

std::string CaseReader::first_name(Where where) {
    const std::string names = where.names;
    return names.substr(0, names.find('|'));
}

const json* CaseReader::wanted(Where where) {
    const auto* found = find(where);
    if (found == nullptr) refuse(invalid(first_name(where), "This field cannot be empty."));
    return found;
}

const json& CaseReader::raw(Where where) const {
    static const json none;
    const auto* found = find(where);
    return found != nullptr ? *found : none;
}

double CaseReader::number(Where where) {
    const auto* found = wanted(where);
    if (found == nullptr) return 0;
    const auto value = as_number(*found);
    if (!value) refuse(invalid(first_name(where), "\"{0}\" is not a number.", shortened(found->dump())));
    return value.value_or(0);
}

double CaseReader::number_or(Where where, double otherwise) { return has(where) ? number(where) : otherwise; }

std::optional<double> CaseReader::optional_number(Where where) {
    if (!has(where)) return {};
    return number(where);
}

int CaseReader::whole_number(Where where) {
    const double value = std::trunc(number(where));
    if (std::abs(value) <= 1e9) return static_cast<int>(value);
    refuse(invalid(first_name(where), "The number is too large."));
    return 0;
}

int CaseReader::whole_number_or(Where where, int otherwise) { return has(where) ? whole_number(where) : otherwise; }

bool CaseReader::flag_or(Where where, bool otherwise) {
    const auto* found = find(where);
    if (found == nullptr) return otherwise;
    if (found->is_boolean()) return found->get<bool>();
    if (const auto value = as_number(*found)) return *value != 0;
    if (found->is_string() && upper(found->get<std::string>()) == "TRUE") return true;
    if (found->is_string() && upper(found->get<std::string>()) == "FALSE") return false;
    refuse(invalid(first_name(where), "\"{0}\" is neither true nor false.", shortened(found->dump())));
    return otherwise;
}

std::string CaseReader::text(Where where) {
    const auto* found = wanted(where);
    if (found == nullptr) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->dump();
}

std::string CaseReader::text_or(Where where, const std::string& otherwise) {
    return has(where) ? text(where) : otherwise;
}

Date CaseReader::date(Where where) {
    const auto* found = wanted(where);
    if (found == nullptr) return {};
    const auto day = as_date(*found);
    if (!day)
        refuse(
            invalid(first_name(where), "\"{0}\" is not a date. Write it like 2026-01-15.", shortened(found->dump())));
    return day.value_or(Date{});
}

std::optional<Date> CaseReader::optional_date(Where where) {
    if (!has(where)) return {};
    return date(where);
}

std::vector<double> CaseReader::numbers(Where where) {
    const auto* found = wanted(where);
    std::vector<double> values;
    if (found == nullptr) return values;
    const auto take = [&](const json& value, const auto& self) -> void {
        if (value.is_array()) {
            for (const auto& element : value) self(element, self);
        } else if (const auto number = as_number(value)) {
            values.push_back(*number);
        } else {
            refuse(invalid(first_name(where), "\"{0}\" is not a number.", shortened(value.dump())));
        }
    };
    take(*found, take);
    return values;
}

std::vector<Date> CaseReader::dates(Where where) {
    const auto* found = wanted(where);
    std::vector<Date> days;
    if (found == nullptr) return days;
    const auto list = found->is_array() ? *found : json::array({*found});
    for (const auto& element : list) {
        const auto day = as_date(element);
        if (!day)
            refuse(invalid(first_name(where), "\"{0}\" is not a date. Write it like 2026-01-15.",
                           shortened(element.dump())));
        days.push_back(day.value_or(Date{}));
    }
    return days;
}

pricing::When CaseReader::when(Where where) {
    const auto* found = find(where);
    if (found == nullptr) return pricing::When::End;
    const auto word = found->is_string() ? upper(found->get<std::string>()) : std::string{};
    const auto value = as_number(*found);
    if (value == 1 || word == "BEGIN" || word == "START" || word == "ADVANCE" || word == "B")
        return pricing::When::Begin;
    if (value == 0 || word == "END" || word == "FINISH" || word == "ARREARS" || word == "E") return pricing::When::End;
    refuse(invalid(first_name(where), "Payments fall due at 0 or \"end\", or at 1 or \"begin\"."));
    return pricing::When::End;
}

BusinessCalendar CaseReader::calendar() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> spellings{{{"CHINA", "CN"},
                                                                                              {"CNBE", "CN"},
                                                                                              {"NULL", "NONE"},
                                                                                              {"NOHOLIDAYS", "NONE"},
                                                                                              {"SAT_SUN", "WEEKEND"},
                                                                                              {"SAT/SUN", "WEEKEND"},
                                                                                              {"WEEKENDS", "WEEKEND"},
                                                                                              {"EUTA", "TARGET"},
                                                                                              {"GBLO", "UK"},
                                                                                              {"USNY", "US"},
                                                                                              {"USGS", "US"},
                                                                                              {"BRBD", "BR"},
                                                                                              {"BRAZIL", "BR"}}};
    const bool own_days = has({"holidays"}) || has({"workdays"});
    auto name = upper(text_or({"calendar"}, own_days ? "WEEKEND" : "NONE"));
    for (const auto& [spelling, meant] : spellings)
        if (name == spelling) name = meant;
    auto days = calendar_days_;
    for (const auto& [field, kind] :
         {std::pair{"holidays", CalendarDayKind::Holiday}, {"workdays", CalendarDayKind::Workday}})
        if (has({field}))
            for (const Date day : dates({field})) days.push_back({name, day, kind, {}});
    const auto found = calendar_named(name, days, "calendar");
    if (found) return *found;
    errors_.insert(errors_.end(), found.errors().begin(), found.errors().end());
    return BusinessCalendar("NONE", BusinessCalendar::Weekend::None, {});
}

BusinessCalendar CaseReader::standing_calendar(const std::string& name) const {
    return *calendar_named(name, calendar_days_, "calendar");
}

BusinessDay CaseReader::business_day_or(Where where, BusinessDay otherwise) {
    if (!has(where)) return otherwise;
    std::string word;
    for (const char c : upper(text(where)))
        if (c != '_' && c != ' ' && c != '-') word += c;
    static constexpr std::array<std::pair<std::string_view, BusinessDay>, 14> words{
        {{"NONE", BusinessDay::Unadjusted},
         {"UNADJUSTED", BusinessDay::Unadjusted},
         {"NOADJUST", BusinessDay::Unadjusted},
         {"BDANONE", BusinessDay::Unadjusted},
         {"FOLLOWING", BusinessDay::Following},
         {"F", BusinessDay::Following},
         {"MODIFIEDFOLLOWING", BusinessDay::ModifiedFollowing},
         {"MF", BusinessDay::ModifiedFollowing},
         {"BDA", BusinessDay::ModifiedFollowing},
         {"MODFOLLOWING", BusinessDay::ModifiedFollowing},
         {"PRECEDING", BusinessDay::Preceding},
         {"P", BusinessDay::Preceding},
         {"MODIFIEDPRECEDING", BusinessDay::ModifiedPreceding},
         {"MP", BusinessDay::ModifiedPreceding}}};
    for (const auto& [known, convention] : words)
        if (known == word) return convention;
    refuse(invalid(first_name(where), "\"{0}\" is not known here. Use one of: {1}.", shortened(text(where)),
                   all_names<BusinessDay>()));
    return otherwise;
}

}  // namespace leasebook::server
