// The books under /api/v1: journal, trial balance, chart of accounts, periods, order of allocation.
#include <algorithm>
#include <sstream>

#include "server/allocation.h"
#include "server/books_query.h"
#include "server/contract_view.h"
#include "server/known_at.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

std::string line_json(const JournalLine& line, const std::vector<ChartLine>& chart) {
    const auto& account = chart_line(chart, line.account);
    const Money zero = Money::zero(line.amount.currency());
    RecordJson out;
    out("account", line.account);
    out("code", account.code);
    out("name", account.name);
    out("currency", line.amount.currency());
    out("debit", std::max(line.amount, zero));
    out("credit", std::max(-line.amount, zero));
    return out.object();
}

std::string entry_json(const db::PostedEntry& posted, const std::vector<ChartLine>& chart) {
    RecordJson out;
    out.with("id", std::to_string(posted.id));
    const bool alone = posted.contract.text.empty();  // a payment that waits to be matched
    out("contract", alone ? std::optional<ContractNumber>{} : posted.contract);
    out("business_date", posted.entry.business_date);
    out("posting_date", posted.posting_date);
    out("rule", posted.entry.rule);
    out("event", posted.entry.event);
    out("instalment", posted.entry.instalment);
    out.with("reversal", posted.reversal ? "true" : "false");
    out("recorded_at", db::moment_text(posted.recorded_at));
    out.with("lines", json_array(posted.entry.lines, [&](const JournalLine& line) { return line_json(line, chart); }));
    return out.object();
}

Response get_contract_journal(const Call& call) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return problem(as_of.errors());
    const ContractNumber number{call.path_value(0)};
    const auto [contract, entries, chart] = call.app.database.read([&](db::Connection& c) {
        return std::tuple{db::find_contract(c, number), db::entries_of(c, number, as_of->known_at),
                          db::chart_of_accounts(c)};
    });
    if (!contract) return problem({not_found("", "There is no contract {0}.", shortened(number.text))});
    auto shown = entries;
    std::erase_if(shown, [&](const db::PostedEntry& posted) { return posted.entry.business_date > as_of->on; });
    RecordJson out;
    out("contract", number);
    out.with("entries", json_array(shown, [&](const db::PostedEntry& posted) { return entry_json(posted, chart); }));
    return json_text(out.object());
}

Response get_journal(const Call& call) {
    const auto query = journal_query(call);
    if (!query) return problem(query.errors());
    const auto [page, chart] = call.app.database.read([&](db::Connection& c) {
        return std::pair{journal_page(c, *query), db::chart_of_accounts(c)};
    });
    return json_text(page_json(page, [&](const db::PostedEntry& posted) { return entry_json(posted, chart); }));
}

Response get_journal_lines(const Call& call) {
    const auto period = period_asked(call);
    const auto known_at = known_at_asked(call);
    if (!period) return problem(period.errors());
    if (!known_at) return problem(known_at.errors());
    std::ostringstream lines;
    call.app.reports.write_journal(*period, *known_at, lines);
    return Response{200, "text/csv; charset=utf-8", std::move(lines).str(), {}, false}.with(
        "Content-Disposition", "attachment; filename=\"journal_lines-" + to_text(*period) + ".csv\"");
}

std::string balance_json(const TrialBalanceLine& line, const std::vector<ChartLine>& chart) {
    const auto& account = chart_line(chart, line.account);
    RecordJson out;
    out("account", line.account);
    out("code", account.code);
    out("name", account.name);
    out("currency", line.closing.currency());
    out("opening", line.opening);
    out("debits", line.debits);
    out("credits", line.credits);
    out("closing", line.closing);
    return out.object();
}

Response get_trial_balance(const Call& call) {
    const auto period = period_asked(call);
    if (!period) return problem(period.errors());
    const auto known_at = known_at_asked(call);
    if (!known_at) return problem(known_at.errors());
    const auto lines = trial_balance_asked(call, *period, *known_at);
    const auto chart = call.app.database.read(db::chart_of_accounts);
    RecordJson out;
    out("period", to_text(*period));
    out.with("lines", json_array(lines, [&](const auto& line) { return balance_json(line, chart); }));
    return json_text(out.object());
}

Response get_accounts(const Call& call) {
    const db::Page<ChartLine> chart{call.app.database.read(db::chart_of_accounts), ""};
    return json_text(page_json(chart, record_json<ChartLine>));
}

Response put_account(const Call& call) {
    const auto account = parse_named<Account>(call.path_value(0), "account");
    if (!account) return problem(404, account.errors());
    const auto json = call.json();
    const auto entry = json ? read_json_record<AccountEntry>(*json) : Result<AccountEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const ChartLine line{*account, entry->code, entry->name, entry->name_zh, entry->side};
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = record_json(chart_line(db::chart_of_accounts(c), *account));
        if (const auto kept = db::keep_chart_line(c, line); !kept) return kept.errors();
        return Call::Changed{.response = json_text(record_json(line)),
                             .subject = to_text(*account),
                             .detail = record_json(line),
                             .before = before};
    };
    return call.change("account.edit", keep, [](const Errors& errors) { return problem(errors); });
}

Response get_periods(const Call& call) {
    const auto kept = call.app.database.read(db::periods);
    db::Page<PeriodState> page;
    const auto last = period_of(call.today());
    for (auto period = kept ? kept->first() : last; period <= last; period = period.next())
        page.rows.push_back(kept ? kept->state(period) : PeriodState{period, PeriodStatus::Open, "", {}, {}});
    return json_text(page_json(page, [](const PeriodState& state) {
        RecordJson out;
        out("period", to_text(state.period));
        out("status", state.status);
        out("changed_by", state.changed_by);
        out("reopen_asked_by", state.reopen_asked_by);
        out("reopen_reason", state.reopen_reason);
        return out.object();
    }));
}

std::string order_json(const DatedOrder& dated) {
    RecordJson out;
    out("from", dated.from);
    out("precedence", dated.order.precedence);
    out.with("components",
             json_array(dated.order.components, [](ClaimComponent c) { return json_string(to_text(c)); }));
    return out.object();
}

Response get_allocation_orders(const Call& call) {
    const db::Page<DatedOrder> orders{call.app.database.read(orders_in_force), ""};
    return json_text(page_json(orders, order_json));
}

Result<DatedOrder> read_order(const JsonFields& json, Date today) {
    DatedOrder dated;
    Errors errors;
    auto rest = json.fields;
    const auto component = [&](std::size_t i) { return rest.extract("components[" + std::to_string(i) + "]"); };
    for (auto node = component(0); node; node = component(dated.order.components.size())) {
        const auto known = parse_named<ClaimComponent>(node.mapped(), "components");
        if (!known) return known.errors();
        dated.order.components.push_back(*known);
    }
    FieldReader reader(rest);
    reader("from", dated.from);
    reader("precedence", dated.order.precedence);
    for (auto& error : reader.errors(true)) errors.push_back(std::move(error));
    for (auto& error : check_new(dated, today)) errors.push_back(std::move(error));
    if (!errors.empty()) return errors;
    return dated;
}

Response put_allocation_order(const Call& call) {
    const auto json = call.json();
    const auto dated = json ? read_order(*json, call.today()) : Result<DatedOrder>(json.errors());
    if (!dated) return problem(dated.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        keep_order(c, *dated);
        return Call::Changed{json_text(order_json(*dated)), to_text(dated->from), order_json(*dated)};
    };
    return call.change("allocation_order.edit", keep, [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_books_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1";
    routes.push_back({"GET", v1 + "/contracts/{number}/journal", Read, get_contract_journal,
                      "Journal entries of a contract (as_of, known_at)", "", "JournalDocument"});
    routes.push_back({"GET", v1 + "/journal/lines", Read, get_journal_lines,
                      "Every line of a month's journal as CSV, for a general ledger (period, known_at)", "", ""});
    routes.push_back({"GET", v1 + "/journal", Read, get_journal, "Journal entries (period, account, after, limit)", "",
                      "JournalEntryPage"});
    routes.push_back(
        {"GET", v1 + "/trial-balance", Read, get_trial_balance, "Trial balance of a period", "", "TrialBalance"});
    routes.push_back({"GET", v1 + "/accounts", Read, get_accounts, "The chart of accounts", "", "ChartLinePage"});
    routes.push_back({"PUT", v1 + "/accounts/{account}", PostPayments, put_account, "Edit an account of the chart",
                      "AccountEntry", "ChartLine"});
    routes.push_back({"GET", v1 + "/periods", Read, get_periods, "Periods of the books", "", "PeriodPage"});
    routes.push_back({"GET", v1 + "/allocation-order", Read, get_allocation_orders,
                      "In which order payments settle what is owed", "", "AllocationOrderPage"});
    routes.push_back({"PUT", v1 + "/allocation-order", PostPayments, put_allocation_order,
                      "Set the order from a day on", "AllocationOrder", "AllocationOrder"});
}

}  // namespace leasebook::server
