// The search across leases, lessees, machines, invoices, receipts and suppliers: a page, and the same as JSON for what
// suggests while somebody types.
#include "db/asset_search.h"
#include "db/contract_list.h"
#include "db/firm_search.h"
#include "db/invoice_store.h"
#include "db/receipt_store.h"
#include "domain/pinyin.h"
#include "server/lists.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

struct Found {
    const char* kind;  // English, a key of the catalogue
    std::string key, name, href;
    bool known_by_name = false;  // to people, as firms are
};

// Marks a text for the catalogue; it is translated where it is shown.
const char* t(const char* english) { return english; }

template <class Firm>
void add_firms(const std::vector<db::FirmName<Firm>>& firms, const char* kind, const char* folder,
               std::vector<Found>& found) {
    for (const auto& firm : firms)
        found.push_back({kind, firm.code.text, firm.name, path_to(folder, firm.code.text), true});
}

// Those with such a number, or else those of the lessees found.
std::vector<db::ContractRow> contracts_found(db::Connection& c, const std::string& typed,
                                             const std::vector<db::FirmName<Lessee>>& lessees, int limit) {
    db::ContractListing listing;
    listing.which.limit = limit;
    if (db::means_contracts(c, typed))
        listing.which.search = typed;
    else if (lessees.empty())
        return {};
    else
        for (const auto& lessee : lessees) listing.lessees.push_back(lessee.code);
    return db::list_contracts(c, listing).rows;
}

// At most so many of each kind.
std::vector<Found> find_everything(db::Connection& c, const std::string& typed, int limit) {
    std::vector<Found> found;
    const auto lessees = db::firms_like<Lessee>(c, typed, limit);
    for (auto& contract : contracts_found(c, typed, lessees, limit))
        found.push_back({t("Leases"), contract.number.text, std::move(contract.lessee_name),
                         path_to("/contracts", contract.number.text)});
    add_firms(lessees, t("Lessees"), "/lessees", found);
    for (auto& asset : db::assets_like(c, typed, limit))
        found.push_back(
            {t("Assets"), asset.code.text, std::move(asset.serial_number), path_to("/assets", asset.code.text)});
    for (const auto& issued : db::invoices_numbered(c, typed, limit))
        found.push_back({t("Invoices"), issued.number, issued.contract.text, path_to("/invoices", issued.number)});
    if (const auto receipt = db::find_receipt(c, {typed}))
        found.push_back({t("Unmatched payments"), typed, receipt->slip.payer, path_to("/receipts", typed)});
    add_firms(db::firms_like<Supplier>(c, typed, limit), t("Suppliers"), "/suppliers", found);
    return found;
}

std::vector<Found> found_for(const Call& call, int limit) {
    const auto typed = call.parameter("q");
    if (typed.empty()) return {};
    return call.app.database.read([&](db::Connection& c) { return find_everything(c, typed, limit); });
}

Response search_page(const Call& call) {
    Data page;
    page.set("QUERY", call.parameter("q"));
    const auto found = found_for(call, 20);
    Data* table = nullptr;
    const char* kind = nullptr;
    for (const auto& record : found) {
        if (record.kind != kind) {
            kind = record.kind;
            table = &page.add("TABLE").set("TITLE", call.t(kind)).set("SPAN", "s12");
            add_columns(*table, call, {{"Key"}, {"Name"}});
        }
        auto& row = table->add("ROW");
        text_cell(row, record.key, record.href);
        text_cell(row, record.name);
    }
    page.show("NOTHING", found.empty() && !call.parameter("q").empty());
    auto frame = call.frame(call.t("Search"), "", {{call.t("Search"), ""}});
    frame.search = call.parameter("q");
    return html(call.app.view.page("search", frame, page));
}

Response found_links(const Call& call) {
    return json_text("{\"items\":" +
                     json_array(found_for(call, 5),
                                [&](const Found& record) {
                                    RecordJson out;
                                    out("kind", call.t(record.kind));
                                    out("key", record.known_by_name ? record.name : record.key);
                                    out("name", record.known_by_name ? record.key : record.name);
                                    out("href", record.href);
                                    return out.object();
                                }) +
                     "}");
}

// Lessees for the control of a form, by what was typed into it.
Response suggested_lessees(const Call& call) {
    const auto firms =
        call.app.database.read([&](db::Connection& c) { return db::firms_like<Lessee>(c, call.parameter("q"), 20); });
    return json_text("{\"items\":" +
                     json_array(firms,
                                [](const db::FirmName<Lessee>& firm) {
                                    RecordJson out;
                                    out("key", firm.code);
                                    // Browsers offer only what has the letters typed within it.
                                    out("name", firm.name + " · " + initials(firm.name));
                                    return out.object();
                                }) +
                     "}");
}

}  // namespace

void add_search_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/search", Permission::Read, search_page});
    routes.push_back({"GET", "/search/links", Permission::Read, found_links});
    routes.push_back({"GET", "/lessees/suggestions", Permission::Read, suggested_lessees});
}

}  // namespace leasebook::server
