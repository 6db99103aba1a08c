// Reports over the API: in every format, as of any day, as known at any time, of closed months as they were frozen.
#include "reports/catalogue.h"
#include "reports/formats.h"
#include "server/record_json.h"
#include "server/reporting/report_query.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response get_report(const Call& call) {
    if (const auto known = reports::find_report(call.path_value(0)); !known) return problem(404, known.errors());
    const auto format_name = call.parameter("format");
    const auto format = reports::find_format(format_name.empty() ? "json" : format_name);
    if (!format) return problem(format.errors());
    const auto query = report_query(call, call.path_value(0));
    if (!query) return problem(query.errors());
    const auto report = report_of(call, *query);
    if (!report) return problem(report.errors());
    Response response{200,
                      format->content_type,
                      format->render(report->table, edition_of(query->language, *report, call.app.config.company)),
                      {},
                      false};
    if (format->name != "json")
        response.with("Content-Disposition", "attachment; filename=\"" + report->table.name + "-" +
                                                 to_text(report->table.as_of) + "." + format->name + "\"");
    return response;
}

Response get_schema(const Call& call) {
    const auto report = reports::find_report(call.path_value(0));
    if (!report) return problem(404, report.errors());
    const Portfolio nothing;
    const auto table = report->make({nothing, call.today(), call.app.currency});
    return {200, "application/json", reports::json_schema(table), {}, false};
}

Response list_reports(const Call&) {
    return json_text("{\"items\":" +
                     json_array(reports::catalogue(),
                                [](const reports::ReportDefinition& report) {
                                    RecordJson out;
                                    out("name", report.name);
                                    out("title", report.title);
                                    return out.object();
                                }) +
                     ",\"next\":null}");
}

}  // namespace

void add_report_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/api/v1/reports", Read, list_reports, "The reports there are", "", "ReportList"});
    routes.push_back(
        {"GET", "/api/v1/reports/{name}", Read, get_report,
         "A report as of a day (as_of) or a month's end (period): format=csv|json|xlsx|pdf|html, "
         "language=en|zh, currency, known_at, show, sort, q, against=previous-month|last-year|scenario:NAME, and any "
         "column with the value its rows have; of exposure also rows and columns, its axes; of arrears "
         "cluster and industry",
         "", "Report"});
    routes.push_back({"GET", "/api/v1/reports/{name}/schema", Read, get_schema,
                      "The JSON Schema of a report, as it is now", "", "JsonSchema"});
    add_report_pages(routes);
}

}  // namespace leasebook::server
