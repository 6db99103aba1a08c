#pragma once
// What people have entered for early warnings: the watch list, acknowledgements, events of anchor enterprises and the
// thresholds; and the clusters and anchors that were at RED when a month was closed.
#include <map>
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/credit/watch_list.h"

namespace leasebook::db {

// Changes whenever something of this is written, the alerts of closed months apart.
std::int64_t watch_version(Connection& connection);

// By lessee and then by day; of one lessee alone.
std::vector<WatchStay> watch_stays(Connection& connection);
std::vector<WatchStay> watch_stays_of(Connection& connection, const LesseeCode& lessee);
// Adds the stay, or replaces the one of the same lessee and day.
void keep_watch_stay(Connection& connection, const WatchStay& stay);

std::vector<Acknowledgement> acknowledgements(Connection& connection);
void keep_acknowledgement(Connection& connection, const Acknowledgement& acknowledgement, const std::string& by);

// By anchor and then by day. The same anchor, day and kind again replaces what was there.
std::vector<AnchorEvent> anchor_events(Connection& connection);
void keep_anchor_event(Connection& connection, const AnchorEvent& event);

EarlyWarningThresholds early_warning_thresholds(Connection& connection);
void replace_early_warning_thresholds(Connection& connection, const EarlyWarningThresholds& thresholds);

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
