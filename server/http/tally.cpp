#include "server/http/tally.h"

#include <algorithm>

#include "domain/result.h"

namespace leasebook::server {

void Tally::answered(int status, std::chrono::steady_clock::duration took) {
    count(answers_, status);
    const double seconds = std::chrono::duration<double>(took).count();
    const auto& bounds = FrontFigures::latency_bounds;
    add(latency_[static_cast<std::size_t>(std::ranges::lower_bound(bounds, seconds) - bounds.begin())], 1);
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(took).count();
    add(latency_nanoseconds_, static_cast<std::uint64_t>(nanoseconds));
}

void Tally::count(ByStatus& counters, int status) {
    ensure(status >= first_status && status <= last_status, "an answer has a final status");
    add(counters[static_cast<std::size_t>(status - first_status)], 1);
}

FrontFigures Tally::figures() const {
    const auto read = [](const Counter& counter) { return counter.load(std::memory_order_relaxed); };
    const auto by_status = [&](const ByStatus& counters) {
        std::map<int, std::uint64_t> counts;
        for (int status = first_status; status <= last_status; ++status)
            if (const auto count = read(counters[static_cast<std::size_t>(status - first_status)]); count > 0)
                counts.emplace(status, count);
        return counts;
    };
    FrontFigures figures;
    figures.connections_now = read(connections);
    figures.accepted = read(accepted);
    figures.turned_away = read(turned_away);
    figures.requests = read(requests);
    figures.bytes_in = read(bytes_in);
    figures.bytes_out = read(bytes_out);
    figures.answers = by_status(answers_);
    figures.refused = by_status(refused_);
    std::ranges::transform(latency_, figures.latency_counts.begin(), read);
    figures.latency_sum = 1e-9 * static_cast<double>(read(latency_nanoseconds_));
    return figures;
}

}  // namespace leasebook::server
