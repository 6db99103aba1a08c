#pragma once
// What was agreed about the rents when a running lease changed.
#include <concepts>
#include <optional>

#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

// How the rents of a change are found. Given ones are as agreed, and the rate follows from them.
enum class RentRule { Level, KeepRent, KeepPrincipal, Given };
template <>
struct NamesOf<RentRule> {
    static constexpr Names<RentRule, 4> names{{{RentRule::Level, "level"},
                                               {RentRule::KeepRent, "keep_rent"},
                                               {RentRule::KeepPrincipal, "keep_principal"},
                                               {RentRule::Given, "given"}}};
};
enum class FreeInterest { Capitalised, Paid };
template <>
struct NamesOf<FreeInterest> {
    static constexpr Names<FreeInterest, 2> names{
        {{FreeInterest::Capitalised, "capitalised"}, {FreeInterest::Paid, "paid"}}};
};
// What was agreed. The rents follow from it, and follow again when an earlier change comes to light.
struct RentIntent {
    RentRule rule = RentRule::Level;
    std::optional<Rate> new_rate;      // as it was, when left out
    std::optional<int> new_periods;    // rents from then on; as many as are left, when left out
    std::optional<int> added_periods;  // to those that are left
    std::optional<Money> given_rent;   // each of the given ones
    std::optional<int> free_rents;     // the first ones, which repay nothing
    FreeInterest free_interest = FreeInterest::Capitalised;
    std::optional<Rate> market_rate;  // at which a lease is valued that changed substantially (R-D-09)
    bool operator==(const RentIntent&) const = default;
};
void visit_fields(auto& intent, auto& field) requires std::same_as<std::remove_cvref_t<decltype(intent)>, RentIntent> {
    field("rule", intent.rule);
    field("new_rate", intent.new_rate);
    field("new_periods", intent.new_periods);
    field("added_periods", intent.added_periods);
    field("given_rent", intent.given_rent);
    field("free_rents", intent.free_rents);
    field("free_interest", intent.free_interest);
    field("market_rate", intent.market_rate);
}

}  // namespace leasebook
