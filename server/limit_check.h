#pragma once
// What a lease does to the limits, before it is approved and before it is paid out (R-G-06), and whether its cluster
// takes new business at all (R-G-05).
#include <string>
#include <vector>

#include "db/watch_store.h"
#include "domain/exposure/limit_check.h"
#include "server/book.h"
#include "server/call.h"

namespace leasebook::server {

// Effects refer to limits of the book that they hold.
struct LimitCheck {
    LiveExposure live;
    std::vector<LimitEffect> effects;
    std::optional<db::MonthEndAlert> stop = {};  // the lease's cluster is at RED: no new business there

    bool needs_override() const { return stop || any_breach(effects); }
};

// A lease as it is entered: what is not in the register touches no limit. `standing` is left out of the book, where
// the lease stands there already.
struct AskedDeal {
    std::string lessee, asset_class, supplier;
    LeaseTerms terms;
    Date ends;  // its last rent
    ContractNumber standing = {};
};
AskedDeal deal_of(const Contract& contract, const std::vector<Asset>& assets);
LimitCheck check_limits(LiveExposure live, Date day, const AskedDeal& deal,
                        const std::vector<db::MonthEndAlert>& clusters_at_red);

// Of a contract, on the live book of the caller's transaction, which has written nothing yet. While it lasts nobody
// else records anything that would change the answer.
LimitCheck check_contract(db::Connection& connection, Book& book, Date day, const Contract& contract);

// One sentence for each limit that the lease breaks and for a cluster that is stopped; none when all are kept.
Errors broken_limits(const LimitCheck& check);
// The codes of those limits and of the stop: "FLC-LESSEE, FLC-GROUP, RED-TZ-MT".
std::string broken_codes(const LimitCheck& check);

std::string stop_code(const db::MonthEndAlert& stop);

// An alert that the cluster is stopped, and a table of the effects: before, after and what is allowed; nothing when no
// limit is touched. `span` is its width in the grid of the page.
void add_effects(Data& page, const Call& call, const LimitCheck& check, const std::string& span = {});
// The same for a form that is being filled: as much of the lease as stands in it.
void add_form_effects(Data& page, const Call& call, const Fields& form, const LeaseTerms& terms, Date ends);

std::string status_colour(LimitStatus status);

}  // namespace leasebook::server
