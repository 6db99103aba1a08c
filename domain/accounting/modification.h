#pragma once
// How a changed lease is accounted for (IFRS 16.79-80, IFRS 9 5.4.3, domain rules D.6). A contractual rate reset or
// an option foreseen from the start is no modification (R-B-16).
#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

enum class ModificationTreatment { SeparateLease, NewOperatingLease, KeepRate, Derecognise };
template <>
struct NamesOf<ModificationTreatment> {
    static constexpr Names<ModificationTreatment, 4> names{
        {{ModificationTreatment::SeparateLease, "separate_lease"},
         {ModificationTreatment::NewOperatingLease, "new_operating_lease"},
         {ModificationTreatment::KeepRate, "keep_rate"},
         {ModificationTreatment::Derecognise, "derecognise"}}};
};

struct ModificationFacts {
    bool adds_assets = false, at_stand_alone_price = false;
    bool would_have_been_operating = false;  // had the change been in force at inception
    bool other_currency = false, other_obligor = false, other_asset_class = false;
    Rate substantial_from{rate_scale / 10};  // change of the present value, as a share of the carrying amount (R-D-09)
};

struct ModificationTest {
    Money carrying;       // gross, before the change
    Money present_value;  // of the changed flows, at the original rate
    Rate change;          // |gain| / carrying, to 1e-10; the decision is exact
    ModificationTreatment treatment = ModificationTreatment::KeepRate;
    // Above zero a gain, below zero a loss. Booked where the rate is kept; the new carrying amount is the present
    // value, and costs of the modification are added to it.
    Money gain() const { return present_value - carrying; }
    bool operator==(const ModificationTest&) const = default;
};

// The carrying amount is above zero.
ModificationTest modification_test(const ModificationFacts& facts, Money carrying, Money present_value);

}  // namespace leasebook
