// The trial balance in the company's currency: page and API.
#include "db/journal_store.h"
#include "server/books/translated_books.h"
#include "server/books_query.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

struct Asked {
    Period period;
    Result<TranslatedBooks> books;
    std::vector<ChartLine> chart;
};
Result<Asked> translation_asked(const Call& call) {
    const auto period = period_asked(call);
    if (!period) return period.errors();
    return call.app.database.read([&](db::Connection& c) {
        return Asked{*period, translated_books(c, *period, call.app.currency), db::chart_of_accounts(c)};
    });
}

std::string line_json(const TranslatedLine& line, const ChartLine& account) {
    RecordJson out;
    out("account", line.account);
    out("code", account.code);
    out("name", account.name);
    out("opening", line.opening);
    out("debits", line.debits);
    out("credits", line.credits);
    out("revaluation", line.revaluation);
    out("closing", line.closing);
    return out.object();
}

Response get_translated(const Call& call) {
    const auto asked = translation_asked(call);
    if (!asked) return problem(asked.errors());
    if (!asked->books) return problem(asked->books.errors());
    const auto json = [&](const TranslatedLine& line) {
        return line_json(line, chart_line(asked->chart, line.account));
    };
    RecordJson out;
    out("period", to_text(asked->period));
    out("currency", call.app.currency);
    out.with("lines", json_array(asked->books->lines, json));
    out.with("difference", json(asked->books->difference));
    return json_text(out.object());
}

void add_line(Data& table, const std::string& what, const std::string& href, const TranslatedLine& line) {
    auto& row = table.add("ROW");
    text_cell(row, what, href);
    for (const Money amount : {line.opening, line.debits, line.credits, line.revaluation, line.closing})
        number_cell(row, money_text(amount));
}

void add_lines(Data& page, const Call& call, const Asked& asked) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Trial balance") + " " + to_text(asked.period))
        .set("META", call.app.currency.text())
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing is posted."));
    add_columns(table, call,
                {{"Account"},
                 {"Opening", true},
                 {"Debit", true},
                 {"Credit", true},
                 {"Change of rates", true},
                 {"Closing", true}});
    for (const auto& line : asked.books->lines) {
        const auto& account = chart_line(asked.chart, line.account);
        add_line(table, account.code + " " + localised(call.language, account.name, account.name_zh),
                 path_with("/journal", {{"period", to_text(asked.period)}, {"account", to_text(line.account)}}), line);
    }
    const auto& difference = chart_line(asked.chart, Account::ExchangeDifference);
    add_line(table, difference.code + " " + call.t("Translation difference"), "", asked.books->difference);
}

Response translated_page(const Call& call) {
    const auto asked = translation_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto title = filled(call.t("Trial balance in {0}"), {call.app.currency.text()});
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Balances at the closing rate, income and expenses at that of their month (IAS 21); what "
                           "that leaves over has its own line."))
        .set("ACTION_PATH", "/trial-balance/translated");
    page.add("MONTH").set("PERIOD", to_text(asked->period));
    page.add("ACTION")
        .set("TEXT", call.t("By currency"))
        .set("HREF", path_with("/trial-balance", {{"period", to_text(asked->period)}}));
    if (asked->books)
        add_lines(page, call, *asked);
    else
        add_errors(page, call.language, asked->books.errors());
    const auto frame = call.frame(
        title, "trial-balance",
        {{call.t("Books"), ""}, {call.t("Trial balance"), "/trial-balance"}, {call.app.currency.text(), ""}});
    return html(call.app.view.page("books", frame, page), asked->books ? 200 : status_of(asked->books.errors()));
}

}  // namespace

void add_translation_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/trial-balance/translated", Read, translated_page});
    routes.push_back({"GET", "/api/v1/trial-balance/translated", Read, get_translated,
                      "The trial balance of a month in the company's currency (IAS 21)", "", "TranslatedTrialBalance"});
}

}  // namespace leasebook::server
