// Closing rates: list, form, and the list over the API.
#include "db/exchange_rates.h"
#include "db/journal_store.h"
#include "server/close_inputs.h"
#include "server/entry_page.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr int most_shown = 500;

std::vector<db::ExchangeRate> rates_of(const Call& call) {
    return call.app.database.read([](db::Connection& c) { return db::latest_exchange_rates(c, most_shown); });
}

Response get_rates(const Call& call) {
    const db::Page<db::ExchangeRate> page{rates_of(call), ""};
    return json_text(page_json(page, [](const db::ExchangeRate& rate) {
        return record_json(ExchangeRateEntry{rate.from, rate.to, rate.date, rate.rate});
    }));
}

Frame frame_of(const Call& call) {
    return call.frame(call.t("Exchange rates"), "exchange-rates",
                      {{call.t("Market"), ""}, {call.t("Exchange rates"), "/exchange-rates"}});
}

Response list_page(const Call& call) {
    const auto title = call.t("Exchange rates");
    Data page;
    page.set("TITLE", title).set("SUB", call.t("Closing rates, with which the books are translated at a month's end."));
    if (call.may(Permission::EditMarket))
        page.add("ACTION").set("TEXT", call.t("Enter a rate")).set("HREF", "/exchange-rates/new").show("PRIMARY");
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No rate was entered yet."));
    add_columns(table, call, {{"Date"}, {"From"}, {"To"}, {"Rate", true}});
    for (const auto& rate : rates_of(call)) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(rate.date, call.language));
        text_cell(row, rate.from.text());
        text_cell(row, rate.to.text());
        number_cell(row, to_text(rate.rate));
    }
    return html(call.app.view.page("books", frame_of(call), page));
}

std::vector<FormField> rate_fields() {
    std::vector<Choice> currencies;
    for (const char* code : {"CNY", "USD", "EUR", "GBP", "HKD", "JPY"}) currencies.push_back({code, code});
    return {{"from", Control::Select, 3, "", currencies},
            {"to", Control::Select, 3, "", currencies},
            {"date", Control::Date, 3, "", {}},
            {"rate", Control::Text, 3, "Units of the second for one of the first", {}}};
}

Response form_page(const Call& call, const Fields& shown, const Errors& errors) {
    return entry_page(call, frame_of(call),
                      {call.t("Enter a rate"), "", "/exchange-rates", "/exchange-rates", rate_fields()}, shown, errors);
}

Response new_page(const Call& call) {
    return form_page(call, {{"from", "USD"}, {"to", call.app.currency.text()}, {"date", to_text(call.today())}}, {});
}

Response post_rate(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *form, errors); };
    const auto entry = read_record<ExchangeRateEntry>(as_typed(*form, rate_fields()));
    if (!entry) return refused(entry.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        db::keep_exchange_rate(c, entry->from, entry->to, entry->date, entry->rate);
        return Call::Changed{see_other("/exchange-rates?saved=1"), entry->from.text() + entry->to.text(),
                             record_json(*entry)};
    };
    return call.change("exchange_rate.edit", keep, refused);
}

}  // namespace

void add_exchange_rate_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/exchange-rates", Read, list_page});
    routes.push_back({"GET", "/exchange-rates/new", EditMarket, new_page});
    routes.push_back({"POST", "/exchange-rates", EditMarket, post_rate});
    routes.push_back({"GET", "/api/v1/exchange-rates", Read, get_rates, "Closing rates, the latest first", "",
                      "ExchangeRateEntryPage"});
}

}  // namespace leasebook::server
