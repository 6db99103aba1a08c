// Invoices and credit notes: over the API, as a list of a contract or of all, and one by one.
#include "db/contract_file.h"
#include "db/invoice_store.h"
#include "server/books/bookkeeping.h"
#include "server/filters.h"
#include "server/lists.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr int page_size = 100;

Result<db::InvoiceQuery> invoice_query(const Call& call) {
    Asked asked(call);
    db::InvoiceQuery query;
    if (const auto contract = asked.text("contract")) query.contract = ContractNumber{*contract};
    query.from = asked.day("from");
    query.until = asked.day("until");
    query.kind = asked.one_of<InvoiceKind>("kind");
    read_sort(call.parameter("sort"), query.sort, query.descending, asked.errors);
    query.after = call.parameter("after");
    query.limit = page_size;
    if (!asked.errors.empty()) return asked.errors;
    return query;
}

db::Page<db::IssuedInvoice> invoice_page(const Call& call, const db::InvoiceQuery& query) {
    return call.app.database.read([&](db::Connection& c) { return db::list_invoices(c, query); });
}

std::string invoice_json(const db::IssuedInvoice& issued) {
    const auto& invoice = issued.invoice;
    RecordJson out;
    out("number", issued.number);
    out("contract", issued.contract);
    out("kind", invoice.kind);
    out("due", invoice.due);
    out("due_date", invoice.due_date);
    out("issued", issued.issued);
    out("currency", invoice.net.currency());
    out("net", invoice.net);
    out("vat", invoice.vat);
    out("gross", invoice.net + invoice.vat);
    return out.object();
}

Response get_invoices(const Call& call) {
    const auto query = invoice_query(call);
    if (!query) return problem(query.errors());
    return json_text(page_json(invoice_page(call, *query), invoice_json));
}

Error no_such_invoice(const Call& call) {
    return not_found("", "There is no invoice \"{0}\".", shortened(call.path_value(0)));
}

Response get_invoice(const Call& call) {
    const auto invoice =
        call.app.database.read([&](db::Connection& c) { return db::find_invoice(c, call.path_value(0)); });
    return invoice ? json_text(invoice_json(*invoice)) : problem({no_such_invoice(call)});
}

void add_invoices(Data& page, const Call& call, const std::string& title,
                  const std::vector<db::IssuedInvoice>& invoices) {
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No invoice matches."));
    add_columns(
        table, call,
        {{"Number"}, {"Contract"}, {"Kind"}, {"Due"}, {"Issued"}, {"Net", true}, {"VAT", true}, {"Gross", true}});
    for (const auto& issued : invoices) {
        auto& row = table.add("ROW");
        text_cell(row, issued.number, path_to("/invoices", issued.number));
        text_cell(row, issued.contract.text, path_to("/contracts", issued.contract.text));
        text_cell(row, value_text(call.language, to_text(issued.invoice.kind)));
        text_cell(row, date_text(issued.invoice.due_date, call.language));
        text_cell(row, date_text(issued.issued, call.language));
        number_cell(row, money_text(issued.invoice.net));
        number_cell(row, money_text(issued.invoice.vat));
        number_cell(row, money_with_sign(issued.invoice.net + issued.invoice.vat));
    }
}

const List& invoices() {
    using enum reports::ColumnType;
    static const List list{"/invoices",
                           "Invoices",
                           {{"number", Text, true, true},
                            {"contract"},
                            {"kind", Word},
                            {"due_date", Day, true, true},
                            {"issued", Day},
                            {"currency", Text, false},
                            {"net", Amount},
                            {"vat", Amount},
                            {"gross", Amount}},
                           "number"};
    return list;
}

std::vector<ListCell> cells_of(const db::IssuedInvoice& issued) {
    const auto& invoice = issued.invoice;
    return {{issued.number, path_to("/invoices", issued.number)},
            {issued.contract.text, path_to("/contracts", issued.contract.text)},
            {to_text(invoice.kind)},
            {invoice.due_date},
            {issued.issued},
            {invoice.net.currency().text()},
            {invoice.net},
            {invoice.vat},
            {invoice.net + invoice.vat}};
}

Response list_page(const Call& call) {
    const ShownList shown(call, invoices());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto query = invoice_query(call);
    if (!query) return refusal_page(call, query.errors());
    const auto list = invoice_page(call, *query);
    const auto title = call.t("Invoices");
    Data page;
    shown.fill(page);
    page.set("SUB", call.t("A bill is never altered: a credit note takes it back."));
    page.show("CONTROLS");
    add_input(page, call, {"contract", call.t("Contract")}, "text");
    add_input(page, call, {"from", call.t("From")}, "date");
    add_input(page, call, {"until", call.t("Until")}, "date");
    add_select(page, call, {"kind", call.t("Kind")}, choices_of<InvoiceKind>(call.language));
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    for (const auto& issued : list.rows) shown.add_row(page, cells_of(issued));
    add_pager(page, call, list.next);
    page.set("EMPTY_TEXT", call.t("No invoice matches."));
    return html(call.app.view.page("list", call.frame(title, "invoices", {{call.t("Books"), ""}, {title, ""}}), page));
}

Response list_file(const Call& call) {
    const auto asked = invoice_query(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto query = *asked;
    query.after.clear();
    query.limit = most_rows_in_file;
    const ShownList shown(call, invoices());
    auto file = shown.file();
    const auto list = invoice_page(call, query);
    for (const auto& issued : list.rows) shown.add_row(file, cells_of(issued));
    return shown.answer(std::move(file), !list.next.empty());
}

// What the invoice is about in the life of its contract, as it stands today; none where a change took it back.
std::optional<Due> due_behind(const Call& call, db::Connection& connection, const db::IssuedInvoice& issued) {
    const auto file = db::find_file(connection, issued.contract);
    ensure(file.has_value(), "the contract of an invoice is there");
    const BookRules rules(connection, call.today());
    const auto life = life_of(*file, rules.policy(), std::max(call.today(), issued.issued));
    for (const auto& due : life.dues)
        if (due.number == issued.invoice.due) return due;
    return {};
}

void add_details(Data& page, const Call& call, const db::IssuedInvoice& issued, const std::optional<Due>& due) {
    const auto& invoice = issued.invoice;
    const auto contract = path_to("/contracts", issued.contract.text);
    const auto pair = [&](const char* label, const std::string& text, const std::string& href = {}) {
        page.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text).set("HREF", href);
    };
    pair("Contract", issued.contract.text, contract);
    pair("Kind", value_text(call.language, to_text(invoice.kind)));
    pair("Issued", date_text(issued.issued, call.language));
    pair("Due", date_text(invoice.due_date, call.language));
    pair("Net", money_with_sign(invoice.net));
    pair("VAT", money_with_sign(invoice.vat));
    pair("Gross", money_with_sign(invoice.net + invoice.vat));
    if (!due) return;
    const auto what = value_text(call.language, to_text(due->kind));
    pair("For", due->number > 0 ? what + " " + std::to_string(due->number) : what,
         due->event != 0 ? contract + "#event-" + std::to_string(due->event) : contract + "#dues");
    pair("Paid", money_with_sign(due->paid.sum()), contract + "#payments");
    pair("Open", money_with_sign(due->unpaid() + due->open(ClaimComponent::LateInterest)), contract + "#dues");
}

Response one_page(const Call& call) {
    std::optional<Due> due;
    std::vector<db::IssuedInvoice> same_due;
    const auto issued = call.app.database.read([&](db::Connection& c) {
        auto found = db::find_invoice(c, call.path_value(0));
        if (!found) return found;
        due = due_behind(call, c, *found);
        db::InvoiceQuery query;
        query.contract = found->contract;
        query.due = found->invoice.due;
        same_due = db::list_invoices(c, query).rows;
        return found;
    });
    if (!issued) return no_such_page(call, no_such_invoice(call));
    Data page;
    page.set("TITLE", issued->number).set("SUB", value_text(call.language, to_text(issued->invoice.kind)));
    for (const char* language : {"en", "zh"})
        page.add("DOWNLOAD_LINK")
            .set("TEXT", language == std::string_view("en") ? "PDF" : "PDF 中文")
            .set("HREF", "/api/v1" + path_to("/invoices", issued->number) + "/document?language=" + language);
    add_details(page, call, *issued, due);
    add_invoices(page, call, call.t("All that was billed for this"), same_due);
    const auto frame = call.frame(issued->number, "invoices",
                                  {{call.t("Books"), ""}, {call.t("Invoices"), "/invoices"}, {issued->number, ""}});
    return html(call.app.view.page("books", frame, page));
}

}  // namespace

void add_invoice_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1/invoices";
    routes.push_back({"GET", "/invoices", Read, list_page});
    routes.push_back({"GET", "/invoices/export", Read, list_file});
    routes.push_back({"GET", "/invoices/{number}", Read, one_page});
    routes.push_back({"GET", v1, Read, get_invoices,
                      "Invoices and credit notes, by contract, kind and due date; sort (number or due_date, with - for "
                      "the last first)",
                      "", "InvoicePage"});
    routes.push_back({"GET", v1 + "/{number}", Read, get_invoice, "One invoice or credit note", "", "Invoice"});
}

}  // namespace leasebook::server
