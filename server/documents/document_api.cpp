// Documents of leases as PDF, in the reader's language or the one asked for.
#include "db/invoice_store.h"
#include "db/register_store.h"
#include "server/change_form.h"
#include "server/contract_pages.h"
#include "server/documents/lease_documents.h"
#include "server/download.h"
#include "server/routes.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

// The lease as it stands today. Errors: there is no such contract.
Result<DocumentOfLease> document_of(const Call& call, const ContractNumber& number) {
    const auto asked = call.parameter("language");
    const auto today = call.today();
    return call.app.database.read([&](db::Connection& c) -> Result<DocumentOfLease> {
        auto view = view_contract(c, number, {today, {}}, today);
        if (!view) return view.errors();
        const auto& content = view->state.content;
        auto lessee = db::find<Lessee>(c, content.lessee);
        ensure(lessee.has_value(), "a contract has its lessee");
        auto supplier = content.supplier ? db::find<Supplier>(c, *content.supplier) : std::nullopt;
        return DocumentOfLease{call.app.config.company,
                               asked.empty() ? call.language : parse_language(asked),
                               today,
                               *std::move(view),
                               *std::move(lessee),
                               std::move(supplier),
                               db::assets_of(c, number)};
    });
}

Result<reports::Letter> letter_of(const Call& call, const DocumentOfLease& lease, LeaseDocument kind) {
    switch (kind) {
        case LeaseDocument::Agreement: return lease_agreement(lease);
        case LeaseDocument::Schedule: return rent_schedule(lease);
        case LeaseDocument::Dunning: return dunning_letter(lease);
        case LeaseDocument::Settlement: {
            const auto day = call.parameter("effective_date");
            const ChangeInput input{ChangeKind::EarlySettlement,
                                    {{"effective_date", day.empty() ? to_text(lease.dated) : day},
                                     {"reason", "statement of early settlement"}}};
            const auto proposal = preview_change(call, lease.view.state.number, input);
            if (!proposal) return proposal.errors();
            return settlement_statement(lease, *proposal);
        }
    }
    throw InvariantBroken("every document is written");
}

Response pdf_of(const reports::Letter& letter, const std::string& name) {
    Response response{200, "application/pdf", reports::to_pdf(letter), {}, false};
    return response.with("Content-Disposition", download_named(name + ".pdf"));
}

Response get_document(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto kind = parse_named<LeaseDocument>(call.path_value(1), "kind");
    if (!kind) return problem(404, kind.errors());
    const auto lease = document_of(call, number);
    if (!lease) return problem(lease.errors());
    const auto letter = letter_of(call, *lease, *kind);
    if (!letter) return problem(letter.errors());
    return pdf_of(*letter, number.text + "-" + std::string(name_of(*kind)));
}

Response get_invoice_document(const Call& call) {
    const auto issued =
        call.app.database.read([&](db::Connection& c) { return db::find_invoice(c, call.path_value(0)); });
    if (!issued) return problem({not_found("", "There is no invoice \"{0}\".", shortened(call.path_value(0)))});
    const auto lease = document_of(call, issued->contract);
    if (!lease) return problem(lease.errors());
    return pdf_of(invoice_letter(*lease, *issued), issued->number);
}

}  // namespace

void add_document_links(Data& page, const Call& call, const ContractView& view) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Documents")).set("SPAN", "s12");
    add_columns(table, call, {{"Document"}, {"English"}, {"Chinese"}});
    const auto add = [&](LeaseDocument kind, const char* title) {
        const auto path = "/api/v1" + path_to("/contracts", view.state.number.text) + "/documents/" +
                          std::string(name_of(kind)) + "?language=";
        auto& row = table.add("ROW");
        text_cell(row, call.t(title));
        text_cell(row, "PDF", path + "en");
        text_cell(row, "PDF 中文", path + "zh");
    };
    add(LeaseDocument::Agreement, "Lease agreement");
    add(LeaseDocument::Schedule, "Schedule of rents");
    if (view.position && !view.state.ended_on) add(LeaseDocument::Settlement, "Statement of early settlement");
    if (view.position && !view.position->overdue.is_zero()) add(LeaseDocument::Dunning, "Notice of overdue rents");
}

void add_document_routes(std::vector<Route>& routes) {
    const std::string v1 = "/api/v1";
    routes.push_back({"GET", v1 + "/contracts/{number}/documents/{kind}", Permission::Read, get_document,
                      "A document of a contract as PDF: agreement, schedule, settlement (effective_date=…) or dunning; "
                      "language=en|zh",
                      "", ""});
    routes.push_back({"GET", v1 + "/invoices/{number}/document", Permission::Read, get_invoice_document,
                      "An invoice or credit note as PDF; language=en|zh", "", ""});
}

}  // namespace leasebook::server
