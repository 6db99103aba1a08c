#include "server/work_queues.h"

#include <algorithm>

#include "db/contract_store.h"
#include "db/impairment_store.h"
#include "db/journal_store.h"
#include "db/pending_change_store.h"
#include "db/receipt_store.h"
#include "reports/limits.h"
#include "server/books/close.h"
#include "server/kept_forms.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr int shown = 8;

Data& add_queue(Data& page, const Call& call, const char* title, const std::string& more_href = {}) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t(title)).set("SPAN", "s6").set("EMPTY_TEXT", call.t("Nothing is waiting."));
    if (!more_href.empty()) table.set("MORE_HREF", more_href).set("MORE_TEXT", call.t("Show all"));
    return table;
}

struct LeaseQueue {
    const char* title;
    db::ContractQuery query;
};

std::vector<LeaseQueue> lease_queues(const Call& call) {
    using enum ContractStatus;
    const auto& me = call.who.name;
    std::vector<LeaseQueue> queues;
    const auto add = [&](const char* title, ContractStatus status, auto narrow) {
        db::ContractQuery query;
        query.status = status;
        query.limit = shown;
        narrow(query);
        queues.push_back({title, std::move(query)});
    };
    const auto all = [](db::ContractQuery&) {};
    const auto mine = [&](db::ContractQuery& query) { query.entered_by = me; };
    const auto others = [&](db::ContractQuery& query) { query.not_entered_by = me; };
    if (call.may(Permission::EditContracts)) {
        add("Returned to you", Draft, [&](db::ContractQuery& query) {
            query.entered_by = me;
            query.returned = true;
        });
        add("Your drafts", Draft, mine);
        add("Approved, to be signed", Approved, all);
        add("Paid for, to commence", Disbursed, all);
    }
    if (call.may(Permission::DecideCredit)) add("Credit to be decided", Applied, others);
    if (call.may(Permission::ApproveContracts)) add("Leases to be approved", Accepted, others);
    if (call.may(Permission::PostPayments)) add("Signed, supplier to be paid", Signed, all);
    return queues;
}

Fields parameters_of(const db::ContractQuery& query) {
    return {{"status", to_text(*query.status)},
            {"entered_by", query.entered_by},
            {"not_entered_by", query.not_entered_by},
            {"returned", query.returned ? "yes" : ""}};
}

void add_lease_queue(Data& page, const Call& call, const LeaseQueue& queue) {
    const auto list = call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, queue.query); });
    auto& table = add_queue(page, call, queue.title, path_with("/contracts", parameters_of(queue.query)));
    add_columns(table, call, {{"Number"}, {"Lessee"}, {"Financed amount", true}});
    for (const auto& contract : list.rows) {
        auto& row = table.add("ROW");
        text_cell(row, contract.number.text, path_to("/contracts", contract.number.text));
        text_cell(row, contract.lessee_name);
        number_cell(row, money_with_sign(contract.financed_amount));
    }
}

void add_changes(Data& page, const Call& call) {
    const auto changes =
        call.app.database.read([&](db::Connection& c) { return db::waiting_changes(c, call.who.name, shown); });
    auto& table = add_queue(page, call, "Changes to be approved");
    add_columns(table, call, {{"Number"}, {"Change"}, {"Proposed by"}});
    for (const auto& change : changes) {
        auto& row = table.add("ROW");
        text_cell(row, change.contract.text, path_to("/contracts", change.contract.text) + "/changes");
        text_cell(row, value_text(call.language, to_text(change.kind)));
        text_cell(row, change.proposed_by);
    }
}

void add_impairments(Data& page, const Call& call) {
    const auto proposals = call.app.database.read(
        [](db::Connection& c) { return db::list_impairments(c, db::ImpairmentStatus::Proposed, shown); });
    auto& table = add_queue(page, call, "Impairments to be decided", "/impairments");
    add_columns(table, call, {{"Number"}, {"Proposed by"}, {"Reduction", true}});
    for (const auto& proposal : proposals) {
        if (proposal.proposed_by == call.who.name) continue;
        auto& row = table.add("ROW");
        text_cell(row, proposal.contract.text, path_to("/impairments", std::to_string(proposal.id)));
        text_cell(row, proposal.proposed_by);
        number_cell(row, money_with_sign(proposal.reduction));
    }
}

// The oldest first: interest for being late may run on the leases they are for.
void add_receipts(Data& page, const Call& call) {
    db::ReceiptQuery query;
    query.status = ReceiptStatus::Unmatched;
    query.limit = shown;
    const auto list = call.app.database.read([&](db::Connection& c) { return db::list_receipts(c, query); });
    auto& table = add_queue(page, call, "Payments to be matched",
                            path_with("/receipts", {{"status", to_text(*query.status)}, {"sort", "value_date"}}));
    add_columns(table, call, {{"Number"}, {"Payer"}, {"Amount", true}});
    for (const auto& receipt : list.rows) {
        auto& row = table.add("ROW");
        row.add("CELL")
            .set("TEXT", receipt.number.text)
            .set("HREF", path_to("/receipts", receipt.number.text))
            .set("SMALL", date_text(receipt.slip.value_date, call.language));
        text_cell(row, receipt.slip.payer);
        number_cell(row, money_with_sign(receipt.slip.amount));
    }
}

// The oldest month that is not closed, step by step.
void add_close_checklist(Data& page, const Call& call) {
    const auto [periods, steps] = call.app.database.read([&](db::Connection& c) {
        const auto kept = db::periods(c);
        const auto all = kept ? *kept : Periods(period_of(call.today()), {});
        auto next = all.first();
        while (all.state(next).status == PeriodStatus::Closed) next = next.next();
        return std::pair{next, db::close_steps(c, next)};
    });
    auto& table = add_queue(page, call, "Next close", path_to("/periods", to_text(periods)));
    table.set("META", to_text(periods)).set("MORE_TEXT", call.t("Open the month"));
    add_columns(table, call, {{"Step"}, {"Status"}, {"By"}});
    for (const auto& [step, name] : NamesOf<CloseStep>::names) {
        const auto known = std::ranges::find(steps, std::string(name), &db::CloseStepRow::step);
        const bool begun = known != steps.end(), done = begun && known->finished_at;
        auto& row = table.add("ROW");
        text_cell(row, value_text(call.language, name));
        row.add("CELL")
            .set("TEXT", call.t(done    ? "done"
                                : begun ? "under way"
                                        : "to do"))
            .set("TAG_KIND", done    ? "pos"
                             : begun ? "warn"
                                     : "plain");
        text_cell(row, begun ? known->by : "");
    }
}

void add_breaches(Data& page, const Call& call) {
    const auto live = call.app.book.exposure(call.today(), call.app.currency, nullptr);
    const auto book = reports::limit_book(live.book->portfolio, *live.positions, call.today(), call.app.currency);
    auto& table = add_queue(page, call, "Limits broken or nearly so", "/limits");
    add_columns(table, call, {{"Limit"}, {"Item"}, {"% of limit", true}, {"Status"}});
    int listed = 0;
    for (const auto& [limit, item, use] : book.lines) {
        if (use.status != LimitStatus::Breach && use.status != LimitStatus::Warning) continue;
        if (++listed > shown) break;
        auto& row = table.add("ROW");
        text_cell(row, limit->code.text, path_to("/limits", limit->code.text));
        text_cell(row,
                  item.name.empty() ? call.t("The whole book") : localised(call.language, item.name, item.name_zh));
        number_cell(row, use.of_limit ? percent_text(*use.of_limit, 1) : "");
        row.add("CELL")
            .set("TEXT", value_text(call.language, to_text(use.status)))
            .set("TAG_KIND", use.status == LimitStatus::Breach ? "neg" : "warn");
    }
}

}  // namespace

void add_work_queues(Data& page, const Call& call) {
    add_kept_forms(page, call);
    for (const auto& queue : lease_queues(call)) add_lease_queue(page, call, queue);
    if (call.may(Permission::ApproveContracts)) {
        add_changes(page, call);
        add_impairments(page, call);
    }
    if (call.may(Permission::PostPayments)) add_receipts(page, call);
    if (call.may(Permission::ClosePeriods)) add_close_checklist(page, call);
    if (call.may(Permission::EditLimits)) add_breaches(page, call);
}

}  // namespace leasebook::server
