#pragma once
// What waits for the person who looks: a table for each thing that their roles let them do next.
#include "server/call.h"

namespace leasebook::server {

// Tables of half the width. People see what they may do themselves: nobody's queue holds what they entered and somebody
// else must decide on.
void add_work_queues(Data& page, const Call& call);

}  // namespace leasebook::server
