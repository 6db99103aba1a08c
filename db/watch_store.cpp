#include "db/watch_store.h"

#include "db/counters.h"
#include "db/month_end_store.h"
#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

const std::string select_stays =
    "SELECT `lessee`, `since`, `reason`, `put_by`, `until`, `end_reason`, `taken_off_by` FROM `watch_list`";

std::vector<WatchStay> read_stays(Statement& rows) {
    std::vector<WatchStay> stays;
    while (rows.step()) {
        WatchStay stay{read_row<WatchEntry>(rows), rows.text(3), {}, {}};
        if (!rows.is_null(4)) {
            stay.end = read_row<WatchEnd>(rows, 4);
            stay.taken_off_by = rows.text(6);
        }
        stays.push_back(std::move(stay));
    }
    return stays;
}

template <class R>
std::vector<R> all_of(Connection& connection, const std::string& table, const std::string& order) {
    auto& select = connection.prepare("SELECT " + quoted(columns_of<R>()) + " FROM `" + table + "` ORDER BY " + order);
    std::vector<R> records;
    while (select.step()) records.push_back(read_row<R>(select));
    return records;
}

constexpr std::string_view watch_counter = "watch";
void watch_changed(Connection& connection) { count_up(connection, watch_counter); }

}  // namespace

std::int64_t watch_version(Connection& connection) { return counter(connection, watch_counter); }

std::vector<WatchStay> watch_stays(Connection& connection) {
    return read_stays(connection.prepare(select_stays + " ORDER BY `lessee`, `since`"));
}

std::vector<WatchStay> watch_stays_of(Connection& connection, const LesseeCode& lessee) {
    auto& select = connection.prepare(select_stays + " WHERE `lessee` = ? ORDER BY `since`");
    return read_stays(select.bind(1, lessee.text));
}

void keep_watch_stay(Connection& connection, const WatchStay& stay) {
    static const std::vector<std::string> keys{"lessee", "since"},
        columns{"lessee", "since", "reason", "put_by", "until", "end_reason", "taken_off_by"};
    auto& upsert = connection.prepare(connection.upsert("watch_list", keys, columns));
    Binder binder(upsert);
    visit_fields(stay.entry, binder);
    binder.bind(stay.put_by);
    binder.bind(stay.end ? std::optional(stay.end->until) : std::nullopt);
    binder.bind(stay.end ? std::optional(stay.end->reason) : std::nullopt);
    binder.bind(stay.end ? std::optional(stay.taken_off_by) : std::nullopt);
    upsert.execute();
    watch_changed(connection);
}

std::vector<Acknowledgement> acknowledgements(Connection& connection) {
    return all_of<Acknowledgement>(connection, "warning_acknowledgements", "`trigger`, `subject`, `since`");
}

void keep_acknowledgement(Connection& connection, const Acknowledgement& acknowledgement, const std::string& by) {
    static const std::vector<std::string> keys{"trigger", "subject", "since"},
        columns{"trigger", "subject", "since", "level", "note", "by"};
    auto& upsert = connection.prepare(connection.upsert("warning_acknowledgements", keys, columns));
    Binder binder(upsert);
    visit_fields(acknowledgement, binder);
    binder.bind(by);
    upsert.execute();
    watch_changed(connection);
}

std::vector<AnchorEvent> anchor_events(Connection& connection) {
    return all_of<AnchorEvent>(connection, "anchor_events", "`anchor`, `date`, `kind`");
}

void keep_anchor_event(Connection& connection, const AnchorEvent& event) {
    static const std::vector<std::string> keys{"anchor", "date", "kind"};
    auto& upsert = connection.prepare(connection.upsert("anchor_events", keys, columns_of<AnchorEvent>()));
    Binder binder(upsert);
    visit_fields(event, binder);
    upsert.execute();
    watch_changed(connection);
}

EarlyWarningThresholds early_warning_thresholds(Connection& connection) {
    auto fields = write_record(EarlyWarningThresholds{});
    auto& select = connection.prepare("SELECT `name`, `value` FROM `early_warning_thresholds`");
    while (select.step()) fields.insert_or_assign(select.text(0), select.text(1));
    auto read = read_record<EarlyWarningThresholds>(fields);
    ensure(read.has_value(), "the stored thresholds passed their check");
    return *std::move(read);
}

void replace_early_warning_thresholds(Connection& connection, const EarlyWarningThresholds& thresholds) {
    connection.prepare("DELETE FROM `early_warning_thresholds`").execute();
    const auto defaults = write_record(EarlyWarningThresholds{});
    auto& insert = connection.prepare("INSERT INTO `early_warning_thresholds` (`name`, `value`) VALUES (?, ?)");
    for (const auto& [name, value] : write_record(thresholds))
        if (defaults.at(name) != value) insert.bind(1, name).bind(2, value).execute();
    watch_changed(connection);
}

void keep_month_end_alerts(Connection& connection, Date month_end, const std::vector<MonthEndAlert>& alerts) {
    const auto day = to_text(month_end);
    connection.prepare("DELETE FROM `month_end_alerts` WHERE `month_end` = ?").bind(1, day).execute();
    auto& insert = connection.prepare(
        "INSERT INTO `month_end_alerts` (`month_end`, `kind`, `subject`, `reasons`) VALUES (?, ?, ?, ?)");
    for (const auto& alert : alerts)
        insert.bind(1, day).bind(2, alert.kind).bind(3, alert.subject).bind(4, alert.reasons).execute();
}

std::vector<MonthEndAlert> clusters_at_red(Connection& connection, Date day) {
    const auto month_end = last_month_end_kept(connection, day);
    if (!month_end) return {};
    auto& select = connection.prepare(
        "SELECT `kind`, `subject`, `reasons` FROM `month_end_alerts` WHERE `month_end` = ? AND `kind` = 'cluster' "
        "ORDER BY `subject`");
    select.bind(1, to_text(*month_end));
    std::vector<MonthEndAlert> alerts;
    while (select.step()) alerts.push_back({select.text(0), select.text(1), select.text(2)});
    return alerts;
}

std::map<std::pair<std::string, std::string>, Date> last_alerts(Connection& connection, Date before) {
    auto& select = connection.prepare(
        "SELECT `kind`, `subject`, MAX(`month_end`) FROM `month_end_alerts` WHERE `month_end` < ? GROUP BY `kind`, "
        "`subject`");
    select.bind(1, to_text(before));
    std::map<std::pair<std::string, std::string>, Date> last;
    while (select.step()) last.emplace(std::pair{select.text(0), select.text(1)}, *parse_date(select.text(2), ""));
    return last;
}

}  // namespace leasebook::db
