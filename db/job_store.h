#pragma once
// What ran beside the requests, how far it came and what it said.
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"

namespace leasebook::db {

struct Job {
    std::int64_t id = 0;     // given by start_job
    std::string kind;        // "close"
    std::string subject;     // "2026-06"
    std::string started_by;  // a user's name, "command line", "calendar"
    Moment started_at, seen_at;
    std::optional<Moment> finished_at = {};
    std::string state = "running";  // "done", "refused", "failed", "interrupted"
    std::string step = {};
    std::int64_t done = 0, total = 0;  // of the step; a total of 0: not known beforehand
    bool operator==(const Job&) const = default;
};
struct JobLine {
    Moment at;
    std::string sentence;  // as the server writes them
    bool operator==(const JobLine&) const = default;
};

// Answers the id it is given.
std::int64_t start_job(Connection& connection, const Job& job);
// How far it has come; also says that it lives, should a start of the server have taken it for dead.
void job_progress(Connection& connection, const Job& job);
// After all that it said before.
void add_job_line(Connection& connection, std::int64_t job, const JobLine& line);
// With one of the states that are an end.
void finish_job(Connection& connection, std::int64_t job, const std::string& state, Moment at);
// Those that run as far as the table knows ran in a program that is gone; answers them.
std::vector<Job> interrupt_running_jobs(Connection& connection, Moment at);
struct JobQuery {
    std::vector<std::string> kinds = {};  // of one of these kinds,
    std::string started_by = {};          // or started by that user
    std::int64_t before = 0;              // with an id below; 0: all
    int limit = 50;
};
struct ListedJob {
    Job job;
    std::string last_said;  // the last of its lines, as the server wrote it; empty while it has said nothing
    bool operator==(const ListedJob&) const = default;
};
// Newest first.
std::vector<ListedJob> list_jobs(Connection& connection, const JobQuery& query);
// One job, and what it said in the order in which it did.
std::optional<Job> find_job(Connection& connection, std::int64_t id);
std::vector<JobLine> lines_of_job(Connection& connection, std::int64_t job);
// Those started before, with their lines; answers how many.
std::int64_t forget_jobs_before(Connection& connection, Moment started);

}  // namespace leasebook::db
