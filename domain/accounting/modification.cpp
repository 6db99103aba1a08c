#include "domain/accounting/modification.h"

#include "domain/accounting/share.h"

namespace leasebook {

namespace {

bool is_substantial(const ModificationFacts& facts, Money change, Money carrying) {
    if (facts.other_currency || facts.other_obligor || facts.other_asset_class) return true;
    return int128{change.minor_units()} * rate_scale >= int128{carrying.minor_units()} * facts.substantial_from.e10;
}

}  // namespace

ModificationTest modification_test(const ModificationFacts& facts, Money carrying, Money present_value) {
    const Money gain = present_value - carrying;
    const Money change = gain.is_negative() ? -gain : gain;
    ModificationTest test{carrying, present_value, share_in(change, carrying)};
    if (facts.adds_assets && facts.at_stand_alone_price)
        test.treatment = ModificationTreatment::SeparateLease;
    else if (facts.would_have_been_operating)
        test.treatment = ModificationTreatment::NewOperatingLease;
    else if (is_substantial(facts, change, carrying))
        test.treatment = ModificationTreatment::Derecognise;
    return test;
}

}  // namespace leasebook
