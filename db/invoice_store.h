#pragma once
// Invoices as they were issued. A bill is never altered: a credit note takes it back and a new one takes its place.
#include <map>
#include <optional>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/identifiers.h"
#include "domain/life/invoice.h"

namespace leasebook::db {

struct IssuedInvoice {
    std::string number;  // "I-2026-0000123"
    ContractNumber contract;
    Invoice invoice;
    Date issued;
};

std::vector<Invoice> invoices_of(Connection& connection, std::int64_t contract_id);
// Of all contracts with ids from the first to the last.
std::map<std::int64_t, std::vector<Invoice>> invoices_between(Connection& connection, std::int64_t first_id,
                                                              std::int64_t last_id);

struct InvoiceQuery {
    std::optional<ContractNumber> contract;
    std::optional<Date> from, until;  // by due date
    std::optional<InvoiceKind> kind;
    std::optional<int> due;  // of the contract
    std::string after;       // number of the last one of the page before
    int limit = 50;
};
inline constexpr int most_invoices_listed = 100'001;  // at once, whatever the limit asked for
std::vector<IssuedInvoice> list_invoices(Connection& connection, const InvoiceQuery& query);

// Those whose number begins so, in order.
std::vector<IssuedInvoice> invoices_numbered(Connection& connection, const std::string& beginning, int limit);

std::optional<IssuedInvoice> find_invoice(Connection& connection, const std::string& number);

struct InvoiceToIssue {
    std::int64_t contract_id = 0;
    Invoice invoice;
};
// Numbers them by the year they are issued in, without gaps, and writes them.
void issue(Connection& connection, const std::vector<InvoiceToIssue>& invoices, Date issued, Moment recorded_at);

}  // namespace leasebook::db
