#include "server/routes.h"

namespace leasebook::server {

namespace {

std::string_view next_segment(std::string_view& rest) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('/'), rest.size());
    const auto segment = rest.substr(0, end);
    rest.remove_prefix(end);
    return segment;
}

// Whether they part before the first place-holder, as most do.
bool parts_early(std::string_view pattern, std::string_view path) {
    const auto [wanted, given] =
        std::ranges::mismatch(pattern, path, [](char a, char b) { return a == b && a != '{'; });
    return wanted != pattern.end() && *wanted != '{';
}

// The values of the {…} segments, or nothing when the path does not fit the pattern.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = next_segment(pattern), given = next_segment(path);
        if (wanted.starts_with('{') && !given.empty())
            values.emplace_back(given);
        else if (wanted != given)
            return {};
    }
    if (!pattern.empty() || !path.empty()) return {};
    return values;
}

}  // namespace

Match find_route(const std::vector<Route>& routes, std::string_view method, std::string_view path) {
    Match match;
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto& route : routes) {
        if (parts_early(route.pattern, path)) continue;
        auto values = fit(route.pattern, path);
        if (!values) continue;
        match.path_exists = true;
        if (route.method != wanted) continue;
        // A fixed path wins over one with a place-holder: /contracts/new over /contracts/{number}.
        if (match.route != nullptr && match.path_values.size() <= values->size()) continue;
        match.route = &route;
        match.path_values = *std::move(values);
    }
    return match;
}

std::vector<Route> all_routes() {
    std::vector<Route> routes;
    add_access_routes(routes);
    add_kept_form_routes(routes);
    add_overview_routes(routes);
    add_register_routes(routes);
    add_grade_routes(routes);
    add_contract_routes(routes);
    add_attachment_routes(routes);
    add_document_routes(routes);
    add_change_routes(routes);
    add_figure_routes(routes);
    add_payment_api(routes);
    add_payment_pages(routes);
    add_payment_list_routes(routes);
    add_books_api(routes);
    add_books_pages(routes);
    add_quote_routes(routes);
    add_comparison_routes(routes);
    add_risk_price_routes(routes);
    add_market_routes(routes);
    add_calendar_routes(routes);
    add_report_routes(routes);
    add_exposure_routes(routes);
    add_limit_routes(routes);
    add_residual_routes(routes);
    add_loss_pages(routes);
    add_correlation_pages(routes);
    add_loss_api(routes);
    add_stress_routes(routes);
    add_arrears_routes(routes);
    add_watch_api(routes);
    add_watch_pages(routes);
    add_import_routes(routes);
    add_job_pages(routes);
    add_period_routes(routes);
    add_close_input_routes(routes);
    add_exchange_rate_pages(routes);
    add_vat_rate_routes(routes);
    add_allocation_pages(routes);
    add_number_format_routes(routes);
    add_overlay_pages(routes);
    add_provision_routes(routes);
    add_invoice_routes(routes);
    add_receipt_routes(routes);
    add_translation_routes(routes);
    add_openapi_route(routes);
    return routes;
}

}  // namespace leasebook::server
