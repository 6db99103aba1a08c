#pragma once
// How often somebody may ask for something that costs much: a bucket each that refills as time passes (token bucket).
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace leasebook::server {

// Safe to use from many threads. Time is an argument, so a test needs no waiting.
class SpeedLimit {
public:
    using Time = std::chrono::steady_clock::time_point;
    // So many at once, and so many a minute in the long run; 0 a minute: no limit.
    SpeedLimit(int at_once, int a_minute) : at_once_(at_once), a_minute_(a_minute) {}

    // Zero, and it counts; or how long to wait first.
    std::chrono::seconds try_one(const std::string& key, Time now);
    std::size_t size() const;  // keys remembered; those with a full bucket are forgotten

private:
    struct Bucket {
        double left = 0;
        Time filled{};
    };
    const double at_once_, a_minute_;
    mutable std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;  // guarded by mutex_
    Time swept_{};                           // guarded by mutex_
};

}  // namespace leasebook::server
