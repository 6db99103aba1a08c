// Business calendars: a year at a glance, and the days that differ from what rule and weekday say; page and API.
#include <algorithm>

#include "db/calendar_store.h"
#include "domain/holiday_rules.h"
#include "domain/lease_conditions.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/form.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::size_t most_days = 1'000;

std::vector<std::string> calendar_names(const Call& call) {
    auto names = call.app.database.read([](db::Connection& c) { return db::calendars_with_days(c); });
    for (const auto name : ruled_calendars()) names.emplace_back(name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Result<int> year_of(const Call& call) {
    const auto text = call.parameter("year");
    if (text.empty()) return static_cast<int>(std::chrono::year_month_day{call.today()}.year());
    const auto year = parse_integer(text, 1900, 2199);
    if (!year) return invalid("year", "A calendar runs from the year {0} to {1}.", "1900", "2199");
    return static_cast<int>(*year);
}

Result<std::vector<CalendarDay>> days_of_year(const Call& call, const std::string& name, int year) {
    const auto stored = call.app.database.read([&](db::Connection& c) { return db::calendar_days(c, name); });
    const auto calendar = calendar_named(name, stored, "");
    if (!calendar) return calendar.errors();
    return days_off_the_week(*calendar, stored, year);
}

// What is stored of the days, as the audit log and the answer say it.
std::string days_json(const std::vector<CalendarDay>& days) { return json_array(days, record_json<CalendarDay>); }

Response store_days(const Call& call, const std::vector<CalendarDay>& days, const Response& done,
                    const Call::Refusal& refused) {
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        db::put_calendar_days(c, days);
        const auto& first = days.front();
        return Call::Changed{done, first.calendar + (days.size() == 1 ? " " + to_text(first.date) : ""),
                             days_json(days)};
    };
    return call.change("calendar.days", store, refused);
}

Response get_calendars(const Call& call) {
    const auto named = [](const std::string& name) { return "{\"name\":" + json_string(name) + "}"; };
    return json_text("{\"items\":" + json_array(calendar_names(call), named) + ",\"next\":null}");
}

Response get_calendar(const Call& call) {
    const auto year = year_of(call);
    if (!year) return problem(year.errors());
    const auto days = days_of_year(call, call.path_value(0), *year);
    if (!days) return problem(days.errors());
    RecordJson out;
    out("name", call.path_value(0));
    out("year", *year);
    out.with("days", days_json(*days));
    return json_text(out.object());
}

Response put_days(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto elements =
        elements_of(*json, "days", most_days, invalid("days", "Send 1 to {0} days.", std::to_string(most_days)));
    if (!elements) return problem(elements.errors());
    Errors errors;
    std::vector<CalendarDay> days;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        auto element = (*elements)[i];
        element.fields.try_emplace("calendar", call.path_value(0));
        const auto day = read_json_record<CalendarDay>(element);
        const auto place = "days[" + std::to_string(i) + "]";
        if (day && day->calendar != call.path_value(0))
            errors.push_back(invalid(place + ".calendar", "These are the days of {0}.", shortened(call.path_value(0))));
        if (day)
            days.push_back(*day);
        else
            for (auto error : day.errors()) {
                error.field = place + "." + error.field;
                errors.push_back(std::move(error));
            }
    }
    if (!errors.empty()) return problem(errors);
    return store_days(call, days, json_text("{\"days\":" + days_json(days) + "}"),
                      [](const Errors& refused) { return problem(refused); });
}

std::string page_path(const std::string& calendar, int year) {
    return path_with("/calendars", {{"calendar", calendar}, {"year", std::to_string(year)}});
}

std::vector<FormField> day_fields(const Call& call) {
    std::vector<Choice> names;
    for (const auto& name : calendar_names(call)) names.push_back({name, ""});
    return {{"calendar", Control::Suggest, 3, "A new name begins a calendar of its own", std::move(names)},
            {"date", Control::Date, 3, "", {}},
            {"kind", Control::Select, 3, "", choices_of<CalendarDayKind>(call.language)},
            {"name", Control::Text, 3, "", {}, true}};
}

const CalendarDay* find_day(const std::vector<CalendarDay>& days, Date date) {
    const auto found = std::ranges::find(days, date, &CalendarDay::date);
    return found == days.end() ? nullptr : &*found;
}

// Weeks begin on Monday; days of other months stay empty.
void add_month(Data& page, const Call& call, Date first, const std::vector<CalendarDay>& days) {
    auto& month = page.add("MONTH").set("NAME", month_text(first, call.language));
    const auto offset = static_cast<int>(std::chrono::weekday{first}.iso_encoding()) - 1;
    const Date end = add_months(first, 1);
    for (Date monday = first - std::chrono::days{offset}; monday < end; monday += std::chrono::days{7}) {
        auto& week = month.add("WEEK");
        for (int i = 0; i < 7; ++i) {
            const Date day = monday + std::chrono::days{i};
            auto& cell = week.add("DAY");
            if (day < first || day >= end) continue;
            cell.set("TEXT", to_text(day).substr(8));
            const auto* special = find_day(days, day);
            const auto kind = special != nullptr ? special->kind : kind_of_weekday(day);
            cell.show("CLOSED", kind == CalendarDayKind::Holiday).show("SPECIAL", special != nullptr);
            if (special != nullptr)
                cell.set("SAYS", value_text(call.language, to_text(kind)) +
                                     (special->name ? call.t(": ") + *special->name : std::string{}));
        }
    }
}

void add_special_days(Data& page, const Call& call, const std::vector<CalendarDay>& days) {
    auto& list = page.add("SPECIAL_DAYS").show("EDITABLE", call.may(Permission::EditMarket));
    for (const auto& day : days) {
        auto& line = list.add("SPECIAL_DAY");
        line.set("DATE", date_text(day.date, call.language)).set("ISO_DATE", to_text(day.date));
        line.set("KIND", value_text(call.language, to_text(day.kind))).set("NAME", day.name.value_or(""));
        line.set("CALENDAR", day.calendar).set("OTHER_KIND", std::string(to_text(kind_of_weekday(day.date))));
        line.show("EDITABLE", call.may(Permission::EditMarket));
    }
}

void add_choices(Data& page, const Call& call, const std::string& calendar, int year) {
    for (const auto& name : calendar_names(call))
        page.add("CHIP").set("TEXT", name).set("HREF", page_path(name, year)).show("ON", name == calendar);
    for (const int other : {year - 1, year + 1})
        if (other >= 1900 && other <= 2199)
            page.add("CHIP").set("TEXT", std::to_string(other)).set("HREF", page_path(calendar, other));
}

Response calendar_page(const Call& call, const std::string& calendar, int year, Fields shown, Errors errors) {
    const auto days = days_of_year(call, calendar, year);
    if (!days) errors.insert(errors.end(), days.errors().begin(), days.errors().end());
    Data page;
    page.set("TITLE", call.t("Business calendar") + " " + calendar + " " + std::to_string(year))
        .set("SUB", call.t("Holidays that close a weekday, and workdays at a weekend."));
    page.set("ACTION_PATH", page_path(calendar, year));
    add_errors(page, call.language, errors);
    add_choices(page, call, calendar, year);
    if (days) {
        for (int month = 0; month < 12; ++month) add_month(page, call, add_months(date(year, 1, 1), month), *days);
        add_special_days(page, call, *days);
    }
    if (call.may(Permission::EditMarket)) {
        shown.try_emplace("calendar", calendar);
        const auto typed = kept_form(page, call, call.t("New holiday or workday"), shown);
        add_group(page.add("ADD_DAY"), call.language, "", day_fields(call), typed, errors);
    }
    const auto frame =
        call.frame(call.t("Calendars"), "calendars", {{call.t("Market"), ""}, {call.t("Calendars"), ""}});
    return html(call.app.view.page("calendars", frame, page), errors.empty() ? 200 : status_of(errors));
}

std::string calendar_asked(const Call& call) {
    const auto name = call.parameter("calendar");
    return name.empty() ? std::string(default_calendar) : name;
}

int year_shown(const Result<int>& year, const Call& call) {
    return year ? *year : static_cast<int>(std::chrono::year_month_day{call.today()}.year());
}

Response show_calendar(const Call& call) {
    const auto year = year_of(call);
    return calendar_page(call, calendar_asked(call), year_shown(year, call), {}, year ? Errors{} : year.errors());
}

Response post_day(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) {
        return calendar_page(call, calendar_asked(call), year_shown(year_of(call), call), *form, errors);
    };
    auto fields = as_typed(*form, day_fields(call));
    if (fields["name"].empty()) fields.erase("name");
    const auto day = read_record<CalendarDay>(fields);
    if (!day) return refused(day.errors());
    const int year = static_cast<int>(std::chrono::year_month_day{day->date}.year());
    return store_days(call, {*day}, see_other(page_path(day->calendar, year) + "&saved=1"), refused);
}

}  // namespace

void add_calendar_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/calendars", Read, show_calendar});
    routes.push_back({"POST", "/calendars", EditMarket, post_day});
    routes.push_back({"GET", "/api/v1/calendars", Read, get_calendars, "Business calendars", "", "CalendarPage"});
    routes.push_back({"GET", "/api/v1/calendars/{name}", Read, get_calendar, "Holidays and make-up workdays of a year",
                      "", "CalendarYear"});
    routes.push_back({"PUT", "/api/v1/calendars/{name}", EditMarket, put_days,
                      "Store days, each in the place of the one on the same date", "CalendarDays", "CalendarDays"});
}

}  // namespace leasebook::server
