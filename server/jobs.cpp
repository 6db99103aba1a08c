#include "server/jobs.h"

#include <nlohmann/json.hpp>

#include "server/log.h"

namespace leasebook::server {

namespace {

constexpr auto between_writes = std::chrono::seconds(1);

}  // namespace

std::string to_kept(const Sentence& sentence) {
    return nlohmann::json{{"text", sentence.text}, {"arguments", sentence.arguments}}.dump();
}

Sentence kept_sentence(const std::string& text) {
    const auto kept = nlohmann::json::parse(text);
    return {kept.at("text"), kept.at("arguments").get<std::vector<std::string>>()};
}

JobRecord::JobRecord(db::Database& database, JobKind kind, std::string subject, std::string by, Clock clock)
    : database_(database), clock_(std::move(clock)) {
    const auto now = clock_();
    job_ = {0, to_text(kind), std::move(subject), std::move(by), now, now};
    written_ = std::chrono::steady_clock::now();
    write([&](db::Connection& c) {
        db::forget_jobs_before(c, now - jobs_last);
        job_.id = db::start_job(c, job_);
    });
}

JobRecord::~JobRecord() {
    if (!ended_) end(JobState::Failed, {saying("It broke off. The server's log says why; it may be started again.")});
}

void JobRecord::write(const std::function<void(db::Connection&)>& use) {
    try {
        database_.write(use);
    } catch (const std::exception& error) {
        log_event(LogLevel::Warn, "job not recorded", {{"kind", job_.kind}, {"reason", error.what()}});
    }
}

void JobRecord::progress(const std::string& step, std::int64_t done, std::int64_t of) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const bool new_step = job_.step != step;
    job_.step = step;
    job_.done = done;
    job_.total = of;
    if (!new_step && now - written_ < between_writes) return;
    written_ = now;
    job_.seen_at = clock_();
    write([&](db::Connection& c) {
        db::job_progress(c, job_);
        if (new_step) db::add_job_line(c, job_.id, {job_.seen_at, to_kept(saying("Step: {0}", step))});
    });
}

void JobRecord::done(const Sentence& outcome) { end(JobState::Done, {outcome}); }

void JobRecord::refused(const Errors& errors) {
    std::vector<Sentence> said;
    for (const auto& error : errors) said.push_back({error.text, error.arguments});
    end(JobState::Refused, said);
}

void JobRecord::end(JobState state, const std::vector<Sentence>& said) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    const auto now = job_.seen_at = clock_();
    write([&](db::Connection& c) {
        db::job_progress(c, job_);
        for (const auto& sentence : said) db::add_job_line(c, job_.id, {now, to_kept(sentence)});
        db::finish_job(c, job_.id, to_text(state), now);
    });
}

void interrupt_lost_jobs(db::Database& database, db::Moment now) {
    const auto lost = database.write([&](db::Connection& c) {
        const auto jobs = db::interrupt_running_jobs(c, now);
        const auto sentence = saying("The program was stopped meanwhile. Start it again.");
        for (const auto& job : jobs) db::add_job_line(c, job.id, {now, to_kept(sentence)});
        return jobs;
    });
    for (const auto& job : lost)
        log_event(LogLevel::Warn, "job interrupted", {{"kind", job.kind}, {"subject", job.subject}});
}

}  // namespace leasebook::server
