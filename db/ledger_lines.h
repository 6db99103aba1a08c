#pragma once
// The ledger line by line, for those who add it up in their own way.
#include <functional>
#include <optional>
#include <vector>

#include "db/invoice_store.h"
#include "db/journal_store.h"

namespace leasebook::db {

// Which lines are meant: those posted up to and with the period, and of them those recorded by a moment, or those of
// entries up to the last one.
struct LedgerRange {
    Period through;
    std::optional<Moment> known_at = {};
    std::optional<std::int64_t> last_entry = {};
};
// By entry. One line is held at a time.
void each_ledger_line(Connection& connection, const LedgerRange& range,
                      const std::function<void(const LedgerLine&)>& visit);

struct InvoiceOfMonth {
    std::int64_t contract_id = 0;
    std::string number;
    Invoice invoice;
    Date issued;
};
// Issued in the period, by number; with a moment those that were recorded by then.
std::vector<InvoiceOfMonth> invoices_issued(Connection& connection, Period period, std::optional<Moment> known_at);

}  // namespace leasebook::db
