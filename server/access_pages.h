#pragma once
// What the pages of coming in and of one's own access share.
#include <string>

#include "server/routes.h"

namespace leasebook::server {

// A value of a form; empty when it is not there.
std::string field(const Fields& form, std::string_view name);

// A path on this host and nothing else: an address that leads away must never follow a sign-in.
std::string local_path(const std::string& wanted);

// The user behind name and password, or the one sentence that all failures share.
Result<db::User> recognised(const Call& call, const std::string& name, const std::string& password);

// The sign-in page with what is wrong.
Response sign_in_page(const Call& call, const std::string& name, const std::string& return_to, const Errors& errors,
                      int status);

// A new session of this user, with its cookie; the browser is known from now on unless the session still waits for a
// code. `within` runs in the same transaction and may refuse it.
using Within = std::function<Result<Done>(db::Connection&)>;
Result<Response> start_session(const Call& call, const db::User& user, const std::string& return_to,
                               const std::string& entered_by, const Within& within = {});

// How long to wait before another try at this account from this browser; zero: go ahead, and it counts as failed.
std::chrono::seconds try_entry(const Call& call, const std::string& account, const std::string& device);
Error too_many_tries(std::chrono::seconds wait);
// The browser's own mark, if it is one of those this user signed in with before.
std::string known_device(const Call& call, db::Connection& connection, UserId user);

// The rules for a new password of this user.
PasswordRules password_rules(const Call& call, db::Connection& connection, UserId user);

void add_sign_in_routes(std::vector<Route>& routes);
void add_code_routes(std::vector<Route>& routes);
void add_provider_routes(std::vector<Route>& routes);
void add_second_factor_routes(std::vector<Route>& routes);
void add_own_session_routes(std::vector<Route>& routes);
void add_token_routes(std::vector<Route>& routes);
void add_user_routes(std::vector<Route>& routes);
void add_audit_routes(std::vector<Route>& routes);

}  // namespace leasebook::server
