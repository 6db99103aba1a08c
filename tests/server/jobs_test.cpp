// What ran beside the requests stays on record: who started it, how far it came, how it ended, and what a person can
// do.
#include "server/jobs.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class Jobs : public HouseCase {
protected:
    std::vector<db::Job> jobs() {
        db::JobQuery query;
        for (const auto& [kind, name] : NamesOf<JobKind>::names) query.kinds.emplace_back(name);
        std::vector<db::Job> found;
        for (auto& listed : database_->read([&](db::Connection& c) { return db::list_jobs(c, query); }))
            found.push_back(std::move(listed.job));
        return found;
    }
    std::vector<std::string> said(std::int64_t job) {
        std::vector<std::string> sentences;
        for (const auto& line : database_->read([&](db::Connection& c) { return db::lines_of_job(c, job); })) {
            const auto sentence = kept_sentence(line.sentence);
            sentences.push_back(filled(sentence.text, sentence.arguments));
        }
        return sentences;
    }
    static bool says(const Response& page, const std::string& text) {
        return page.body.find(text) != std::string::npos;
    }
    void close_month(const std::string& month) {
        ASSERT_EQ(post_form("/periods/" + month + "/close", {}, as(Role::Finance)).status, 303);
        wait_for_close();
    }
    Response import_of(const std::string& kind, const std::string& csv) {
        const auto& who = as(Role::Administrator);
        return send("POST", "/api/v1/imports/" + kind, who, csv,
                    {{"content-type", "text/csv"}, {"x-csrf-token", who.csrf}});
    }
    JobRecord::Clock clock() {
        return [this] { return now; };
    }
};

TEST_F(Jobs, ACloseIsOnRecordWithItsStepsAndItsEnd) {
    close_month("2026-06");
    ASSERT_EQ(jobs().size(), 1U);
    const auto job = jobs().front();
    EXPECT_EQ(job.kind, "monthly_close");
    EXPECT_EQ(job.subject, "2026-06");
    EXPECT_EQ(job.started_by, "finance");
    const auto sentences = said(job.id);
    EXPECT_EQ(job.state, "done") << sentences.back();
    for (const char* step : {"cut_off", "trial_balance", "snapshot", "lock"})
        EXPECT_TRUE(std::ranges::count(sentences, "Step: " + std::string(step)) == 1) << step;
    EXPECT_TRUE(sentences.back().starts_with("The month is closed. Hash of its journal: "));
    const auto list = get("/jobs", as(Role::Finance));
    ASSERT_EQ(list.status, 200);
    EXPECT_TRUE(says(list, "Monthly close: 2026-06"));
    EXPECT_TRUE(says(list, "The month is closed."));
    const auto page = get("/jobs/" + std::to_string(job.id), as(Role::Finance));
    EXPECT_TRUE(says(page, "Step: Trial balance"));
    EXPECT_TRUE(says(page, "href=\"/periods/2026-06\""));
    EXPECT_FALSE(says(page, "hx-get=\"/jobs")) << "nothing to wait for";
}

TEST_F(Jobs, WhatWasRefusedSaysWhatToMend) {
    const auto import = import_of("lessees", "code,name\nX,\n");
    ASSERT_EQ(import.status, 422);
    const auto job = jobs().front();
    EXPECT_EQ(job.state, "refused");
    const auto sentences = said(job.id);
    EXPECT_TRUE(std::ranges::any_of(sentences, [](const auto& s) { return s.ends_with("nothing was stored."); }));
    EXPECT_TRUE(std::ranges::any_of(sentences, [](const auto& s) { return s.starts_with("Line 2, "); }))
        << sentences.back();
}

TEST_F(Jobs, AnImportSaysHowManyRowsItStored) {
    ASSERT_EQ(import_of("clusters", "code,name\nJ-1,One\nJ-2,Two\n").status, 201);
    const auto job = jobs().front();
    EXPECT_EQ(job.state, "done");
    EXPECT_EQ(job.done, 2);
    EXPECT_EQ(said(job.id).back(), "2 rows were stored.");
}

TEST_F(Jobs, AreSeenByWhoeverMayRunThem) {
    { JobRecord(*database_, JobKind::Losses, "2026-06-30", "risk", clock()).done(saying("Run {0} is kept.", "1")); }
    { JobRecord(*database_, JobKind::Close, "2026-06", "finance", clock()).done(saying("Run {0} is kept.", "1")); }
    EXPECT_TRUE(says(get("/jobs", as(Role::Risk)), "Loss run"));
    EXPECT_FALSE(says(get("/jobs", as(Role::Risk)), "Monthly close: 2026-06"));
    EXPECT_FALSE(says(get("/jobs", as(Role::Finance)), "Loss run"));
    EXPECT_TRUE(says(get("/jobs", as(Role::Administrator)), "Loss run"));
    EXPECT_TRUE(says(get("/jobs", as(Role::Administrator)), "Monthly close: 2026-06"));
    EXPECT_EQ(get("/jobs/2", as(Role::Risk)).status, 404);
    EXPECT_EQ(get("/jobs/2/progress", as(Role::Risk)).status, 404);
    EXPECT_EQ(get("/jobs/2/progress", as(Role::Finance)).status, 200);
    EXPECT_EQ(get("/jobs/99", as(Role::Administrator)).status, 404);
    EXPECT_EQ(get("/jobs/x", as(Role::Administrator)).status, 404);
}

TEST_F(Jobs, AreListedOverTheApiAPageAtATime) {
    for (const char* period : {"2026-04", "2026-05", "2026-06"})
        JobRecord(*database_, JobKind::Close, period, "finance", clock()).done(saying("Run {0} is kept.", period));
    JobRecord(*database_, JobKind::Losses, "2026-06-30", "risk", clock()).refused({invalid("seed", "No {0}.", "seed")});
    const JobRecord running(*database_, JobKind::Import, "lessees", "finance", clock());
    std::vector<std::string> subjects;
    std::string after;
    do {
        const auto page = json_of(get("/api/v1/jobs?limit=2&after=" + after, as(Role::Finance)));
        EXPECT_LE(page["items"].size(), 2U);
        for (const auto& item : page["items"]) subjects.push_back(item["subject"]);
        after = page["next"].is_null() ? "" : page["next"].get<std::string>();
    } while (!after.empty());
    EXPECT_EQ(subjects, (std::vector<std::string>{"lessees", "2026-06", "2026-05", "2026-04"}))
        << "a loss run is not for finance";
    const auto all = json_of(get("/api/v1/jobs", as(Role::Auditor)));
    ASSERT_EQ(all["items"].size(), 5U);
    EXPECT_EQ(all["items"][0]["state"], "running");
    EXPECT_TRUE(all["items"][0]["outcome"].is_null());
    EXPECT_TRUE(all["items"][0]["finished_at"].is_null());
    EXPECT_EQ(all["items"][1]["kind"], "loss_run");
    EXPECT_EQ(all["items"][1]["outcome"], "No seed.");
    EXPECT_EQ(all["items"][2]["outcome"], "Run 2026-06 is kept.");
}

TEST_F(Jobs, AreReadOverTheApiWithAllThatTheySaid) {
    {
        JobRecord record(*database_, JobKind::Close, "2026-06", "finance", clock());
        record.progress("cut_off", 3, 9);
        record.done(saying("Run {0} is kept.", "1"));
    }
    const auto job = json_of(get("/api/v1/jobs/1", as(Role::Finance)));
    EXPECT_EQ(job["id"], 1);
    EXPECT_EQ(job["kind"], "monthly_close");
    EXPECT_EQ(job["started_by"], "finance");
    EXPECT_EQ(job["state"], "done");
    EXPECT_EQ(job["step"], "cut_off");
    EXPECT_EQ(job["done"], 3);
    EXPECT_EQ(job["total"], 9);
    EXPECT_EQ(job["finished_at"], db::moment_text(now));
    ASSERT_EQ(job["lines"].size(), 2U);
    EXPECT_TRUE(job["lines"][0]["text"].get<std::string>().starts_with("Step: "));
    EXPECT_EQ(job["lines"][1]["text"], "Run 1 is kept.");
    EXPECT_EQ(get("/api/v1/jobs/1", as(Role::Risk)).status, 404) << "a close is not for risk";
    EXPECT_EQ(get("/api/v1/jobs/9", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get("/api/v1/jobs/x", as(Role::Auditor)).status, 404);
}

TEST_F(Jobs, AJobThatThrowsHasFailed) {
    try {
        const JobRecord record(*database_, JobKind::Losses, "2026-06-30", "risk", clock());
        throw std::runtime_error("the disk is full");
    } catch (const std::runtime_error&) {
        EXPECT_EQ(jobs().front().state, "failed");
    }
    EXPECT_TRUE(said(jobs().front().id).back().starts_with("It broke off."));
}

TEST_F(Jobs, ARestartSaysSoInsteadOfKeepingSilent) {
    const JobRecord record(*database_, JobKind::Close, "2026-06", "finance", clock());
    EXPECT_TRUE(says(get("/jobs/1", as(Role::Finance)), "hx-get=\"/jobs/1/progress\""));
    interrupt_lost_jobs(*database_, now + std::chrono::minutes(3));
    const auto page = get("/jobs/1", as(Role::Finance));
    EXPECT_TRUE(says(page, "Interrupted"));
    EXPECT_TRUE(says(page, "The program was stopped meanwhile. Start it again."));
    EXPECT_TRUE(says(page, "3:00"));
}

TEST_F(Jobs, ProgressIsWrittenForEachStepAndNotForEachRecord) {
    JobRecord record(*database_, JobKind::Close, "2026-06", "finance", clock());
    const auto before = database_->writes();
    for (int i = 1; i <= 500; ++i) record.progress("post", i, 500);
    EXPECT_LE(database_->writes() - before, 20U);
    record.done(saying("Run {0} is kept.", "1"));
    EXPECT_EQ(jobs().front().done, 500) << "the end tells the last of it";
}

}  // namespace
}  // namespace leasebook::server
