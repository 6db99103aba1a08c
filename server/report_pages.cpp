// Reports over the API.
#include "db/exposure_snapshots.h"
#include "db/pricing_parameters_store.h"
#include "reports/catalogue.h"
#include "server/exposure_query.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

// What reports of arrears and warnings are made from: month ends and what people have entered, beside their own book.
struct Delinquency {
    std::shared_ptr<const BookPage> book;
    std::shared_ptr<const reports::ArrearsView> arrears;
    std::shared_ptr<const reports::WatchView> watch;
};

Delinquency delinquency_of(const Call& call, const reports::ReportDefinition& report, const ExposureAsked& asked) {
    if (!report.wants_arrears) return {asked.live.book, nullptr, nullptr};
    const auto known = call.app.book.watch(asked.as_of, asked.currency);
    return {known.arrears.book, known.arrears.arrears, report.wants_watch ? known.entered : nullptr};
}

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
    if (report->wants_arrears && asked->known_at)
        return problem({invalid("known_at", "Reports of arrears show what is known now: leave this out.")});
    const auto delinquency = delinquency_of(call, *report, *asked);
    const auto& portfolio = delinquency.book->portfolio;
    const auto filter = reports::segment_filter(portfolio, call.parameter("cluster"), call.parameter("industry"));
    if (!filter) return problem(filter.errors());
    reports::ReportInput input{
        portfolio,   asked->as_of, asked->currency, asked->curve_if_any(), *asked->live.positions,
        asked->axes, &parameters,  &month_end};
    input.arrears = delinquency.arrears.get();
    input.watch = delinquency.watch.get();
    input.filter = *filter;
    auto table = report->make(input);
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
    routes.push_back({"GET", "/api/v1/reports/{name}", Read, get_report,
                      "A report as of a day: as_of, currency, format=csv|json; of exposure also rows and columns, its "
                      "axes; of arrears cluster and industry",
                      "", "Report"});
}

}  // namespace leasebook::server
