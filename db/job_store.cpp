#include "db/job_store.h"

#include "db/counters.h"

namespace leasebook::db {

namespace {

const std::string select_jobs =
    "SELECT `id`, `kind`, `subject`, `started_by`, `started_at`, `seen_at`, `finished_at`, `state`, `step`, `done`, "
    "`total` FROM `jobs` ";

std::vector<Job> read_jobs(Statement& rows) {
    std::vector<Job> jobs;
    while (rows.step()) {
        Job job{rows.integer(0),         rows.text(1),           rows.text(2), rows.text(3),
                moment_of(rows.text(4)), moment_of(rows.text(5))};
        if (!rows.is_null(6)) job.finished_at = moment_of(rows.text(6));
        job.state = rows.text(7);
        job.step = rows.text(8);
        job.done = rows.integer(9);
        job.total = rows.integer(10);
        jobs.push_back(std::move(job));
    }
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

std::vector<Job> list_jobs(Connection& connection, std::int64_t before, int limit) {
    auto& select = connection.prepare(select_jobs + "WHERE ? = 0 OR `id` < ? ORDER BY `id` DESC LIMIT ?");
    return read_jobs(select.bind(1, before).bind(2, before).bind(3, limit));
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
