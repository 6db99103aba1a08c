#pragma once
// What the documents of a lease say, in the reader's language: agreement, schedule of rents, invoice, statement of an
// early settlement, and the letter about what is overdue.
#include "db/invoice_store.h"
#include "reports/letter.h"
#include "server/books/servicing.h"
#include "server/contract_view.h"

namespace leasebook::server {

enum class LeaseDocument { Agreement, Schedule, Settlement, Dunning };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::LeaseDocument> {
    static constexpr Names<server::LeaseDocument, 4> names{{{server::LeaseDocument::Agreement, "agreement"},
                                                            {server::LeaseDocument::Schedule, "schedule"},
                                                            {server::LeaseDocument::Settlement, "settlement"},
                                                            {server::LeaseDocument::Dunning, "dunning"}}};
};
}  // namespace leasebook

namespace leasebook::server {

struct DocumentOfLease {
    std::string company;  // the lessor
    Language language = Language::English;
    Date dated;
    ContractView view;  // of that day
    Lessee lessee;
    std::optional<Supplier> supplier;
    std::vector<Asset> assets;
};

// Marked as a draft until the contract is signed.
reports::Letter lease_agreement(const DocumentOfLease& lease);
reports::Letter rent_schedule(const DocumentOfLease& lease);
reports::Letter settlement_statement(const DocumentOfLease& lease, const Proposal& proposal);
// A reminder; from 30 days past due on a second notice, from 60 on the last one before the lease is terminated (Civil
// Code, art. 752). Errors: nothing is overdue.
Result<reports::Letter> dunning_letter(const DocumentOfLease& lease);
reports::Letter invoice_letter(const DocumentOfLease& lease, const db::IssuedInvoice& issued);

}  // namespace leasebook::server
