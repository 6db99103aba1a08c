// The payments of all leases as a list: as finance works through the bank's statement of a day, and over the API.
#include "db/payment_list.h"
#include "server/filters.h"
#include "server/lists.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

constexpr int page_size = 100;
constexpr std::chrono::days longest_search(31);

// What bounds the payments in which a reference is looked for.
bool is_bounded(const db::PaymentQuery& query) {
    return query.contract || (query.from && query.until && *query.until - *query.from <= longest_search);
}

Result<db::PaymentQuery> payment_query(const Call& call) {
    Asked asked(call);
    db::PaymentQuery query{.descending = true};
    if (const auto contract = asked.text("contract")) query.contract = ContractNumber{*contract};
    query.from = asked.day("from");
    query.until = asked.day("until");
    query.reference = call.parameter("reference");
    if (!query.reference.empty() && !is_bounded(query))
        asked.errors.push_back(invalid(
            "reference", "A reference is looked for within a lease, or between two days at most 31 days apart."));
    query.status = asked.one_of<db::PaymentStatus>("status");
    read_sort(call.parameter("sort"), query.sort, query.descending, asked.errors);
    query.after = call.parameter("after");
    query.limit = page_size;
    if (!asked.errors.empty()) return asked.errors;
    return query;
}

db::Page<db::ListedPayment> payment_page(const Call& call, const db::PaymentQuery& query) {
    return call.app.database.read([&](db::Connection& c) { return db::list_payments(c, query); });
}

std::string payment_json(const db::ListedPayment& listed) {
    const auto& payment = listed.payment;
    RecordJson out;
    out("contract", listed.contract);
    out("event", listed.event);
    out("lessee", listed.lessee);
    out("date", payment.act.on);
    out("currency", payment.amount.currency());
    out("amount", payment.amount);
    out("payer", payment.payer);
    out("reference", payment.reference);
    out("status", listed.status);
    out("recorded_at", db::moment_text(listed.recorded_at));
    out("entered_by", payment.act.by);
    return out.object();
}

Response get_payments(const Call& call) {
    const auto query = payment_query(call);
    if (!query) return problem(query.errors());
    return json_text(page_json(payment_page(call, *query), payment_json));
}

const List& payments() {
    using enum reports::ColumnType;
    static const List list{"/payments",
                           "Payments",
                           {{"date", Day, true, true},
                            {"contract"},
                            {"lessee"},
                            {"currency", Text, false},
                            {"amount", Amount},
                            {"payer"},
                            {"reference"},
                            {"status", Word},
                            {"recorded_at", Text, true, true},
                            {"entered_by"}},
                           "-date"};
    return list;
}

const char* colour_of(db::PaymentStatus status) {
    switch (status) {
        case db::PaymentStatus::Received: return "";
        case db::PaymentStatus::Reversed: return "neg";
        case db::PaymentStatus::Recovered: return "plain";
    }
    throw InvariantBroken("every status of a payment has its colour");
}

std::vector<ListCell> cells_of(const db::ListedPayment& listed) {
    const auto& payment = listed.payment;
    const auto lease = path_to("/contracts", listed.contract.text);
    return {{payment.act.on, lease + "#event-" + std::to_string(listed.event)},
            {listed.contract.text, lease + "#payments"},
            {listed.lessee_name, path_to("/lessees", listed.lessee.text)},
            {payment.amount.currency().text()},
            {payment.amount},
            {payment.payer.value_or("")},
            {payment.reference},
            {to_text(listed.status), "", "", colour_of(listed.status)},
            {second_text(listed.recorded_at)},
            {payment.act.by}};
}

Response list_page(const Call& call) {
    const ShownList shown(call, payments());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto query = payment_query(call);
    if (!query) return refusal_page(call, query.errors());
    const auto list = payment_page(call, *query);
    const auto title = call.t("Payments");
    Data page;
    shown.fill(page);
    page.set("SUB",
             call.t("What leases received, by the bank's value date; what a payment settled stands on its lease."));
    page.show("CONTROLS");
    add_input(page, call, {"from", call.t("From")}, "date");
    add_input(page, call, {"until", call.t("Until")}, "date");
    add_input(page, call, {"contract", call.t("Lease")}, "text");
    add_input(page, call, {"reference", call.t("Reference")}, "text");
    add_select(page, call, {"status", call.t("Status")}, choices_of<db::PaymentStatus>(call.language));
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    for (const auto& listed : list.rows) shown.add_row(page, cells_of(listed));
    add_pager(page, call, list.next);
    page.set("EMPTY_TEXT", call.t("No payment matches."));
    return html(call.app.view.page("list", call.frame(title, "payments", {{call.t("Books"), ""}, {title, ""}}), page));
}

Response list_file(const Call& call) {
    const auto asked = payment_query(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto query = *asked;
    query.after.clear();
    query.limit = most_rows_in_file;
    const ShownList shown(call, payments());
    auto file = shown.file();
    const auto list = payment_page(call, query);
    for (const auto& listed : list.rows) shown.add_row(file, cells_of(listed));
    return shown.answer(std::move(file), !list.next.empty());
}

}  // namespace

void add_payment_list_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/payments", Read, list_page});
    routes.push_back({"GET", "/payments/export", Read, list_file});
    routes.push_back({"GET", "/api/v1/payments", Read, get_payments,
                      "Payments that leases received, by lease, value date (from, until), the beginning of the "
                      "bank's reference and status (received, reversed, or recovered after a write-off); sort (date "
                      "or recorded_at, with - for the last first)",
                      "", "PaymentPage"});
}

}  // namespace leasebook::server
