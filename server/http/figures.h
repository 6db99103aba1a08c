#pragma once
// What the front counts.
#include <array>
#include <cstdint>
#include <map>

namespace leasebook::server {

// What /metrics shows. Counts since start, except where a name says "now".
struct FrontFigures {
    // Upper bounds in seconds; the last bucket of the counts holds everything slower.
    static constexpr std::array<double, 11> latency_bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                           0.1,   0.25,   0.5,   1.0,  5.0};
    std::uint64_t connections_now = 0;
    std::uint64_t queued_now = 0;
    std::uint64_t accepted = 0;
    std::uint64_t turned_away = 0;  // connections closed at once, over a limit
    std::uint64_t requests = 0;     // handed to a worker or answered at once
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    std::map<int, std::uint64_t> answers;  // by status, from handlers
    std::map<int, std::uint64_t> refused;  // by status, from the guard, the deadlines and the full queue
    // From complete request to finished answer, waiting in the queue included; not cumulative.
    std::array<std::uint64_t, 12> latency_counts{};
    double latency_sum = 0;  // seconds
};

}  // namespace leasebook::server
