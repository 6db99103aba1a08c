#pragma once
// What people have entered for early warnings: the watch list, acknowledgements, events of anchor enterprises and the
// thresholds; and the clusters and anchors that were at RED when a month was closed.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/credit/watch_list.h"

namespace leasebook::db {

// Changes whenever something of this is written, the alerts of closed months apart.
std::int64_t watch_version(Connection& connection);

struct WatchRecords {
    EarlyWarningThresholds thresholds;
    std::vector<WatchStay> stays;               // by lessee and then by day
    std::vector<Acknowledgement> acknowledged;  // by what was warned of; of one warning the last
    std::vector<AnchorEvent> anchor_events;     // by anchor and then by day; declared again, the last
    bool operator==(const WatchRecords&) const = default;
};
// With `known_at` what had been recorded by then.
WatchRecords watch_records(Connection& connection, std::optional<Moment> known_at = {});
// Of one lessee, for a change of them: nobody else changes them until the transaction ends.
std::vector<WatchStay> watch_stays_of(Connection& connection, const LesseeCode& lessee);

void put_on_list(Connection& connection, const WatchEntry& entry, const std::string& by, Moment at);
// Ends the last stay of the lessee.
void take_off_list(Connection& connection, const LesseeCode& lessee, const WatchEnd& end, const std::string& by,
                   Moment at);
// The same warning again: what was said last counts.
void keep_acknowledgement(Connection& connection, const Acknowledgement& said, const std::string& by, Moment at);
// The same anchor, day and kind again: what was declared last counts.
void keep_anchor_event(Connection& connection, const AnchorEvent& event, const std::string& by, Moment at);
void keep_early_warning_thresholds(Connection& connection, const EarlyWarningThresholds& thresholds,
                                   const std::string& by, Moment at);

struct MonthEndAlert {
    std::string kind;     // "cluster", "anchor"
    std::string subject;  // the cluster's code, the anchor's name
    std::string reasons;  // sentences, one a line
};
// In the place of those kept for that month end before.
void keep_month_end_alerts(Connection& connection, Date month_end, const std::vector<MonthEndAlert>& alerts);
// The clusters that were at RED at the last month's end that was kept on the day (R-G-05).
std::vector<MonthEndAlert> clusters_at_red(Connection& connection, Date day);
// The last month end before the day at which each was at RED, by kind and subject.
std::map<std::pair<std::string, std::string>, Date> last_alerts(Connection& connection, Date before);

}  // namespace leasebook::db
