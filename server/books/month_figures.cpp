#include "server/books/month_figures.h"

#include <malloc.h>
#include <future>

#include "db/hash_chain.h"
#include "db/report_store.h"
#include "reports/catalogue.h"
#include "server/books/close.h"

namespace leasebook::server {

namespace {

// Answers false once somebody has finished the step.
bool keep_report(db::Database& database, Period period, const reports::ReportDefinition& report,
                 const reports::ReportInput& input) {
    db::TextPacker packer;
    reports::each_kept_piece(report, input, [&](std::string_view piece) { packer.append(piece); });
    const auto text = std::move(packer).packed();
    return database.write([&](db::Connection& c) {
        const auto step = db::find_close_step(c, period, to_text(CloseStep::Snapshot), db::Lock::ForUpdate);
        if (step && step->finished_at) return false;
        db::keep_report_snapshot(c, period, report.name, text);
        return true;
    });
}

}  // namespace

void keep_reports(db::Database& database, const MonthFigures& f) {
    const auto* curve = *f.curve ? &**f.curve : nullptr;
    const reports::ReportInput input{*f.portfolio,  f.period.last_day(), f.currency, curve,      f.positions, {},
                                     &f.parameters, &f.month_end_before, &f.books,   &f.arrears, &f.watch};
    // A long list is written line by line; so beside it there is room for one of the others.
    const auto keep_all = [&](bool lists) {
        for (const auto& report : reports::catalogue()) {
            if (static_cast<bool>(report.list) != lists) continue;
            if (!lists) malloc_trim(0);  // what the report before took of a million contracts
            if (!keep_report(database, f.period, report, input)) return;
        }
    };
    auto lists_kept = std::async(std::launch::async, keep_all, true);
    keep_all(false);
    lists_kept.get();
}

std::string hash_of_reports(db::Connection& connection, Period period) {
    std::string hashes;
    for (const auto& report : reports::catalogue()) {
        const auto hash = db::find_report_hash(connection, period, report.name);
        ensure(hash.has_value(), "every report of the month is kept before its step ends");
        hashes += report.name + *hash;
    }
    return db::sha256_hex(hashes);
}

}  // namespace leasebook::server
