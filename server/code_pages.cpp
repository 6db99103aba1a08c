// The second step of a sign-in: the code of the authenticator, or a recovery code.
#include "server/access_pages.h"
#include "server/log.h"
#include "server/second_factor.h"
#include "server/session.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

Response code_page(const Call& call, const std::string& return_to, const Errors& errors, int status) {
    Data page;
    add_errors(page, call.language, errors);
    page.set("RETURN_TO", local_path(return_to));
    return html(call.app.view.page("sign_in_code", call.frame(call.t("Your code"), "", {}), page), status);
}

Response show_code_page(const Call& call) {
    if (!call.who.awaits_code) return see_other("/");
    return code_page(call, call.parameter("return_to"), {}, 200);
}

// A code is tried at its own count: whoever knows a password has not thereby a clean slate for guessing codes.
Response post_code(const Call& call) {
    if (!call.who.awaits_code) return see_other("/");
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto return_to = field(*form, "return_to"), account = "code " + call.who.name;
    const auto [user, device] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find_user(c, call.who.id), known_device(call, c, call.who.id)};
    });
    if (const auto wait = try_entry(call, account, device); wait.count() > 0)
        return code_page(call, return_to, {too_many_tries(wait)}, 429)
            .with("Retry-After", std::to_string(wait.count()));
    auto shown = Shown::Nothing;
    const auto take = [&](db::Connection& c) -> Result<Done> {
        shown = take_code(c, call.app.door, call.who.id, field(*form, "code"), call.app.clock());
        if (shown == Shown::Nothing) return invalid("code", "This code is wrong, or was used already.");
        db::end_session(c, call.who.session_hash);
        return Done{};
    };
    const auto entered = start_session(call, *user, return_to, "code", take);
    if (!entered) {
        log_event(LogLevel::Warn, "code_refused", {{"request", call.request.id}, {"peer", call.request.peer}});
        return code_page(call, return_to, entered.errors(), 422);
    }
    call.app.throttle.succeeded(account, call.request.peer, device);
    if (shown == Shown::RecoveryCode)
        log_event(LogLevel::Warn, "recovery_code_used", {{"request", call.request.id}, {"peer", call.request.peer}});
    return *entered;
}

}  // namespace

void add_code_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/sign-in/code", Permission::Read, show_code_page});
    routes.push_back({"POST", "/sign-in/code", Permission::Read, post_code});
}

}  // namespace leasebook::server
