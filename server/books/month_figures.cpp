#include "server/books/month_figures.h"

#include <malloc.h>
#include <atomic>
#include <future>

#include "db/exposure_snapshots.h"
#include "db/hash_chain.h"
#include "db/report_store.h"
#include "reports/catalogue.h"
#include "server/books/close_steps.h"

namespace leasebook::server {

namespace {

// Answers false once somebody has finished the step.
bool keep_report(db::Database& database, Period period, const reports::ReportDefinition& report,
                 const reports::ReportInput& input) {
    db::TextPacker packer;
    reports::each_kept_piece(report, input, [&](std::string_view piece) { packer.append(piece); });
    const auto text = std::move(packer).packed();
    return database.write([&](db::Connection& c) {
        const auto step = held_step(c, period, CloseStep::Snapshot);
        if (step && step->finished_at) return false;
        db::keep_report_snapshot(c, period, report.name, text);
        return true;
    });
}

// Those of one kind, for two threads that take the next one when they have kept one.
class ReportsToKeep {
public:
    explicit ReportsToKeep(bool lists) {
        for (const auto& report : reports::catalogue())
            if (static_cast<bool>(report.list) == lists) reports_.push_back(&report);
    }
    const reports::ReportDefinition* next() {
        const auto place = next_++;
        return place < reports_.size() ? reports_[place] : nullptr;
    }

private:
    std::vector<const reports::ReportDefinition*> reports_;
    std::atomic<std::size_t> next_ = 0;
};

// Held by another step than the reports, which need not wait for it.
void keep_exposure(db::Database& database, Period period, const std::vector<ExposureSnapshot>& exposure) {
    database.write([&](db::Connection& c) {
        const auto step = held_step(c, period, CloseStep::Snapshot, CloseStep::Provisions);
        if (!step || !step->finished_at) db::keep_exposure_snapshot(c, period, exposure);
    });
}

}  // namespace

void keep_figures(db::Database& database, const MonthFigures& f) {
    const auto* curve = *f.curve ? &**f.curve : nullptr;
    const reports::ReportInput input{*f.portfolio,  f.period.last_day(), f.currency, curve,      f.positions, {},
                                     &f.parameters, &f.month_end_before, &f.books,   &f.arrears, &f.watch};
    // A long list is written line by line; so beside it there is room for one of the others, of which the last are
    // small.
    ReportsToKeep lists(true), others(false);
    const auto keep_all = [&](ReportsToKeep& own, ReportsToKeep& then) {
        for (auto* reports : {&own, &then})
            while (const auto* report = reports->next()) {
                if (!report->list) malloc_trim(0);  // what the report before took of a million contracts
                if (!keep_report(database, f.period, *report, input)) return;
            }
    };
    auto exposure_kept = std::async(std::launch::async, [&] { keep_exposure(database, f.period, f.exposure); });
    auto lists_kept = std::async(std::launch::async, [&] { keep_all(lists, others); });
    keep_all(others, lists);
    lists_kept.get();
    exposure_kept.get();
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
