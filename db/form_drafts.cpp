#include "db/form_drafts.h"

namespace leasebook::db {

namespace {

const std::string select_drafts =
    "SELECT `id`, `user`, `page`, `title`, `fields`, `saved_at` FROM `form_drafts` WHERE `sent` = 0 AND `user` = ?";

FormDraft read_draft(Statement& row) {
    return {row.text(0), {row.integer(1)}, row.text(2), row.text(3), row.text(4), moment_of(row.text(5))};
}

// False when there is that id already.
bool add(Connection& connection, const FormDraft& draft, bool sent) {
    auto& look = connection.prepare("SELECT 1 FROM `form_drafts` WHERE `id` = ?");
    const bool taken = look.bind(1, draft.id).step();
    look.reset();
    if (taken) return false;
    connection
        .prepare(
            "INSERT INTO `form_drafts` (`id`, `user`, `page`, `title`, `fields`, `sent`, `saved_at`) VALUES (?, ?, ?, "
            "?, ?, ?, ?)")
        .bind(1, draft.id)
        .bind(2, draft.user.value)
        .bind(3, draft.page)
        .bind(4, draft.title)
        .bind(5, draft.fields)
        .bind(6, sent ? 1 : 0)
        .bind(7, moment_text(draft.saved_at))
        .execute();
    return true;
}

void forget_the_oldest(Connection& connection, UserId user) {
    const auto drafts = drafts_of(connection, user);
    for (std::size_t i = drafts_of_a_person; i < drafts.size(); ++i) discard_draft(connection, user, drafts[i].id);
}

}  // namespace

bool keep_draft(Connection& connection, const FormDraft& draft, const std::string& taken_up_from) {
    const auto replaced =
        connection
            .prepare(
                "UPDATE `form_drafts` SET `fields` = ?, `saved_at` = ? WHERE `id` = ? AND `user` = ? AND "
                "`sent` = 0")
            .bind(1, draft.fields)
            .bind(2, moment_text(draft.saved_at))
            .bind(3, draft.id)
            .bind(4, draft.user.value)
            .execute();
    if (replaced == 0 && !add(connection, draft, false)) return false;
    if (!taken_up_from.empty()) discard_draft(connection, draft.user, taken_up_from);
    forget_the_oldest(connection, draft.user);
    return true;
}

void draft_was_sent(Connection& connection, UserId user, const std::string& id, Moment at) {
    const auto known = connection
                           .prepare(
                               "UPDATE `form_drafts` SET `sent` = 1, `fields` = '', `saved_at` = ? WHERE `id` = ? "
                               "AND `user` = ?")
                           .bind(1, moment_text(at))
                           .bind(2, id)
                           .bind(3, user.value)
                           .execute();
    if (known == 0) add(connection, {id, user, "", "", "", at}, true);
}

std::optional<FormDraft> find_draft(Connection& connection, UserId user, const std::string& id) {
    auto& select = connection.prepare(select_drafts + " AND `id` = ?");
    if (!select.bind(1, user.value).bind(2, id).step()) return {};
    return read_draft(select);
}

std::vector<FormDraft> drafts_of(Connection& connection, UserId user) {
    auto& select = connection.prepare(select_drafts + " ORDER BY `saved_at` DESC, `id`");
    select.bind(1, user.value);
    std::vector<FormDraft> drafts;
    while (select.step()) drafts.push_back(read_draft(select));
    return drafts;
}

void discard_draft(Connection& connection, UserId user, const std::string& id) {
    connection.prepare("DELETE FROM `form_drafts` WHERE `id` = ? AND `user` = ? AND `sent` = 0")
        .bind(1, id)
        .bind(2, user.value)
        .execute();
}

std::int64_t forget_drafts_before(Connection& connection, Moment saved) {
    return connection.prepare("DELETE FROM `form_drafts` WHERE `saved_at` < ?").bind(1, moment_text(saved)).execute();
}

}  // namespace leasebook::db
