#include "db/second_factor_store.h"

namespace leasebook::db {

namespace {

void run(Connection& connection, const std::string& sql, UserId user, std::string_view text) {
    connection.prepare(sql).bind(1, user.value).bind(2, text).execute();
}

}  // namespace

std::optional<SecondFactor> find_second_factor(Connection& connection, UserId user) {
    auto& row = connection.prepare(
        "SELECT `secret`, `pending`, `last_step`, `confirmed_at` FROM `second_factors` WHERE `user` = ?");
    if (!row.bind(1, user.value).step()) return std::nullopt;
    return SecondFactor{.user = user,
                        .secret = row.text(0),
                        .pending = row.text(1),
                        .last_step = row.integer(2),
                        .confirmed_at = row.is_null(3) ? std::optional<Moment>{} : moment_of(row.text(3))};
}

void keep_second_factor(Connection& connection, const SecondFactor& factor) {
    connection.prepare("DELETE FROM `second_factors` WHERE `user` = ?").bind(1, factor.user.value).execute();
    auto& insert = connection.prepare(
        "INSERT INTO `second_factors` (`user`, `secret`, `pending`, `last_step`, `confirmed_at`) "
        "VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, factor.user.value).bind(2, factor.secret).bind(3, factor.pending).bind(4, factor.last_step);
    if (factor.confirmed_at)
        insert.bind(5, moment_text(*factor.confirmed_at));
    else
        insert.bind_null(5);
    insert.execute();
}

bool take_step(Connection& connection, UserId user, std::int64_t step) {
    return connection.prepare("UPDATE `second_factors` SET `last_step` = ? WHERE `user` = ? AND `last_step` < ?")
               .bind(1, step)
               .bind(2, user.value)
               .bind(3, step)
               .execute() > 0;
}

void remove_second_factor(Connection& connection, UserId user) {
    connection.prepare("DELETE FROM `second_factors` WHERE `user` = ?").bind(1, user.value).execute();
    connection.prepare("DELETE FROM `recovery_codes` WHERE `user` = ?").bind(1, user.value).execute();
}

void replace_recovery_codes(Connection& connection, UserId user, const std::vector<std::string>& hashes) {
    connection.prepare("DELETE FROM `recovery_codes` WHERE `user` = ?").bind(1, user.value).execute();
    for (const auto& hash : hashes)
        run(connection, "INSERT INTO `recovery_codes` (`user`, `code_hash`) VALUES (?, ?)", user, hash);
}

bool take_recovery_code(Connection& connection, UserId user, std::string_view hash) {
    return connection.prepare("DELETE FROM `recovery_codes` WHERE `user` = ? AND `code_hash` = ?")
               .bind(1, user.value)
               .bind(2, hash)
               .execute() > 0;
}

std::int64_t count_recovery_codes(Connection& connection, UserId user) {
    auto& count = connection.prepare("SELECT COUNT(*) FROM `recovery_codes` WHERE `user` = ?");
    return count.bind(1, user.value).step() ? count.integer(0) : 0;
}

void remember_device(Connection& connection, UserId user, std::string_view device_hash, Moment at, int kept) {
    run(connection, "DELETE FROM `known_devices` WHERE `user` = ? AND `device_hash` = ?", user, device_hash);
    connection.prepare("INSERT INTO `known_devices` (`user`, `device_hash`, `last_used_at`) VALUES (?, ?, ?)")
        .bind(1, user.value)
        .bind(2, device_hash)
        .bind(3, moment_text(at))
        .execute();
    std::vector<std::string> surplus;
    auto& listed = connection.prepare(
        "SELECT `device_hash` FROM `known_devices` WHERE `user` = ? ORDER BY `last_used_at` DESC, `device_hash`");
    listed.bind(1, user.value);
    for (int place = 0; listed.step(); ++place)
        if (place >= kept) surplus.push_back(listed.text(0));
    for (const auto& hash : surplus)
        run(connection, "DELETE FROM `known_devices` WHERE `user` = ? AND `device_hash` = ?", user, hash);
}

bool is_known_device(Connection& connection, UserId user, std::string_view device_hash) {
    auto& row = connection.prepare("SELECT 1 FROM `known_devices` WHERE `user` = ? AND `device_hash` = ?");
    const bool known = row.bind(1, user.value).bind(2, device_hash).step();
    row.reset();
    return known;
}

void forget_devices(Connection& connection, UserId user) {
    connection.prepare("DELETE FROM `known_devices` WHERE `user` = ?").bind(1, user.value).execute();
}

Result<Done> link_subject(Connection& connection, UserId user, std::string_view issuer, std::string_view subject) {
    if (subject == subject_of(connection, user, issuer)) return Done{};
    if (!subject.empty() && find_linked(connection, issuer, subject))
        return conflict("This account of the sign-in service stands for another user already.");
    run(connection, "DELETE FROM `linked_subjects` WHERE `user` = ? AND `issuer` = ?", user, issuer);
    if (subject.empty()) return Done{};
    connection.prepare("INSERT INTO `linked_subjects` (`issuer`, `subject`, `user`) VALUES (?, ?, ?)")
        .bind(1, issuer)
        .bind(2, subject)
        .bind(3, user.value)
        .execute();
    return Done{};
}

std::optional<UserId> find_linked(Connection& connection, std::string_view issuer, std::string_view subject) {
    auto& row = connection.prepare("SELECT `user` FROM `linked_subjects` WHERE `issuer` = ? AND `subject` = ?");
    if (!row.bind(1, issuer).bind(2, subject).step()) return std::nullopt;
    const UserId user{row.integer(0)};
    row.reset();
    return user;
}

std::string subject_of(Connection& connection, UserId user, std::string_view issuer) {
    auto& row = connection.prepare("SELECT `subject` FROM `linked_subjects` WHERE `user` = ? AND `issuer` = ?");
    if (!row.bind(1, user.value).bind(2, issuer).step()) return {};
    auto subject = row.text(0);
    row.reset();
    return subject;
}

}  // namespace leasebook::db
