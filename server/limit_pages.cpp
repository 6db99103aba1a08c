// Limits with their use, as a page and over the API; the rule sets that ship with the program.
#include <algorithm>
#include <map>

#include "db/exposure_snapshots.h"
#include "db/register_store.h"
#include "reports/limits.h"
#include "server/exposure_query.h"
#include "server/filters.h"
#include "server/known_at.h"
#include "server/limit_check.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

enum class LimitSort { Limit, Item, Used, Allowed, Headroom, Share, ShareOfLimit, Status };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::LimitSort> {
    static constexpr Names<server::LimitSort, 8> names{{{server::LimitSort::Limit, "limit"},
                                                        {server::LimitSort::Item, "item"},
                                                        {server::LimitSort::Used, "used"},
                                                        {server::LimitSort::Allowed, "allowed"},
                                                        {server::LimitSort::Headroom, "headroom"},
                                                        {server::LimitSort::Share, "share"},
                                                        {server::LimitSort::ShareOfLimit, "share_of_limit"},
                                                        {server::LimitSort::Status, "status"}}};
};
}  // namespace leasebook

namespace leasebook::server {

namespace {

constexpr int uses_shown = 5;  // of each limit; warnings and breaches are shown all

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

std::string amount_text(const std::optional<Money>& amount) { return amount ? money_text(*amount) : "–"; }
std::string share_text(const std::optional<Rate>& rate) { return rate ? percent_text(*rate, 2) : "–"; }

// "30 % of net capital", or an amount.
std::string rule_text(const Call& call, const Limit& limit) {
    const auto bound = call.t(limit.bound == LimitBound::AtMost ? "at most" : "at least");
    if (limit.base == LimitBase::Amount) return bound + " " + money_with_sign(*limit.amount);
    return bound + " " + percent_text(*limit.share, 0) + " " + call.t("of") + " " +
           value_text(call.language, to_text(limit.base));
}

// "+1,000.00", or nothing where no month was frozen.
std::string change_text(const LimitLine& line, const std::vector<ExposureSnapshot>& month_end) {
    const auto before = reports::used_before(line, month_end);
    if (!before) return "–";
    const Money change = line.use.used - *before;
    return (change.is_negative() || change.is_zero() ? "" : "+") + money_text(change);
}

void add_use(Data& page, const Call& call, const LimitLine& line, const std::vector<ExposureSnapshot>& month_end) {
    const auto& [limit, item, use] = line;
    auto& row = page.add("ROW");
    row.add("CELL")
        .set("TEXT", limit->code.text)
        .set("SMALL", value_text(call.language, to_text(limit->indicator)))
        .set("HREF", path_to("/limits", limit->code.text));
    text_cell(row, item.name.empty() ? call.t("The whole book") : localised(call.language, item.name, item.name_zh));
    row.add("CELL")
        .set("TEXT", rule_text(call, *limit))
        .set("SMALL", value_text(call.language, to_text(limit->measure)));
    number_cell(row, money_text(use.used));
    number_cell(row, amount_text(use.allowed));
    number_cell(row, amount_text(use.headroom(limit->bound)));
    number_cell(row, share_text(use.share));
    number_cell(row, share_text(use.of_limit));
    number_cell(row, change_text(line, month_end));
    row.add("CELL")
        .set("TEXT", value_text(call.language, to_text(use.status)))
        .set("TAG_KIND", status_colour(use.status));
}

// What a line is sorted by: a figure, or a text. What is not known stands below all else.
std::pair<std::optional<std::int64_t>, std::string> sorted_by(const LimitLine& line, LimitSort sort) {
    const auto& [limit, item, use] = line;
    const auto amount = [](const std::optional<Money>& money) {
        return std::pair{money ? std::optional(money->minor_units()) : std::nullopt, std::string{}};
    };
    const auto rate = [](const std::optional<Rate>& share) {
        return std::pair{share ? std::optional(share->e10) : std::nullopt, std::string{}};
    };
    switch (sort) {
        case LimitSort::Limit: return {{}, limit->code.text};
        case LimitSort::Item: return {{}, item.name};
        case LimitSort::Used: return amount(use.used);
        case LimitSort::Allowed: return amount(use.allowed);
        case LimitSort::Headroom: return amount(use.headroom(limit->bound));
        case LimitSort::Share: return rate(use.share);
        case LimitSort::ShareOfLimit: return rate(use.of_limit);
        case LimitSort::Status:
            return {use.status == LimitStatus::Unknown ? std::nullopt
                                                       : std::optional(static_cast<std::int64_t>(use.status)),
                    ""};
    }
    throw InvariantBroken("every order has its key");
}

// The fullest of each limit, and all that warn or are broken, in the order asked for: without one, limit by limit.
Result<std::vector<LimitLine>> lines_shown(const Call& call, const reports::LimitBook& book) {
    std::vector<LimitLine> lines;
    std::map<const Limit*, int> shown;
    for (const auto& line : book.lines) {
        const bool calls = line.use.status == LimitStatus::Breach || line.use.status == LimitStatus::Warning;
        if (++shown[line.limit] <= uses_shown || calls) lines.push_back(line);
    }
    if (call.parameter("sort").empty()) return lines;
    LimitSort sort{};
    bool descending = false;
    Errors errors;
    read_sort(call.parameter("sort"), sort, descending, errors);
    if (!errors.empty()) return errors;
    std::ranges::stable_sort(lines, [&](const LimitLine& a, const LimitLine& b) {
        return descending ? sorted_by(b, sort) < sorted_by(a, sort) : sorted_by(a, sort) < sorted_by(b, sort);
    });
    return lines;
}

void add_kpis(Data& page, const Call& call, const reports::LimitBook& book) {
    std::map<LimitStatus, std::int64_t> counts;
    for (const auto& line : book.lines) ++counts[line.use.status];
    const auto kpi = [&](LimitStatus status) {
        page.add("KPI")
            .set("LABEL", value_text(call.language, to_text(status)))
            .set("VALUE", count_text(counts[status]))
            .set("COLOUR", counts[status] == 0 ? "" : status_colour(status));
    };
    kpi(LimitStatus::Breach);
    kpi(LimitStatus::Warning);
    kpi(LimitStatus::Within);
    kpi(LimitStatus::Unknown);
}

void add_actions(Data& page, const Call& call, const ExposureAsked& asked) {
    auto parameters = asked.parameters();
    for (const char* format : {"csv", "json"}) {
        parameters["format"] = format;
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", path_with("/api/v1/reports/limits", parameters));
    }
    page.add("ACTION").set("TEXT", call.t("Company figures")).set("HREF", "/company-figures");
    if (!call.may(Permission::EditLimits)) return;
    for (const auto& [kind, name] : NamesOf<LessorKind>::names)
        page.add("PRESET").set("VALUE", std::string(name)).set("TEXT", value_text(call.language, name));
    page.add("ACTION").set("TEXT", call.t("New limit")).set("HREF", "/limits/new").show("PRIMARY").show("ADD");
}

Response limits_page(const Call& call) {
    const auto asked = exposure_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto book = reports::limit_book(asked->portfolio(), *asked->live.positions, asked->as_of, asked->currency);
    const auto lines = lines_shown(call, book);
    if (!lines) return refusal_page(call, lines.errors());
    Data page;
    page.set("TITLE", call.t("Limits"))
        .set("SUB", call.t("Used by every lease that is approved or runs, commitments included.") + " " +
                        asked->currency.text() + known_text(call, asked->known_at))
        .set("AS_OF", to_text(asked->as_of))
        .set("ACTION_PATH", "/limits");
    add_actions(page, call, *asked);
    add_kpis(page, call, book);
    if (const auto sort = call.parameter("sort"); !sort.empty())
        page.add("KEPT").set("NAME", "sort").set("VALUE", sort);
    add_sorted_heads(page, call,
                     {{"Limit", "limit"},
                      {"Item", "item"},
                      {"Rule"},
                      {"Used", "used", true},
                      {"Allowed", "allowed", true},
                      {"Headroom", "headroom", true},
                      {"% of base", "share", true},
                      {"% of limit", "share_of_limit", true},
                      {"Since month end", "", true},
                      {"Status", "status"}},
                     "");
    const auto month_end = call.app.database.read(
        [&](db::Connection& c) { return db::month_end_before(c, asked->as_of, asked->currency); });
    for (const auto& line : *lines) add_use(page, call, line, month_end);
    page.set("EMPTY_TEXT", call.t("No limit holds on this day, or nothing stands against one."));
    const auto frame = call.frame(call.t("Limits"), "limits", {{call.t("Risk"), ""}, {call.t("Limits"), ""}});
    return html(call.app.view.page("limits", frame, page));
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
    routes.push_back({"GET", "/limits", Read, limits_page});
    routes.push_back({"POST", "/limits/preset", EditLimits, post_preset_form});
    routes.push_back({"POST", "/api/v1/limits/preset", EditLimits, post_preset,
                      "Add the limits of a regulator that are not there yet", "LimitPreset", "LimitPresetOutcome"});
    routes.push_back({"GET", "/api/v1/contracts/{number}/limits", Read, get_contract_limits,
                      "What a contract does to every limit it touches", "", "LimitEffects"});
}

}  // namespace leasebook::server
