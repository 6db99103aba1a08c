#pragma once
// What cannot be taken back is asked about first, in a sentence that names the consequence. The form carries the
// sentence as its field "confirm"; app.js asks it and then leaves it out, without JavaScript the server asks it here.
#include <optional>

#include "server/call.h"

namespace leasebook::server {

// The page that asks, with all that was typed on its way to the same address; nothing when there is nothing to ask.
std::optional<Response> confirmation_page(const Call& call);

}  // namespace leasebook::server
