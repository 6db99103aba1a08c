#pragma once
// The embedded database: one file, one writer at a time, readers beside it (WAL).
#include <memory>
#include <string>

#include "db/database.h"

namespace leasebook::db {

// Opens the file, creating it readable for its owner only. Throws DatabaseError(Other) with a sentence for the
// operator when the folder does not exist or the file is not a database.
std::unique_ptr<Database> open_sqlite(const std::string& path);

}  // namespace leasebook::db
