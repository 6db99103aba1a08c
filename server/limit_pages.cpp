// What a lease does to the limits, over the API; the rule sets that ship with the program.
#include "db/register_store.h"
#include "server/limit_check.h"
#include "server/limit_list.h"
#include "server/record_json.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

// Adds the rules that are not there yet; answers how many.
Result<std::size_t> load_preset(db::Connection& connection, LessorKind kind) {
    std::size_t added = 0;
    for (const auto& limit : preset_limits(kind)) {
        if (db::find<Limit>(connection, limit.code)) continue;
        if (const auto done = db::add(connection, limit); !done) return done.errors();
        ++added;
    }
    return added;
}

struct PresetRequest {
    std::optional<LessorKind> lessor;
};
void visit_fields(auto& request,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(request)>, PresetRequest> {
    field("lessor", request.lessor);
}
Errors check(const PresetRequest& request) {
    if (request.lessor) return {};
    return {invalid("lessor", "Say whose rules: {0}.", all_names<LessorKind>())};
}

Result<Call::Changed> loaded(db::Connection& connection, LessorKind kind,
                             const std::function<Response(std::size_t)>& answer) {
    const auto added = load_preset(connection, kind);
    if (!added) return added.errors();
    return Call::Changed{answer(*added), to_text(kind), std::to_string(*added) + " limits"};
}

Response post_preset_form(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto request = read_record<PresetRequest>(*form);
    if (!request) return refusal_page(call, request.errors());
    return call.change(
        "limits.preset",
        [&](db::Connection& c) {
            return loaded(c, *request->lessor, [](std::size_t) { return see_other("/limits?saved=1"); });
        },
        [&](const Errors& errors) { return refusal_page(call, errors); });
}

Response post_preset(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto request = read_json_record<PresetRequest>(*json);
    if (!request) return problem(request.errors());
    return call.change(
        "limits.preset",
        [&](db::Connection& c) {
            return loaded(c, *request->lessor,
                          [](std::size_t added) { return json_text("{\"added\":" + std::to_string(added) + "}"); });
        },
        [](const Errors& errors) { return problem(errors); });
}

std::string use_json(const LimitUse& use) {
    RecordJson out;
    out("used", use.used);
    out("base", use.base);
    out("allowed", use.allowed);
    out("share", use.share);
    out("of_limit", use.of_limit);
    out("status", use.status);
    return out.object();
}

// What a lease that exists does to the limits.
Response get_contract_limits(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto [contract, assets, stopped] = call.app.database.read([&](db::Connection& c) {
        return std::tuple{db::find_contract(c, number), db::assets_of(c, number), db::clusters_at_red(c, call.today())};
    });
    if (!contract) return problem({not_found("", "There is no contract {0}.", shortened(number.text))});
    const auto live = call.app.book.exposure(call.today(), contract->content.terms.currency, nullptr);
    const auto check = check_limits(live, call.today(), deal_of(*contract, assets), stopped);
    return json_text("{\"contract\":" + json_string(number.text) +
                     ",\"breach\":" + (check.needs_override() ? "true" : "false") +
                     ",\"stop\":" + (check.stop ? json_string(check.stop->subject) : "null") + ",\"effects\":" +
                     json_array(check.effects,
                                [](const LimitEffect& effect) {
                                    RecordJson out;
                                    out("limit", effect.limit->code);
                                    out("item", effect.item.code);
                                    out.with("before", use_json(effect.before));
                                    out.with("after", use_json(effect.after));
                                    return out.object();
                                }) +
                     "}");
}

}  // namespace

void add_limit_routes(std::vector<Route>& routes) {
    using enum Permission;
    add_limit_list_routes(routes);
    routes.push_back({"POST", "/limits/preset", EditLimits, post_preset_form});
    routes.push_back({"POST", "/api/v1/limits/preset", EditLimits, post_preset,
                      "Add the limits of a regulator that are not there yet", "LimitPreset", "LimitPresetOutcome"});
    routes.push_back({"GET", "/api/v1/contracts/{number}/limits", Read, get_contract_limits,
                      "What a contract does to every limit it touches", "", "LimitEffects"});
}

}  // namespace leasebook::server
