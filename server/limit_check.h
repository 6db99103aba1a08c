#pragma once
// What a lease does to the limits, before it is approved and before it is paid out (R-G-06).
#include <string>
#include <vector>

#include "domain/exposure/limit_check.h"
#include "server/book.h"
#include "server/call.h"

namespace leasebook::server {

// Effects refer to limits of the book that they hold.
struct LimitCheck {
    LiveExposure live;
    std::vector<LimitEffect> effects;
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
LimitCheck check_limits(LiveExposure live, Date day, const AskedDeal& deal);

// Of a contract, on the live book of the caller's transaction, which has written nothing yet. While it lasts nobody
// else records anything that would change the answer.
LimitCheck check_contract(db::Connection& connection, Book& book, Date day, const Contract& contract);

// One sentence for each limit that the lease breaks; none when it keeps them all.
Errors broken_limits(const LimitCheck& check);
// The codes of those limits: "FLC-LESSEE, FLC-GROUP".
std::string broken_codes(const LimitCheck& check);

// A table of the effects: before, after and what is allowed; nothing when no limit is touched. `span` is its width in
// the grid of the page.
void add_effects(Data& page, const Call& call, const LimitCheck& check, const std::string& span = {});
// The same for a form that is being filled: as much of the lease as stands in it.
void add_form_effects(Data& page, const Call& call, const Fields& form, const LeaseTerms& terms, Date ends);

std::string status_colour(LimitStatus status);

}  // namespace leasebook::server
