#pragma once
// The views of lists that a person keeps: a name for what the list is asked for.
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/identifiers.h"
#include "domain/result.h"

namespace leasebook::db {

struct SavedView {
    std::string list;   // path of its page: "/contracts"
    std::string name;   // at most 100 characters
    std::string query;  // "status=active&sort=-rent"
    bool operator==(const SavedView&) const = default;
};

// By name.
std::vector<SavedView> saved_views(Connection& connection, UserId user, const std::string& list);
// In the place of the one of that name, where there is one. A conflict where the person keeps very many already.
Result<Done> save_view(Connection& connection, UserId user, const SavedView& view);
// Errors on "name": there is none of that name, or there is one of the new name.
Result<Done> rename_view(Connection& connection, UserId user, const std::string& list, const std::string& name,
                         const std::string& new_name);
// Nothing happens where there is none.
void delete_view(Connection& connection, UserId user, const std::string& list, const std::string& name);

}  // namespace leasebook::db
