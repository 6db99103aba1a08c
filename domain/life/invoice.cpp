#include "domain/life/invoice.h"

#include "domain/accounting/vat.h"

namespace leasebook {

namespace {

struct Billed {
    Money net, vat;
};

// The part that was billed for late interest is told from the rest by the kind; credit notes take back dues alone.
Billed billed(std::span<const Invoice> issued, int due, bool late, Currency currency) {
    Billed sum{Money::zero(currency), Money::zero(currency)};
    for (const auto& invoice : issued) {
        if (invoice.due != due || (invoice.kind == InvoiceKind::LateInterest) != late) continue;
        sum.net += invoice.net;
        sum.vat += invoice.vat;
    }
    return sum;
}

Invoice invoice_of(const Due& due) {
    const Money vat = due.owed[ClaimComponent::Vat] + due.vat_inside;
    const Money gross = due.owed.sum() - due.owed[ClaimComponent::LateInterest];
    return {due.number, InvoiceKind::Due, due.due_date, gross - vat, vat};
}

}  // namespace

std::vector<Invoice> invoices_to_issue(const std::vector<Due>& dues, std::span<const Invoice> issued,
                                       bool with_late_interest, Rate late_interest_vat) {
    std::vector<Invoice> wanted;
    for (const auto& due : dues) {
        const auto currency = due.written_off.currency();
        const auto now = invoice_of(due);
        const auto before = billed(issued, due.number, false, currency);
        if (before.net != now.net || before.vat != now.vat) {
            if (!before.net.is_zero() || !before.vat.is_zero())
                wanted.push_back({due.number, InvoiceKind::CreditNote, due.due_date, -before.net, -before.vat});
            wanted.push_back(now);
        }
        if (!with_late_interest) continue;
        const auto late = billed(issued, due.number, true, currency);
        const Money more = due.owed[ClaimComponent::LateInterest] - late.net - late.vat;
        if (more <= Money::zero(currency)) continue;
        const auto taxed = vat_inside(more, late_interest_vat);
        wanted.push_back({due.number, InvoiceKind::LateInterest, due.due_date, taxed.net, taxed.vat});
    }
    return wanted;
}

}  // namespace leasebook
