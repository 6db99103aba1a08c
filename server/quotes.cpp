// The quote: API, page, and the live answer while somebody types.
#include <algorithm>

#include "server/quote_page.h"
#include "server/quote_request.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response post_quote(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto request = read_pricing_request(*json);
    if (!request) return problem(request.errors());
    const auto priced = price_on_curve(call.app.curves, *request);
    return priced ? json_text(quote_json(priced->quote, priced->curve_errors)) : problem(in_request_names(priced.errors()));
}

Response quote_page(const Call& call, const Fields& shown, const Errors& errors) {
    Data page;
    page.set("TITLE", call.t("New lease quote")).set("SUB", call.t("Nothing is stored until you make it a lease."));
    add_errors(page, call.language, errors);
    for (const auto& group : quote_groups(call.language)) add_group(page, call.language, group.title, group.fields, shown, errors);
    fill_quote_result(page, call, shown, errors.empty() ? Problems::Shown : Problems::InTheForm);
    if (call.may(Permission::EditContracts)) page.add("LEASE").set("ACTION_PATH", "/contracts/from-quote");
    const auto frame = call.frame(call.t("New lease quote"), "quotes", {{call.t("Work"), ""}, {call.t("Quotes"), ""}});
    return html(call.app.view.page("quote", frame, page), errors.empty() ? 200 : 422);
}

Response show_quote(const Call& call) { return quote_page(call, first_quote(call.today()), {}); }

Response work_quote_out(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto request = read_typed_quote(*form, call.language);
    const auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
    return quote_page(call, *form, priced ? Errors{} : priced.errors());
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
    routes.push_back({"POST", "/quotes/preview", Read, preview_quote});
    routes.push_back({"POST", "/api/v1/quotes", Read, post_quote, "Price one lease; nothing is stored", "QuoteRequest", "Quote"});
}

}  // namespace leasebook::server
