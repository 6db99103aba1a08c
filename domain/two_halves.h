#pragma once
// Work on many independent things, shared between two cores.
#include <cstddef>
#include <future>

namespace leasebook {

// Calls work(i) for every i below count, half of them on a second core. The outcome must not depend on the order.
// An exception of either half is thrown when both have ended. Few things are not worth a second core.
template <class Work>
void in_two_halves(std::size_t count, const Work& work) {
    constexpr std::size_t few = 100;
    const auto run = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) work(i);
    };
    if (count < few) return run(0, count);
    auto first = std::async(std::launch::async, run, 0, count / 2);  // waited for on the way out, whichever it is
    run(count / 2, count);
    first.get();
}

}  // namespace leasebook
