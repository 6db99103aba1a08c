#include "server/import/seed.h"

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
void add_missing(db::Connection& connection, std::string_view name, db::KeyKind kind) {
    RowErrors faults;
    const ImportRows rows(seed_file(name), nullptr, columns_of<R>(), faults);
    ensure(faults.empty(), "our own seed files can be read");
    KnownKeys known(connection);
    std::vector<R> fresh;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto record = read_record<R>(*rows.fields(row, faults));
        ensure(record.has_value(), "our own seed rows are right");
        if (!known.has(kind, record->code.text)) fresh.push_back(*std::move(record));
    }
    if (!fresh.empty()) db::add_all<R>(connection, fresh);
}

}  // namespace

void seed(db::Connection& connection) {
    add_missing<Industry>(connection, "industries.csv", db::KeyKind::Industry);
    add_missing<AssetClass>(connection, "asset_classes.csv", db::KeyKind::AssetClass);
}

}  // namespace leasebook::server
