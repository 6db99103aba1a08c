#pragma once
// Who did something, and from when it counts: the head of every event of a contract.
#include <concepts>
#include <string>
#include <type_traits>

#include "domain/date.h"

namespace leasebook {

// Who did it, and the business date it takes effect on; the store adds when it was recorded.
struct Act {
    std::string by;
    Date on;
    bool operator==(const Act&) const = default;
};

template <class T, class E>
concept IsEvent = std::same_as<std::remove_cvref_t<T>, E>;

}  // namespace leasebook
