#include "server/lessee_grades.h"

#include "db/grade_store.h"
#include "server/entry_page.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/form.h"
#include "server/web/formats.h"

namespace leasebook::server {

Errors check_day(const GradeEntry& entry, Date today) {
    if (!entry.date || *entry.date <= today) return {};
    return {invalid("date", "A grade counts from a day that has come: {0} lies ahead.", to_text(*entry.date))};
}

Result<Done> enter_grade(db::Connection& connection, const LesseeGrade& grade, const Act& act, db::Moment at) {
    if (auto errors = check_day(grade.entry, act.on); !errors.empty()) return errors;
    return db::change_grade(connection, {grade.lessee, grade.entry.date.value_or(act.on), *grade.entry.grade,
                                         grade.entry.reason, act.by, at});
}

Result<Done> note_grade(db::Connection& connection, const Lessee& record, const Act& act, db::Moment at) {
    const auto before = db::find<Lessee>(connection, record.code);
    if (!before || before->grade == record.grade) return Done{};
    return db::change_grade(connection, {record.code, act.on, record.grade, "", act.by, at});
}

namespace {

std::string grade_json(const db::GradeChange& change) {
    RecordJson out;
    out("date", change.effective);
    out("grade", change.grade);
    out("reason", change.reason);
    out("entered_by", change.entered_by);
    out("recorded_at", db::moment_text(change.recorded_at));
    return out.object();
}

std::optional<Lessee> lessee_asked(const Call& call) {
    return call.app.database.read([&](db::Connection& c) { return db::find<Lessee>(c, {call.path_value(0)}); });
}
Error no_such_lessee(const Call& call) {
    return not_found("", "There is no lessee \"{0}\".", shortened(call.path_value(0)));
}

Response get_grades(const Call& call) {
    const auto lessee = lessee_asked(call);
    if (!lessee) return problem({no_such_lessee(call)});
    db::Page<db::GradeChange> page{
        call.app.database.read([&](db::Connection& c) { return db::grades_of(c, lessee->code); }), ""};
    return json_text(page_json(page, grade_json));
}

Result<Call::Changed> entered(const Call& call, db::Connection& c, const GradeEntry& entry, Response answer) {
    const LesseeGrade grade{{call.path_value(0)}, entry};
    const auto kept = enter_grade(c, grade, call.act(), call.app.clock());
    if (!kept) return kept.errors();
    return Call::Changed{std::move(answer), grade.lessee.text, record_json(entry)};
}

Response post_grade(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<GradeEntry>(*json) : Result<GradeEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    return call.change(
        "lessee.grade",
        [&](db::Connection& c) { return entered(call, c, *entry, json_text(record_json(*entry), 201)); },
        [](const Errors& errors) { return problem(errors); });
}

std::vector<FormField> grade_fields(Language language) {
    return {{"date", Control::Date, 3, "From which it counts; a past day is possible", {}},
            {"grade", Control::Select, 3, "", choices_of<RatingGrade>(language)},
            {"reason", Control::Text, 6, "It stays on record with the decision", {}}};
}

Response grade_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto lessee = lessee_asked(call);
    if (!lessee) return no_such_page(call, no_such_lessee(call));
    const auto title = call.t("Grade") + " · " + lessee->name, home = path_to("/lessees", lessee->code.text);
    const auto frame = call.frame(
        title, "lessees",
        {{call.t("Register"), ""}, {call.t("Lessees"), "/lessees"}, {lessee->name, home}, {call.t("Grade"), ""}});
    return entry_page(call, frame, {title, "", home + "/grades", home, grade_fields(call.language)}, shown, errors);
}

Response post_grade_form(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return grade_page(call, *form, errors); };
    const auto entry = read_record<GradeEntry>(as_typed(*form, grade_fields(call.language)));
    if (!entry) return refused(entry.errors());
    return call.change(
        "lessee.grade",
        [&](db::Connection& c) {
            return entered(call, c, *entry, see_other(path_to("/lessees", call.path_value(0)) + "?saved=1"));
        },
        refused);
}

}  // namespace

void add_grade_history(Data& page, const Call& call, const Lessee& lessee) {
    const auto changes = call.app.database.read([&](db::Connection& c) { return db::grades_of(c, lessee.code); });
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Grades")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("Its grade never changed."));
    if (call.may(Permission::EditRegister))
        table.set("MORE_HREF", path_to("/lessees", lessee.code.text) + "/grades")
            .set("MORE_TEXT", call.t("Enter a grade"));
    add_columns(table, call, {{"From"}, {"Grade"}, {"Reason"}, {"Entered by"}, {"Recorded"}});
    for (const auto& change : changes) {
        auto& row = table.add("ROW");
        text_cell(row, &change == &changes.front() ? call.t("from the beginning")
                                                   : date_text(change.effective, call.language));
        text_cell(row, value_text(call.language, to_text(change.grade)));
        text_cell(row, change.reason);
        text_cell(row, change.entered_by);
        text_cell(row, db::moment_text(change.recorded_at));
    }
}

void add_grade_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string one = "/lessees/{code}/grades", v1 = "/api/v1" + one;
    routes.push_back({"GET", one, EditRegister, [](const Call& call) {
                          return grade_page(call, {{"date", to_text(call.today())}}, {});
                      }});
    routes.push_back({"POST", one, EditRegister, post_grade_form});
    routes.push_back({"GET", v1, Read, get_grades, "Grades of a lessee by the day they count from", "", "GradePage"});
    routes.push_back({"POST", v1, EditRegister, post_grade, "Enter a grade, from today or a past day on", "GradeEntry",
                      "GradeEntry"});
}

}  // namespace leasebook::server
