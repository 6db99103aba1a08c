// The list of leases: searched, narrowed by status and by what a link from elsewhere asks for.
#include "server/contract_api.h"
#include "server/contract_pages.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

Data& status_cell(Data& row, const Call& call, ContractStatus status) {
    return row.add("CELL").set("TEXT", value_text(call.language, to_text(status))).set("TAG_KIND", status_kind(status));
}

void add_contract_row(Data& page, const Call& call, const db::ContractRow& contract) {
    auto& row = page.add("ROW");
    row.add("CELL").set("TEXT", contract.number.text).set("HREF", path_to("/contracts", contract.number.text));
    row.add("CELL").set("TEXT", contract.lessee_name).set("SMALL", contract.lessee.text);
    status_cell(row, call, contract.status);
    text_cell(row, date_text(contract.commencement, call.language));
    number_cell(row, std::to_string(contract.periods));
    number_cell(row, percent_text(contract.annual_rate));
    number_cell(row, money_with_sign(contract.financed_amount));
    number_cell(row, money_with_sign(contract.rent));
}

void add_status_chips(Data& page, const Call& call) {
    const auto current = call.parameter("status");
    page.add("CHIP")
        .set("TEXT", call.t("All"))
        .set("HREF", with_parameter(call, "status", ""))
        .show("ON", current.empty());
    for (const auto& [status, name] : NamesOf<ContractStatus>::names)
        page.add("CHIP")
            .set("TEXT", value_text(call.language, name))
            .set("HREF", with_parameter(call, "status", std::string(name)))
            .show("ON", current == name);
    for (const char* filter : {"cluster", "industry", "lessee"})
        if (const auto value = call.parameter(filter); !value.empty())
            page.add("CHIP")
                .set("TEXT", label_of(call.language, filter) + ": " + value + " ×")
                .set("HREF", with_parameter(call, filter, ""))
                .show("ON");
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

Response contract_list_page(const Call& call) {
    const auto query = contract_query(call);
    Data page;
    page.set("TITLE", call.t("Leases"));
    if (call.may(Permission::EditContracts))
        page.add("ACTION").set("TEXT", call.t("New lease")).set("HREF", "/contracts/new").show("PRIMARY").show("ADD");
    page.add("SEARCH").set("QUERY", call.parameter("q")).set("HINT", call.t("Contract number or lessee"));
    page.set("ACTION_PATH", "/contracts");
    add_status_chips(page, call);
    add_columns(page, call,
                {{"Number"},
                 {"Lessee"},
                 {"Status"},
                 {"Commencement"},
                 {"Rents", true},
                 {"Annual rate", true},
                 {"Financed amount", true},
                 {"Rent", true}});
    auto list = query ? call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, *query); })
                      : db::Page<db::ContractRow>{};
    for (const auto& contract : list.rows) add_contract_row(page, call, contract);
    add_pager(page, call, list.next);
    page.set("EMPTY_TEXT", call.t("No lease matches."));
    return html(call.app.view.page(
        "list", call.frame(call.t("Leases"), "leases", {{call.t("Work"), ""}, {call.t("Leases"), ""}}), page));
}

}  // namespace leasebook::server
