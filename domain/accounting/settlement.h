#pragma once
// What closes a lease before its end: early settlement, purchase, total loss (domain rules C.1, C.2). Every amount
// is named, so that a quote shows each line and the booking uses the same ones (R-C-01).
#include <concepts>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/rate.h"

namespace leasebook {

// From this year of the lease on (the first is 1), as a share of the principal settled.
struct TerminationFee {
    int from_year = 1;
    Rate rate;
    bool operator==(const TerminationFee&) const = default;
};
// 3 % in the first year, 2 % in the second, 1 % after.
std::vector<TerminationFee> default_termination_fees();
// Zero before the first year that the table names. The table ascends by year.
Rate termination_fee(const std::vector<TerminationFee>& fees, Date commencement, Date on);

struct EarlySettlementInputs {
    Date as_of;
    Money principal;     // after the last rent due (R-C-02), or the present value in its place (R-C-04)
    Date interest_from;  // the last due date
    Rate annual;
    DayCount day_count = DayCount::Actual360;  // of the interest since then
    Rate fee;
    Rate vat;  // of a direct lease, whose settled principal is rent (R-C-05); zero where no VAT comes on top
    Money overdue_rents, late_interest, costs, nominal_price;
    Money deposit, other_credits;  // what is taken off
};

// Amounts left out are zero. The lines add up to the total, in which the credits count minus.
struct EarlySettlement {
    Money overdue_rents, late_interest, costs;
    Money interest, principal, termination_fee;
    Money vat;  // on principal, interest and fee, each line on its own
    Money nominal_price;
    Money deposit, other_credits;
    Money total() const;  // below zero: the lessor pays it back
    bool operator==(const EarlySettlement&) const = default;
};
void visit_fields(auto& lines,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(lines)>, EarlySettlement> {
    field("overdue_rents", lines.overdue_rents);
    field("late_interest", lines.late_interest);
    field("costs", lines.costs);
    field("interest", lines.interest);
    field("principal", lines.principal);
    field("termination_fee", lines.termination_fee);
    field("vat", lines.vat);
    field("nominal_price", lines.nominal_price);
    field("deposit", lines.deposit);
    field("other_credits", lines.other_credits);
}
EarlySettlement early_settlement(const EarlySettlementInputs& inputs);

// The dearer of the settlement and the agreed share of the fair value (R-C-19).
Money buy_out_price(Money settlement, Rate share, Money fair_value);

// Principal after the last rent, and the uplift on it (R-C-08).
Money stipulated_loss_value(Money principal, Rate uplift);

// Total loss: the insurer pays the lessor first; the lessee owes what is missing and keeps what is too much.
struct StipulatedLoss {
    Money stipulated_value, overdue_rents, late_interest, insurance;
    Money due() const { return stipulated_value + overdue_rents + late_interest; }
    Money from_lessee() const;
    Money to_lessee() const;
    bool operator==(const StipulatedLoss&) const = default;
};
void visit_fields(auto& lines,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(lines)>, StipulatedLoss> {
    field("stipulated_value", lines.stipulated_value);
    field("overdue_rents", lines.overdue_rents);
    field("late_interest", lines.late_interest);
    field("insurance", lines.insurance);
}

}  // namespace leasebook
