// Receipts, payments that wait to be matched: over the API, and as a list.
#include "server/books/receipts.h"

#include "server/filters.h"
#include "server/lists.h"
#include "server/receipt_view.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

constexpr int page_size = 100;

Result<db::ReceiptQuery> receipt_query(const Call& call, const std::string& sort) {
    Asked asked(call);
    db::ReceiptQuery query;
    query.status = asked.one_of<ReceiptStatus>("status");
    query.from = asked.day("from");
    query.until = asked.day("until");
    query.descending = sort.starts_with('-');
    query.after = call.parameter("after");
    query.limit = page_size;
    if (!asked.errors.empty()) return asked.errors;
    return query;
}

db::Page<Receipt> receipts_asked(const Call& call, const db::ReceiptQuery& query) {
    return call.app.database.read([&](db::Connection& c) { return db::list_receipts(c, query); });
}

Response get_receipts(const Call& call) {
    const auto query = receipt_query(call, "");
    if (!query) return problem(query.errors());
    return json_text(page_json(receipts_asked(call, *query), receipt_json));
}

std::string proposal_json(const MatchProposal& proposal) {
    RecordJson out;
    out("contract", proposal.contract);
    out("ground", proposal.ground);
    out("confidence", confidence_of(proposal.ground));
    return out.object();
}

Response get_receipt(const Call& call) {
    const ReceiptNumber number{call.path_value(0)};
    return call.app.database.read([&](db::Connection& c) {
        const auto receipt = db::find_receipt(c, number);
        if (!receipt) return problem({not_found("", "There is no payment \"{0}\".", shortened(number.text))});
        auto json = receipt_json(*receipt);
        json.pop_back();  // one more member
        json += ",\"proposals\":" + json_array(proposals_for(c, *receipt, call.today()), proposal_json) + "}";
        return json_text(std::move(json));
    });
}

// Reads the body, lets the use case book it, and answers the receipt as it is then.
template <class Entry, class Use>
Response book(const Call& call, std::string_view action, int status, const Use& use) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<Entry>(*json) : Result<Entry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto receipt = use(c, *entry);
        if (!receipt) return receipt.errors();
        const auto now = receipt_json(*receipt);
        return Call::Changed{json_text(now, status), receipt->number.text, now};
    };
    return call.change(action, change, [](const Errors& errors) { return problem(errors); });
}

Response post_receipt(const Call& call) {
    return book<ReceiptEntry>(call, "receipt.record", 201, [&](db::Connection& c, const ReceiptEntry& entry) {
        return record_receipt(c, entry, call.act(), call.app.clock());
    });
}

Response post_match(const Call& call) {
    return book<MatchEntry>(call, "receipt.match", 200, [&](db::Connection& c, const MatchEntry& entry) {
        return match_receipt(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
    });
}

Response post_return(const Call& call) {
    return book<ReversalEntry>(call, "receipt.give_back", 200, [&](db::Connection& c, const ReversalEntry& entry) {
        return give_receipt_back(c, {call.path_value(0)}, entry, call.act(), call.app.clock());
    });
}

const List& receipts() {
    using enum reports::ColumnType;
    static const List list{"/receipts",
                           "Unmatched payments",
                           {{"number"},
                            {"value_date", Day, true, true},
                            {"payer"},
                            {"currency", Text, false},
                            {"amount", Amount},
                            {"reference"},
                            {"remittance_text"},
                            {"status", Word},
                            {"contract"},
                            {"decided_on", Day, false},
                            {"decided_by", Text, false},
                            {"recorded_by", Text, false}},
                           "-value_date"};
    return list;
}

std::vector<ListCell> cells_of(const Receipt& receipt) {
    const auto& slip = receipt.slip;
    const auto contract = receipt.contract.value_or(ContractNumber{}).text;
    return {{receipt.number.text, path_to("/receipts", receipt.number.text)},
            {slip.value_date},
            {slip.payer},
            {slip.currency.text()},
            {slip.amount},
            {slip.reference},
            {slip.remittance_text.value_or("")},
            {to_text(receipt.status), {}, {}, colour_of(receipt.status)},
            {contract, contract.empty() ? "" : path_to("/contracts", contract)},
            {receipt.decided_on ? reports::Cell{*receipt.decided_on} : reports::Cell{}},
            {receipt.decided_by.value_or("")},
            {receipt.recorded_by}};
}

Response list_page(const Call& call) {
    const ShownList shown(call, receipts());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto query = receipt_query(call, shown.sort());
    if (!query) return refusal_page(call, query.errors());
    const auto list = receipts_asked(call, *query);
    const auto title = call.t("Unmatched payments");
    Data page;
    shown.fill(page);
    page.set("SUB", call.t("Money that came in before anybody knew which lease it is for."));
    page.set("EMPTY_TEXT", call.t("No payment here."));
    if (call.may(Permission::PostPayments))
        page.add("ACTION")
            .set("TEXT", call.t("Record a payment"))
            .set("HREF", "/receipts/new")
            .show("PRIMARY")
            .show("ADD");
    page.show("CONTROLS");
    add_input(page, call, {"from", call.t("From")}, "date");
    add_input(page, call, {"until", call.t("Until")}, "date");
    add_select(page, call, {"status", call.t("Status")}, choices_of<ReceiptStatus>(call.language));
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    for (const auto& receipt : list.rows) shown.add_row(page, cells_of(receipt));
    add_pager(page, call, list.next);
    return html(call.app.view.page("list", call.frame(title, "receipts", {{call.t("Books"), ""}, {title, ""}}), page));
}

Response list_file(const Call& call) {
    const ShownList shown(call, receipts());
    const auto asked = receipt_query(call, shown.sort());
    if (!asked) return refusal_page(call, asked.errors());
    auto query = *asked;
    query.after.clear();
    query.limit = most_rows_in_file;
    auto file = shown.file();
    const auto list = receipts_asked(call, query);
    for (const auto& receipt : list.rows) shown.add_row(file, cells_of(receipt));
    return shown.answer(std::move(file), !list.next.empty());
}

}  // namespace

const char* colour_of(ReceiptStatus status) {
    switch (status) {
        case ReceiptStatus::Unmatched: return "warn";
        case ReceiptStatus::Matched: return "pos";
        case ReceiptStatus::GivenBack: return "plain";
    }
    throw InvariantBroken("every status of a receipt has its colour");
}

std::string receipt_json(const Receipt& receipt) {
    RecordJson out;
    out("number", receipt.number);
    out("status", receipt.status);
    visit_fields(receipt.slip, out);
    out("recorded_by", receipt.recorded_by);
    out("decided_on", receipt.decided_on);
    out("decided_by", receipt.decided_by);
    out("contract", receipt.contract);
    out("payment", receipt.payment);
    out("reason", receipt.reason);
    return out.object();
}

void add_receipt_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1/receipts", one = v1 + "/{number}";
    routes.push_back({"GET", "/receipts", Read, list_page});
    routes.push_back({"GET", "/receipts/export", Read, list_file});
    add_receipt_pages(routes);
    routes.push_back({"POST", v1, PostPayments, post_receipt, "Record money whose lease is not known yet",
                      "ReceiptEntry", "Receipt"});
    routes.push_back({"GET", v1, Read, get_receipts,
                      "Such payments by value date (status: unmatched, matched or given_back; from, until, after)", "",
                      "ReceiptPage"});
    routes.push_back(
        {"GET", one, Read, get_receipt, "One of them with the leases that it may be for", "", "ReceiptDocument"});
    routes.push_back({"POST", one + "/match", PostPayments, post_match,
                      "Make it a payment of a lease on its value date", "MatchEntry", "Receipt"});
    routes.push_back({"POST", one + "/return", PostPayments, post_return, "Give it back to whoever paid it",
                      "ReversalEntry", "Receipt"});
}

}  // namespace leasebook::server
