#include "server/reporting/against.h"

#include "reports/table_choice.h"

namespace leasebook::server {

namespace {

constexpr std::string_view scenario_mark = "scenario:";

Date day_against(Against against, Date day) {
    return due_date(day, 1, against == Against::PreviousMonth ? -1 : -12, true);
}

}  // namespace

Result<Comparison> parse_comparison(std::string_view text) {
    if (text.starts_with(scenario_mark)) return Comparison{{}, std::string(text.substr(scenario_mark.size()))};
    const auto month = parse_named<Against>(std::string(text), "against");
    if (month) return Comparison{*month, {}};
    return invalid("against", "\"{0}\" is nothing to compare with. Use previous-month, last-year or scenario:NAME.",
                   shortened(std::string(text)));
}

std::string parameter_of(const Comparison& comparison) {
    return comparison.month ? std::string(name_of(*comparison.month))
                            : std::string(scenario_mark) + comparison.scenario;
}

Result<MadeReport> compared_report(ReportRoom& room, const ReportAsked& asked, const Comparison& comparison) {
    auto made = room.make(asked);
    if (!made) return made;
    auto other = asked;
    if (comparison.month)
        other.as_of = day_against(*comparison.month, asked.as_of);
    else
        other.scenario = comparison.scenario;
    const auto beside = room.make(other);
    if (!beside) return beside;
    auto report = *std::move(made);
    report.table = comparison.month ? reports::compared(report.table, beside->table)
                                    : reports::compared(beside->table, report.table);
    return report;
}

}  // namespace leasebook::server
