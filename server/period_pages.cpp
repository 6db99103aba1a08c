// Accounting periods and their close: pages and API.
#include "db/journal_store.h"
#include "server/books/close_jobs.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

Periods periods_of(const Call& call) {
    const auto kept = call.app.database.read(db::periods);
    return kept ? *kept : Periods(period_of(call.today()), {});
}

std::string page_of(Period period) { return path_to("/periods", to_text(period)); }

const char* colour_of(PeriodStatus status) {
    switch (status) {
        case PeriodStatus::Open: return "pos";
        case PeriodStatus::SoftClosed: return "warn";
        case PeriodStatus::Closed: return "plain";
    }
    throw InvariantBroken("every status of a period has its colour");
}

Response periods_page(const Call& call) {
    const auto periods = periods_of(call);
    const auto title = call.t("Periods");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("A closed month takes no more postings; what comes late goes to the next."));
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12");
    add_columns(table, call, {{"Period"}, {"Status"}, {"Closed or opened by"}, {"Trial balance"}});
    for (auto period = period_of(call.today()); period >= periods.first(); period = period.previous()) {
        const auto state = periods.state(period);
        auto& row = table.add("ROW");
        text_cell(row, to_text(period), page_of(period));
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(state.status)))
            .set("TAG_KIND", colour_of(state.status));
        text_cell(row, state.changed_by);
        text_cell(row, call.t("Trial balance"), path_with("/trial-balance", {{"period", to_text(period)}}));
    }
    const auto frame = call.frame(title, "periods", {{call.t("Books"), ""}, {title, ""}});
    return html(call.app.view.page("books", frame, page));
}

void add_steps(Data& page, const Call& call, const std::vector<db::CloseStepRow>& steps) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Steps of the close"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("The close of this month has not begun."));
    add_columns(table, call, {{"Step"}, {"Records", true}, {"Control total"}, {"Started"}, {"Finished"}, {"By"}});
    for (const auto& step : steps) {
        auto& row = table.add("ROW");
        text_cell(row, value_text(call.language, step.step));
        number_cell(row, std::to_string(step.records));
        text_cell(row, step.control_total);
        text_cell(row, db::moment_text(step.started_at));
        text_cell(row, step.finished_at ? db::moment_text(*step.finished_at) : call.t("under way"));
        text_cell(row, step.by);
    }
}

void add_progress(Data& page, const Call& call, Period period) {
    const auto steps = call.app.database.read([&](db::Connection& c) { return db::close_steps(c, period); });
    const auto job = call.app.closes.state(period);
    auto& progress = page.add("PROGRESS");
    progress.set("POLL_HREF", page_of(period) + "/progress").show("RUNNING", job && job->running);
    if (job && job->running)
        progress.set("TEXT", filled(call.t("Closing: {0}, {1} records."),
                                    {value_text(call.language, to_text(job->step)), std::to_string(job->records)}));
    if (job && !job->failure.empty())
        progress.set("TEXT", call.t("The close was broken off. Start it again: it goes on where it stopped."));
    if (job) add_errors(progress, call.language, job->refused);
    add_steps(progress, call, steps);
}

void add_tasks(Data& page, const Call& call, const Periods& periods, Period period) {
    if (!call.may(Permission::ClosePeriods)) return;
    const auto state = periods.state(period);
    const auto job = call.app.closes.state(period);
    if (state.status != PeriodStatus::Closed && !(job && job->running)) {
        const auto explanation =
            filled(call.t("Posts interest, invoices, provisions and the trial balance of {0}, then locks it."),
                   {to_text(period)});
        page.add("TASK")
            .set("ACTION_PATH", page_of(period) + "/close")
            .set("TEXT", call.t("Close the month"))
            .set("EXPLANATION", explanation)
            .set("CONFIRM", explanation)
            .show("PRIMARY");
    }
    if (state.status == PeriodStatus::Closed && !state.reopen_asked_by) {
        const auto form = call.request.method == "POST" ? call.form() : Result<Fields>(Fields{});
        const auto title = call.t("Ask to reopen this month") + ": " + to_text(period);
        add_group(page.add("REOPEN").set("ACTION_PATH", page_of(period) + "/reopen-request"), call.language, "",
                  {{"reason", Control::Text, 6, "", {}}}, kept_form(page, call, title, form ? *form : Fields{}), {});
    }
    if (state.reopen_asked_by && *state.reopen_asked_by != call.who.name)
        page.add("TASK")
            .set("ACTION_PATH", page_of(period) + "/reopen")
            .set("TEXT", call.t("Reopen the month"))
            .set("EXPLANATION", filled(call.t("{0} asks to reopen it: {1}"),
                                       {*state.reopen_asked_by, state.reopen_reason.value_or("")}))
            .set("CONFIRM", filled(call.t("{0} is open again: its provisions and frozen reports give way to those of "
                                          "the next close."),
                                   {to_text(period)}))
            .show("DANGER");
}

Response period_page(const Call& call, const Errors& errors) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return no_such_page(call, period.error());
    const auto periods = periods_of(call);
    const auto state = periods.state(*period);
    Data page;
    page.set("TITLE", call.t("Period") + " " + to_text(*period));
    page.add("TAG").set("TEXT", value_text(call.language, to_text(state.status))).set("KIND", colour_of(state.status));
    for (const auto& [text, href] :
         {std::pair{"Provisions", path_with("/provisions", {{"period", to_text(*period)}})},
          std::pair{"Overlays", page_of(*period) + "/overlays"},
          std::pair{"Trial balance", path_with("/trial-balance", {{"period", to_text(*period)}})}})
        page.add("ACTION").set("TEXT", call.t(text)).set("HREF", href);
    add_errors(page, call.language, errors);
    add_tasks(page, call, periods, *period);
    add_progress(page, call, *period);
    const auto frame = call.frame(call.t("Period") + " " + to_text(*period), "periods",
                                  {{call.t("Books"), ""}, {call.t("Periods"), "/periods"}, {to_text(*period), ""}});
    return html(call.app.view.page("period", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response progress_part(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return no_such_page(call, period.error());
    Data part;
    add_progress(part, call, *period);
    return html(call.app.view.part("period_progress", call.frame("", "periods", {}), part));
}

std::string period_json(const Call& call, Period period) {
    const auto state = periods_of(call).state(period);
    const auto steps = call.app.database.read([&](db::Connection& c) { return db::close_steps(c, period); });
    RecordJson out;
    out("period", to_text(period));
    out("status", state.status);
    out("changed_by", state.changed_by);
    out("reopen_asked_by", state.reopen_asked_by);
    out("reopen_reason", state.reopen_reason);
    out.with("steps", json_array(steps, [](const db::CloseStepRow& step) {
                 RecordJson row;
                 row("step", step.step);
                 row("records", static_cast<int>(step.records));
                 row("control_total", step.control_total);
                 row("started_at", db::moment_text(step.started_at));
                 row("finished_at", step.finished_at ? db::moment_text(*step.finished_at) : std::string{});
                 row("by", step.by);
                 return row.object();
             }));
    return out.object();
}

// One change of a period's state, decided by the domain; `answer` makes the response of it.
template <class Decide>
Response change_period(const Call& call, std::string_view action, Period period, const Decide& decide,
                       const std::function<Response()>& answer, const Call::Refusal& refused) {
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto kept = db::periods(c);
        const Result<PeriodState> state = decide(kept ? *kept : Periods(period_of(call.today()), {}));
        if (!state) return state.errors();
        db::keep_period(c, *state, call.app.clock());
        if (state->status == PeriodStatus::Open) db::forget_close_steps(c, period);
        return Call::Changed{answer(), to_text(period), to_text(state->status)};
    };
    return call.change(action, change, refused);
}

// The cut-off is part of the answer, the rest goes on beside it.
Response start_close(const Call& call, Period period, const std::function<Response()>& answer,
                     const Call::Refusal& refused) {
    auto response = change_period(
        call, "period.close", period,
        [&](const Periods& periods) -> Result<PeriodState> {
            if (const auto over = require_over(period, call.today()); !over) return over.errors();
            return soft_close(periods, period, call.who.name);
        },
        answer, refused);
    if (response.status < 400) call.app.closes.start({period, call.who.name, call.app.currency, call.app.clock, {}});
    return response;
}

struct Door {
    Period period;
    std::function<Response()> answer;
    Call::Refusal refused;
};
// The same change through the page and through the API.
template <class Act>
Response through(const Call& call, bool api, const Act& act) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return api ? problem(404, period.errors()) : no_such_page(call, period.error());
    if (api)
        return act(Door{
            *period,
            [&call, period = *period] { return json_text("{\"period\":" + json_string(to_text(period)) + "}", 202); },
            [](const Errors& errors) { return problem(errors); }});
    return act(Door{*period, [period = *period] { return see_other(page_of(period)); },
                    [&call](const Errors& errors) { return period_page(call, errors); }});
}

std::string reason_of(const Call& call, bool api) {
    const auto fields = api ? call.json() : Result<JsonFields>(invalid("", ""));
    if (fields && fields->fields.contains("reason")) return fields->fields.at("reason");
    const auto form = api ? Result<Fields>(invalid("", "")) : call.form();
    return form && form->contains("reason") ? form->at("reason") : std::string{};
}

template <bool api>
Response close_door(const Call& call) {
    return through(call, api, [&](const Door& d) { return start_close(call, d.period, d.answer, d.refused); });
}
template <bool api>
Response ask_door(const Call& call) {
    return through(call, api, [&](const Door& d) {
        const auto reason = reason_of(call, api);
        return change_period(
            call, "period.ask_to_reopen", d.period,
            [&](const Periods& periods) { return ask_to_reopen(periods, d.period, call.who.name, reason); }, d.answer,
            d.refused);
    });
}
template <bool api>
Response reopen_door(const Call& call) {
    return through(call, api, [&](const Door& d) {
        return change_period(
            call, "period.reopen", d.period,
            [&](const Periods& periods) { return reopen(periods, d.period, call.who.name); }, d.answer, d.refused);
    });
}

Response get_period(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    return period ? json_text(period_json(call, *period)) : problem(404, period.errors());
}

}  // namespace

void add_period_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string page = "/periods/{period}", one = "/api/v1/periods/{period}";
    routes.push_back({"GET", "/periods", Read, periods_page});
    routes.push_back({"GET", page, Read, [](const Call& call) { return period_page(call, {}); }});
    routes.push_back({"GET", page + "/progress", Read, progress_part});
    routes.push_back({"POST", page + "/close", ClosePeriods, close_door<false>});
    routes.push_back({"POST", page + "/reopen-request", ClosePeriods, ask_door<false>});
    routes.push_back({"POST", page + "/reopen", ClosePeriods, reopen_door<false>});
    routes.push_back({"GET", one, Read, get_period, "A period and the steps of its close", "", "PeriodDocument"});
    routes.push_back({"POST", one + "/close", ClosePeriods, close_door<true>,
                      "Close the month; it goes on after the answer", "", "PeriodAccepted"});
    routes.push_back({"POST", one + "/reopen-request", ClosePeriods, ask_door<true>, "Ask to reopen a closed month",
                      "Reason", "PeriodAccepted"});
    routes.push_back({"POST", one + "/reopen", ClosePeriods, reopen_door<true>,
                      "Reopen a month somebody else asked for", "", "PeriodAccepted"});
}

}  // namespace leasebook::server
