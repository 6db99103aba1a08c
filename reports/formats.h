#pragma once
// Every format there is of a report, one renderer each.
#include <functional>
#include <string>
#include <vector>

#include "reports/edition.h"

namespace leasebook::reports {

struct Format {
    std::string name, content_type;
    std::function<std::string(const Table&, const Edition&)> render;
    bool of_a_language = false;  // words in it are the reader's; else they are names for programs
};
const std::vector<Format>& formats();

// The format of that name; an unknown one is an error, on "format", that lists those there are.
Result<Format> find_format(const std::string& name);

}  // namespace leasebook::reports
