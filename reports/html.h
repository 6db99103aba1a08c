#pragma once
// A table as a page that needs nothing beside itself: to be kept, mailed and printed. The pages of the server, with
// sorting, filters and links, are made by the server.
#include "reports/edition.h"

namespace leasebook::reports {

std::string to_html(const Table& table, const Edition& edition);

}  // namespace leasebook::reports
