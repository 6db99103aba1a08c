#pragma once
// What a month leaves behind when it is closed: every report of the catalogue, as text, to be shown so for ever.
#include <memory>
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/books/period.h"
#include "domain/exposure/snapshot.h"
#include "reports/report_input.h"
#include "server/curves.h"

namespace leasebook::server {

// What the reports of the month are made from.
struct MonthFigures {
    Period period;
    Currency currency;
    std::shared_ptr<const Portfolio> portfolio;
    std::shared_ptr<const CurveOutcome> curve;
    std::vector<reports::ExposurePosition> positions;
    std::vector<ExposureSnapshot> exposure;  // at the month's end, by every axis
    PricingParameters parameters;
    std::vector<ExposureSnapshot> month_end_before;
    reports::MonthBooks books;
    reports::ArrearsView arrears;
    reports::WatchView watch;
};

// Each report in a transaction of its own, two at a time, and exposure beside them: of a million contracts the texts
// are never all held together, and nobody waits long for the database. Repeated it keeps the same, in the place of what
// the month had; once somebody has finished the step nothing is kept any more.
void keep_figures(db::Database& database, const MonthFigures& figures);

// SHA-256 over the names and hashes of the reports that are kept of the month.
std::string hash_of_reports(db::Connection& connection, Period period);

}  // namespace leasebook::server
