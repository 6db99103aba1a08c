#pragma once
// The record of work that takes longer than a request: what ran, who started it, how far it came, what it said and how
// it ended. Each job writes its own while it runs, in the server as on the command line.
#include <chrono>
#include <functional>
#include <mutex>
#include <string>

#include "db/job_store.h"
#include "domain/named.h"
#include "domain/result.h"

namespace leasebook::server {

enum class JobKind { Close, Pack, Losses, Import, Stress };

// Running jobs are Interrupted when their program stopped under them.
enum class JobState { Running, Done, Refused, Failed, Interrupted };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::JobKind> {
    using enum server::JobKind;
    static constexpr Names<server::JobKind, 5> names{{{Close, "monthly_close"},
                                                      {Pack, "report_pack"},
                                                      {Losses, "loss_run"},
                                                      {Import, "import"},
                                                      {Stress, "stress_run"}}};
};
template <>
struct NamesOf<server::JobState> {
    using enum server::JobState;
    static constexpr Names<server::JobState, 5> names{
        {{Running, "running"}, {Done, "done"}, {Refused, "refused"}, {Failed, "failed"}, {Interrupted, "interrupted"}}};
};
}  // namespace leasebook

namespace leasebook::server {

inline constexpr auto jobs_last = std::chrono::days(400);

// A sentence for people: English with {0}, {1} … for its arguments, as an Error has it.
struct Sentence {
    std::string text;
    std::vector<std::string> arguments = {};
};
// A sentence with its arguments; its text is a key of the catalogues.
template <std::convertible_to<std::string>... Args>
Sentence saying(std::string text, Args&&... args) {
    return {std::move(text), {std::string(std::forward<Args>(args))...}};
}
// As a line of a job is stored; kept_sentence reads what to_kept wrote.
std::string to_kept(const Sentence& sentence);
Sentence kept_sentence(const std::string& text);

// Safe to use from the threads of the job. What cannot be recorded goes to the log, and the job goes on.
class JobRecord {
public:
    using Clock = std::function<db::Moment()>;
    JobRecord(db::Database& database, JobKind kind, std::string subject, std::string by, Clock clock);
    // A record that was told no end has failed: its job threw.
    ~JobRecord();
    JobRecord(const JobRecord&) = delete;
    JobRecord& operator=(const JobRecord&) = delete;

    // Written at once for a new step, else once a second at most. `of` 0: not known beforehand.
    void progress(const std::string& step, std::int64_t done, std::int64_t of = 0);
    void done(const Sentence& outcome);
    // Why it stopped: what a person can mend.
    void refused(const Errors& errors);
    // The end that a result means.
    template <class T>
    void ended(const Result<T>& result, const Sentence& outcome) {
        result ? done(outcome) : refused(result.errors());
    }

private:
    void write(const std::function<void(db::Connection&)>& use);
    void end(JobState state, const std::vector<Sentence>& said);

    db::Database& database_;
    const Clock clock_;
    std::mutex mutex_;  // of what follows
    db::Job job_;
    std::chrono::steady_clock::time_point written_;
    bool ended_ = false;
};

// At the start of a server: what still stands as running ended with the program that ran it, and says so.
void interrupt_lost_jobs(db::Database& database, db::Moment now);

}  // namespace leasebook::server
