#include "server/call.h"

#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

struct RolledBack {
    Errors errors;
};

std::string idempotency_key(const Call& call) {
    if (const auto header = call.request.header("idempotency-key")) return std::string(*header);
    const auto form = parse_form(call.request.body);
    if (!form) return {};
    const auto found = form->find("form_key");
    return found == form->end() ? std::string{} : found->second;
}

bool is_form(const Request& request) {
    const auto type = request.header("content-type");
    return type && type->starts_with("application/x-www-form-urlencoded");
}

// A form's answer is the redirect it led to; a location is all there is to remember of it.
db::RememberedAnswer remembered(const Call& call, const Response& response) {
    std::string body = response.body;
    for (const auto& [name, value] : response.headers)
        if (name == "Location") body = value;
    return {sha256_hex(call.request.body), response.status, response.content_type, std::move(body), call.app.clock()};
}

Response repeated(const db::RememberedAnswer& answer, const Request& request) {
    if (answer.body_hash != sha256_hex(request.body))
        return problem(422, {invalid("idempotency_key", "This Idempotency-Key was used for another request.")});
    if (answer.status == 303) return see_other(answer.body);
    Response response{answer.status, answer.content_type, answer.body, {}, false};
    return response.with("Idempotency-Replayed", "true");
}

}  // namespace

Date today(const Clock& clock) { return std::chrono::floor<std::chrono::days>(clock()); }

std::string Call::parameter(std::string_view name) const {
    const auto parameters = request.parameters();
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

Result<Fields> Call::form() const {
    if (!is_form(request)) return invalid("", "Send this as a form.");
    auto form = parse_form(request.body);
    if (!form) return invalid("", "This form cannot be read.");
    form->erase("csrf");
    form->erase("form_key");
    return *std::move(form);
}

Result<JsonFields> Call::json() const {
    const auto type = request.header("content-type");
    if (!type || !type->starts_with("application/json")) return invalid("", "Send JSON with Content-Type: application/json.");
    return parse_json(request.body);
}

Frame Call::frame(std::string title, std::string section, std::vector<Crumb> crumbs) const {
    Frame frame;
    frame.language = language;
    frame.title = std::move(title);
    frame.crumbs = std::move(crumbs);
    frame.section = std::move(section);
    frame.user = who.display_name;
    frame.administrator = may(Permission::Administer);
    frame.csrf_token = who.csrf_token;
    frame.form_key = random_token();
    frame.path = request.path + (request.query.empty() ? "" : "?" + request.query);
    if (parameter("saved") == "1") frame.notice = t("Saved.");
    return frame;
}

Response Call::change(std::string_view action, const Change& use, const Refusal& refused) const {
    const auto key_text = idempotency_key(*this);
    if (key_text.size() > 255)
        return problem(400, {invalid("idempotency_key", "An Idempotency-Key has at most 255 characters.")});
    const db::IdempotencyKey key{who.id, request.method + " " + request.path, key_text};
    const auto run = [&](db::Connection& connection) -> Response {
        if (!key_text.empty())
            if (const auto answer = db::find_answer(connection, key)) return repeated(*answer, request);
        auto changed = use(connection);
        if (!changed) throw RolledBack{std::move(changed).errors()};
        db::append_audit(connection, {0, app.clock(), who.name, request.peer, request.id, std::string(action),
                                      changed->subject, changed->detail});
        if (!key_text.empty()) db::remember_answer(connection, key, remembered(*this, changed->response));
        return changed->response;
    };
    try {
        return app.database.write(run);
    } catch (const RolledBack& rolled_back) {
        return refused(rolled_back.errors);
    } catch (const db::DatabaseError& error) {
        // Twins with the same key in flight, or a commit whose outcome is unknown: the first one's answer decides.
        if (key_text.empty() || (error.trouble != db::Trouble::Duplicate && error.trouble != db::Trouble::Lost)) throw;
        const auto answer = app.database.read([&](db::Connection& c) { return db::find_answer(c, key); });
        if (!answer) throw;
        return repeated(*answer, request);
    }
}

Response html(std::string body, int status) {
    return {status, "text/html; charset=utf-8", std::move(body), {}, false};
}

Response json_text(std::string body, int status) { return {status, "application/json", std::move(body), {}, false}; }

Response see_other(std::string path) {
    Response response{303, "text/plain; charset=utf-8", "", {}, false};
    return response.with("Location", std::move(path));
}

Response problem(int status, const Errors& errors) {
    return {status, "application/problem+json", problem_json(status, errors), {}, false};
}

Response problem(const Errors& errors) { return problem(status_of(errors), errors); }

}  // namespace leasebook::server
