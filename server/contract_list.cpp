// The list of leases: searched, narrowed, sorted, with the columns that a person chose.
#include "db/contract_list.h"
#include "server/contract_api.h"
#include "server/contract_pages.h"
#include "server/filters.h"
#include "server/lists.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

const List& leases() {
    using enum reports::ColumnType;
    static const List list{"/contracts",
                           "Leases",
                           {{"number", Text, true, true},
                            {"lessee_name", Text},
                            {"lessee", Text, false},
                            {"status", Word, true, true},
                            {"commencement", Day, true, true},
                            {"periods", Count},
                            {"annual_rate", Share, true, true},
                            {"currency", Text, false},
                            {"financed_amount", Amount, true, true},
                            {"rent", Amount, true, true}},
                           "-number"};
    return list;
}

std::vector<ListCell> cells_of(const db::ContractRow& contract) {
    return {{contract.number.text, path_to("/contracts", contract.number.text)},
            {contract.lessee_name, "", contract.lessee.text},
            {contract.lessee.text, path_to("/lessees", contract.lessee.text)},
            {to_text(contract.status), "", "", status_kind(contract.status)},
            {contract.commencement},
            {std::int64_t{contract.periods}},
            {contract.annual_rate},
            {contract.financed_amount.currency().text()},
            {contract.financed_amount},
            {contract.rent}};
}

void add_status_chips(Data& page, const Call& call, const ShownList& list) {
    const auto current = call.parameter("status");
    page.add("CHIP").set("TEXT", call.t("All")).set("HREF", list.with("status", "")).show("ON", current.empty());
    for (const auto& [status, name] : NamesOf<ContractStatus>::names)
        page.add("CHIP")
            .set("TEXT", value_text(call.language, name))
            .set("HREF", list.with("status", std::string(name)))
            .show("ON", current == name);
    for (const auto& filter : lease_filters())
        if (const auto value = call.parameter(filter.name); !value.empty())
            list.add_filter_chip(page, filter.name, value);
}

// The controls of what narrows the list; what else the address asks for stays.
void add_controls(Data& page, const Call& call) {
    page.show("CONTROLS")
        .add("SEARCH")
        .set("QUERY", call.parameter("q"))
        .set("HINT", call.t("Lease number, lessee's name, initials or key"));
    for (const auto& filter : lease_filters()) {
        const char* const type = filter.control == Control::Date ? "date" : "text";
        add_input(page, call, {filter.name.c_str(), label_of(call.language, filter.name)}, type);
    }
    for (const char* kept : {"status", "sort", "not_entered_by", "returned"})
        if (const auto value = call.parameter(kept); !value.empty())
            page.add("KEPT").set("NAME", kept).set("VALUE", value);
}

Response lease_file(const Call& call) {
    const auto asked = contract_listing(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto listing = *asked;
    listing.which.limit = most_rows_in_file;
    listing.which.after.clear();
    const ShownList list(call, leases());
    auto file = list.file();
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, listing); });
    for (const auto& contract : page.rows) list.add_row(file, cells_of(contract));
    return list.answer(std::move(file), !page.next.empty());
}

}  // namespace

std::string status_kind(ContractStatus status) {
    switch (status) {
        case ContractStatus::Draft:
        case ContractStatus::Applied:
        case ContractStatus::Accepted: return "warn";
        case ContractStatus::Approved:
        case ContractStatus::Signed:
        case ContractStatus::Disbursed:
        case ContractStatus::Matured:
        case ContractStatus::EarlyTerminated: return "plain";
        case ContractStatus::Active: return "pos";
        case ContractStatus::Declined:
        case ContractStatus::TotalLoss:
        case ContractStatus::Repossessed:
        case ContractStatus::WrittenOff: return "neg";
    }
    throw InvariantBroken("every status has its colour");
}

namespace {

Response contract_list_page(const Call& call) {
    const ShownList list(call, leases());
    if (auto plain = list.plain_address()) return *std::move(plain);
    const auto listing = contract_listing(call);
    if (!listing) return refusal_page(call, listing.errors());
    Data page;
    list.fill(page);
    if (call.may(Permission::EditContracts))
        page.add("ACTION").set("TEXT", call.t("New lease")).set("HREF", "/contracts/new").show("PRIMARY").show("ADD");
    add_controls(page, call);
    add_status_chips(page, call, list);
    const auto found = call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, *listing); });
    for (const auto& contract : found.rows) list.add_row(page, cells_of(contract));
    if (found.count) page.set("COUNT", count_text(*found.count) + " " + call.t("leases"));
    add_pager(page, call, found.next);
    page.set("EMPTY_TEXT", call.t("No lease matches."));
    return html(call.app.view.page(
        "list", call.frame(call.t("Leases"), "leases", {{call.t("Work"), ""}, {call.t("Leases"), ""}}), page));
}

}  // namespace

void add_contract_list_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/contracts", Permission::Read, contract_list_page});
    routes.push_back({"GET", "/contracts/export", Permission::Read, lease_file});
}

}  // namespace leasebook::server
