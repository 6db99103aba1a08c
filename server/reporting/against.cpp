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
    auto before = asked, now = asked;
    if (comparison.month) {
        before.as_of = day_against(*comparison.month, asked.as_of);
    } else {
        // Both from the same book: what came to light since a close is no effect of the scenario.
        before.as_frozen = now.as_frozen = false;
        now.scenario = comparison.scenario;
    }
    auto made = room.make(now);
    if (!made) return made;
    const auto earlier = room.make(before);
    if (!earlier) return earlier;
    auto report = *std::move(made);
    report.table = reports::compared(report.table, earlier->table);
    return report;
}

}  // namespace leasebook::server
