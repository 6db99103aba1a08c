#pragma once
// When the lessee does not pay: the asset taken back, the claim that stays, the write-off (domain rules C.3).
#include <concepts>

#include "domain/money.h"

namespace leasebook {

// In the books: the asset replaces the receivable at fair value less costs to sell, never above the receivable, so
// that a gain before the sale is at most the allowance given back (R-C-13).
struct Repossession {
    Money gross_carrying, allowance;
    Money fair_value, selling_costs;
    Money recognised() const;
    // Above zero what is given back of the allowance, below zero a further loss.
    Money reversal() const { return allowance + recognised() - gross_carrying; }
    bool operator==(const Repossession&) const = default;
};
void visit_fields(auto& lines, auto& field) requires std::same_as<std::remove_cvref_t<decltype(lines)>, Repossession> {
    field("gross_carrying", lines.gross_carrying);
    field("allowance", lines.allowance);
    field("fair_value", lines.fair_value);
    field("selling_costs", lines.selling_costs);
}

// In law (R-C-11): all unpaid rents and other charges less the value recovered. Where title was to stay with the
// lessor the value at the end of the term is owed too; where it was to pass, a surplus goes back (Civil Code 758).
struct RepossessionClaim {
    Money unpaid_rents, other_charges;
    Money value_at_term_end;  // zero where title was to pass
    Money asset_value;
    bool title_was_to_pass = true;
    Money debts() const { return unpaid_rents + other_charges + value_at_term_end; }
    Money from_lessee() const;
    Money to_lessee() const;
    bool operator==(const RepossessionClaim&) const = default;
};
void visit_fields(auto& lines,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(lines)>, RepossessionClaim> {
    field("unpaid_rents", lines.unpaid_rents);
    field("other_charges", lines.other_charges);
    field("value_at_term_end", lines.value_at_term_end);
    field("asset_value", lines.asset_value);
}

// What leaves the books is first taken from the allowance.
struct WriteOff {
    Money gross_carrying, allowance;
    Money allowance_used() const;
    Money further_loss() const { return gross_carrying - allowance_used(); }
    Money allowance_released() const { return allowance - allowance_used(); }
    bool operator==(const WriteOff&) const = default;
};

// Money that came in after a write-off: income up to what was written off and not yet recovered.
struct Recovery {
    Money written_off, received;
    Money recovered() const;
    Money unapplied() const { return received - recovered(); }
    bool operator==(const Recovery&) const = default;
};

}  // namespace leasebook
