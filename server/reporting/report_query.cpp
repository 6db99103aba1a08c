#include "server/reporting/report_query.h"

#include <algorithm>

#include "reports/catalogue.h"
#include "server/known_at.h"

namespace leasebook::server {

namespace {

// What is not the name of a column.
constexpr auto own_parameters =
    std::to_array<std::string_view>({"period", "as_of", "currency", "known_at", "rows", "columns", "show", "sort", "q",
                                     "against", "language", "format", "page", "saved"});

Result<Date> day_asked(const Call& call) {
    if (const auto text = call.parameter("period"); !text.empty()) {
        const auto period = parse_period(text, "period");
        if (!period) return period.errors();
        return period->last_day();
    }
    const auto text = call.parameter("as_of");
    return text.empty() ? Result<Date>(call.today()) : parse_date(text, "as_of");
}

Result<ReportAsked> report_asked(const Call& call, const std::string& name) {
    Errors errors;
    const auto take = [&](const auto& read) {
        if (!read) errors.push_back(read.error());
    };
    const auto day = day_asked(call);
    const auto currency = call.parameter("currency").empty() ? Result<Currency>(call.app.currency)
                                                             : parse_currency(call.parameter("currency"));
    const auto rows = call.parameter("rows"), columns = call.parameter("columns");
    const auto axes = reports::parse_axes(rows.empty() || columns.empty() ? rows : rows + "," + columns);
    const auto known_at = known_at_asked(call);
    take(day);
    take(currency);
    take(axes);
    take(known_at);
    if (!errors.empty()) return errors;
    ReportAsked asked{name, *day, *currency, *axes};
    asked.known_at = *known_at;
    // To other reports these are columns like any other.
    if (const auto report = reports::find_report(name); report && report->wants_arrears) {
        asked.cluster = call.parameter("cluster");
        asked.industry = call.parameter("industry");
    }
    return asked;
}

}  // namespace

Result<ReportQuery> report_query(const Call& call, const std::string& name) {
    auto asked = report_asked(call, name);
    if (!asked) return asked.errors();
    ReportQuery query{*std::move(asked),
                      {reports::names_in(call.parameter("show")), {}, call.parameter("q"), call.parameter("sort")},
                      {},
                      call.language};
    constexpr std::string_view ticked = "show.";  // a box of the page, one a column
    for (const auto& [parameter, value] : call.request.parameters()) {
        if (parameter.starts_with(ticked)) {
            query.choice.columns.push_back(parameter.substr(ticked.size()));
            query.choice.columns_as_made = true;
        } else if (parameter == "cluster" ? !query.asked.cluster.empty()
                                          : parameter == "industry" && !query.asked.industry.empty()) {
            continue;
        } else if (!value.empty() && std::ranges::find(own_parameters, parameter) == own_parameters.end()) {
            query.choice.where.emplace_back(parameter, value);
        }
    }
    if (const auto language = call.parameter("language"); !language.empty()) query.language = parse_language(language);
    if (const auto against = call.parameter("against"); !against.empty()) {
        const auto read = parse_comparison(against);
        if (!read) return read.errors();
        query.against = *read;
    }
    return query;
}

Result<MadeReport> report_of(const Call& call, const ReportQuery& query) {
    auto made = query.against ? compared_report(call.app.reports, query.asked, *query.against)
                              : call.app.reports.make(query.asked);
    if (!made) return made;
    auto report = *std::move(made);
    auto table = reports::chosen(std::move(report.table), query.choice);
    if (!table) return table.errors();
    report.table = *std::move(table);
    return report;
}

}  // namespace leasebook::server
