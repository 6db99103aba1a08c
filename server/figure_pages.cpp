// What stands behind a figure of a lease: the journal lines that make it up, each with the event it follows from, and
// behind a due the payments that settled it. Worked out from the events as the figure itself is, so both agree.
#include <algorithm>

#include "db/journal_store.h"
#include "domain/books/posting_rules.h"
#include "server/books_query.h"
#include "server/contract_view.h"
#include "server/figures.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

struct Behind {
    ContractView view;
    std::vector<ChartLine> chart;
};
Result<Behind> lease_behind(const Call& call) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return as_of.errors();
    return call.app.database.read([&](db::Connection& c) -> Result<Behind> {
        auto view = view_contract(c, {call.path_value(0)}, *as_of, call.today());
        if (!view) return view.errors();
        if (!view->life) return conflict("Contract {0} has not commenced: its books are empty.", call.path_value(0));
        return Behind{*std::move(view), db::chart_of_accounts(c)};
    });
}

std::string contract_path(const Call& call) { return path_to("/contracts", call.path_value(0)); }

// The event behind a fact by its name, linked to its place in the time line; what time alone brought leads to the dues.
void event_cell(Data& row, const Call& call, const ContractView& view, int event) {
    if (event == 0) return text_cell(row, call.t("Time"), contract_path(call) + "#dues");
    const auto& happened = view.file.events.at(static_cast<std::size_t>(event - 1)).event;
    text_cell(row, std::to_string(event) + ". " + value_text(call.language, event_name(happened)),
              contract_path(call) + "#event-" + std::to_string(event));
}

Frame frame_of(const Call& call, const std::string& title) {
    return call.frame(title, "leases",
                      {{call.t("Work"), ""},
                       {call.t("Leases"), "/contracts"},
                       {call.path_value(0), contract_path(call)},
                       {title, ""}});
}

void line_cells(Data& row, const Call& call, const Behind& behind, const JournalEntry& entry, const JournalLine& line) {
    const auto& account = chart_line(behind.chart, line.account);
    text_cell(row, date_text(entry.business_date, call.language));
    event_cell(row, call, behind.view, entry.event);
    text_cell(row, value_text(call.language, to_text(entry.rule)));
    text_cell(row, account.code + " " + localised(call.language, account.name, account.name_zh));
    const bool debit = !line.amount.is_negative();
    number_cell(row, debit ? money_text(line.amount) : "");
    number_cell(row, debit ? "" : money_text(-line.amount));
}

Data& lines_table(Data& page, const Call& call, bool with_sum) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Journal")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("Nothing is posted."));
    std::vector<Heading> headings{{"Date"}, {"Event"}, {"What"}, {"Account"}, {"Debit", true}, {"Credit", true}};
    if (with_sum) headings.push_back({"Balance", true});
    add_columns(table, call, headings);
    return table;
}

Response figure_page(const Call& call) {
    const auto figure = parse_named<Figure>(call.path_value(1), "figure");
    if (!figure) return no_such_page(call, not_found("", "There is no figure \"{0}\".", shortened(call.path_value(1))));
    const auto behind = lease_behind(call);
    if (!behind) return refusal_page(call, behind.errors());
    const auto title = value_text(call.language, to_text(*figure));
    Data page;
    auto& table = lines_table(page, call, true);
    Money sum = Money::zero(behind->view.state.content.terms.currency);
    for (const auto& fact : behind->view.life->facts) {
        const auto entry = entry_for(fact);
        for (const auto& line : entry.lines) {
            if (!belongs_to(*figure, line.account)) continue;
            auto& row = table.add("ROW");
            line_cells(row, call, *behind, entry, line);
            sum += is_owed_by_us(*figure) ? -line.amount : line.amount;
            number_cell(row, money_text(sum));
        }
    }
    page.set("TITLE", title + ": " + money_with_sign(sum))
        .set("SUB",
             call.path_value(0) + " · " + call.t("the journal lines that make it up, and the events behind them"));
    return html(call.app.view.page("books", frame_of(call, title), page));
}

void add_components(Data& page, const Call& call, const Due& due) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Components")).set("SPAN", "s12");
    add_columns(table, call, {{"Component"}, {"Owed", true}, {"Paid", true}, {"Open", true}});
    for (const auto& [component, name] : NamesOf<ClaimComponent>::names) {
        if (due.owed[component].is_zero() && due.paid[component].is_zero()) continue;
        auto& row = table.add("ROW");
        text_cell(row, value_text(call.language, name));
        for (const Money amount : {due.owed[component], due.paid[component], due.open(component)})
            number_cell(row, money_text(amount));
    }
}

void add_settlements(Data& page, const Call& call, const ContractView& view, int number) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Settled by")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No payment yet."));
    add_columns(table, call, {{"Date"}, {"Event"}, {"Component"}, {"Amount", true}});
    for (const auto& payment : view.life->payments)
        for (const auto& claim : payment.settled) {
            if (claim.instalment != number) continue;
            auto& row = table.add("ROW");
            text_cell(row, date_text(payment.on, call.language));
            event_cell(row, call, view, payment.event);
            text_cell(row, value_text(call.language, to_text(claim.component)));
            number_cell(row, money_text(claim.amount));
        }
}

// What was posted when it fell due, and for the payments that settled it.
bool is_about(const JournalEntry& entry, const Due& due, const Life& life) {
    if (due.number > 0 && entry.instalment == due.number) return true;
    if (due.event != 0 && entry.event == due.event) return true;
    return std::ranges::any_of(life.payments, [&](const AppliedPayment& payment) {
        return payment.event == entry.event && entry.event != 0 &&
               std::ranges::find(payment.settled, due.number, &Claim::instalment) != payment.settled.end();
    });
}

Response due_page(const Call& call) {
    const auto behind = lease_behind(call);
    if (!behind) return refusal_page(call, behind.errors());
    const auto& life = *behind->view.life;
    const auto number = parse_integer(call.path_value(1), -1'000'000, 1'000'000);
    const auto due = std::ranges::find(life.dues, static_cast<int>(number.value_or(0)), &Due::number);
    if (!number || due == life.dues.end())
        return no_such_page(call, not_found("", "Contract {0} has no such due.", shortened(call.path_value(0))));
    const auto kind = value_text(call.language, to_text(due->kind));
    const auto title = due->number > 0 ? kind + " " + std::to_string(due->number) : kind;
    Data page;
    page.set("TITLE", title).set("SUB", call.path_value(0) + " · " + date_text(due->due_date, call.language));
    page.add("ACTION")
        .set("TEXT", call.t("Invoices"))
        .set("HREF", path_with("/invoices", {{"contract", call.path_value(0)},
                                             {"from", to_text(due->due_date)},
                                             {"until", to_text(due->due_date)}}));
    add_components(page, call, *due);
    add_settlements(page, call, behind->view, due->number);
    auto& table = lines_table(page, call, false);
    for (const auto& fact : life.facts) {
        const auto entry = entry_for(fact);
        if (!is_about(entry, *due, life)) continue;
        for (const auto& line : entry.lines) line_cells(table.add("ROW"), call, *behind, entry, line);
    }
    return html(call.app.view.page("books", frame_of(call, title), page));
}

}  // namespace

bool belongs_to(Figure figure, Account account) {
    switch (figure) {
        case Figure::NetInvestment: return in_net_investment(account);
        case Figure::Unapplied: return account == Account::UnappliedReceipts;
        case Figure::Deposit: return account == Account::SecurityDeposits;
    }
    throw InvariantBroken("every figure has its accounts");
}

bool is_owed_by_us(Figure figure) { return figure != Figure::NetInvestment; }

void add_figure_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/contracts/{number}/figures/{figure}", Read, figure_page});
    routes.push_back({"GET", "/contracts/{number}/dues/{due}", Read, due_page});
}

}  // namespace leasebook::server
