#pragma once
// Making users and tokens: what the pages, the API and the command line share.
#include <set>
#include <string>

#include "db/access_store.h"
#include "server/access/passwords.h"

namespace leasebook::server {

struct UserEntry {
    std::string name, display_name;
    std::set<Role> roles;
};
Result<Done> check_user(const UserEntry& entry);

struct NewUser {
    db::User user;
    std::string password;  // to be used once; kept nowhere
};
Result<NewUser> add_user_with_password(db::Connection& connection, PasswordHasher& hasher, const UserEntry& entry,
                                       db::Moment at);
// A new one-time password for a user, who is signed out everywhere.
Result<NewUser> reset_password(db::Connection& connection, PasswordHasher& hasher, const std::string& name);

struct NewToken {
    db::ApiToken kept;
    std::string secret;  // "lp_…", shown once
};
NewToken make_token(UserId user, const std::string& label, const std::set<Scope>& scopes, int days, db::Moment now);

}  // namespace leasebook::server
