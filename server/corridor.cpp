#include "server/corridor.h"

#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "server/confirmation.h"
#include "server/http/compression.h"
#include "server/kept_forms.h"
#include "server/log.h"
#include "server/session.h"
#include "server/web/assets.h"

namespace leasebook::server {

namespace {

std::optional<Response> static_asset(const Request& request) {
    if (!request.path.starts_with("/static/")) return {};
    const auto* asset = find_asset(request.path);
    if (asset == nullptr) return {};
    const auto coding = chosen_coding(request.header("accept-encoding").value_or(""));
    const auto& bytes = asset->in(coding);
    Response response{200, std::string(asset->content_type), bytes, {}, false};
    response.with("Cache-Control", "public, max-age=31536000, immutable").with("Vary", "Accept-Encoding");
    if (&bytes != &asset->bytes) response.with("Content-Encoding", std::string(name_of(coding)));
    return response;
}

std::string encoded(const std::string& text) {
    std::string out;
    Poco::URI::encode(text, "?&=#+%/:", out);
    return out;
}

// A token enters data through the API. A second pair of eyes, and whoever hands out rights, must be a person.
bool takes_a_person(const Route& route) {
    using enum Permission;
    return route.changes_something() && (!route.is_api() || *route.permission == DecideCredit ||
                                         *route.permission == ApproveContracts || *route.permission == OverrideLimits ||
                                         *route.permission == ClosePeriods || *route.permission == Administer);
}

// What reads is in the scope "read", whatever right it takes.
bool is_in_scope(const SignedIn& token, const Route& route) {
    return covers(token.scopes, route.changes_something() ? *route.permission : Permission::Read);
}

// Reads or computes so much that a few at once would keep the others waiting.
bool is_costly(const Route& route) {
    const auto stands_under = [&](std::string_view folder) { return route.pattern.starts_with(folder); };
    if (!route.changes_something())
        return stands_under("/api/v1/reports/") || stands_under("/reports/") || stands_under("/api/v1/journal/lines") ||
               route.pattern.ends_with("/export");
    return *route.permission == Permission::Import || stands_under("/api/v1/risk/runs") || stands_under("/risk/runs") ||
           route.pattern.ends_with("/runs");
}

// Lists that follow from the book alone, beside who asks and what for.
bool is_kept(const Route& route) {
    static constexpr std::array<std::string_view, 5> lists{"/contracts", "/lessees", "/suppliers", "/clusters",
                                                           "/industries"};
    return route.method == "GET" && std::ranges::find(lists, route.pattern) != lists.end();
}

// What may be asked for with half a sign-in, with a password that must be changed, or without a code that is due.
bool is_a_way_in(const SignedIn& person, const Route& route) {
    if (route.pattern == "/sign-out") return true;
    if (person.awaits_code) return route.pattern == "/sign-in/code";
    if (person.must_change_password) return route.pattern == "/password";
    return route.pattern == "/second-factor" || route.pattern.starts_with("/second-factor/");
}

bool wants_json(const Request& request) { return request.path.starts_with("/api/"); }

bool is_json(const Request& request) {
    const auto type = request.header("content-type").value_or("");
    return type.substr(0, type.find(';')) == "application/json";
}

// A page, or the piece of one that htmx asked for, which must not hold another page.
Response lead_to(const Request& request, const std::string& path) {
    if (!request.header("hx-request")) return see_other(path);
    return html("").with("HX-Redirect", path);
}

// Only to a page that somebody can come back to; never to another host's address. What a form held is there again
// after the sign-in, and nothing of it was carried out.
Response to_sign_in(const App& app, const Request& request) {
    const auto target = request.method == "GET" ? request.path + (request.query.empty() ? "" : "?" + request.query)
                                                : keep_for_later(app, request, {}).value_or("/");
    return lead_to(request, target == "/" ? "/sign-in" : "/sign-in?return_to=" + encoded(target));
}

// A form that was made in an earlier session of the same person opens again as it was typed, to be sent from this one;
// any other request without the token of its session is refused.
Response without_token(const App& app, const Request& request, const SignedIn& person) {
    if (const auto kept = keep_for_later(app, request, person)) return lead_to(request, *kept);
    return refusal(app, request, person, 403,
                   {forbidden("This request did not come from a page of yours. Open the page again and repeat it.")});
}

// Where somebody must go first who may not go on.
Response sent_back(const App& app, const Request& request, const SignedIn& person, const Route& route) {
    keep_for_later(app, request, person);
    if (person.awaits_code) return route.is_api() ? problem(401) : see_other("/sign-in/code");
    if (person.must_change_password)
        return route.is_api() ? problem(403, {forbidden("Change your password first.")}) : see_other("/password");
    return route.is_api() ? problem(403, {forbidden("Set up your second factor first.")}) : see_other("/second-factor");
}

Response trouble_answer(const App& app, const Request& request, const db::DatabaseError& error) {
    log_event(LogLevel::Error, "database_error", {{"request", request.id}, {"what", error.what()}});
    const bool passing = error.trouble == db::Trouble::Retry || error.trouble == db::Trouble::Lost;
    auto response = refusal(app, request, {}, passing ? 503 : 500, {});
    if (passing) response.with("Retry-After", "1");
    return response;
}

const char* headline(int status) {
    if (status == 404) return "Page not found";
    if (status == 403) return "Not allowed";
    if (status == 503) return "Just now too busy";
    return status >= 500 ? "Something broke on our side" : "This cannot be done";
}

const char* what_to_do(int status) {
    if (status == 404) return "Nothing stands at this address. It may have been typed wrong.";
    if (status == 503) return "The request was not carried out. Try again in a moment.";
    return status >= 500 ? "Nothing was changed. Name the reference below to your administrator."
                         : "Go back and check what you entered.";
}

using Start = std::chrono::steady_clock::time_point;

void log_answer(const Request& request, const Response& response, const std::string& who, Start start) {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    log_event(response.status >= 500 ? LogLevel::Error : LogLevel::Info, "request",
              {{"request", request.id},
               {"method", request.method},
               {"path", request.path},
               {"status", std::to_string(response.status)},
               {"user", who},
               {"us", std::to_string(took.count())}});
}

}  // namespace

Response refusal(const App& app, const Request& request, const SignedIn& person, int status, const Errors& errors) {
    if (wants_json(request)) return problem(status, errors);
    const auto language = language_of(request);
    const Call call(app, request, {}, person, language);
    Data page;
    const auto text = errors.empty() ? tr(language, what_to_do(status)) : tr(language, errors.front());
    page.set("STATUS", std::to_string(status)).set("TITLE", tr(language, headline(status))).set("TEXT", text);
    if (status >= 500) page.set("REFERENCE", request.id);
    page.set("HREF", "/").set("LINK_TEXT", tr(language, "To the overview"));
    auto frame = call.frame(tr(language, headline(status)), "", {});
    frame.notice.clear();
    return html(app.view.page("error", frame, page), status);
}

Response Corridor::handle(const Request& request) {
    const auto start = std::chrono::steady_clock::now();
    std::string who;
    Response response;
    try {
        response = pass(request, who);
    } catch (const db::DatabaseError& error) {
        response = trouble_answer(app_, request, error);
    } catch (const std::exception& error) {
        // A mistake of ours: nothing was kept, and the reference leads from the page to this line.
        log_event(LogLevel::Error, "broken", {{"request", request.id}, {"what", error.what()}});
        response = wants_json(request) ? problem(500) : refusal(app_, request, {}, 500, {});
    }
    compress(response, coding_of_page(request));
    log_answer(request, response, who, start);
    return response;
}

std::shared_ptr<const Response> Corridor::at_hand(const Request& request) {
    const auto start = std::chrono::steady_clock::now();
    std::shared_ptr<const Response> response;
    std::string who;
    if (auto asset = static_asset(request)) {
        response = std::make_shared<const Response>(*std::move(asset));
    } else if (auto person = request.method == "GET" ? doorkeeper_.known(app_, request) : std::nullopt) {
        response = kept_.at_hand(app_, request, *person, language_of(request));
        who = std::move(person->name);
    }
    if (response) log_answer(request, *response, who, start);
    return response;
}

std::chrono::seconds Corridor::too_fast(const Route& route, const SignedIn& person) {
    const auto now = std::chrono::steady_clock::now();
    if (is_costly(route)) return app_.door.costly.try_one(person.name, now);
    if (route.changes_something()) return app_.door.changes.try_one(person.name, now);
    return std::chrono::seconds(0);
}

Response Corridor::pass(const Request& request, std::string& who) {
    if (auto asset = static_asset(request)) return *std::move(asset);
    auto match = find_route(routes_, request.method, request.path);
    auto person = doorkeeper_.who_asks(app_, request);
    who = person.name;
    if (match.route == nullptr) {
        if (person.name.empty() && !wants_json(request)) return to_sign_in(app_, request);
        return refusal(app_, request, person, match.path_exists ? 405 : 404, {});
    }
    return enter(request, std::move(match), std::move(person), who);
}

Response Corridor::enter(const Request& request, Match match, SignedIn person, std::string& who) {
    const auto& route = *match.route;
    if (route.permission) {
        if (person.name.empty()) {
            if (!route.is_api()) return to_sign_in(app_, request);
            return problem(401).with("WWW-Authenticate", "Bearer");
        }
        const bool by_cookie = !person.session_hash.empty();
        if (route.changes_something() && by_cookie &&
            !(is_same_site(request) && has_csrf_token(request, person.csrf_token)))
            return without_token(app_, request, person);
        const bool held_up = person.awaits_code || person.must_change_password || person.must_set_up_code;
        if (person.awaits_code && !is_a_way_in(person, route)) return sent_back(app_, request, person, route);
        if (!by_cookie && takes_a_person(route))
            return refusal(app_, request, person, 403, {forbidden("An API token may not do this: sign in.")});
        if (!allows(person.roles, *route.permission))
            return refusal(app_, request, person, 403, {forbidden("Your role does not allow this.")});
        if (!by_cookie && !is_in_scope(person, route))
            return refusal(app_, request, person, 403, {forbidden("This is not in the scopes of this token.")});
        if (held_up && !is_a_way_in(person, route)) return sent_back(app_, request, person, route);
        if (const auto wait = too_fast(route, person); wait.count() > 0) {
            const auto seconds = std::to_string(wait.count());
            return refusal(app_, request, person, 429, {conflict("Too many requests. Wait {0} seconds.", seconds)})
                .with("Retry-After", seconds);
        }
    }
    if (!route.request_schema.empty() && !is_json(request))
        return problem(415, {invalid("", "Send JSON with Content-Type: application/json.")});
    who = person.name;
    const Call call(app_, request, std::move(match.path_values), std::move(person), language_of(request));
    if (auto question = route.permission ? confirmation_page(call) : std::nullopt) return *std::move(question);
    return is_kept(route) ? kept_.answer(call, route) : route.answer(call);
}

}  // namespace leasebook::server
