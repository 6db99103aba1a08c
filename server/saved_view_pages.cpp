// Keeping, renaming and deleting one's own views of lists.
#include <algorithm>

#include "db/saved_views.h"
#include "server/lists.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

constexpr std::size_t longest_query = 2'000, longest_name = 100;

std::string text_in(const Fields& form, const char* name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string{} : found->second;
}

// A page of ours, never another host's: "/" and a word.
bool is_path_of_a_list(std::string_view path) {
    return path.starts_with('/') && path.size() > 1 &&
           std::ranges::all_of(path.substr(1), [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

struct ViewForm {
    db::SavedView view;
    std::string was;  // the name it has, of one to be renamed
};

Result<ViewForm> posted_view(const Call& call) {
    const auto form = call.form();
    if (!form) return form.errors();
    const auto name = parse_text(text_in(*form, "name"), "name");
    ViewForm posted{{text_in(*form, "list"), name ? *name : "", text_in(*form, "query")}, text_in(*form, "was")};
    Errors errors;
    if (!name) errors.push_back(name.error());
    if (posted.view.name.size() > longest_name) errors.push_back(invalid("name", "This name is too long."));
    if (!is_path_of_a_list(posted.view.list) || posted.view.query.size() > longest_query)
        errors.push_back(invalid("query", "This view cannot be kept."));
    if (!errors.empty()) return errors;
    return posted;
}

std::string address_of(const db::SavedView& view) {
    return view.list + "?" + (view.query.empty() ? "" : view.query + "&") + "saved=1";
}

Response change_views(const Call& call, const char* action,
                      const std::function<Result<Done>(db::Connection&, const ViewForm&)>& use) {
    const auto posted = posted_view(call);
    if (!posted) return refusal_page(call, posted.errors());
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto done = use(c, *posted); !done) return done.errors();
        return Call::Changed{.response = see_other(address_of(posted->view)),
                             .subject = posted->view.name,
                             .detail = posted->view.list + "?" + posted->view.query};
    };
    return call.change(action, change, [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response post_view(const Call& call) {
    return change_views(call, "view.keep", [&](db::Connection& c, const ViewForm& form) {
        return form.was.empty() ? db::save_view(c, call.who.id, form.view)
                                : db::rename_view(c, call.who.id, form.view.list, form.was, form.view.name);
    });
}

Response post_deletion(const Call& call) {
    return change_views(call, "view.delete", [&](db::Connection& c, const ViewForm& form) -> Result<Done> {
        db::delete_view(c, call.who.id, form.view.list, form.was);
        return Done{};
    });
}

}  // namespace

void add_saved_view_routes(std::vector<Route>& routes) {
    routes.push_back({"POST", "/saved-views", Permission::Read, post_view});
    routes.push_back({"POST", "/saved-views/delete", Permission::Read, post_deletion});
}

}  // namespace leasebook::server
