#pragma once
// What a request asks of a report: which day and knowledge, compared with what, and which of its rows and columns.
#include "reports/table_choice.h"
#include "server/call.h"
#include "server/reporting/against.h"
#include "server/reporting/report_room.h"

namespace leasebook::server {

struct ReportQuery {
    ReportAsked asked;
    reports::TableChoice choice;
    std::optional<Comparison> against;
    Language language = Language::English;
};

// Parameters "period" or "as_of", "currency", "known_at", "rows" and "columns" (axes of exposure), "columns",
// "sort", "q", "against", "language"; any other is the name of a column with the value its rows have.
Result<ReportQuery> report_query(const Call& call, const std::string& name);

// The report, compared and chosen from.
Result<MadeReport> report_of(const Call& call, const ReportQuery& query);

}  // namespace leasebook::server
