#pragma once
// Files that are given out to be kept.
#include <string>

namespace leasebook::server {

// Content-Disposition of a file of that name: "filename" for programs that know ASCII alone, "filename*" for all
// others (RFC 6266).
std::string download_named(const std::string& name);

}  // namespace leasebook::server
