// One's own second factor: set up with a secret to scan, proved by its first code, replaced, taken away.
#include "server/access/qr_code.h"
#include "server/access/totp.h"
#include "server/access_pages.h"
#include "server/second_factor.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

std::string in_fours(const std::string& text) {
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) grouped += (i > 0 && i % 4 == 0 ? " " : "") + text.substr(i, 1);
    return grouped;
}

bool is_required(const Call& call) {
    return call.app.door.second_factor_required && calls_for_second_factor(call.who.roles);
}

Response factor_page(const Call& call, const Errors& errors, const std::vector<std::string>& recovery_codes = {}) {
    const auto [factor, codes_left] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find_second_factor(c, call.who.id), db::count_recovery_codes(c, call.who.id)};
    });
    Data page;
    add_errors(page, call.language, errors);
    page.show("MUST_SET_UP", call.who.must_set_up_code);
    const bool is_set_up = factor && factor->is_set_up();
    page.show("IS_SET_UP", is_set_up)
        .show("NOT_SET_UP", !is_set_up)
        .show("MAY_REMOVE", is_set_up && !is_required(call));
    if (is_set_up)
        page.set("SINCE", db::moment_text(*factor->confirmed_at).substr(0, 10))
            .set("CODES_LEFT", std::to_string(codes_left));
    if (factor && !factor->pending.empty())
        if (const auto secret = opened_secret(call.app.door, call.who.id, factor->pending)) {
            const auto uri = otpauth_uri(*secret, call.who.name);
            auto& pending = page.add("PENDING");
            pending.set("SECRET", in_fours(base32(*secret))).set("URI", uri);
            pending.draw("QR", qr_code(uri, call.t("QR code with the secret for your authenticator app")));
        }
    for (const auto& code : recovery_codes) page.add("RECOVERY_CODE").set("TEXT", code);
    const auto title = call.t("Second factor");
    return html(call.app.view.page("second_factor", call.frame(title, "", {{title, ""}}), page),
                errors.empty() ? 200 : 422);
}

Response show_factor(const Call& call) { return factor_page(call, {}); }

// The present password, tried at the count of sign-ins; what is wrong, or nothing.
Errors wrong_password(const Call& call, const Fields& form) {
    const auto device = call.app.database.read([&](db::Connection& c) { return known_device(call, c, call.who.id); });
    if (const auto wait = try_entry(call, call.who.name, device); wait.count() > 0) return {too_many_tries(wait)};
    if (!recognised(call, call.who.name, field(form, "password")))
        return {invalid("password", "The present password is wrong.")};
    call.app.throttle.succeeded(call.who.name, call.request.peer, device);
    return {};
}

Response start(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    if (const auto wrong = wrong_password(call, *form); !wrong.empty()) return factor_page(call, wrong);
    const auto secret = new_totp_secret();
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        auto factor = db::find_second_factor(c, call.who.id).value_or(db::SecondFactor{.user = call.who.id});
        factor.pending = sealed_secret(call.app.door, call.who.id, secret);
        db::keep_second_factor(c, factor);
        return Call::Changed{see_other("/second-factor"), call.who.name, ""};
    };
    return call.change("second_factor.begin", keep, [&](const Errors& errors) { return factor_page(call, errors); });
}

// The first code proves that the secret arrived; from then on every sign-in asks for one.
Response confirm(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    std::vector<std::string> codes;
    const auto prove = [&](db::Connection& c) -> Result<Call::Changed> {
        auto factor = db::find_second_factor(c, call.who.id);
        if (!factor || factor->pending.empty()) return conflict("There is no new secret to prove. Begin again.");
        const auto secret = opened_secret(call.app.door, call.who.id, factor->pending);
        const auto now = call.app.clock();
        const auto step =
            secret ? matching_step(*secret, field(*form, "code"), std::chrono::floor<std::chrono::seconds>(now))
                   : std::optional<std::int64_t>{};
        if (!step) return invalid("code", "This is not the code of the new secret. Check the clock of your device.");
        db::keep_second_factor(
            c,
            {.user = call.who.id, .secret = factor->pending, .pending = "", .last_step = *step, .confirmed_at = now});
        codes = new_recovery_codes(c, call.who.id);
        db::session_entered_by(c, call.who.session_hash, "code");
        db::end_sessions(c, call.who.id, call.who.session_hash);
        return Call::Changed{see_other("/second-factor"), call.who.name, ""};
    };
    const auto answer =
        call.change("second_factor.set_up", prove, [&](const Errors& errors) { return factor_page(call, errors); });
    return codes.empty() ? answer : factor_page(call, {}, codes);
}

// What changes the factor itself asks for a code of it, at the count of codes.
template <class Then>
Response with_code(const Call& call, std::string_view action, const Then& then) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto account = "code " + call.who.name;
    const auto device = call.app.database.read([&](db::Connection& c) { return known_device(call, c, call.who.id); });
    if (const auto wait = try_entry(call, account, device); wait.count() > 0)
        return factor_page(call, {too_many_tries(wait)});
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        if (take_code(c, call.app.door, call.who.id, field(*form, "code"), call.app.clock()) == Shown::Nothing)
            return invalid("code", "This code is wrong, or was used already.");
        then(c);
        return Call::Changed{see_other("/second-factor?saved=1"), call.who.name, ""};
    };
    const auto answer = call.change(action, change, [&](const Errors& errors) { return factor_page(call, errors); });
    if (answer.status == 303) call.app.throttle.succeeded(account, call.request.peer, device);
    return answer;
}

Response renew_recovery_codes(const Call& call) {
    std::vector<std::string> codes;
    const auto answer = with_code(call, "second_factor.new_recovery_codes",
                                  [&](db::Connection& c) { codes = new_recovery_codes(c, call.who.id); });
    return codes.empty() ? answer : factor_page(call, {}, codes);
}

Response remove_factor(const Call& call) {
    if (is_required(call)) return factor_page(call, {forbidden("Your role asks for a second factor.")});
    return with_code(call, "second_factor.remove", [&](db::Connection& c) {
        db::remove_second_factor(c, call.who.id);
        db::session_entered_by(c, call.who.session_hash, "password");
    });
}

}  // namespace

void add_second_factor_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/second-factor", Read, show_factor});
    routes.push_back({"POST", "/second-factor/start", Read, start});
    routes.push_back({"POST", "/second-factor/confirm", Read, confirm});
    routes.push_back({"POST", "/second-factor/recovery-codes", Read, renew_recovery_codes});
    routes.push_back({"POST", "/second-factor/remove", Read, remove_factor});
}

}  // namespace leasebook::server
