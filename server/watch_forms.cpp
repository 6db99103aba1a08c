// The forms of the watch list: put a lessee on it, take it off, acknowledge a warning, declare an event of an anchor
// enterprise, and the thresholds.
#include "server/kept_forms.h"
#include "server/quote_page.h"
#include "server/record_json.h"
#include "server/watch_list.h"
#include "server/watch_pages.h"

namespace leasebook::server {

namespace {

struct FormText {
    std::string title, sub, action, save;
};

Response form_page(const Call& call, const FormText& text, const std::vector<FormGroup>& groups, const Fields& shown,
                   const Errors& errors, const Fields& kept = {}) {
    Data page;
    page.set("TITLE", text.title)
        .set("SUB", text.sub)
        .set("ACTION_PATH", text.action)
        .set("CANCEL_HREF", "/watch-list");
    if (call.may(Permission::DecideCredit)) page.set("SAVE_TEXT", text.save);
    add_errors(page, call.language, errors);
    for (const auto& [name, value] : kept) page.add("KEPT").set("NAME", name).set("VALUE", value);
    const auto typed = kept_form(page, call, text.title, shown);
    for (const auto& group : groups) add_group(page, call.language, group.title, group.fields, typed, errors);
    const auto frame = call.frame(text.title, "watch-list",
                                  {{call.t("Risk"), ""}, {call.t("Watch list"), "/watch-list"}, {text.title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

// What was typed as a record: empty controls are left out.
template <class R>
Result<R> typed(const Fields& form, const std::vector<FormField>& fields) {
    auto plain = as_typed(form, fields);
    std::erase_if(plain, [](const auto& field) { return field.second.empty(); });
    return read_record<R>(plain);
}

// Stores what the form holds and goes back to the list.
template <class R, class Store>
Response store_typed(const Call& call, std::string_view action, const Result<R>& record, const std::string& subject,
                     const Store& store, const Call::Refusal& refused) {
    if (!record) return refused(record.errors());
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const Result<Done> stored = store(c, *record); !stored) return stored.errors();
        return Call::Changed{see_other("/watch-list?saved=1"), subject, record_json(*record)};
    };
    return call.change(action, change, refused);
}

std::vector<FormField> entry_fields(const Call& call) {
    return {{"lessee", Control::Suggest, 3, "", lessee_choices(call)},
            {"since", Control::Date, 3, "", {}},
            {"reason", Control::Text, 6, "", {}}};
}

Response entry_page(const Call& call, const Fields& shown, const Errors& errors) {
    return form_page(call,
                     {call.t("Watch a lessee"), call.t("Its leases go to stage 2 at the next month end."),
                      "/watch-list/new", call.t("Put on the watch list")},
                     {{"", entry_fields(call)}}, shown, errors);
}

Response new_entry(const Call& call) {
    return entry_page(call, {{"lessee", call.parameter("lessee")}, {"since", to_text(call.today())}}, {});
}

Response post_entry(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto entry = typed<WatchEntry>(*form, entry_fields(call));
    return store_typed(
        call, "watch_list.put_on", entry, entry ? entry->lessee.text : "",
        [&](db::Connection& c, const WatchEntry& e) -> Result<Done> {
            if (const auto stay = watch_lessee(c, e, call.act(), call.app.clock()); !stay) return stay.errors();
            return Done{};
        },
        [&](const Errors& errors) { return entry_page(call, *form, errors); });
}

std::vector<FormField> end_fields() {
    return {{"until", Control::Date, 3, "", {}}, {"reason", Control::Text, 6, "", {}}};
}

Response end_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto& lessee = call.path_value(0);
    return form_page(
        call,
        {call.t("Take off the watch list") + ": " + lessee, call.t("Its leases come back to stage 1 by good conduct."),
         path_to("/watch-list", lessee) + "/end", call.t("Take off the watch list")},
        {{"", end_fields()}}, shown, errors);
}

Response show_end(const Call& call) { return end_page(call, {{"until", to_text(call.today())}}, {}); }

Response post_end(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const LesseeCode lessee{call.path_value(0)};
    return store_typed(
        call, "watch_list.take_off", typed<WatchEnd>(*form, end_fields()), lessee.text,
        [&](db::Connection& c, const WatchEnd& end) -> Result<Done> {
            if (const auto stay = unwatch_lessee(c, lessee, end, call.act(), call.app.clock()); !stay)
                return stay.errors();
            return Done{};
        },
        [&](const Errors& errors) { return end_page(call, *form, errors); });
}

constexpr std::array acknowledged_fields{"trigger", "subject", "since", "level"};

Response acknowledgement_page(const Call& call, const Fields& shown, const Errors& errors) {
    Fields kept;
    for (const char* name : acknowledged_fields)
        if (const auto value = shown.find(name); value != shown.end()) kept[name] = value->second;
    return form_page(call,
                     {call.t("Acknowledge a warning") + ": " + kept["subject"],
                      call.t("It is shown as looked at while it lasts and does not get worse."),
                      "/watch-list/acknowledge", call.t("Acknowledge")},
                     {{"", {{"note", Control::Text, 6, "", {}}}}}, shown, errors, kept);
}

Response show_acknowledgement(const Call& call) {
    Fields shown;
    for (const char* name : acknowledged_fields) shown[name] = call.parameter(name);
    return acknowledgement_page(call, shown, {});
}

Response post_acknowledgement(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    std::vector<FormField> fields{{"note", Control::Text, 6, "", {}}};
    for (const char* name : acknowledged_fields) fields.push_back({name, Control::Text, 3, "", {}});
    const auto record = typed<Acknowledgement>(*form, fields);
    return store_typed(
        call, "early_warning.acknowledge", record, record ? record->subject : "",
        [&](db::Connection& c, const Acknowledgement& a) -> Result<Done> {
            db::keep_acknowledgement(c, a, call.who.name, call.app.clock());
            return Done{};
        },
        [&](const Errors& errors) { return acknowledgement_page(call, *form, errors); });
}

std::vector<FormField> event_fields(const Call& call) {
    return {{"anchor", Control::Text, 6, "As lessees name it", {}},
            {"kind", Control::Select, 3, "", choices_of<AnchorEventKind>(call.language)},
            {"date", Control::Date, 3, "", {}},
            {"until", Control::Date, 3, "Empty while it lasts", {}, true},
            {"source", Control::Text, 6, "", {}}};
}

Response event_page(const Call& call, const Fields& shown, const Errors& errors) {
    return form_page(call,
                     {call.t("Declare an event of an anchor"),
                      call.t("The same anchor, date and kind again replaces what was declared: so it is ended, too."),
                      "/watch-list/anchor-events/new", call.t("Save")},
                     {{"", event_fields(call)}}, shown, errors);
}

Response new_event(const Call& call) {
    return event_page(call, {{"anchor", call.parameter("anchor")}, {"date", to_text(call.today())}}, {});
}

Response post_event(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto event = typed<AnchorEvent>(*form, event_fields(call));
    return store_typed(
        call, "anchor_event.declare", event, event ? event->anchor : "",
        [&](db::Connection& c, const AnchorEvent& e) -> Result<Done> {
            db::keep_anchor_event(c, e, call.who.name, call.app.clock());
            return Done{};
        },
        [&](const Errors& errors) { return event_page(call, *form, errors); });
}

std::vector<FormGroup> threshold_groups(const Call& call) {
    const auto grades = choices_of<RatingGrade>(call.language);
    return {{"Of a lease",
             {{"amber_days", Control::Number, 3, "", {}, false, "days"},
              {"red_days", Control::Number, 3, "", {}, false, "days"},
              {"amber_fall", Control::Percent, 3, "Of an appraisal below what the curve gave", {}},
              {"red_fall", Control::Percent, 3, "Of an appraisal below what the curve gave", {}},
              {"insurance_days", Control::Number, 3, "Before the insurance of a machine ends", {}, false, "days"}}},
            {"Of a cluster",
             {{"amber_npl", Control::Percent, 3, "", {}},
              {"red_npl", Control::Percent, 3, "", {}},
              {"amber_late", Control::Percent, 3, "", {}},
              {"red_late", Control::Percent, 3, "", {}},
              {"amber_roll", Control::Percent, 3, "", {}},
              {"red_roll", Control::Percent, 3, "", {}},
              {"cluster_contracts", Control::Number, 3, "With fewer contracts rates say nothing", {}}}},
            {"Of an anchor enterprise",
             {{"amber_grade", Control::Select, 3, "This grade or worse", grades},
              {"red_grade", Control::Select, 3, "This grade or worse", grades}}}};
}

Response thresholds_page(const Call& call, const Fields& shown, const Errors& errors) {
    return form_page(
        call,
        {call.t("Thresholds of early warnings"), call.t("From which figures on the company wants to be warned."),
         "/watch-list/thresholds", call.t("Save")},
        threshold_groups(call), shown, errors);
}

Response show_thresholds(const Call& call) {
    const auto thresholds = call.app.database.read([](db::Connection& c) { return db::watch_records(c).thresholds; });
    return thresholds_page(call, for_editing(write_record(thresholds), all_fields(threshold_groups(call))), {});
}

Response post_thresholds(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    return store_typed(
        call, "early_warning.thresholds", typed<EarlyWarningThresholds>(*form, all_fields(threshold_groups(call))),
        "early-warning-thresholds",
        [&](db::Connection& c, const EarlyWarningThresholds& t) -> Result<Done> {
            db::keep_early_warning_thresholds(c, t, call.who.name, call.app.clock());
            return Done{};
        },
        [&](const Errors& errors) { return thresholds_page(call, *form, errors); });
}

}  // namespace

void add_watch_forms(std::vector<Route>& routes) {
    using enum Permission;
    const std::string list = "/watch-list";
    routes.push_back({"GET", list + "/new", DecideCredit, new_entry});
    routes.push_back({"POST", list + "/new", DecideCredit, post_entry});
    routes.push_back({"GET", list + "/{lessee}/end", DecideCredit, show_end});
    routes.push_back({"POST", list + "/{lessee}/end", DecideCredit, post_end});
    routes.push_back({"GET", list + "/acknowledge", DecideCredit, show_acknowledgement});
    routes.push_back({"POST", list + "/acknowledge", DecideCredit, post_acknowledgement});
    routes.push_back({"GET", list + "/anchor-events/new", DecideCredit, new_event});
    routes.push_back({"POST", list + "/anchor-events/new", DecideCredit, post_event});
    routes.push_back({"GET", list + "/thresholds", Read, show_thresholds});
    routes.push_back({"POST", list + "/thresholds", DecideCredit, post_thresholds});
}

}  // namespace leasebook::server
