#include "db/exposure_snapshots.h"

namespace leasebook::db {

namespace {

const std::vector<std::string>& columns() {
    static const std::vector<std::string> names{"period",         "axis",       "place",
                                                "currency",       "contracts",  "net_investment",
                                                "overdue",        "undrawn",    "unguaranteed_residual",
                                                "deposit",        "collateral", "principal",
                                                "booked_residual"};
    return names;
}

Connection::Cell units(Money amount) { return std::to_string(amount.minor_units()); }

ExposureParts parts_at(Statement& row, int first, Currency currency) {
    ExposureParts parts;
    for (Money* part : {&parts.net_investment, &parts.overdue, &parts.undrawn, &parts.unguaranteed_residual,
                        &parts.deposit, &parts.collateral, &parts.principal, &parts.booked_residual})
        *part = Money::minor(row.integer(first++), currency);
    return parts;
}

}  // namespace

void keep_exposure_snapshot(Connection& connection, Period period, const std::vector<ExposureSnapshot>& snapshot) {
    connection.prepare("DELETE FROM `exposure_snapshots` WHERE `period` = ?").bind(1, to_text(period)).execute();
    std::vector<std::vector<Connection::Cell>> rows;
    rows.reserve(snapshot.size());
    for (const auto& [axis, place, contracts, parts] : snapshot)
        rows.push_back({to_text(period), to_text(axis), place, parts.overdue.currency().text(),
                        std::to_string(contracts), units(parts.net_investment), units(parts.overdue),
                        units(parts.undrawn), units(parts.unguaranteed_residual), units(parts.deposit),
                        units(parts.collateral), units(parts.principal), units(parts.booked_residual)});
    if (!rows.empty()) connection.insert_rows("exposure_snapshots", columns(), rows);
}

std::vector<PeriodExposure> exposure_snapshots(Connection& connection, Axis axis, Currency currency,
                                               const std::string& place) {
    auto& select = connection.prepare(
        "SELECT `period`, `place`, `contracts`, `net_investment`, `overdue`, `undrawn`, `unguaranteed_residual`, "
        "`deposit`, `collateral`, `principal`, `booked_residual` FROM `exposure_snapshots` WHERE `axis` = ? AND "
        "`currency` = ?" +
        std::string(place.empty() ? "" : " AND `place` = ?") + " ORDER BY `period`, `place`");
    select.bind(1, to_text(axis)).bind(2, currency.text());
    if (!place.empty()) select.bind(3, place);
    std::vector<PeriodExposure> frozen;
    while (select.step())
        frozen.push_back({*parse_period(select.text(0), ""),
                          {axis, select.text(1), select.integer(2), parts_at(select, 3, currency)}});
    return frozen;
}

std::vector<ExposureSnapshot> month_end_before(Connection& connection, Date day, Currency currency) {
    auto& select = connection.prepare(
        "SELECT `axis`, `place`, `contracts`, `net_investment`, `overdue`, `undrawn`, `unguaranteed_residual`, "
        "`deposit`, `collateral`, `principal`, `booked_residual` FROM `exposure_snapshots` WHERE `currency` = ? AND "
        "`period` = (SELECT MAX(`period`) FROM `exposure_snapshots` WHERE `period` < ?)");
    select.bind(1, currency.text()).bind(2, to_text(period_of(day)));
    std::vector<ExposureSnapshot> frozen;
    while (select.step())
        frozen.push_back(
            {*parse_named<Axis>(select.text(0), ""), select.text(1), select.integer(2), parts_at(select, 3, currency)});
    return frozen;
}

}  // namespace leasebook::db
