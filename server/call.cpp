#include "server/call.h"

#include <algorithm>

#include "server/access/secrets.h"
#include "server/kept_forms.h"

namespace leasebook::server {

namespace {

struct RolledBack {
    Errors errors;
};

bool is_form(const Request& request) {
    const auto type = request.header("content-type");
    return type && type->starts_with("application/x-www-form-urlencoded");
}

std::string idempotency_key(const Call& call) {
    if (const auto header = call.request.header("idempotency-key")) return std::string(*header);
    const auto form = is_form(call.request) ? parse_form(call.request.body) : std::nullopt;
    if (!form) return {};
    const auto found = form->find("form_key");
    return found == form->end() ? std::string{} : found->second;
}

bool fits_as_key(std::string_view text) {
    return text.size() <= 255 && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

// Everything a request says: what it is about stands in the key's route, the state it was made from in If-Match.
std::string hash_of(const Request& request) {
    return sha256_hex(std::string(request.header("if-match").value_or("")) + "\n" + request.body);
}

// The answer as text: its headers a line each, an empty line, its body.
std::string answer_text(const Response& response) {
    std::string text;
    for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
    return text + "\n" + response.body;
}

Response answer_of(const db::RememberedAnswer& answer) {
    Response response{answer.status, answer.content_type, "", {}, false};
    std::string_view rest = answer.body;
    while (!rest.starts_with('\n')) {
        const auto line = rest.substr(0, rest.find('\n'));
        const auto colon = line.find(": ");
        ensure(colon != std::string_view::npos, "a remembered answer is headers, an empty line, a body");
        response.with(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
        rest.remove_prefix(line.size() + 1);
    }
    response.body = rest.substr(1);
    return response.with("Idempotency-Replayed", "true");
}

Result<Response> repeated(const db::RememberedAnswer& answer, const Request& request) {
    if (answer.body_hash == hash_of(request)) return answer_of(answer);
    if (is_form(request))
        return invalid(
            "", "This form was sent before, with other entries. Look at what it did, then send it again if need be.");
    return invalid("idempotency_key", "This Idempotency-Key was used for another request.");
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
    form->erase("draft");
    form->erase("drafted_as");
    return *std::move(form);
}

Result<JsonFields> Call::json() const { return parse_json(request.body); }

Frame Call::frame(std::string title, std::string section, std::vector<Crumb> crumbs) const {
    Frame frame;
    frame.language = language;
    frame.title = std::move(title);
    frame.crumbs = std::move(crumbs);
    frame.section = std::move(section);
    frame.user = who.awaits_code ? std::string{} : who.display_name;
    frame.administrator = may(Permission::Administer);
    frame.auditor = may(Permission::ReadAudit);
    frame.importer = may(Permission::Import);
    frame.csrf_token = who.csrf_token;
    frame.form_key = random_token();
    frame.path = request.path + (request.query.empty() ? "" : "?" + request.query);
    if (parameter("saved") == "1") frame.notice = t("Saved.");
    return frame;
}

Response Call::change(std::string_view action, const Change& use, const Refusal& refused) const {
    const auto key_text = idempotency_key(*this);
    if (!fits_as_key(key_text))
        return problem(400,
                       {invalid("idempotency_key", "An Idempotency-Key has at most 255 visible ASCII characters.")});
    const db::IdempotencyKey key{who.id, request.method + " " + request.path, key_text};
    const auto run = [&](db::Connection& connection) -> Result<Response> {
        if (!key_text.empty())
            if (const auto answer = db::find_answer(connection, key)) return repeated(*answer, request);
        auto changed = use(connection);
        if (!changed) throw RolledBack{std::move(changed).errors()};
        db::append_audit(connection, {0, app.clock(), who.name, request.peer, request.id, std::string(action),
                                      changed->subject, changed->detail, changed->before});
        forget_kept_form(connection, app, request, who);
        if (!key_text.empty()) {
            const auto& kept = changed->if_repeated ? *changed->if_repeated : changed->response;
            db::remember_answer(connection, key,
                                {hash_of(request), kept.status, kept.content_type, answer_text(kept), app.clock()});
        }
        return changed->response;
    };
    const auto answered = [&](const Result<Response>& response) {
        return response ? *response : refused(response.errors());
    };
    const auto remembered = [&] {
        return app.database.read([&](db::Connection& c) { return db::find_answer(c, key); });
    };
    try {
        return answered(app.database.write(run));
    } catch (const RolledBack& rolled_back) {
        // A twin with the same key may have done meanwhile what is now refused for being done.
        const auto answer = key_text.empty() ? std::nullopt : remembered();
        return answer ? answered(repeated(*answer, request)) : refused(rolled_back.errors);
    } catch (const db::DatabaseError& error) {
        // Twins with the same key in flight, or a commit whose outcome is unknown: the first one's answer decides.
        if (key_text.empty() || (error.trouble != db::Trouble::Duplicate && error.trouble != db::Trouble::Lost)) throw;
        const auto answer = remembered();
        if (!answer) throw;
        return answered(repeated(*answer, request));
    }
}

Response html(std::string body, int status) { return {status, "text/html; charset=utf-8", std::move(body), {}, false}; }

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
