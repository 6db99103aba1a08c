#pragma once
// Everything that warns of trouble on a day, over the whole book, and the alert levels of clusters (RP-18) and anchor
// enterprises (R-G-05).
#include "domain/credit/watch_list.h"
#include "reports/arrears.h"

namespace leasebook::reports {

// What the rules look at beside the book and its arrears.
struct WatchView {
    struct Machine {
        std::uint32_t contract = unmapped;  // position in Portfolio::contracts
        std::string code;
        std::optional<AppraisedFall> appraised;  // by its last appraisal
        std::optional<Date> insured_until;
    };
    EarlyWarningThresholds thresholds;
    std::vector<Machine> machines;  // those there is something to look at
    std::vector<WatchStay> stays;
    std::vector<AnchorEvent> anchor_events;
    std::vector<Acknowledgement> acknowledged;
};

struct Finding {
    Warning warning;
    std::string subject;                                                       // contract, machine, cluster or anchor
    std::uint32_t contract = unmapped, lessee = unmapped, cluster = unmapped;  // positions in the book, where it is one
    bool acknowledged = false;
};

// By position of the cluster; 'unmapped' is no cluster.
std::map<std::uint32_t, ClusterSigns> cluster_signs(const ArrearsView& arrears);
std::map<std::uint32_t, Reasoned<AlertLevel>> cluster_levels(const ArrearsView& arrears,
                                                             const EarlyWarningThresholds& thresholds);
// By the name that lessees use; those that lessees of the book name.
std::map<std::string, Reasoned<AlertLevel>> anchor_levels(const Portfolio& portfolio, const ArrearsView& arrears,
                                                          const WatchView& watch, Date as_of);

// Worst first, those acknowledged last; of one level by trigger and subject.
std::vector<Finding> early_warnings(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch,
                                    Date as_of);

// The warnings as details, the lessees on the watch list after them; the total counts both.
Table watch_list_table(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch, Date as_of,
                       const SegmentFilter& filter = {});
// A row a cluster: lessees, exposure, shares, roll, level and why.
Table cluster_alert_table(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch, Date as_of);

}  // namespace leasebook::reports
