// The books as pages: journal, trial balance, chart of accounts. Every figure leads to the entries behind it.
#include "server/books_query.h"
#include "server/filters.h"
#include "server/kept_forms.h"
#include "server/known_at.h"
#include "server/lease_life.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string account_text(const Call& call, const ChartLine& line) {
    return line.code + " " + localised(call.language, line.name, line.name_zh);
}

std::string journal_path(const Period& period, Account account) {
    return path_with("/journal", {{"period", to_text(period)}, {"account", to_text(account)}});
}

Frame frame_of(const Call& call, const std::string& title, const std::string& section) {
    return call.frame(title, section, {{call.t("Books"), ""}, {title, ""}});
}

// What the page is asked for: a period and, where it offers them, one of the accounts.
void add_filters(Data& page, const Call& call, const std::string& path, const std::string& period,
                 const std::vector<ChartLine>& accounts) {
    page.set("ACTION_PATH", path).add("MONTH").set("PERIOD", period);
    if (accounts.empty()) return;
    std::vector<Choice> choices;
    for (const auto& line : accounts) choices.push_back({to_text(line.account), account_text(call, line)});
    add_select(page, call, {"account", call.t("Account")}, std::move(choices));
}

Response journal(const Call& call) {
    const auto query = journal_query(call);
    if (!query) return refusal_page(call, query.errors());
    const auto [entries, chart] = call.app.database.read([&](db::Connection& c) {
        return std::pair{journal_page(c, *query), db::chart_of_accounts(c)};
    });
    const auto title = call.t("Journal");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Every posting, oldest first; debits and credits of an entry are equal."));
    add_filters(page, call, "/journal", query->period ? to_text(*query->period) : "", chart);
    if (query->period)
        page.add("ACTION")
            .set("TEXT", call.t("All lines as CSV"))
            .set("HREF", path_with("/api/v1/journal/lines", {{"period", to_text(*query->period)}}));
    add_journal(page, call, entries.rows, chart, true);
    add_pager(page, call, entries.next);
    return html(call.app.view.page("books", frame_of(call, title, "journal"), page));
}

struct BalanceSums {
    Money opening, debits, credits, closing;
};

void add_sums(Data& table, const Call& call, Currency currency, const BalanceSums& sums) {
    auto& total = table.add("ROW");
    text_cell(total, call.t("Total"));
    text_cell(total, currency.text());
    for (const Money amount : {sums.opening, sums.debits, sums.credits, sums.closing})
        number_cell(total, money_text(amount));
}

void add_balance(Data& table, const Call& call, const Period& period, const TrialBalanceLine& line,
                 const std::vector<ChartLine>& chart) {
    auto& row = table.add("ROW");
    const auto behind = journal_path(period, line.account);
    text_cell(row, account_text(call, chart_line(chart, line.account)), path_to("/accounts", to_text(line.account)));
    text_cell(row, line.closing.currency().text());
    number_cell(row, money_text(line.opening));
    for (const Money moved : {line.debits, line.credits})
        row.add("CELL").set("TEXT", money_text(moved)).set("HREF", moved.is_zero() ? "" : behind).show("NUMERIC");
    number_cell(row, money_text(line.closing));
}

Response trial_balance_page(const Call& call) {
    const auto period = period_asked(call);
    if (!period) return refusal_page(call, period.errors());
    const auto known_at = known_at_asked(call);
    if (!known_at) return refusal_page(call, known_at.errors());
    const auto lines = trial_balance_asked(call, *period, *known_at);
    const auto chart = call.app.database.read(db::chart_of_accounts);
    const auto title = call.t("Trial balance");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Balances of debit accounts are positive, of credit accounts negative."));
    page.add("ACTION")
        .set("TEXT", filled(call.t("All in {0}"), {call.app.currency.text()}))
        .set("HREF", path_with("/trial-balance/translated", {{"period", to_text(*period)}}));
    add_filters(page, call, "/trial-balance", to_text(*period), {});
    add_input(page, call, {"known_at", call.t("As known at")}, "datetime-local");
    auto& table = page.add("TABLE");
    table.set("TITLE", title + " " + to_text(*period) + known_text(call, *known_at))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing is posted."));
    add_columns(table, call,
                {{"Account"}, {"Currency"}, {"Opening", true}, {"Debit", true}, {"Credit", true}, {"Closing", true}});
    std::map<Currency, BalanceSums> sums;
    for (const auto& line : lines) {
        add_balance(table, call, *period, line, chart);
        const auto currency = line.closing.currency();
        const Money zero = Money::zero(currency);
        auto& sum = sums.try_emplace(currency, BalanceSums{zero, zero, zero, zero}).first->second;
        sum.opening += line.opening;
        sum.debits += line.debits;
        sum.credits += line.credits;
        sum.closing += line.closing;
    }
    for (const auto& [currency, sum] : sums) add_sums(table, call, currency, sum);
    return html(call.app.view.page("books", frame_of(call, title, "trial-balance"), page));
}

Response accounts_page(const Call& call) {
    const auto chart = call.app.database.read(db::chart_of_accounts);
    const auto title = call.t("Accounts");
    Data page;
    page.set("TITLE", title).set("SUB", call.t("What postings mean is fixed; codes and names follow your own chart."));
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12");
    add_columns(table, call, {{"Code"}, {"Name"}, {"Chinese name"}, {"Side"}, {"Journal"}});
    for (const auto& line : chart) {
        auto& row = table.add("ROW");
        text_cell(row, line.code);
        text_cell(row, line.name,
                  call.may(Permission::PostPayments) ? path_to("/accounts", to_text(line.account)) : "");
        text_cell(row, line.name_zh);
        text_cell(row, value_text(call.language, to_text(line.side)));
        text_cell(row, call.t("Entries"), path_with("/journal", {{"account", to_text(line.account)}}));
    }
    return html(call.app.view.page("books", frame_of(call, title, "accounts"), page));
}

std::vector<FormField> account_fields(Language language) {
    return {{"code", Control::Text, 2, "", {}},
            {"side", Control::Radios, 3, "On which its balance stands", choices_of<AccountSide>(language)},
            {"name", Control::Text, 3, "", {}},
            {"name_zh", Control::Text, 3, "", {}}};
}

Response account_form(const Call& call, Account account, const Fields& shown, const Errors& errors) {
    const auto title = value_text(call.language, to_text(account));
    Data page;
    page.set("TITLE", title)
        .set("ACTION_PATH", path_to("/accounts", to_text(account)))
        .set("SAVE_TEXT", call.may(Permission::PostPayments) ? call.t("Save") : "")
        .set("CANCEL_HREF", "/accounts");
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", account_fields(call.language), kept_form(page, call, title, shown), errors);
    const auto frame =
        call.frame(title, "accounts", {{call.t("Books"), ""}, {call.t("Accounts"), "/accounts"}, {title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_account(const Call& call) {
    const auto account = parse_named<Account>(call.path_value(0), "account");
    if (!account)
        return no_such_page(call, not_found("", "There is no account \"{0}\".", shortened(call.path_value(0))));
    const auto chart = call.app.database.read(db::chart_of_accounts);
    return account_form(call, *account, write_record(chart_line(chart, *account)), {});
}

Response save_account(const Call& call) {
    const auto account = parse_named<Account>(call.path_value(0), "account");
    if (!account)
        return no_such_page(call, not_found("", "There is no account \"{0}\".", shortened(call.path_value(0))));
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto entry = read_record<AccountEntry>(as_typed(*form, account_fields(call.language)));
    if (!entry) return account_form(call, *account, *form, entry.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = record_json(chart_line(db::chart_of_accounts(c), *account));
        const ChartLine line{*account, entry->code, entry->name, entry->name_zh, entry->side};
        if (const auto kept = db::keep_chart_line(c, line); !kept) return kept.errors();
        return Call::Changed{.response = see_other("/accounts?saved=1"),
                             .subject = to_text(*account),
                             .detail = record_json(line),
                             .before = before};
    };
    return call.change("account.edit", keep,
                       [&](const Errors& errors) { return account_form(call, *account, *form, errors); });
}

}  // namespace

void add_books_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/journal", Read, journal});
    routes.push_back({"GET", "/trial-balance", Read, trial_balance_page});
    routes.push_back({"GET", "/accounts", Read, accounts_page});
    routes.push_back({"GET", "/accounts/{account}", Read, show_account});
    routes.push_back({"POST", "/accounts/{account}", PostPayments, save_account});
}

}  // namespace leasebook::server
