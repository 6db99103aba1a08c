#pragma once
// What is billed to a lessee: one invoice a rent, fee or settlement, and one for the late interest of each.
#include <span>
#include <vector>

#include "domain/life/due.h"

namespace leasebook {

enum class InvoiceKind { Due, LateInterest, CreditNote };
template <>
struct NamesOf<InvoiceKind> {
    static constexpr Names<InvoiceKind, 3> names{{{InvoiceKind::Due, "due"},
                                                  {InvoiceKind::LateInterest, "late_interest"},
                                                  {InvoiceKind::CreditNote, "credit_note"}}};
};

struct Invoice {
    int due = 0;  // number of the Due
    InvoiceKind kind = InvoiceKind::Due;
    Date due_date;
    Money net, vat;  // of a credit note negative
    bool operator==(const Invoice&) const = default;
};

// What is still to be billed so that the invoices say what is owed: new ones, and a credit note before a new one where
// an amount is no longer what was billed. Late interest is billed in `late_interest_vat` parts inside its amount.
std::vector<Invoice> invoices_to_issue(const std::vector<Due>& dues, std::span<const Invoice> issued,
                                       bool with_late_interest, Rate late_interest_vat);

}  // namespace leasebook
