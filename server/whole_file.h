#pragma once
// Files that are written whole or not at all.
#include <string>

#include "domain/result.h"

namespace leasebook::server {

// To standard output where the path is empty; else beside its place and then moved there. Error, on "out": it cannot be
// written.
Result<Done> write_whole(const std::string& path, const std::string& bytes);

}  // namespace leasebook::server
