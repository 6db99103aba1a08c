#include "domain/accounting/repossession.h"

#include <algorithm>

#include "domain/accounting/share.h"

namespace leasebook {

Money Repossession::recognised() const { return std::min(not_below_zero(fair_value - selling_costs), gross_carrying); }

Money RepossessionClaim::from_lessee() const { return not_below_zero(debts() - asset_value); }
Money RepossessionClaim::to_lessee() const {
    return title_was_to_pass ? not_below_zero(asset_value - debts()) : Money::zero(asset_value.currency());
}

Money WriteOff::allowance_used() const { return std::min(gross_carrying, allowance); }

Money Recovery::recovered() const { return std::min(written_off, received); }

}  // namespace leasebook
