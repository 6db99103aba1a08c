#pragma once
// As known when: the moment that a request names, and how the page says it.
#include <optional>
#include <string>
#include <string_view>

#include "db/moment.h"
#include "server/call.h"

namespace leasebook::server {

// "2026-06-30T08:15:30.123Z" (UTC; seconds and less may be left out), or a day, which means its end. Anything else is
// an error on the field.
Result<db::Moment> parse_moment(std::string_view text, const std::string& field);

// Parameter "known_at". Nothing when it is left out: as known now.
Result<std::optional<db::Moment>> known_at_asked(const Call& call);

// " · as known at 2026-06-30T08:15:30.123Z", behind a title; empty when as known now.
std::string known_text(const Call& call, std::optional<db::Moment> known_at);
// As an input of date and time takes it: without parts of seconds and zone.
std::string control_text(std::optional<db::Moment> known_at);

}  // namespace leasebook::server
