#include "db/job_store.h"

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {
namespace {

class JobStore : public OnBothBooks {
protected:
    std::int64_t start(const std::string& subject, Moment at = noon) {
        return database->write([&](Connection& c) {
            return start_job(c, {0, "monthly_close", subject, "finance", at, at});
        });
    }
    Job found(std::int64_t id) {
        return database->read([&](Connection& c) { return find_job(c, id); }).value();
    }
    std::vector<std::int64_t> listed(const JobQuery& query) {
        std::vector<std::int64_t> ids;
        for (const auto& [job, said] : database->read([&](Connection& c) { return list_jobs(c, query); }))
            ids.push_back(job.id);
        return ids;
    }
    template <class F>
    void write(F use) {
        database->write(use);
    }
};
INSTANTIATE_TEST_SUITE_P(Both, JobStore, both_databases, dialect_name);

using std::chrono::minutes;

TEST_P(JobStore, FollowsAJobFromItsStartToItsEnd) {
    const auto id = start("2026-06");
    EXPECT_EQ(found(id), (Job{id, "monthly_close", "2026-06", "finance", noon, noon}));
    Job job = found(id);
    job.step = "post";
    job.done = 7;
    job.total = 9;
    job.seen_at = noon + minutes(1);
    write([&](Connection& c) { job_progress(c, job); });
    EXPECT_EQ(found(id), job);
    write([&](Connection& c) { finish_job(c, id, "done", noon + minutes(2)); });
    job.state = "done";
    job.seen_at = noon + minutes(2);
    job.finished_at = noon + minutes(2);
    EXPECT_EQ(found(id), job);
    EXPECT_FALSE(database->read([](Connection& c) { return find_job(c, 99); }));
}

TEST_P(JobStore, KeepsWhatAJobSaidInItsOrder) {
    const auto id = start("2026-06"), other = start("2026-07");
    write([&](Connection& c) {
        for (const char* sentence : {"first", "second 第二", "third"}) add_job_line(c, id, {noon, sentence});
        add_job_line(c, other, {noon, "of the other"});
    });
    EXPECT_EQ(database->read([&](Connection& c) { return lines_of_job(c, id); }),
              (std::vector<JobLine>{{noon, "first"}, {noon, "second 第二"}, {noon, "third"}}));
}

TEST_P(JobStore, ListsTheLastFirstFromBelowAnId) {
    const auto first = start("2026-04"), second = start("2026-05"), third = start("2026-06");
    const auto ids = [&](std::int64_t before, int limit) { return listed({{"monthly_close"}, "", before, limit}); };
    EXPECT_EQ(ids(0, 2), (std::vector{third, second}));
    EXPECT_EQ(ids(second, 2), std::vector{first});
}

TEST_P(JobStore, ListsTheKindsAskedForAndWhatAPersonStarted) {
    const auto close = start("2026-06");
    const auto begin = [&](const std::string& kind, const std::string& by) {
        return database->write([&](Connection& c) { return start_job(c, {0, kind, "x", by, noon, noon}); });
    };
    const auto import = begin("import", "li"), losses = begin("loss_run", "risk");
    EXPECT_EQ(listed({{"import", "loss_run"}, "nobody"}), (std::vector{losses, import}));
    EXPECT_EQ(listed({{"loss_run"}, "finance"}), (std::vector{losses, close}));
    EXPECT_EQ(listed({{}, "li"}), std::vector{import});
    EXPECT_EQ(listed({}), std::vector<std::int64_t>{});
}

TEST_P(JobStore, ListsEachJobWithTheLastThatItSaid) {
    const auto silent = start("2026-05"), talking = start("2026-06");
    write([&](Connection& c) {
        for (int i = 1; i <= 11; ++i) add_job_line(c, talking, {noon, "line " + std::to_string(i)});
    });
    const auto jobs = database->read([](Connection& c) { return list_jobs(c, {{"monthly_close"}}); });
    EXPECT_EQ(jobs, (std::vector<ListedJob>{{found(talking), "line 11"}, {found(silent), ""}}));
}

TEST_P(JobStore, ARestartInterruptsWhatRanAndALivingJobSaysItLives) {
    const auto lost = start("2026-05"), living = start("2026-06"), ended = start("2026-04");
    write([&](Connection& c) {
        finish_job(c, ended, "refused", noon);
        EXPECT_EQ(interrupt_running_jobs(c, noon + minutes(5)).size(), 2U);
        job_progress(c, *find_job(c, living));
    });
    EXPECT_EQ(found(lost).state, "interrupted");
    EXPECT_EQ(found(lost).finished_at, noon + minutes(5));
    EXPECT_EQ(found(living).state, "running");
    EXPECT_FALSE(found(living).finished_at);
    EXPECT_EQ(found(ended).state, "refused");
}

TEST_P(JobStore, OldJobsGoWithTheirLines) {
    const auto old = start("2025-01"), young = start("2026-06", noon + minutes(2));
    write([&](Connection& c) {
        add_job_line(c, old, {noon, "gone"});
        add_job_line(c, young, {noon, "stays"});
        EXPECT_EQ(forget_jobs_before(c, noon + minutes(1)), 1);
    });
    EXPECT_EQ(number("SELECT COUNT(*) FROM jobs"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM job_lines"), 1);
}

}  // namespace
}  // namespace leasebook::db
