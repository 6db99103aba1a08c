// Jobs as pages and over the API: what ran or runs, who started it, how far it is, what it said. People see the jobs
// that they started and the kinds that are theirs to run; administrators and auditors see all.
#include <algorithm>
#include <limits>

#include "domain/decimal_text.h"
#include "server/jobs.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

Permission runs(std::string_view kind) {
    if (kind == to_text(JobKind::Import)) return Permission::Import;
    const bool of_risk = kind == to_text(JobKind::Losses) || kind == to_text(JobKind::Stress);
    return of_risk ? Permission::ManageRisk : Permission::ClosePeriods;
}

std::optional<std::int64_t> id_in(const std::string& text) {
    return parse_integer(text, 1, std::numeric_limits<int>::max());
}

bool sees_all_of(const Call& call, std::string_view kind) {
    return call.may(Permission::Administer) || call.may(Permission::ReadAudit) || call.may(runs(kind));
}

const char* colour_of(const std::string& state) {
    if (state == to_text(JobState::Done)) return "pos";
    if (state == to_text(JobState::Running)) return "plain";
    return state == to_text(JobState::Refused) ? "warn" : "neg";
}

// "1:02:03", "2:03"
std::string duration_text(std::chrono::seconds took) {
    const std::chrono::hh_mm_ss parts(took);
    const auto two = [](auto count) { return (count.count() < 10 ? "0" : "") + std::to_string(count.count()); };
    if (parts.hours().count() == 0) return std::to_string(parts.minutes().count()) + ":" + two(parts.seconds());
    return std::to_string(parts.hours().count()) + ":" + two(parts.minutes()) + ":" + two(parts.seconds());
}

std::chrono::seconds took(const Call& call, const db::Job& job) {
    const auto until = job.finished_at.value_or(std::max(call.app.clock(), job.seen_at));
    return std::chrono::floor<std::chrono::seconds>(until - job.started_at);
}

std::string progress_text(const Call& call, const db::Job& job) {
    if (job.step.empty()) return "";
    const auto step = value_text(call.language, job.step);
    if (job.total > 0) return filled(call.t("{0}: {1} of {2}"), {step, count_text(job.done), count_text(job.total)});
    return job.done > 0 ? filled(call.t("{0}: {1}"), {step, count_text(job.done)}) : step;
}

// Names of steps and fields are among the arguments: in the person's language, where it knows them.
std::string sentence_text(const Call& call, const std::string& kept) {
    auto sentence = kept_sentence(kept);
    const bool of_a_step = sentence.text == "Step: {0}";
    if (of_a_step) sentence.arguments.front() = value_text(call.language, sentence.arguments.front());
    return filled(call.t(sentence.text), sentence.arguments);
}

std::string title_of(const Call& call, const db::Job& job) {
    const bool of_import = job.kind == to_text(JobKind::Import);
    const auto subject = of_import ? value_text(call.language, job.subject) : job.subject;
    return value_text(call.language, job.kind) + ": " + subject;
}

std::string path_of(const db::Job& job) { return path_to("/jobs", std::to_string(job.id)); }

// Where somebody starts it again, or sees what came of it.
std::string home_of(const db::Job& job) {
    if (job.kind == to_text(JobKind::Close)) return path_to("/periods", job.subject);
    if (job.kind == to_text(JobKind::Pack)) return path_with("/reports", {{"period", job.subject}});
    if (job.kind == to_text(JobKind::Losses)) return "/risk";
    if (job.kind == to_text(JobKind::Stress)) return path_to("/stress", job.subject);
    return "/imports";
}

void add_job_row(Data& table, const Call& call, const db::Job& job, const std::string& said) {
    auto& row = table.add("ROW");
    text_cell(row, title_of(call, job), path_of(job));
    text_cell(row, job.started_by);
    text_cell(row, second_text(job.started_at));
    row.add("CELL").set("TEXT", value_text(call.language, job.state)).set("TAG_KIND", colour_of(job.state));
    text_cell(row, progress_text(call, job));
    number_cell(row, duration_text(took(call, job)));
    text_cell(row, said);
}

// How it ended, in its own words; empty while it runs.
std::string outcome(const Call& call, const db::ListedJob& listed) {
    return listed.job.finished_at && !listed.last_said.empty() ? sentence_text(call, listed.last_said) : "";
}

// Those that the person may see.
db::Page<db::ListedJob> jobs_asked(const Call& call) {
    const auto asked = list_query(call);
    db::JobQuery query{{}, call.who.name, id_in(asked.after).value_or(0), asked.limit + 1};
    for (const auto& [kind, name] : NamesOf<JobKind>::names)
        if (sees_all_of(call, name)) query.kinds.emplace_back(name);
    db::Page<db::ListedJob> page{call.app.database.read([&](db::Connection& c) { return db::list_jobs(c, query); }),
                                 ""};
    if (std::ssize(page.rows) > asked.limit) {
        page.rows.pop_back();
        page.next = std::to_string(page.rows.back().job.id);
    }
    return page;
}

Response list_page(const Call& call) {
    const auto jobs = jobs_asked(call);
    Data page;
    const auto title = call.t("Jobs");
    page.set("TITLE", title).set("SUB", call.t("Closes, report packs, risk runs and imports, the last one first."));
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No job has run yet."));
    add_columns(table, call,
                {{"Job"}, {"Started by"}, {"Started"}, {"Status"}, {"Progress"}, {"Duration", true}, {"Outcome"}});
    for (const auto& listed : jobs.rows) add_job_row(table, call, listed.job, outcome(call, listed));
    add_pager(page, call, jobs.next);
    const auto frame = call.frame(title, "jobs", {{call.t("Administration"), ""}, {title, ""}});
    return html(call.app.view.page("books", frame, page));
}

void fill_job(Data& page, const Call& call, const db::Job& job) {
    auto& shown = page.add("JOB");
    shown.set("POLL_HREF", path_of(job) + "/progress").show("RUNNING", job.state == to_text(JobState::Running));
    const auto pair = [&](const char* label, const std::string& text, const std::string& href = {}) {
        if (!text.empty()) shown.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text).set("HREF", href);
    };
    pair("Status", value_text(call.language, job.state));
    pair("Progress", progress_text(call, job));
    pair("Started by", job.started_by);
    pair("Started", second_text(job.started_at));
    pair("Last sign of life", second_text(job.seen_at));
    pair("Finished", job.finished_at ? second_text(*job.finished_at) : "");
    pair("Duration", duration_text(took(call, job)));
    pair("Where it belongs", title_of(call, job), home_of(job));
    auto& table = shown.add("TABLE");
    table.set("TITLE", call.t("Log")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("It has said nothing yet."));
    add_columns(table, call, {{"At"}, {"What"}});
    const auto lines = call.app.database.read([&](db::Connection& c) { return db::lines_of_job(c, job.id); });
    for (const auto& line : lines) {
        auto& row = table.add("ROW");
        text_cell(row, second_text(line.at));
        text_cell(row, sentence_text(call, line.sentence));
    }
}

std::optional<db::Job> job_asked(const Call& call) {
    const auto id = id_in(call.path_value(0));
    const auto job =
        id ? call.app.database.read([&](db::Connection& c) { return db::find_job(c, *id); }) : std::nullopt;
    const bool seen = job && (job->started_by == call.who.name || sees_all_of(call, job->kind));
    return seen ? job : std::nullopt;
}

Error no_job() { return not_found("", "There is no such job."); }
Response no_such_job(const Call& call) { return no_such_page(call, no_job()); }

Response job_page(const Call& call) {
    const auto job = job_asked(call);
    if (!job) return no_such_job(call);
    Data page;
    const auto title = title_of(call, *job);
    page.set("TITLE", title);
    page.add("TAG").set("TEXT", value_text(call.language, job->state)).set("KIND", colour_of(job->state));
    fill_job(page, call, *job);
    const auto frame =
        call.frame(title, "jobs", {{call.t("Administration"), ""}, {call.t("Jobs"), "/jobs"}, {title, ""}});
    return html(call.app.view.page("job", frame, page));
}

Response progress_part(const Call& call) {
    const auto job = job_asked(call);
    if (!job) return no_such_job(call);
    Data part;
    fill_job(part, call, *job);
    return html(call.app.view.part("job_progress", call.frame("", "jobs", {}), part));
}

RecordJson job_members(const db::Job& job) {
    RecordJson out;
    out.with("id", std::to_string(job.id));
    out("kind", job.kind);
    out("subject", job.subject);
    out("started_by", job.started_by);
    out("started_at", db::moment_text(job.started_at));
    out("seen_at", db::moment_text(job.seen_at));
    out("finished_at", job.finished_at ? std::optional(db::moment_text(*job.finished_at)) : std::nullopt);
    out("state", job.state);
    out("step", job.step);
    out.with("done", std::to_string(job.done));
    out.with("total", job.total > 0 ? std::to_string(job.total) : "null");
    return out;
}

Response get_jobs(const Call& call) {
    return json_text(page_json(jobs_asked(call), [&](const db::ListedJob& listed) {
        auto out = job_members(listed.job);
        const auto said = outcome(call, listed);
        out("outcome", said.empty() ? std::nullopt : std::optional(said));
        return out.object();
    }));
}

Response get_job(const Call& call) {
    const auto job = job_asked(call);
    if (!job) return problem({no_job()});
    const auto lines = call.app.database.read([&](db::Connection& c) { return db::lines_of_job(c, job->id); });
    auto out = job_members(*job);
    out.with("lines", json_array(lines, [&](const db::JobLine& line) {
                 RecordJson said;
                 said("at", db::moment_text(line.at));
                 said("text", sentence_text(call, line.sentence));
                 return said.object();
             }));
    return json_text(out.object());
}

}  // namespace

void add_job_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/jobs", Read, list_page});
    routes.push_back({"GET", "/jobs/{id}", Read, job_page});
    routes.push_back({"GET", "/jobs/{id}/progress", Read, progress_part});
    const std::string v1 = "/api/v1/jobs";
    routes.push_back(
        {"GET", v1, Read, get_jobs, "Closes, report packs, risk runs and imports, newest first", "", "JobPage"});
    routes.push_back({"GET", v1 + "/{id}", Read, get_job, "One job with all that it said", "", "JobWithLines"});
}

}  // namespace leasebook::server
