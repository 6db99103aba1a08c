#pragma once
// THE table of what can be asked for: method, path, who may, and which function answers. The corridor, the test of
// rights and the OpenAPI document all read it; what is not in it does not exist.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access.h"
#include "server/call.h"

namespace leasebook::server {

struct Route {
    std::string method;
    std::string pattern;                   // "/contracts/{number}/approve"
    std::optional<Permission> permission;  // none: open to everybody
    std::function<Response(const Call&)> answer;
    // For the API's document.
    std::string summary = {};
    std::string request_schema = {};   // name of a component, empty: no body
    std::string response_schema = {};  // empty: bytes, a download

    bool is_api() const { return pattern.starts_with("/api/"); }
    bool changes_something() const { return method != "GET" && method != "HEAD"; }
};

struct Match {
    const Route* route = nullptr;  // none: nothing stands at this path, or not for this method
    std::vector<std::string> path_values;
    bool path_exists = false;  // another method would have found something: 405 instead of 404
};
Match find_route(const std::vector<Route>& routes, std::string_view method, std::string_view path);

// Every route of the program.
std::vector<Route> all_routes();

// What each folder of handlers adds to the table.
void add_register_routes(std::vector<Route>& routes);
void add_grade_routes(std::vector<Route>& routes);
void add_figure_routes(std::vector<Route>& routes);
void add_contract_routes(std::vector<Route>& routes);
void add_attachment_routes(std::vector<Route>& routes);
void add_document_routes(std::vector<Route>& routes);
void add_change_routes(std::vector<Route>& routes);
void add_payment_api(std::vector<Route>& routes);
void add_payment_pages(std::vector<Route>& routes);
void add_payment_list_routes(std::vector<Route>& routes);
void add_books_api(std::vector<Route>& routes);
void add_books_pages(std::vector<Route>& routes);
void add_quote_routes(std::vector<Route>& routes);
void add_comparison_routes(std::vector<Route>& routes);
void add_risk_price_routes(std::vector<Route>& routes);
void add_market_routes(std::vector<Route>& routes);
void add_calendar_routes(std::vector<Route>& routes);
void add_report_routes(std::vector<Route>& routes);
void add_report_pages(std::vector<Route>& routes);
void add_pack_pages(std::vector<Route>& routes);
void add_exposure_routes(std::vector<Route>& routes);
void add_limit_routes(std::vector<Route>& routes);
void add_residual_routes(std::vector<Route>& routes);
void add_loss_pages(std::vector<Route>& routes);
void add_correlation_pages(std::vector<Route>& routes);
void add_loss_api(std::vector<Route>& routes);
void add_stress_routes(std::vector<Route>& routes);
void add_arrears_routes(std::vector<Route>& routes);
void add_watch_api(std::vector<Route>& routes);
void add_watch_pages(std::vector<Route>& routes);
void add_import_routes(std::vector<Route>& routes);
void add_access_routes(std::vector<Route>& routes);
void add_kept_form_routes(std::vector<Route>& routes);
void add_job_pages(std::vector<Route>& routes);
void add_overview_routes(std::vector<Route>& routes);
void add_period_routes(std::vector<Route>& routes);
void add_close_input_routes(std::vector<Route>& routes);
void add_exchange_rate_pages(std::vector<Route>& routes);
void add_vat_rate_routes(std::vector<Route>& routes);
void add_allocation_pages(std::vector<Route>& routes);
void add_number_format_routes(std::vector<Route>& routes);
void add_overlay_pages(std::vector<Route>& routes);
void add_provision_routes(std::vector<Route>& routes);
void add_invoice_routes(std::vector<Route>& routes);
void add_receipt_routes(std::vector<Route>& routes);
void add_translation_routes(std::vector<Route>& routes);
// Last: its document describes all that stand before it.
void add_openapi_route(std::vector<Route>& routes);

}  // namespace leasebook::server
