#include "db/saved_views.h"

#include <algorithm>

#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr std::size_t most_views = 50;  // of one list

}  // namespace

std::vector<SavedView> saved_views(Connection& connection, UserId user, const std::string& list) {
    auto& select =
        connection.prepare("SELECT `name`, `query` FROM `saved_views` WHERE `user` = ? AND `list` = ? ORDER BY `name`");
    select.bind(1, user.value).bind(2, list);
    std::vector<SavedView> views;
    while (select.step()) views.push_back({list, select.text(0), select.text(1)});
    return views;
}

Result<Done> save_view(Connection& connection, UserId user, const SavedView& view) {
    const auto kept = saved_views(connection, user, view.list);
    if (kept.size() >= most_views && std::ranges::find(kept, view.name, &SavedView::name) == kept.end())
        return conflict("You keep {0} views of this list. Delete one first.", std::to_string(kept.size()));
    const std::string keys[] = {"user", "list", "name"}, columns[] = {"user", "list", "name", "query"};
    connection.prepare(connection.upsert("saved_views", keys, columns))
        .bind(1, user.value)
        .bind(2, view.list)
        .bind(3, view.name)
        .bind(4, view.query)
        .execute();
    return Done{};
}

Result<Done> rename_view(Connection& connection, UserId user, const std::string& list, const std::string& name,
                         const std::string& new_name) {
    if (name == new_name) return Done{};
    const auto kept = saved_views(connection, user, list);
    if (std::ranges::find(kept, name, &SavedView::name) == kept.end())
        return not_found("name", "There is no view \"{0}\".", shortened(name));
    if (std::ranges::find(kept, new_name, &SavedView::name) != kept.end())
        return invalid("name", "You keep a view \"{0}\" already.", shortened(new_name));
    connection.prepare("UPDATE `saved_views` SET `name` = ? WHERE `user` = ? AND `list` = ? AND `name` = ?")
        .bind(1, new_name)
        .bind(2, user.value)
        .bind(3, list)
        .bind(4, name)
        .execute();
    return Done{};
}

void delete_view(Connection& connection, UserId user, const std::string& list, const std::string& name) {
    connection.prepare("DELETE FROM `saved_views` WHERE `user` = ? AND `list` = ? AND `name` = ?")
        .bind(1, user.value)
        .bind(2, list)
        .bind(3, name)
        .execute();
}

}  // namespace leasebook::db
