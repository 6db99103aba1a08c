#include "server/import/import.h"

#include <set>
#include <unordered_map>

#include "db/access_store.h"
#include "db/asset_history.h"
#include "db/calendar_store.h"
#include "db/journal_store.h"
#include "db/keys_in_use.h"
#include "db/month_end_store.h"
#include "db/register_store.h"
#include "server/import/contracts.h"
#include "server/import/known_keys.h"
#include "server/jobs.h"
#include "server/lessee_grades.h"
#include "server/residual_fits.h"

namespace leasebook::server {

namespace {

// What two rows of one kind may not both have: the fields that make the key, and how a message calls them.
struct UniqueKey {
    std::string text, field;
};
template <class R>
std::vector<UniqueKey> unique_keys(const R& record) {
    return {{record.code.text, "code"}};
}
std::vector<UniqueKey> unique_keys(const Asset& asset) {
    return {{asset.code.text, "code"}, {asset.serial_number, "serial_number"}};
}
std::vector<UniqueKey> unique_keys(const Appraisal& appraisal) {
    return {{appraisal.asset.text + ", " + to_text(appraisal.date), "asset"}};
}
std::vector<UniqueKey> unique_keys(const MarketQuote& quote) {
    return {
        {quote.curve + ", " + to_text(quote.instrument) + ", " + quote.tenor + ", " + to_text(quote.date), "tenor"}};
}

std::vector<UniqueKey> unique_keys(const CalendarDay& day) {
    return {{day.calendar + ", " + to_text(day.date), "date"}};
}
std::vector<UniqueKey> unique_keys(const CurvePoint& point) {
    return {{point.asset_class.text + ", " + to_text(point.valid_from) + ", " + std::to_string(point.age_months),
             "age_months"}};
}

std::vector<UniqueKey> unique_keys(const LesseeGrade& grade) {
    const auto& date = grade.entry.date;
    return {{grade.lessee.text + ", " + (date ? to_text(*date) : std::string()), "lessee"}};
}

std::vector<UniqueKey> unique_keys(const MonthEnd& row) {
    return {{row.contract.text + ", " + to_text(row.month_end), "contract"}};
}

template <class R>
using Records = std::vector<std::optional<R>>;

// Drops rows that say the same as an earlier one, for mappings that ask for it.
template <class R>
void drop_repeated(Records<R>& records) {
    std::set<Fields> seen;
    for (auto& record : records)
        if (record && !seen.insert(write_record(*record)).second) record.reset();
}

template <class R>
void refuse_repeated_keys(const ImportRows& rows, const Records<R>& records, RowErrors& faults) {
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t row = 0; row < records.size(); ++row) {
        if (!records[row]) continue;
        for (const auto& key : unique_keys(*records[row])) {
            const auto [first, added] = seen.emplace(key.field + '\n' + key.text, row);
            if (!added)
                rows.refuse(
                    row,
                    on_field(key.field,
                             conflict("\"{0}\" stands in this file twice: in line {1} and in line {2}.", key.text,
                                      std::to_string(rows.line(first->second)), std::to_string(rows.line(row)))),
                    faults);
        }
    }
}

db::KeyKind key_kind(const Cluster&) { return db::KeyKind::Cluster; }
db::KeyKind key_kind(const Industry&) { return db::KeyKind::Industry; }
db::KeyKind key_kind(const Lessee&) { return db::KeyKind::Lessee; }
db::KeyKind key_kind(const Supplier&) { return db::KeyKind::Supplier; }
db::KeyKind key_kind(const AssetClass&) { return db::KeyKind::AssetClass; }
db::KeyKind key_kind(const UsedSale&) { return db::KeyKind::Sale; }

// What the database already holds under the keys of the record, as errors.
template <class R>
Errors taken(KnownKeys& known, db::Connection&, const R& record) {
    return known.taken(key_kind(record), "code", record.code.text);
}
Errors taken(KnownKeys& known, db::Connection&, const Asset& asset) {
    auto errors = known.taken(db::KeyKind::Asset, "code", asset.code.text);
    for (auto& error : known.taken(db::KeyKind::SerialNumber, "serial_number", asset.serial_number))
        errors.push_back(std::move(error));
    return errors;
}
Errors taken(KnownKeys&, db::Connection& connection, const Appraisal& appraisal) {
    if (!db::find<Appraisal>(connection, {appraisal.asset, appraisal.date})) return {};
    return {on_field("asset", conflict("There is an appraisal of {0} on {1} already.", appraisal.asset.text,
                                       to_text(appraisal.date)))};
}
Errors taken(KnownKeys&, db::Connection& connection, const CurvePoint& point) {
    if (!db::find<CurvePoint>(connection, {point.asset_class, point.valid_from, point.age_months})) return {};
    return {on_field("valid_from", conflict("Class {0} has a curve from {1} on already.", point.asset_class.text,
                                            to_text(point.valid_from)))};
}
Errors taken(KnownKeys&, db::Connection&, const MarketQuote&) { return {}; }
// Few of a kind: asked one by one.
template <class R>
Errors taken_one(db::Connection& connection, const R& record) {
    if (!db::find<R>(connection, record.code)) return {};
    return {on_field("code", conflict("\"{0}\" exists already.", record.code.text))};
}
Errors taken(KnownKeys&, db::Connection& connection, const Collateral& record) { return taken_one(connection, record); }
Errors taken(KnownKeys&, db::Connection& connection, const Limit& record) { return taken_one(connection, record); }
Errors taken(KnownKeys&, db::Connection& connection, const CompanyFigures& record) {
    return taken_one(connection, record);
}
Errors taken(KnownKeys&, db::Connection&, const CalendarDay&) { return {}; }
Errors taken(KnownKeys&, db::Connection&, const LesseeGrade&) { return {}; }

// What the record says of days to come and may not.
Errors ahead(const auto&, Date) { return {}; }
Errors ahead(const LesseeGrade& grade, Date today) { return check_day(grade.entry, today); }

// Of a month that was closed here the close has the say.
Errors taken(KnownKeys&, db::Connection& connection, const MonthEnd& row) {
    if (const auto closed = db::periods(connection); closed && period_of(row.month_end) >= closed->first())
        return {on_field("month_end", conflict("The books here begin with {0}: its month ends follow from them.",
                                               to_text(closed->first())))};
    if (!db::has_month_end(connection, row.contract, row.month_end)) return {};
    return {on_field("contract", conflict("There is a month end of {0} on {1} already.", row.contract.text,
                                          to_text(row.month_end)))};
}

template <class R>
void check_against_database(db::Connection& connection, const ImportRows& rows, const Records<R>& records, Date today,
                            RowErrors& faults) {
    KnownKeys known(connection);
    for (std::size_t row = 0; row < records.size(); ++row) {
        if (!records[row]) continue;
        rows.refuse(row, taken(known, connection, *records[row]), faults);
        rows.refuse(row, known.missing_references(*records[row]), faults);
        rows.refuse(row, ahead(*records[row], today), faults);
    }
}

template <class R>
std::size_t store(db::Connection& connection, const Records<R>& records, const ImportRequest& request) {
    std::vector<R> sound;
    for (const auto& record : records)
        if (record) sound.push_back(*record);
    if constexpr (std::same_as<R, MarketQuote>)
        for (const auto& quote : sound)
            ensure(db::upsert<MarketQuote>(connection, quote).has_value(), "a quote refers to nothing");
    else if constexpr (std::same_as<R, CalendarDay>)
        db::put_calendar_days(connection, sound);
    else if constexpr (std::same_as<R, LesseeGrade>)
        for (const auto& grade : sound)
            ensure(enter_grade(connection, grade, request.act, request.recorded_at).has_value(), "the lessee is there");
    else if constexpr (std::same_as<R, MonthEnd>)
        db::add_month_ends(connection, sound);
    else
        db::add_all<R>(connection, sound);
    if constexpr (std::same_as<R, Asset>)
        db::note_assets_opened(connection, sound, request.act.by, request.recorded_at);
    return sound.size();
}

template <class R>
ImportOutcome import_records(db::Database& database, const ImportRequest& request) {
    RowErrors faults;
    const ImportRows rows(request.bytes, request.mapping, columns_of<R>(), faults);
    if (rows.header_refused()) return refused(rows.size(), std::move(faults));
    const auto read = [&](std::size_t row, RowErrors& found) -> std::optional<R> {
        const auto fields = rows.fields(row, found);
        if (!fields) return {};
        auto record = read_record<R>(*fields);
        if (record) return *std::move(record);
        rows.refuse(row, record.errors(), found);
        return {};
    };
    auto records = read_rows<R>(rows.size(), read, faults, request.progress);
    if (request.mapping && request.mapping->repeated_rows_once) drop_repeated(records);
    refuse_repeated_keys(rows, records, faults);
    ImportOutcome outcome{rows.size(), 0, 0, {}};
    auto all_faults = database.write([&](db::Connection& connection) {
        auto found = faults;
        check_against_database(connection, rows, records, request.act.on, found);
        outcome.rows_stored = found.empty() ? store(connection, records, request) : 0;
        if (found.empty()) record_import(connection, request, outcome.rows_stored);
        return found;
    });
    return all_faults.empty() ? outcome : refused(rows.size(), std::move(all_faults));
}

// New sales change what the curves of their classes should be: these are fitted anew, to be looked at and accepted.
ImportOutcome import_sales(db::Database& database, const ImportRequest& request) {
    auto outcome = import_records<UsedSale>(database, request);
    if (outcome.stored()) fit_all_classes(database);
    return outcome;
}

}  // namespace

ImportOutcome refused(std::size_t rows_read, RowErrors faults) {
    faults.sort();
    return {rows_read, 0, faults.count(), std::move(faults).kept()};
}

void record_import(db::Connection& connection, const ImportRequest& request, std::size_t rows) {
    db::append_audit(connection, {0, request.recorded_at, request.act.by, request.peer, request.request_id, "import",
                                  to_text(request.kind), std::to_string(rows) + " rows"});
}

namespace {

ImportOutcome take_in(db::Database& database, const ImportRequest& request) {
    switch (request.kind) {
        case ImportKind::Clusters: return import_records<Cluster>(database, request);
        case ImportKind::Industries: return import_records<Industry>(database, request);
        case ImportKind::Lessees: return import_records<Lessee>(database, request);
        case ImportKind::Suppliers: return import_records<Supplier>(database, request);
        case ImportKind::AssetClasses: return import_records<AssetClass>(database, request);
        case ImportKind::Assets: return import_records<Asset>(database, request);
        case ImportKind::Appraisals: return import_records<Appraisal>(database, request);
        case ImportKind::Market: return import_records<MarketQuote>(database, request);
        case ImportKind::Calendars: return import_records<CalendarDay>(database, request);
        case ImportKind::ResidualCurves: return import_records<CurvePoint>(database, request);
        case ImportKind::Sales: return import_sales(database, request);
        case ImportKind::Grades: return import_records<LesseeGrade>(database, request);
        case ImportKind::Contracts: return import_contracts(database, request);
        case ImportKind::Collaterals: return import_records<Collateral>(database, request);
        case ImportKind::Limits: return import_records<Limit>(database, request);
        case ImportKind::CompanyFigures: return import_records<CompanyFigures>(database, request);
        case ImportKind::MonthEnds: return import_records<MonthEnd>(database, request);
    }
    throw InvariantBroken("every kind of import is known");
}

Errors first_faults(const ImportOutcome& outcome) {
    constexpr std::size_t faults_recorded = 20;
    Errors said{invalid("", "{0} faults in {1} rows: nothing was stored.", std::to_string(outcome.faults),
                        std::to_string(outcome.rows_read))};
    for (std::size_t i = 0; i < std::min(outcome.errors.size(), faults_recorded); ++i)
        said.push_back(invalid("", "Line {0}, {1}: {2}", std::to_string(outcome.errors[i].line),
                               outcome.errors[i].column, message(outcome.errors[i].error)));
    return said;
}

}  // namespace

ImportOutcome import_csv(db::Database& database, const ImportRequest& request) {
    JobRecord record(database, JobKind::Import, to_text(request.kind), request.act.by,
                     [at = request.recorded_at, since = std::chrono::steady_clock::now()] {
                         return at +
                                std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since);
                     });
    auto recorded = request;
    recorded.progress = [&](std::size_t done, std::size_t of) {
        record.progress("rows", static_cast<std::int64_t>(done), static_cast<std::int64_t>(of));
        if (request.progress) request.progress(done, of);
    };
    auto outcome = take_in(database, recorded);
    if (outcome.stored())
        record.done(saying("{0} rows were stored.", std::to_string(outcome.rows_stored)));
    else
        record.refused(first_faults(outcome));
    return outcome;
}

ColumnNames columns_of(ImportKind kind) {
    switch (kind) {
        case ImportKind::Clusters: return columns_of<Cluster>();
        case ImportKind::Industries: return columns_of<Industry>();
        case ImportKind::Lessees: return columns_of<Lessee>();
        case ImportKind::Suppliers: return columns_of<Supplier>();
        case ImportKind::AssetClasses: return columns_of<AssetClass>();
        case ImportKind::Assets: return columns_of<Asset>();
        case ImportKind::Appraisals: return columns_of<Appraisal>();
        case ImportKind::Market: return columns_of<MarketQuote>();
        case ImportKind::Calendars: return columns_of<CalendarDay>();
        case ImportKind::ResidualCurves: return columns_of<CurvePoint>();
        case ImportKind::Sales: return columns_of<UsedSale>();
        case ImportKind::Grades: return columns_of<LesseeGrade>();
        case ImportKind::Contracts: return columns_of<ImportedContract>();
        case ImportKind::Collaterals: return columns_of<Collateral>();
        case ImportKind::Limits: return columns_of<Limit>();
        case ImportKind::CompanyFigures: return columns_of<CompanyFigures>();
        case ImportKind::MonthEnds: return columns_of<MonthEnd>();
    }
    throw InvariantBroken("every kind of import is known");
}

}  // namespace leasebook::server
