// Sign-in through a company's own service: away to the provider, and back with a code.
#include <nlohmann/json.hpp>

#include "db/second_factor_store.h"
#include "server/access/secrets.h"
#include "server/access_pages.h"
#include "server/corridor.h"
#include "server/log.h"
#include "server/session.h"

namespace leasebook::server {

namespace {

constexpr std::string_view purpose = "sign-in by provider";
constexpr auto longest_way = std::chrono::minutes(10);

struct Journey {
    Way way;
    std::string return_to;
};

// Sealed into a cookie of this browser, so that only the browser that left can come back.
std::string sealed(const Door& door, const Journey& journey, db::Moment now) {
    const nlohmann::json kept{{"state", journey.way.state},
                              {"nonce", journey.way.nonce},
                              {"verifier", journey.way.verifier},
                              {"return_to", journey.return_to},
                              {"until", db::moment_text(now + longest_way)}};
    return door.vault.seal(kept.dump(), purpose);
}

std::optional<Journey> opened(const Call& call) {
    const auto cookie = cookie_of(call.request, way_cookie);
    const auto text = cookie ? call.app.door.vault.open(*cookie, purpose) : std::nullopt;
    if (!text) return std::nullopt;
    const auto kept = nlohmann::json::parse(*text);  // our own text: nobody else can seal one
    if (db::moment_of(kept.at("until").get<std::string>()) < call.app.clock()) return std::nullopt;
    return Journey{{kept.at("state"), kept.at("nonce"), kept.at("verifier")}, kept.at("return_to")};
}

Response leave(const Call& call) {
    if (!call.app.door.single_sign_on) return refusal(call.app, call.request, call.who, 404, {});
    const Journey journey{new_way(), local_path(call.parameter("return_to"))};
    const auto address = call.app.door.single_sign_on->address(journey.way);
    if (!address) return sign_in_page(call, "", journey.return_to, address.errors(), 503);
    const auto cookie = sealed(call.app.door, journey, call.app.clock());
    return see_other(*address).with("Set-Cookie", cookie_text(call.request, way_cookie, cookie) + "; Max-Age=600");
}

Response not_let_in(const Call& call, const Errors& errors) {
    log_event(LogLevel::Warn, "sign_in_failed", {{"request", call.request.id}, {"peer", call.request.peer}});
    return sign_in_page(call, "", "/", errors, 403).with("Set-Cookie", cookie_text(call.request, way_cookie, ""));
}

// The user whom the provider's subject stands for. The second factor is the provider's to ask for.
Response come_back(const Call& call) {
    if (!call.app.door.single_sign_on) return refusal(call.app, call.request, call.who, 404, {});
    const auto journey = opened(call);
    if (!journey || !same_secret(call.parameter("state"), journey->way.state))
        return not_let_in(call, {forbidden("The sign-in was not begun here.")});
    if (call.parameter("code").empty()) return not_let_in(call, {forbidden("The sign-in service let nobody in.")});
    const auto subject = call.app.door.single_sign_on->subject(
        call.parameter("code"), journey->way, std::chrono::floor<std::chrono::seconds>(call.app.clock()));
    if (!subject) return not_let_in(call, subject.errors());
    const auto user = call.app.database.read([&](db::Connection& c) -> std::optional<db::User> {
        const auto linked = db::find_linked(c, call.app.door.single_sign_on->issuer(), *subject);
        return linked ? db::find_user(c, *linked) : std::nullopt;
    });
    if (!user || user->disabled)
        return not_let_in(
            call, {forbidden("Nobody here is linked to your account \"{0}\". Ask your administrator.", *subject)});
    auto entering = *user;
    entering.must_change_password = false;  // the password here is not what they come in with
    auto response = *start_session(call, entering, journey->return_to, "provider");
    return response.with("Set-Cookie", cookie_text(call.request, way_cookie, ""));
}

}  // namespace

void add_provider_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/sign-in/provider", {}, leave});
    routes.push_back({"GET", "/sign-in/provider/return", {}, come_back});
}

}  // namespace leasebook::server
