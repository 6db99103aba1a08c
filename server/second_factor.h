#pragma once
// The second factor of a person: secrets sealed for that person alone, codes that are good once.
#include <optional>
#include <string>
#include <vector>

#include "db/second_factor_store.h"
#include "server/call.h"

namespace leasebook::server {

std::string sealed_secret(const Door& door, UserId user, std::string_view secret);
// Empty when it cannot be opened: it was sealed with another key.
std::optional<std::string> opened_secret(const Door& door, UserId user, std::string_view sealed);

// Whether this is the code of the authenticator now, or a recovery code; whichever it is, it is good no more. Within
// the transaction of what it is shown for.
enum class Shown { Nothing, Code, RecoveryCode };
Shown take_code(db::Connection& connection, const Door& door, UserId user, const std::string& typed, db::Moment now);

// Ten new recovery codes, "abcd-efgh-ijkl-mnop", 80 bits each, in place of the earlier ones; kept as hashes.
std::vector<std::string> new_recovery_codes(db::Connection& connection, UserId user);

}  // namespace leasebook::server
