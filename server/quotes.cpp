// The quote: API, page, and the live answer while somebody types.
#include <algorithm>

#include "server/comparison.h"
#include "server/kept_forms.h"
#include "server/quote_page.h"
#include "server/quote_request.h"
#include "server/risk_quote.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response post_quote(const Call& call) {
    auto json = call.json();
    if (!json) return problem(json.errors());
    const auto request = read_pricing_request(*std::move(json));
    if (!request) return problem(request.errors());
    const auto priced = price_on_curve(call.app.curves, *request);
    return priced ? json_text(quote_json(priced->quote, priced->pay_dates, priced->curve_errors))
                  : problem(in_request_names(priced.errors()));
}

// The quotes that wait to be compared travel with the form.
void add_comparison(Data& page, const Call& call, const std::vector<std::string>& quotes) {
    for (std::size_t i = 0; i < quotes.size(); ++i)
        page.add("KEPT").set("NAME", "quote" + std::to_string(i + 1)).set("VALUE", quotes[i]);
    if (quotes.empty()) return;
    const auto text = filled(call.t("Comparison ({0})"), {std::to_string(quotes.size())});
    page.add("ACTION").set("TEXT", text).set("HREF", comparison_path(quotes));
}

Response quote_page(const Call& call, const Fields& given, const Errors& errors) {
    Data page;
    const auto shown = kept_form(page, call, call.t("New lease quote"), given);
    page.set("TITLE", call.t("New lease quote")).set("SUB", call.t("Nothing is stored until you make it a lease."));
    add_errors(page, call.language, errors);
    for (const auto& group : quote_groups(call.language))
        add_group(page, call.language, group.title, group.fields, shown, errors);
    const auto risk = risk_group(call);
    add_group(page, call.language, risk.title, risk.fields, shown, errors);
    add_comparison(page, call, compared_quotes(shown));
    fill_quote_result(page, call, shown, errors.empty() ? Problems::Shown : Problems::InTheForm);
    if (call.may(Permission::EditContracts)) page.add("LEASE").set("ACTION_PATH", "/contracts/from-quote");
    const auto frame = call.frame(call.t("New lease quote"), "quotes", {{call.t("Work"), ""}, {call.t("Quotes"), ""}});
    return html(call.app.view.page("quote", frame, page), errors.empty() ? 200 : 422);
}

// A fresh quote, or the one that the address carries.
Response show_quote(const Call& call) {
    const auto terms = call.parameter("terms");
    auto shown = terms.empty() ? first_quote(call.today()) : form_of_quote(terms, call.language);
    for (const auto& [name, value] : call.request.parameters())
        if (name.starts_with("quote")) shown[name] = value;
    return quote_page(call, shown, {});
}

Response work_quote_out(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto request = read_typed_quote(*form, call.language);
    const auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
    return quote_page(call, *form, priced ? Errors{} : priced.errors());
}

// One quote more to compare: the answer is the address that carries them all.
Response compare_quote(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto request = read_typed_quote(*form, call.language);
    const auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
    if (!priced) return quote_page(call, *form, priced.errors());
    auto quotes = compared_quotes(*form);
    if (quotes.size() == most_compared)
        return quote_page(call, *form,
                          {invalid("", "Four quotes are compared at most: take one out of the comparison first.")});
    quotes.push_back(text_of_quote(*form, call.language));
    auto path = comparison_path(quotes);
    constexpr std::size_t longest_path = 7'500;  // the front takes 8 KiB
    if (path.size() > longest_path)
        return quote_page(
            call, *form,
            {invalid("rents", "These rents are too many to be compared: a comparison is kept in its address.")});
    return see_other(std::move(path));
}

Response preview_quote(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    Data part;
    fill_quote_result(part, call, *form, Problems::Shown);
    return html(call.app.view.part("quote_result", call.frame("", "quotes", {}), part));
}

}  // namespace

void add_quote_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/quotes", Read, show_quote});
    routes.push_back({"POST", "/quotes", Read, work_quote_out});
    routes.push_back({"POST", "/quotes/compare", Read, compare_quote});
    routes.push_back({"POST", "/quotes/preview", Read, preview_quote});
    routes.push_back(
        {"POST", "/api/v1/quotes", Read, post_quote, "Price one lease; nothing is stored", "QuoteRequest", "Quote"});
}

}  // namespace leasebook::server
