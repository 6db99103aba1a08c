#include "db/watch_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "db/counters.h"
#include "db/month_end_store.h"
#include "domain/fields.h"

namespace leasebook::db {

namespace {

constexpr std::string_view watch_counter = "watch";

enum class Kind { PutOn, TakenOff, Acknowledged, Declared, ThresholdsSet };

}  // namespace

}  // namespace leasebook::db

namespace leasebook {
template <>
struct NamesOf<db::Kind> {
    static constexpr Names<db::Kind, 5> names{{{db::Kind::PutOn, "put_on"},
                                               {db::Kind::TakenOff, "taken_off"},
                                               {db::Kind::Acknowledged, "acknowledged"},
                                               {db::Kind::Declared, "declared"},
                                               {db::Kind::ThresholdsSet, "thresholds_set"}}};
};
}  // namespace leasebook

namespace leasebook::db {

namespace {

template <FieldRecord R>
void append(Connection& connection, Kind kind, const std::string& subject, const R& record, const std::string& by,
            Moment at) {
    auto json = nlohmann::json::object();
    for (auto& [name, text] : write_record(record))
        if (!text.empty()) json[name] = std::move(text);
    connection
        .prepare(
            "INSERT INTO `watch_events` (`number`, `kind`, `subject`, `record`, `entered_by`, `recorded_at`) VALUES "
            "(?, ?, ?, ?, ?, ?)")
        .bind(1, count_up(connection, watch_counter))
        .bind(2, to_text(kind))
        .bind(3, subject)
        .bind(4, json.dump())
        .bind(5, by)
        .bind(6, moment_text(at))
        .execute();
}

// Numbers as numbers and absent values as null is how the audit log writes, which the oldest events come from.
template <FieldRecord R>
R record_of(const std::string& text) {
    Fields fields;
    const auto json = nlohmann::json::parse(text);
    for (const auto& [name, value] : json.items())
        if (!value.is_null()) fields[name] = value.is_string() ? value.template get<std::string>() : value.dump();
    auto record = read_record<R>(fields);
    ensure(record.has_value(), "what was entered passed its check before it was kept");
    return *std::move(record);
}

// The events one after the other; of what is entered again the last stays.
class Replay {
public:
    void take(Kind kind, const std::string& subject, const std::string& record, std::string by) {
        switch (kind) {
            case Kind::PutOn: {
                auto entry = record_of<WatchEntry>(record);
                stays_[subject].push_back({std::move(entry), std::move(by), {}, {}});
                return;
            }
            case Kind::TakenOff: {
                auto& stays = stays_[subject];
                ensure(!stays.empty(), "who is taken off the watch list was put on it");
                stays.back().end = record_of<WatchEnd>(record);
                stays.back().taken_off_by = std::move(by);
                return;
            }
            case Kind::Acknowledged: {
                auto said = record_of<Acknowledgement>(record);
                auto key = std::tuple(to_text(said.trigger), said.subject, said.since);
                acknowledged_.insert_or_assign(std::move(key), std::move(said));
                return;
            }
            case Kind::Declared: {
                auto event = record_of<AnchorEvent>(record);
                auto key = std::tuple(event.anchor, event.date, to_text(event.kind));
                anchor_events_.insert_or_assign(std::move(key), std::move(event));
                return;
            }
            case Kind::ThresholdsSet: thresholds_ = record_of<EarlyWarningThresholds>(record); return;
        }
    }
    WatchRecords result() && {
        WatchRecords records;
        records.thresholds = thresholds_;
        for (auto& [lessee, stays] : stays_) std::ranges::move(stays, std::back_inserter(records.stays));
        for (auto& [key, said] : acknowledged_) records.acknowledged.push_back(std::move(said));
        for (auto& [key, event] : anchor_events_) records.anchor_events.push_back(std::move(event));
        return records;
    }

private:
    EarlyWarningThresholds thresholds_;
    std::map<std::string, std::vector<WatchStay>> stays_;  // by lessee, in the order of their days
    std::map<std::tuple<std::string, std::string, Date>, Acknowledgement> acknowledged_;
    std::map<std::tuple<std::string, Date, std::string>, AnchorEvent> anchor_events_;
};

const std::string select_events = "SELECT `kind`, `subject`, `record`, `entered_by` FROM `watch_events`";

WatchRecords replayed(Statement& rows) {
    Replay replay;
    while (rows.step()) replay.take(*parse_named<Kind>(rows.text(0), ""), rows.text(1), rows.text(2), rows.text(3));
    return std::move(replay).result();
}

}  // namespace

std::int64_t watch_version(Connection& connection) { return counter(connection, watch_counter); }

WatchRecords watch_records(Connection& connection, std::optional<Moment> known_at) {
    auto& rows = connection.prepare(select_events + " WHERE `recorded_at` <= ? ORDER BY `number`");
    return replayed(rows.bind(1, known_at ? moment_text(*known_at) : std::string("9999")));
}

std::vector<WatchStay> watch_stays_of(Connection& connection, const LesseeCode& lessee) {
    auto& rows = connection.prepare(select_events +
                                    " WHERE `kind` IN ('put_on', 'taken_off') AND `subject` = ? ORDER BY `number`" +
                                    std::string(connection.for_update()));
    return replayed(rows.bind(1, lessee.text)).stays;
}

void put_on_list(Connection& connection, const WatchEntry& entry, const std::string& by, Moment at) {
    append(connection, Kind::PutOn, entry.lessee.text, entry, by, at);
}

void take_off_list(Connection& connection, const LesseeCode& lessee, const WatchEnd& end, const std::string& by,
                   Moment at) {
    append(connection, Kind::TakenOff, lessee.text, end, by, at);
}

void keep_acknowledgement(Connection& connection, const Acknowledgement& said, const std::string& by, Moment at) {
    append(connection, Kind::Acknowledged, said.subject, said, by, at);
}

void keep_anchor_event(Connection& connection, const AnchorEvent& event, const std::string& by, Moment at) {
    append(connection, Kind::Declared, event.anchor, event, by, at);
}

void keep_early_warning_thresholds(Connection& connection, const EarlyWarningThresholds& thresholds,
                                   const std::string& by, Moment at) {
    append(connection, Kind::ThresholdsSet, "", thresholds, by, at);
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
