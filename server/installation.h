#pragma once
// An opened database that is ready for this program: migrated, with the industries and asset classes that every
// installation starts from.
#include <memory>
#include <optional>
#include <string>

#include "db/database.h"
#include "db/moment.h"
#include "server/config.h"

namespace leasebook::server {

db::Moment system_now();

// Creates the folder of an embedded database if need be. Throws DatabaseError with a sentence for the operator.
std::unique_ptr<db::Database> open_installation(const Config& config);

// The first administrator, when there is no user yet: answers the one-time password, which is kept nowhere.
std::optional<std::string> first_administrator(db::Database& database);

}  // namespace leasebook::server
