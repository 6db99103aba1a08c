#include "domain/accounting/settlement.h"

#include <algorithm>

#include "domain/accounting/broken_periods.h"
#include "domain/accounting/share.h"

namespace leasebook {

std::vector<TerminationFee> default_termination_fees() {
    constexpr std::int64_t percent = rate_scale / 100;
    return {{1, {3 * percent}}, {2, {2 * percent}}, {3, {percent}}};
}

Rate termination_fee(const std::vector<TerminationFee>& fees, Date commencement, Date on) {
    Rate rate{};
    for (const auto& fee : fees)
        if (on >= add_months(commencement, 12 * (fee.from_year - 1))) rate = fee.rate;
    return rate;
}

Money EarlySettlement::total() const {
    return overdue_rents + late_interest + costs + interest + principal + termination_fee + vat + nominal_price -
           deposit - other_credits;
}

EarlySettlement early_settlement(const EarlySettlementInputs& inputs) {
    const auto known = [&](Money amount) { return in_currency(inputs.principal.currency(), amount); };
    const Money earned =
        stub_interest(inputs.principal, inputs.annual, inputs.interest_from, inputs.as_of, inputs.day_count);
    const Money fee = share_of(inputs.principal, inputs.fee);
    const Money vat = share_of(inputs.principal, inputs.vat) + share_of(earned, inputs.vat) + share_of(fee, inputs.vat);
    return {known(inputs.overdue_rents),
            known(inputs.late_interest),
            known(inputs.costs),
            earned,
            inputs.principal,
            fee,
            vat,
            known(inputs.nominal_price),
            known(inputs.deposit),
            known(inputs.other_credits)};
}

Money buy_out_price(Money settlement, Rate share, Money fair_value) {
    return std::max(settlement, share_of(fair_value, share));
}

Money stipulated_loss_value(Money principal, Rate uplift) { return principal + share_of(principal, uplift); }

Money StipulatedLoss::from_lessee() const { return not_below_zero(due() - insurance); }
Money StipulatedLoss::to_lessee() const { return not_below_zero(insurance - due()); }

}  // namespace leasebook
