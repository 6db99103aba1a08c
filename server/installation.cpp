#include "server/installation.h"

#include <filesystem>

#include "db/access_store.h"
#include "db/migrate.h"
#include "server/import/seed.h"
#include "server/users.h"

namespace leasebook::server {

db::Moment system_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::unique_ptr<db::Database> open_installation(const Config& config) {
    constexpr std::string_view sqlite = "sqlite:";
    if (config.database.starts_with(sqlite))
        if (const auto folder = std::filesystem::path(config.database.substr(sqlite.size())).parent_path();
            !folder.empty())
            std::filesystem::create_directories(folder);
    auto database = db::open(config.database);
    db::migrate(*database);
    database->write([](db::Connection& connection) { seed(connection); });
    return database;
}

std::optional<std::string> first_administrator(db::Database& database) {
    const auto nobody = database.read([](db::Connection& c) { return db::count_users(c) == 0; });
    if (!nobody) return {};
    PasswordHasher hasher;
    const auto added = database.write([&](db::Connection& c) {
        return add_user_with_password(c, hasher, {"admin", "Administrator", {Role::Administrator}}, system_now());
    });
    // Two first starts at once: the other one's password holds.
    if (!added) return {};
    return added->password;
}

}  // namespace leasebook::server
