// Jobs as pages: what ran or runs, who started it, how far it is, what it said. People see the jobs that they started
// and the kinds that are theirs to run; administrators and auditors see all.
#include <algorithm>
#include <limits>

#include "domain/decimal_text.h"
#include "server/jobs.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr int jobs_shown = 50;
constexpr int jobs_looked_at = 1'000;

Permission runs(const std::string& kind) {
    if (kind == to_text(JobKind::Import)) return Permission::Import;
    const bool of_risk = kind == to_text(JobKind::Losses) || kind == to_text(JobKind::Stress);
    return of_risk ? Permission::ManageRisk : Permission::ClosePeriods;
}

bool may_see(const Call& call, const db::Job& job) {
    return call.may(Permission::Administer) || call.may(Permission::ReadAudit) || job.started_by == call.who.name ||
           call.may(runs(job.kind));
}

const char* colour_of(const std::string& state) {
    if (state == to_text(JobState::Done)) return "pos";
    if (state == to_text(JobState::Running)) return "plain";
    return state == to_text(JobState::Refused) ? "warn" : "neg";
}

std::string second_text(db::Moment at) {
    auto text = db::moment_text(at).substr(0, std::string_view("2026-06-30T08:15:30").size());
    text[std::string_view("2026-06-30").size()] = ' ';
    return text + " UTC";
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

// Those that the person may see, the last first, from below that id.
std::vector<db::Job> jobs_for(const Call& call, db::Connection& connection, std::int64_t before) {
    auto jobs = db::list_jobs(connection, before, jobs_looked_at);
    std::erase_if(jobs, [&](const db::Job& job) { return !may_see(call, job); });
    if (jobs.size() > jobs_shown) jobs.resize(jobs_shown + 1);
    return jobs;
}

Response list_page(const Call& call) {
    const auto before = parse_integer(call.parameter("after"), 1, std::numeric_limits<int>::max()).value_or(0);
    const auto [jobs, said] = call.app.database.read([&](db::Connection& c) {
        auto found = jobs_for(call, c, before);
        std::vector<std::string> last;
        for (const auto& job : found) {
            const auto lines = job.finished_at ? db::lines_of_job(c, job.id) : std::vector<db::JobLine>{};
            last.push_back(lines.empty() ? "" : sentence_text(call, lines.back().sentence));
        }
        return std::pair{std::move(found), std::move(last)};
    });
    Data page;
    const auto title = call.t("Jobs");
    page.set("TITLE", title).set("SUB", call.t("Closes, report packs, risk runs and imports, the last one first."));
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No job has run yet."));
    add_columns(table, call,
                {{"Job"}, {"Started by"}, {"Started"}, {"Status"}, {"Progress"}, {"Duration", true}, {"Outcome"}});
    const auto shown = std::min<std::size_t>(jobs.size(), jobs_shown);
    for (std::size_t i = 0; i < shown; ++i) add_job_row(table, call, jobs[i], said[i]);
    add_pager(page, call, jobs.size() > shown ? std::to_string(jobs[shown - 1].id) : "");
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
    const auto id = parse_integer(call.path_value(0), 1, std::numeric_limits<int>::max());
    const auto job =
        id ? call.app.database.read([&](db::Connection& c) { return db::find_job(c, *id); }) : std::nullopt;
    return job && may_see(call, *job) ? job : std::nullopt;
}

Response no_such_job(const Call& call) { return no_such_page(call, not_found("", "There is no such job.")); }

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

}  // namespace

void add_job_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/jobs", Read, list_page});
    routes.push_back({"GET", "/jobs/{id}", Read, job_page});
    routes.push_back({"GET", "/jobs/{id}/progress", Read, progress_part});
}

}  // namespace leasebook::server
