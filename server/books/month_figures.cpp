#include "server/books/month_figures.h"

#include "db/hash_chain.h"
#include "db/report_store.h"
#include "reports/catalogue.h"

namespace leasebook::server {

KeptReports keep_reports(db::Database& database, const MonthFigures& f) {
    const auto* curve = *f.curve ? &**f.curve : nullptr;
    const reports::ReportInput input{*f.portfolio,  f.period.last_day(), f.currency, curve,      f.positions, {},
                                     &f.parameters, &f.month_end_before, &f.books,   &f.arrears, &f.watch};
    KeptReports kept;
    std::string hashes;
    for (const auto& report : reports::catalogue()) {
        auto content = reports::kept_text(report, input);
        const db::ReportSnapshot snapshot{db::sha256_hex(content), std::move(content)};
        database.write([&](db::Connection& c) { db::keep_report_snapshot(c, f.period, report.name, snapshot); });
        hashes += report.name + snapshot.hash;
        ++kept.reports;
    }
    kept.hash = db::sha256_hex(hashes);
    return kept;
}

}  // namespace leasebook::server
