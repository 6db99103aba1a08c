// Reports over the API.
#include "db/exposure_snapshots.h"
#include "db/pricing_parameters_store.h"
#include "reports/catalogue.h"
#include "server/exposure_query.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response get_report(const Call& call) {
    const auto report = reports::find_report(call.path_value(0));
    if (!report) return problem(404, report.errors());
    const auto asked = exposure_asked(call);
    if (!asked) return problem(asked.errors());
    const auto [parameters, month_end] = call.app.database.read([&](db::Connection& c) {
        const bool trend = report->name == "limits";
        return std::pair{db::pricing_parameters(c), trend ? db::month_end_before(c, asked->as_of, asked->currency)
                                                          : std::vector<ExposureSnapshot>{}};
    });
    auto table = report->make({asked->portfolio(), asked->as_of, asked->currency, asked->curve_if_any(),
                               *asked->live.positions, asked->axes, &parameters, &month_end});
    if (asked->known_at)
        table.notes.push_back("As known at " + db::moment_text(*asked->known_at) +
                              ": what was recorded later is left out; the register is the one of today.");
    const auto format = call.parameter("format").empty() ? std::string("json") : call.parameter("format");
    const auto rendered = reports::render(table, format);
    if (!rendered) return problem(rendered.errors());
    Response response{200, rendered->content_type, rendered->bytes, {}, false};
    if (format != "json")
        response.with("Content-Disposition",
                      "attachment; filename=\"" + table.name + "-" + to_text(table.as_of) + "." + format + "\"");
    return response;
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
         "A report as of a day: as_of, currency, format=csv|json; of exposure also rows and columns, its axes", "",
         "Report"});
}

}  // namespace leasebook::server
