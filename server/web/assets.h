#pragma once
// Stylesheet, script and font, built into the program. Each is served under a name that changes with its
// content ("app.1a2b3c4d.css"), so a browser may keep it for ever.
#include <string>
#include <string_view>

#include "server/http/compression.h"

namespace leasebook::server {

struct Asset {
    std::string bytes;
    std::string gzip, brotli;  // empty where compressing gains nothing (fonts)
    std::string_view content_type;

    // The bytes in that coding; as they are where they are not kept in it.
    const std::string& in(Coding coding) const;
};

// "/static/app.1a2b3c4d.css" for "app.css"; empty when the program was built without it (htmx and the font come
// from npm and may be absent).
std::string asset_path(std::string_view name);

// The asset under a path that asset_path gave out; null for any other path.
const Asset* find_asset(std::string_view path);

}  // namespace leasebook::server
