#pragma once
// What pages of lessees, leases and the overview say of early warnings.
#include "server/arrears_view.h"

namespace leasebook::server {

// That the lessee is on the watch list, and what warns of it, of the lease (where one is given), its cluster and its
// anchor; nothing where all is well.
void add_alerts(Data& page, const Call& call, const LesseeCode& lessee, const std::optional<ContractNumber>& lease);

struct OpenWarnings {
    std::int64_t red = 0, amber = 0;  // those nobody has acknowledged
};
OpenWarnings open_warnings(const Call& call);

// "red": the level in the person's language; and the colour of its tag.
std::string level_text(const Call& call, AlertLevel level);
const char* colour_of(AlertLevel level);
// All reasons, in the person's language.
std::string reasons_text(const Call& call, const Reasons& reasons);

// The forms of the watch list: put on, take off, acknowledge, events of anchors, thresholds.
void add_watch_forms(std::vector<Route>& routes);

}  // namespace leasebook::server
