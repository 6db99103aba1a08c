#pragma once
// With what a report is compared: an earlier month, or the book as a stress scenario would have it.
#include <optional>
#include <string>

#include "server/reporting/report_room.h"

namespace leasebook::server {

enum class Against { PreviousMonth, LastYear };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::Against> {
    static constexpr Names<server::Against, 2> names{
        {{server::Against::PreviousMonth, "previous-month"}, {server::Against::LastYear, "last-year"}}};
};
}  // namespace leasebook

namespace leasebook::server {

struct Comparison {
    std::optional<Against> month;
    std::string scenario;  // of that name, where no month is given
};
// "previous-month", "last-year" or "scenario:NAME"; anything else is an error on "against".
Result<Comparison> parse_comparison(std::string_view text);
std::string parameter_of(const Comparison& comparison);

// The report with each figure before and its change: from the same day of the earlier month, its last for a month's
// last; or from the book as it is to the book under the scenario. Errors: there is no such scenario, or the report
// tells what has happened, which no scenario changes.
Result<MadeReport> compared_report(ReportRoom& room, const ReportAsked& asked, const Comparison& comparison);

}  // namespace leasebook::server
