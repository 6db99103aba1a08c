#include "server/import/seed.h"

#include <set>

#include "db/calendar_store.h"
#include "db/register_store.h"
#include "embedded/seeds.h"
#include "server/import/known_keys.h"
#include "server/import/rows.h"

namespace leasebook::server {

namespace {

std::string_view seed_file(std::string_view name) {
    for (const auto& file : embedded::seeds())
        if (file.name == name) return file.bytes;
    throw InvariantBroken("every seed file is built in");
}

template <class R>
std::vector<R> seed_rows(std::string_view name) {
    RowErrors faults;
    const ImportRows rows(seed_file(name), nullptr, columns_of<R>(), faults);
    ensure(faults.empty(), "our own seed files can be read");
    std::vector<R> records;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto record = read_record<R>(*rows.fields(row, faults));
        ensure(record.has_value(), "our own seed rows are right");
        records.push_back(*std::move(record));
    }
    return records;
}

template <class R>
void add_missing(db::Connection& connection, std::string_view name, db::KeyKind kind) {
    KnownKeys known(connection);
    std::vector<R> fresh;
    for (auto& record : seed_rows<R>(name))
        if (!known.has(kind, record.code.text)) fresh.push_back(std::move(record));
    if (!fresh.empty()) db::add_all<R>(connection, fresh);
}

void add_missing_calendar_days(db::Connection& connection) {
    std::set<std::pair<std::string, Date>> known;
    for (const auto& day : db::all_calendar_days(connection)) known.emplace(day.calendar, day.date);
    auto fresh = seeded_calendar_days();
    std::erase_if(fresh, [&](const CalendarDay& day) { return known.contains({day.calendar, day.date}); });
    db::put_calendar_days(connection, fresh);
}

}  // namespace

std::vector<AssetClass> seeded_asset_classes() { return seed_rows<AssetClass>("asset_classes.csv"); }

std::vector<CalendarDay> seeded_calendar_days() { return seed_rows<CalendarDay>("calendars.csv"); }

void seed(db::Connection& connection) {
    add_missing<Industry>(connection, "industries.csv", db::KeyKind::Industry);
    add_missing<AssetClass>(connection, "asset_classes.csv", db::KeyKind::AssetClass);
    add_missing_calendar_days(connection);
}

}  // namespace leasebook::server
