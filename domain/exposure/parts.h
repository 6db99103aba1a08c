#pragma once
// What is at stake on one contract as of a day, part by part (domain rules G.1). Each part stands alone, so that they
// add up: the ledger's net investment holds overdue rents and the unguaranteed residual as well, and here each of the
// three is shown without the others.
#include <span>

#include "domain/life/life.h"

namespace leasebook {

// Amounts are of one currency and not negative.
struct ExposureParts {
    Money net_investment;         // of the ledger's, without what is overdue and without the unguaranteed residual
    Money overdue;                // interest and principal due and unpaid, claims of prepayments and settlements too
    Money undrawn;                // approved and not paid out, at a conversion factor of 100 % [D]
    Money unguaranteed_residual;  // present value at the implicit rate: risk of the machine, not of the lessee
    Money deposit;                // held, as far as it covers the lessee's parts
    Money collateral;             // eligible, after haircut, as far as it covers what is left
    Money principal;        // not yet due: with `overdue` the financing balance (融资余额) of regulatory limits
    Money booked_residual;  // unguaranteed, as booked for the end of the term: what residual limits count

    // Of the lessee before anything is deducted.
    Money owed() const { return net_investment + overdue + undrawn; }
    // NET_EXP of G.1: what the lessee could cost.
    Money credit() const { return owed() - deposit - collateral; }
    // All of it, the machine's residual included.
    Money exposure() const { return credit() + unguaranteed_residual; }
    // Deposit not deducted; commitments are included, so that limits see a deal before it is paid out (R-G-06).
    Money financing() const { return principal + overdue + undrawn; }

    bool is_zero() const;
    ExposureParts& operator+=(const ExposureParts& more);
    ExposureParts& operator-=(const ExposureParts& less);
    bool operator==(const ExposureParts&) const = default;

    static ExposureParts none(Currency currency);
};

// Of a contract with all that is known to have happened to it by the end of that day; what takes effect later is left
// out. `life` is needed once it has commenced: lived through to that day. Collateral is not deducted yet.
ExposureParts exposure_parts(const Contract& by_then, const Life* life, Date as_of);

// The contract as its events up to the day have left it. One that was taken over counts from its commencement on,
// whenever it was recorded.
Contract contract_by(const ContractNumber& number, std::span<const NumberedEvent> events, Date day);
// Whether there is anything to live through by then.
bool has_commenced(const Contract& by_then, Date day);

// What the residual at the lessor's own risk is worth at the end of the day: discounted by the interest of the very
// rows that the net investment runs down by. Exact but for one rounding to 1e-18 a row, and to the cent at the end.
Money residual_at_risk(const Life& life, Date as_of, Currency currency);

}  // namespace leasebook
