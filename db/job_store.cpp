#include "db/job_store.h"

#include "db/counters.h"

namespace leasebook::db {

namespace {

const std::string job_columns =
    "`id`, `kind`, `subject`, `started_by`, `started_at`, `seen_at`, `finished_at`, `state`, `step`, `done`, `total`";
const std::string select_jobs = "SELECT " + job_columns + " FROM `jobs` ";

Job job_at(Statement& row) {
    Job job{row.integer(0), row.text(1), row.text(2), row.text(3), moment_of(row.text(4)), moment_of(row.text(5))};
    if (!row.is_null(6)) job.finished_at = moment_of(row.text(6));
    job.state = row.text(7);
    job.step = row.text(8);
    job.done = row.integer(9);
    job.total = row.integer(10);
    return job;
}

std::vector<Job> read_jobs(Statement& rows) {
    std::vector<Job> jobs;
    while (rows.step()) jobs.push_back(job_at(rows));
    return jobs;
}

}  // namespace

std::int64_t start_job(Connection& connection, const Job& job) {
    const auto id = count_up(connection, "jobs");
    connection
        .prepare(
            "INSERT INTO `jobs` (`id`, `kind`, `subject`, `started_by`, `started_at`, `seen_at`, `state`, `step`, "
            "`done`, `total`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(1, id)
        .bind(2, job.kind)
        .bind(3, job.subject)
        .bind(4, job.started_by)
        .bind(5, moment_text(job.started_at))
        .bind(6, moment_text(job.seen_at))
        .bind(7, job.state)
        .bind(8, job.step)
        .bind(9, job.done)
        .bind(10, job.total)
        .execute();
    return id;
}

void job_progress(Connection& connection, const Job& job) {
    connection
        .prepare(
            "UPDATE `jobs` SET `seen_at` = ?, `step` = ?, `done` = ?, `total` = ?, `state` = 'running', `finished_at` "
            "= NULL WHERE `id` = ?")
        .bind(1, moment_text(job.seen_at))
        .bind(2, job.step)
        .bind(3, job.done)
        .bind(4, job.total)
        .bind(5, job.id)
        .execute();
}

void add_job_line(Connection& connection, std::int64_t job, const JobLine& line) {
    auto& count = connection.prepare("SELECT COUNT(*) FROM `job_lines` WHERE `job` = ?");
    count.bind(1, job).step();
    const auto number = count.integer(0) + 1;
    count.reset();
    connection.prepare("INSERT INTO `job_lines` (`job`, `line`, `at`, `sentence`) VALUES (?, ?, ?, ?)")
        .bind(1, job)
        .bind(2, number)
        .bind(3, moment_text(line.at))
        .bind(4, line.sentence)
        .execute();
}

void finish_job(Connection& connection, std::int64_t job, const std::string& state, Moment at) {
    connection.prepare("UPDATE `jobs` SET `state` = ?, `finished_at` = ?, `seen_at` = ? WHERE `id` = ?")
        .bind(1, state)
        .bind(2, moment_text(at))
        .bind(3, moment_text(at))
        .bind(4, job)
        .execute();
}

std::vector<Job> interrupt_running_jobs(Connection& connection, Moment at) {
    auto jobs = read_jobs(connection.prepare(select_jobs + "WHERE `state` = 'running' ORDER BY `id`"));
    for (auto& job : jobs) {
        job.state = "interrupted";
        finish_job(connection, job.id, job.state, at);
    }
    return jobs;
}

std::vector<ListedJob> list_jobs(Connection& connection, const JobQuery& query) {
    std::string whose = "`started_by` = ?";
    for (std::size_t i = 0; i < query.kinds.size(); ++i) whose += " OR `kind` = ?";
    auto& select = connection.prepare(
        "SELECT " + job_columns +
        ", (SELECT l.`sentence` FROM `job_lines` l WHERE l.`job` = `jobs`.`id` ORDER BY l.`line` DESC LIMIT 1) FROM "
        "`jobs` WHERE (? = 0 OR `id` < ?) AND (" +
        whose + ") ORDER BY `id` DESC LIMIT ?");
    select.bind(1, query.before).bind(2, query.before).bind(3, query.started_by);
    int parameter = 4;
    for (const auto& kind : query.kinds) select.bind(parameter++, kind);
    select.bind(parameter, query.limit);
    constexpr int sentence = 11;  // behind the columns of the job
    std::vector<ListedJob> jobs;
    while (select.step()) jobs.push_back({job_at(select), select.is_null(sentence) ? "" : select.text(sentence)});
    return jobs;
}

std::optional<Job> find_job(Connection& connection, std::int64_t id) {
    auto jobs = read_jobs(connection.prepare(select_jobs + "WHERE `id` = ?").bind(1, id));
    if (jobs.empty()) return {};
    return std::move(jobs.front());
}

std::vector<JobLine> lines_of_job(Connection& connection, std::int64_t job) {
    auto& select = connection.prepare("SELECT `at`, `sentence` FROM `job_lines` WHERE `job` = ? ORDER BY `line`");
    select.bind(1, job);
    std::vector<JobLine> lines;
    while (select.step()) lines.push_back({moment_of(select.text(0)), select.text(1)});
    return lines;
}

std::int64_t forget_jobs_before(Connection& connection, Moment started) {
    const auto day = moment_text(started);
    connection.prepare("DELETE FROM `job_lines` WHERE `job` IN (SELECT `id` FROM `jobs` WHERE `started_at` < ?)")
        .bind(1, day)
        .execute();
    return connection.prepare("DELETE FROM `jobs` WHERE `started_at` < ?").bind(1, day).execute();
}

}  // namespace leasebook::db
