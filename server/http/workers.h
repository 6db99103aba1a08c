#pragma once
// A fixed number of threads behind a bounded queue: complete requests in, finished answers out.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http/message.h"

namespace leasebook::server {

struct Job {
    std::uint64_t connection = 0;
    Request request;
    std::chrono::steady_clock::time_point received;
};
struct Finished {
    std::uint64_t connection = 0;
    std::string bytes{};  // the answer as it goes over the wire
    int status = 0;
    bool keep_alive = false;
    std::chrono::steady_clock::duration took{};
};

class Workers {
public:
    using Work = std::function<Finished(const Job&)>;  // must not throw
    using Time = std::chrono::steady_clock::time_point;

    // `finished` is called from worker threads when take_finished() has something to give after it had nothing.
    Workers(std::size_t threads, std::size_t queue, Work work, std::function<void()> finished);
    ~Workers();  // drops what is queued and waits for what runs
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    bool submit(Job&& job);  // false, and the job untouched: the queue is full
    std::vector<Finished> take_finished();
    std::size_t queued() const;
    // Drops what is queued and waits until the time given for what runs; false when something still does.
    bool stop(Time until);

private:
    void run();

    const std::size_t capacity_;
    const Work work_;
    const std::function<void()> on_finished_;
    mutable std::mutex mutex_;
    std::condition_variable some_job_;
    std::condition_variable thread_left_;
    std::deque<Job> jobs_;     // guarded by mutex_
    std::size_t running_ = 0;  // threads in run(); guarded by mutex_
    bool stopping_ = false;    // guarded by mutex_
    std::mutex finished_mutex_;
    std::vector<Finished> finished_;  // guarded by finished_mutex_
    std::vector<std::thread> threads_;
};

}  // namespace leasebook::server
