#pragma once
// What a lessee owes: rents, balloon, fees and settlements that fell due, what was paid of them, and what being late
// with them costs.
#include <array>
#include <string>
#include <vector>

#include "domain/accounting/allocation.h"
#include "domain/accounting/late_interest.h"

namespace leasebook {

enum class DueKind { Rent, Balloon, Fee, UpfrontFee, Prepayment, Settlement };
template <>
struct NamesOf<DueKind> {
    static constexpr Names<DueKind, 6> names{{{DueKind::Rent, "rent"},
                                              {DueKind::Balloon, "balloon"},
                                              {DueKind::Fee, "fee"},
                                              {DueKind::UpfrontFee, "upfront_fee"},
                                              {DueKind::Prepayment, "prepayment"},
                                              {DueKind::Settlement, "settlement"}}};
};

// An amount for each component of a claim.
class Components {
public:
    explicit Components(Currency currency) { amounts_.fill(Money::zero(currency)); }
    Money& operator[](ClaimComponent component) { return amounts_[static_cast<std::size_t>(component)]; }
    Money operator[](ClaimComponent component) const { return amounts_[static_cast<std::size_t>(component)]; }
    Money sum() const {
        Money total = Money::zero(amounts_[0].currency());
        for (const Money amount : amounts_) total += amount;
        return total;
    }
    bool operator==(const Components&) const = default;

private:
    std::array<Money, NamesOf<ClaimComponent>::names.size()> amounts_;
};

struct Due {
    int number = 0;  // of the rent's row in the schedule; of anything else minus the number of its event
    DueKind kind = DueKind::Rent;
    int event = 0;         // that charged it; 0 for rents
    Date due_date;         // on which interest ends
    Date collection_date;  // adjusted to business days: late from the day after
    Components owed, paid;
    Money vat_inside;                    // the amounts hold this VAT already (interest of a sale-and-leaseback)
    std::vector<DatedAmount> rent_paid;  // parts of interest and principal, on the days they were paid
    Money written_off;                   // left the books unpaid

    Money rent() const { return owed[ClaimComponent::Interest] + owed[ClaimComponent::Principal]; }
    Money open(ClaimComponent component) const { return owed[component] - paid[component]; }
    // Unpaid, late interest apart.
    Money unpaid() const { return owed.sum() - paid.sum() - open(ClaimComponent::LateInterest) - written_off; }
};

// In which order payments settle what is owed, from a day on.
struct DatedOrder {
    Date from;
    AllocationOrder order;
    bool operator==(const DatedOrder&) const = default;
};
AllocationOrder order_on(const std::vector<DatedOrder>& orders, Date day);

// A payment or a use of the deposit, and what it settled; what is left was applied later or is there still.
struct AppliedPayment {
    int event = 0;
    Date on;
    Money amount;
    std::vector<Claim> settled;
    bool reversed = false;
};

}  // namespace leasebook
