#pragma once
// A lock that lets threads through in the order they came. std::mutex may let the same thread in again and again
// while another starves; a user's save must not wait behind a long import's every row.
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace leasebook::db {

class Turnstile {
public:
    void lock() {
        std::unique_lock guard(mutex_);
        const auto mine = next_ticket_++;
        turn_.wait(guard, [&] { return mine == serving_; });
    }
    void unlock() {
        {
            const std::lock_guard guard(mutex_);
            ++serving_;
        }
        turn_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable turn_;
    std::uint64_t next_ticket_ = 0, serving_ = 0;
};

}  // namespace leasebook::db
