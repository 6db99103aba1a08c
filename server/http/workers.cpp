#include "server/http/workers.h"

#include <utility>

namespace leasebook::server {

Workers::Workers(std::size_t threads, std::size_t queue, Work work, std::function<void()> finished)
    : capacity_(queue), work_(std::move(work)), on_finished_(std::move(finished)), running_(threads) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    stop(Time::min());
    for (auto& thread : threads_) thread.join();
}

bool Workers::submit(Job&& job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= capacity_) return false;
        jobs_.push_back(std::move(job));
    }
    some_job_.notify_one();
    return true;
}

std::vector<Finished> Workers::take_finished() {
    const std::lock_guard lock(finished_mutex_);
    return std::exchange(finished_, {});
}

std::size_t Workers::queued() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

bool Workers::stop(Time until) {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    jobs_.clear();
    some_job_.notify_all();
    return thread_left_.wait_until(lock, until, [this] { return running_ == 0; });
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        some_job_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (stopping_) break;
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        Finished answer = work_(job);
        bool first = false;
        {
            const std::lock_guard finished_lock(finished_mutex_);
            first = finished_.empty();
            finished_.push_back(std::move(answer));
        }
        if (first) on_finished_();
        lock.lock();
    }
    --running_;
    thread_left_.notify_all();
}

}  // namespace leasebook::server
