#pragma once
// Invoices as they were issued. A bill is never altered: a credit note takes it back and a new one takes its place.
#include <map>
#include <optional>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "db/page.h"
#include "domain/identifiers.h"
#include "domain/life/invoice.h"
#include "domain/named.h"

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

enum class InvoiceSort { Number, DueDate };

}  // namespace leasebook::db

namespace leasebook {
template <>
struct NamesOf<db::InvoiceSort> {
    static constexpr Names<db::InvoiceSort, 2> names{
        {{db::InvoiceSort::Number, "number"}, {db::InvoiceSort::DueDate, "due_date"}}};
};
}  // namespace leasebook

namespace leasebook::db {

struct InvoiceQuery {
    std::optional<ContractNumber> contract = {};
    std::optional<Date> from = {}, until = {};  // by due date
    std::optional<InvoiceKind> kind = {};
    std::optional<int> due = {};  // of the contract
    InvoiceSort sort = InvoiceSort::Number;
    bool descending = false;  // those of one day follow their numbers in the same direction
    std::string after = {};   // Page::next of the page before
    int limit = 50;
};
inline constexpr int most_invoices_listed = 100'000;  // at once, whatever the limit asked for
Page<IssuedInvoice> list_invoices(Connection& connection, const InvoiceQuery& query);

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
