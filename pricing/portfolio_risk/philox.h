#pragma once
// Random numbers by counter: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// 2011). A scenario's numbers follow from the seed and the scenario's number alone, so that it makes no difference
// which thread draws them, and any scenario can be lived through again.
#include <array>
#include <cmath>
#include <cstdint>

namespace leasebook::pricing {

using PhiloxBlock = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

constexpr PhiloxBlock philox(PhiloxBlock counter, PhiloxKey key) {
    constexpr int rounds = 10;
    for (int round = 0; round < rounds; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t second = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
                   static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

// What a scenario's numbers are drawn for: each purpose has its own.
enum class Draw : std::uint32_t { Factors, Defaults, Residue };

class RandomStream {
public:
    RandomStream(std::uint64_t seed, std::uint64_t scenario, Draw purpose)
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
          counter_{0, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(scenario),
                   static_cast<std::uint32_t>(scenario >> 32)} {}

    // Strictly between 0 and 1, of 52 random bits.
    double uniform() {
        if (left_ == 0) refill();
        const auto word = words_[static_cast<std::size_t>(--left_)];
        return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
    }
    // With mean 1.
    double exponential() { return -std::log(uniform()); }

private:
    void refill() {
        const auto block = philox(counter_, key_);
        ++counter_[0];
        words_ = {std::uint64_t{block[1]} << 32 | block[0], std::uint64_t{block[3]} << 32 | block[2]};
        left_ = 2;
    }

    PhiloxKey key_;
    PhiloxBlock counter_;
    std::array<std::uint64_t, 2> words_{};
    int left_ = 0;
};

}  // namespace leasebook::pricing
