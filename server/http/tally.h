#pragma once
// The front's counters: written by its threads, read by whoever shows them.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/http/figures.h"

namespace leasebook::server {

class Tally {
public:
    using Counter = std::atomic<std::uint64_t>;
    Counter connections{0}, accepted{0}, turned_away{0}, requests{0}, bytes_in{0}, bytes_out{0};

    void answered(int status, std::chrono::steady_clock::duration took);
    void refused(int status) { count(refused_, status); }
    FrontFigures figures() const;

    static void add(Counter& counter, std::uint64_t more) { counter.fetch_add(more, std::memory_order_relaxed); }

private:
    static constexpr int first_status = 200, last_status = 599;
    using ByStatus = std::array<Counter, last_status - first_status + 1>;
    static void count(ByStatus& counters, int status);

    ByStatus answers_{};
    ByStatus refused_{};
    std::array<Counter, FrontFigures::latency_bounds.size() + 1> latency_{};
    Counter latency_nanoseconds_{0};
};

}  // namespace leasebook::server
