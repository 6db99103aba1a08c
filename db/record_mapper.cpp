#include "db/record_mapper.h"

namespace leasebook::db {

std::string quoted(const std::vector<std::string>& columns) {
    std::string list;
    for (const auto& column : columns) list += (list.empty() ? "`" : ", `") + column + "`";
    return list;
}

}  // namespace leasebook::db
