#include "reports/catalogue.h"

#include "domain/decimal_text.h"
#include "reports/exposure.h"
#include "reports/residual_position.h"

namespace leasebook::reports {

namespace {

// A report of delinquency; without month ends it is empty, but has its columns and its total.
ReportDefinition delinquency(std::string name, std::string title,
                             std::function<Table(const ReportInput&, const ArrearsView&)> make) {
    return {std::move(name), std::move(title),
            [make = std::move(make)](const ReportInput& in) {
                if (in.arrears != nullptr) return make(in, *in.arrears);
                return make(in, ArrearsView(in.currency));
            },
            true};
}

ReportDefinition warnings(std::string name, std::string title,
                          std::function<Table(const ReportInput&, const ArrearsView&, const WatchView&)> make) {
    auto report = delinquency(std::move(name), std::move(title),
                              [make = std::move(make)](const ReportInput& in, const ArrearsView& arrears) {
                                  return make(in, arrears, in.watch != nullptr ? *in.watch : WatchView{});
                              });
    report.wants_watch = true;
    return report;
}

}  // namespace

const std::vector<ReportDefinition>& catalogue() {
    static const std::vector<ReportDefinition> reports{
        {"exposure", "Exposure by cluster and industry",
         [](const ReportInput& in) {
             auto table = exposure_table(in.portfolio, exposure(in.portfolio, in.as_of, in.currency, in.curve));
             if (in.curve != nullptr && !in.curve->snapshot.empty())
                 table.notes.push_back("Valued on " + in.curve->name + " snapshot " + in.curve->snapshot + ".");
             return table;
         }},
        {"residuals", "Residual values at risk",
         [](const ReportInput& in) {
             return residual_table(in.portfolio, residual_book(in.portfolio, in.as_of, in.currency));
         }},
        delinquency("aging", "Aging of the book by cluster and industry",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return aging_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency(
            "roll-rates", "Roll rates between month ends",
            [](const ReportInput& in, const ArrearsView& view) { return roll_rate_table(view, in.as_of, in.filter); }),
        delinquency("vintages", "Defaults by month of commencement",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return vintage_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency("cure-rates", "Cure rates of non-performing contracts",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return cure_rate_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency("arrears", "Contracts past due or non-performing",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return arrears_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        warnings("watch-list", "Early warnings and the watch list",
                 [](const ReportInput& in, const ArrearsView& arrears, const WatchView& watch) {
                     return watch_list_table(in.portfolio, arrears, watch, in.as_of, in.filter);
                 }),
        warnings("cluster-alerts", "Alert levels of clusters",
                 [](const ReportInput& in, const ArrearsView& arrears, const WatchView& watch) {
                     return cluster_alert_table(in.portfolio, arrears, watch, in.as_of);
                 }),
    };
    return reports;
}

Result<ReportDefinition> find_report(const std::string& name) {
    std::string known;
    for (const auto& report : catalogue()) {
        if (report.name == name) return report;
        known += (known.empty() ? "" : ", ") + report.name;
    }
    return not_found("name", "There is no report \"{0}\". There are: {1}.", shortened(name), known);
}

Result<Rendered> render(const Table& table, const std::string& format) {
    if (format == "csv") return Rendered{"text/csv; charset=utf-8", to_csv(table)};
    if (format == "json") return Rendered{"application/json", to_json(table)};
    return invalid("format", "There is no format \"{0}\". There are: csv, json.", shortened(format));
}

}  // namespace leasebook::reports
