#pragma once
// Why a credit rule answered as it did: an English sentence with {0}, {1} … for its arguments, shown and translated
// the way errors are. A rule names every reason that holds for its answer, not only the first.
#include "domain/result.h"

namespace leasebook {

using Reason = Error;
using Reasons = Errors;

template <std::convertible_to<std::string>... Args>
Reason because(std::string text, Args&&... args) {
    return {ErrorCode::Invalid, {}, std::move(text), {std::string(std::forward<Args>(args))...}};
}

// An answer and the reasons for it; without a reason the answer is the best there is (normal, stage 1).
template <class T>
struct Reasoned {
    T value{};
    Reasons reasons;
    bool operator==(const Reasoned&) const = default;

    // Takes the answer over if it is worse than the one so far, and keeps the reason if it is at least as bad.
    void worsen(T other, Reason reason) {
        if (other < value) return;
        if (value < other) reasons.clear();
        value = other;
        reasons.push_back(std::move(reason));
    }
};

}  // namespace leasebook
