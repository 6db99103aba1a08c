#pragma once
// Books for the tests of portfolio risk.
#include "pricing/portfolio_risk/loss_model.h"

namespace leasebook::pricing {

inline Money yuan(std::int64_t amount) { return Money::minor(amount * 100, CNY); }

// A large pool of small lessees that are all alike, in one cluster and one industry.
inline LossBook pool(std::size_t lessees, double default_probability, std::int64_t loss = 1) {
    LossBook book{CNY, {"K1"}, {"C34"}, {}, {}};
    book.obligors.assign(lessees, {default_probability, yuan(loss), 0, 0});
    return book;
}

// Lessees of four grades, two clusters, three industries and losses of several sizes; every tenth is the anchor of the
// nine after it. The last one belongs nowhere.
inline LossBook mixed_book(std::size_t lessees) {
    constexpr double grades[] = {0.004, 0.015, 0.03, 0.06};
    LossBook book{CNY, {"K1", "K2"}, {"C33", "C34", "C35"}, {}, {}};
    for (std::uint32_t i = 0; i < lessees; ++i) {
        book.obligors.push_back({grades[i % 4], yuan(1'000 + 37 * (i % 23)), i % 2, i % 3});
        if (i % 10 != 0) book.dependencies.push_back({i - i % 10, i, 0.6});
    }
    book.obligors.back().cluster = book.obligors.back().industry = unmapped;
    return book;
}

}  // namespace leasebook::pricing
