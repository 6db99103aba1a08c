// One's own sessions: where one is signed in, and ending those that should not be.
#include <algorithm>

#include "server/access_pages.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

constexpr std::size_t id_length = 16;  // of the hash: enough to tell sessions apart, too little to be anything else

std::string id_of(const db::Session& session) { return session.id_hash.substr(0, id_length); }

std::vector<db::Session> own_sessions(const Call& call) {
    auto sessions = call.app.database.read([&](db::Connection& c) { return db::sessions_of(c, call.who.id); });
    std::erase_if(sessions, [](const db::Session& session) { return session.entered_by == "pending"; });
    return sessions;
}

std::string session_json(const Call& call, const db::Session& session) {
    RecordJson out;
    out("id", id_of(session));
    out("created_at", db::moment_text(session.created_at));
    out("last_seen_at", db::moment_text(session.last_seen_at));
    out("peer", session.peer);
    out("agent", session.agent);
    out("entered_by", session.entered_by);
    out.with("present", session.id_hash == call.who.session_hash ? "true" : "false");
    return out.object();
}

Response get_sessions(const Call& call) {
    return json_text(
        "{\"items\":" +
        json_array(own_sessions(call), [&](const db::Session& session) { return session_json(call, session); }) +
        ",\"next\":null}");
}

std::string shown_moment(db::Moment moment) {
    auto text = db::moment_text(moment).substr(0, 16);
    std::ranges::replace(text, 'T', ' ');
    return text + " UTC";
}

Response sessions_page(const Call& call) {
    Data page;
    const auto sessions = own_sessions(call);
    for (const auto& session : sessions) {
        const bool present = session.id_hash == call.who.session_hash;
        page.add("SESSION")
            .set("AGENT", session.agent)
            .set("PEER", session.peer)
            .set("SINCE", shown_moment(session.created_at))
            .set("SEEN", shown_moment(session.last_seen_at))
            .set("END_PATH", path_to("/sessions", id_of(session)) + "/end")
            .show("PRESENT", present)
            .show("OTHER", !present);
    }
    page.show("OTHERS", sessions.size() > 1);
    const auto title = call.t("Where you are signed in");
    return html(call.app.view.page("sessions", call.frame(title, "", {{title, ""}}), page));
}

Result<Call::Changed> end_one(const Call& call, db::Connection& connection, Response answer) {
    const auto& id = call.path_value(0);
    if (!db::end_session_of(connection, call.who.id, id)) return not_found("", "This session has ended already.");
    return Call::Changed{std::move(answer), call.who.name, id};
}

Response post_end(const Call& call) {
    return call.change(
        "session.end", [&](db::Connection& c) { return end_one(call, c, see_other("/sessions?saved=1")); },
        [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response post_end_others(const Call& call) {
    const auto end = [&](db::Connection& c) -> Result<Call::Changed> {
        db::end_sessions(c, call.who.id, call.who.session_hash);
        return Call::Changed{see_other("/sessions?saved=1"), call.who.name, "others"};
    };
    return call.change("session.end", end, [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response delete_session(const Call& call) {
    if (call.who.session_hash.empty()) return problem(403, {forbidden("An API token may not do this: sign in.")});
    const auto answer = json_text("{\"ended\":" + json_string(call.path_value(0)) + "}");
    return call.change(
        "session.end", [&](db::Connection& c) { return end_one(call, c, answer); },
        [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_own_session_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/sessions", Read, sessions_page});
    routes.push_back({"POST", "/sessions/{id}/end", Read, post_end});
    routes.push_back({"POST", "/sessions/end-others", Read, post_end_others});
    routes.push_back(
        {"GET", "/api/v1/sessions", Read, get_sessions, "Where the signed-in user is signed in", "", "SessionPage"});
    routes.push_back(
        {"DELETE", "/api/v1/sessions/{id}", Read, delete_session, "End a session of one's own", "", "Ended"});
}

}  // namespace leasebook::server
