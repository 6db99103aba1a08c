#include "server/kept_forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/form_drafts.h"
#include "server/access/secrets.h"
#include "server/session.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

constexpr std::string_view purpose = "kept form";
constexpr auto ticket_lasts = std::chrono::days(7);
constexpr std::size_t longest_fields = 60'000, longest_page = 1'000, longest_title = 300;
constexpr std::size_t offers = 3;

// What a form carries about itself.
struct Ticket {
    UserId user;
    std::string id, taken_up_from, page, title;
    db::Moment made;
};

std::string sealed(const Door& door, const Ticket& ticket) {
    const nlohmann::json kept{{"user", ticket.user.value},    {"id", ticket.id},
                              {"from", ticket.taken_up_from}, {"page", ticket.page},
                              {"title", ticket.title},        {"made", db::moment_text(ticket.made)}};
    return door.vault.seal(kept.dump(), purpose);
}

std::optional<Fields> posted_form(const Request& request) {
    const auto type = request.header("content-type");
    if (request.method != "POST" || !type || !type->starts_with("application/x-www-form-urlencoded")) return {};
    return parse_form(request.body);
}

// "drafted_as" stands in a form that confirms what another one asked for: it ends the draft, and is none itself.
std::string ticket_text(const Fields& form) {
    for (const char* name : {"draft", "drafted_as"})
        if (const auto found = form.find(name); found != form.end()) return found->second;
    return {};
}

std::optional<Ticket> ticket_of(const App& app, const Fields& form) {
    const auto text = app.door.vault.open(ticket_text(form), purpose);
    if (!text) return {};
    const auto kept = nlohmann::json::parse(*text);  // our own text: nobody else can seal one
    Ticket ticket{{kept.at("user").get<std::int64_t>()},
                  kept.at("id"),
                  kept.at("from"),
                  kept.at("page"),
                  kept.at("title"),
                  db::moment_of(kept.at("made").get<std::string>())};
    if (app.clock() > ticket.made + ticket_lasts) return {};
    return ticket;
}

// Secrets, which are never kept whatever form they stand in, and what belongs to the form and not to its typing.
bool is_not_kept(std::string_view name) {
    return name == "csrf" || name == "form_key" || name == "draft" || name == "confirm" || name.ends_with("password") ||
           name.ends_with("secret") || name.ends_with("token");
}

std::string text_to_keep(const Fields& form) {
    Fields kept;
    for (const auto& [name, value] : form)
        if (!is_not_kept(name)) kept.emplace(name, value);
    return query_text(kept);
}

std::string with_draft(const std::string& page, const std::string& id) {
    return page + (page.find('?') == std::string::npos ? "?" : "&") + "draft=" + id;
}

// The address of this page, to be led back to, without what was kept of it.
std::string own_address(const Request& request) {
    auto parameters = request.parameters();
    parameters.erase("draft");
    parameters.erase("saved");
    std::string path;
    for (std::string_view rest = request.path; !rest.empty();) {
        rest.remove_prefix(1);
        const auto segment = rest.substr(0, rest.find('/'));
        path = path_to(path, segment);
        rest.remove_prefix(segment.size());
    }
    return path_with(path, parameters);
}

std::string minute_text(db::Moment at) {
    auto text = db::moment_text(at).substr(0, std::string_view("2026-06-30T08:15").size());
    text[std::string_view("2026-06-30").size()] = ' ';
    return text + " UTC";
}

std::string discard_path(const db::FormDraft& draft) { return path_to("/drafts", draft.id) + "/discard"; }

void offer(Data& page, const Call& call, const db::FormDraft& draft) {
    page.add("OFFER")
        .set("TEXT",
             filled(call.t("You typed into this form on {0} and did not send it."), {minute_text(draft.saved_at)}))
        .set("HREF", with_draft(draft.page, draft.id))
        .set("DISCARD_PATH", discard_path(draft));
}

// What is kept under the id of the address, and offers of the rest.
std::optional<db::FormDraft> chosen_draft(Data& page, const Call& call, const std::string& address) {
    auto drafts = call.app.database.read([&](db::Connection& c) { return db::drafts_of(c, call.who.id); });
    std::erase_if(drafts, [&](const db::FormDraft& draft) { return draft.page != address; });
    const auto wanted = std::ranges::find(drafts, call.parameter("draft"), &db::FormDraft::id);
    if (wanted != drafts.end()) return *wanted;
    for (std::size_t i = 0; i < std::min(offers, drafts.size()); ++i) offer(page, call, drafts[i]);
    return {};
}

// Nobody keeps what has no session, or does not fit.
void set_ticket(Data& page, const Call& call, const Ticket& ticket) {
    if (call.who.session_hash.empty() || ticket.page.size() > longest_page || ticket.title.size() > longest_title)
        return;
    page.set("DRAFT", sealed(call.app.door, ticket));
}

// --- the routes -----------------------------------------------------------------------------------------------------

// What app.js sends while somebody types.
Response keep(const Call& call) {
    if (!keep_for_later(call.app, call.request, call.who)) return problem({invalid("", "This form cannot be kept.")});
    return {204, "text/plain; charset=utf-8", "", {}, false};
}

Response discard(const Call& call) {
    const auto page = call.app.database.write([&](db::Connection& c) -> std::string {
        const auto draft = db::find_draft(c, call.who.id, call.path_value(0));
        if (!draft) return "/";
        db::discard_draft(c, call.who.id, draft->id);
        return draft->page;
    });
    return see_other(page);
}

}  // namespace

Fields kept_form(Data& page, const Call& call, const std::string& title, Fields shown) {
    if (call.request.method == "POST") {
        const auto form = posted_form(call.request);
        const auto ticket = form ? ticket_of(call.app, *form) : std::nullopt;
        if (ticket && ticket->user == call.who.id) page.set("DRAFT", ticket_text(*form));
        return shown;
    }
    const auto address = own_address(call.request);
    const auto draft = chosen_draft(page, call, address);
    set_ticket(page, call, {call.who.id, random_token(), draft ? draft->id : "", address, title, call.app.clock()});
    if (!draft) return shown;
    page.set("KEPT_TEXT",
             filled(call.t("This is what you typed on {0}. It has not been sent yet."), {minute_text(draft->saved_at)}))
        .set("DISCARD_PATH", discard_path(*draft));
    shown = parse_form(draft->fields).value_or(Fields{});
    // A change that somebody else made since must not be overwritten unseen.
    if (const auto version = shown.find("version"); version != shown.end()) page.set("VERSION", version->second);
    return shown;
}

void kept_form_of(Data& page, const Call& call, const std::string& title, const std::string& address) {
    set_ticket(page, call, {call.who.id, random_token(), "", address, title, call.app.clock()});
}

std::optional<std::string> keep_for_later(const App& app, const Request& request, const SignedIn& person) {
    const auto form = posted_form(request);
    const auto ticket = form ? ticket_of(app, *form) : std::nullopt;
    if (!ticket || !form->contains("draft") || !is_same_site(request) ||
        (!person.name.empty() && person.id != ticket->user))
        return {};
    auto fields = text_to_keep(*form);
    if (fields.size() > longest_fields) return {};
    const auto owner = std::to_string(ticket->user.value);
    if (app.door.changes.try_one("typing " + owner, std::chrono::steady_clock::now()).count() > 0) return {};
    app.database.write([&](db::Connection& c) {
        db::keep_draft(c, {ticket->id, ticket->user, ticket->page, ticket->title, std::move(fields), app.clock()},
                       ticket->taken_up_from);
    });
    return with_draft(ticket->page, ticket->id);
}

void forget_kept_form(db::Connection& connection, const App& app, const Request& request, const SignedIn& person) {
    const auto form = posted_form(request);
    const auto ticket = form ? ticket_of(app, *form) : std::nullopt;
    if (!ticket || ticket->user != person.id) return;
    db::draft_was_sent(connection, person.id, ticket->id, app.clock());
    if (!ticket->taken_up_from.empty()) db::discard_draft(connection, person.id, ticket->taken_up_from);
}

bool leads_to_kept_form(std::string_view address) {
    return address.find("?draft=") != std::string_view::npos || address.find("&draft=") != std::string_view::npos;
}

void add_kept_forms(Data& page, const Call& call) {
    const auto drafts = call.app.database.read([&](db::Connection& c) { return db::drafts_of(c, call.who.id); });
    if (drafts.empty()) return;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Typed and not sent")).set("SPAN", "s6").set("ID", "kept-forms");
    add_columns(table, call, {{"Form"}, {"Last typed"}});
    for (const auto& draft : drafts) {
        auto& row = table.add("ROW");
        text_cell(row, draft.title, with_draft(draft.page, draft.id));
        text_cell(row, minute_text(draft.saved_at));
    }
}

void add_kept_form_routes(std::vector<Route>& routes) {
    routes.push_back({"POST", "/drafts", Permission::Read, keep});
    routes.push_back({"POST", "/drafts/{id}/discard", Permission::Read, discard});
}

}  // namespace leasebook::server
