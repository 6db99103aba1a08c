// Limits with their use: narrowed, sorted, with the columns that a person chose, kept as views, and as a file.
#include "server/limit_list.h"

#include <algorithm>
#include <map>

#include "db/exposure_snapshots.h"
#include "reports/limits.h"
#include "server/exposure_query.h"
#include "server/filters.h"
#include "server/known_at.h"
#include "server/limit_check.h"
#include "server/lists.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

enum class LimitSort { Limit, Item, Used, Allowed, Headroom, ShareOfBase, ShareOfLimit, Status };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::LimitSort> {
    static constexpr Names<server::LimitSort, 8> names{{{server::LimitSort::Limit, "limit"},
                                                        {server::LimitSort::Item, "item"},
                                                        {server::LimitSort::Used, "used"},
                                                        {server::LimitSort::Allowed, "allowed"},
                                                        {server::LimitSort::Headroom, "headroom"},
                                                        {server::LimitSort::ShareOfBase, "share_of_base"},
                                                        {server::LimitSort::ShareOfLimit, "share_of_limit"},
                                                        {server::LimitSort::Status, "status"}}};
};
}  // namespace leasebook

namespace leasebook::server {

namespace {

constexpr std::int64_t uses_shown = 5;  // of each limit; warnings and breaches are shown all

const List& limits() {
    using enum reports::ColumnType;
    static const List list{"/limits",
                           "Limits",
                           {{"limit", Text, true, true},
                            {"indicator", Word, false},
                            {"item", Text, true, true},
                            {"item_code", Text, false},
                            {"rule"},
                            {"measure", Word, false},
                            {"currency", Text, false},
                            {"used", Amount, true, true},
                            {"base_amount", Amount, false},
                            {"allowed", Amount, true, true},
                            {"headroom", Amount, true, true},
                            {"share_of_base", Share, true, true},
                            {"share_of_limit", Share, true, true},
                            {"warning", Share, false},
                            {"since_month_end", Amount},
                            {"status", Word, true, true}}};
    return list;
}

// "30 % of net capital", or an amount.
std::string rule_text(const Call& call, const Limit& limit) {
    const auto bound = call.t(limit.bound == LimitBound::AtMost ? "at most" : "at least");
    if (limit.base == LimitBase::Amount) return bound + " " + money_with_sign(*limit.amount);
    return bound + " " + percent_text(*limit.share, 0) + " " + call.t("of") + " " +
           value_text(call.language, to_text(limit.base));
}

ListCell not_known() { return {.value = {}, .text = "–"}; }
// Without a sign: the page says above which currency it is in.
ListCell amount_cell(const std::optional<Money>& amount) {
    return amount ? ListCell{.value = *amount, .text = money_text(*amount)} : not_known();
}
ListCell share_cell(const std::optional<Rate>& share) { return share ? ListCell{*share} : not_known(); }

// "+1,000.00"; not known where no month was frozen.
ListCell change_cell(const LimitLine& line, const std::vector<ExposureSnapshot>& month_end) {
    const auto before = reports::used_before(line, month_end);
    if (!before) return not_known();
    const Money change = line.use.used - *before;
    return {.value = change, .text = (change.is_negative() || change.is_zero() ? "" : "+") + money_text(change)};
}

std::vector<ListCell> cells_of(const Call& call, const LimitLine& line,
                               const std::vector<ExposureSnapshot>& month_end) {
    const auto& [limit, item, use] = line;
    return {
        {limit->code.text, path_to("/limits", limit->code.text), value_text(call.language, to_text(limit->indicator))},
        {to_text(limit->indicator)},
        {item.name.empty() ? call.t("The whole book") : localised(call.language, item.name, item.name_zh)},
        {item.code},
        {rule_text(call, *limit), "", value_text(call.language, to_text(limit->measure))},
        {to_text(limit->measure)},
        {use.used.currency().text()},
        amount_cell(use.used),
        amount_cell(use.base),
        amount_cell(use.allowed),
        amount_cell(use.headroom(limit->bound)),
        share_cell(use.share),
        share_cell(use.of_limit),
        share_cell(limit->warning.value_or(default_warning)),
        change_cell(line, month_end),
        {to_text(use.status), "", "", status_colour(use.status)}};
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
        case LimitSort::ShareOfBase: return rate(use.share);
        case LimitSort::ShareOfLimit: return rate(use.of_limit);
        case LimitSort::Status:
            return {use.status == LimitStatus::Unknown ? std::nullopt
                                                       : std::optional(static_cast<std::int64_t>(use.status)),
                    ""};
    }
    throw InvariantBroken("every order has its key");
}

// Of what the list is narrowed to: the fullest of each limit, and all that warn or are broken, in the order asked for;
// without one, limit by limit.
Result<std::vector<LimitLine>> lines_shown(const Call& call, const reports::LimitBook& book) {
    Asked asked(call);
    const auto status = asked.one_of<LimitStatus>("status");
    const auto indicator = asked.one_of<LimitIndicator>("indicator");
    LimitSort sort{};
    bool descending = false;
    read_sort(call.parameter("sort"), sort, descending, asked.errors);
    if (!asked.errors.empty()) return asked.errors;
    std::vector<LimitLine> lines;
    std::map<const Limit*, std::int64_t> shown;
    for (const auto& line : book.lines) {
        if ((status && line.use.status != *status) || (indicator && line.limit->indicator != *indicator)) continue;
        const bool calls = line.use.status == LimitStatus::Breach || line.use.status == LimitStatus::Warning;
        if (++shown[line.limit] <= uses_shown || calls) lines.push_back(line);
    }
    if (call.parameter("sort").empty()) return lines;
    std::ranges::stable_sort(lines, [&](const LimitLine& a, const LimitLine& b) {
        return descending ? sorted_by(b, sort) < sorted_by(a, sort) : sorted_by(a, sort) < sorted_by(b, sort);
    });
    return lines;
}

// What page and file show. The lines refer to limits of the book that `asked` holds.
struct LimitListing {
    ExposureAsked asked;
    reports::LimitBook book;
    std::vector<LimitLine> lines;
    std::vector<ExposureSnapshot> month_end;
};
Result<LimitListing> limit_listing(const Call& call) {
    auto asked = exposure_asked(call);
    if (!asked) return asked.errors();
    auto book = reports::limit_book(asked->portfolio(), *asked->live.positions, asked->as_of, asked->currency);
    auto lines = lines_shown(call, book);
    if (!lines) return lines.errors();
    auto month_end = call.app.database.read(
        [&](db::Connection& c) { return db::month_end_before(c, asked->as_of, asked->currency); });
    return LimitListing{*std::move(asked), std::move(book), *std::move(lines), std::move(month_end)};
}

// How many uses stand where, each leading to those.
void add_kpis(Data& page, const Call& call, const ShownList& shown, const reports::LimitBook& book) {
    std::map<LimitStatus, std::int64_t> counts;
    for (const auto& line : book.lines) ++counts[line.use.status];
    const auto kpi = [&](LimitStatus status) {
        page.add("KPI")
            .set("LABEL", value_text(call.language, to_text(status)))
            .set("VALUE", count_text(counts[status]))
            .set("COLOUR", counts[status] == 0 ? "" : status_colour(status))
            .set("HREF", counts[status] == 0 ? "" : shown.with("status", to_text(status)));
    };
    kpi(LimitStatus::Breach);
    kpi(LimitStatus::Warning);
    kpi(LimitStatus::Within);
    kpi(LimitStatus::Unknown);
}

void add_actions(Data& page, const Call& call, const ExposureAsked& asked) {
    // The report has more uses of each limit than the list, and is there for programs and on paper too.
    page.add("ACTION")
        .set("TEXT", call.t("Report"))
        .set("HREF",
             path_with("/reports/limits", {{"as_of", to_text(asked.as_of)},
                                           {"currency", asked.currency.text()},
                                           {"known_at", asked.known_at ? db::moment_text(*asked.known_at) : ""}}));
    page.add("ACTION").set("TEXT", call.t("Company figures")).set("HREF", "/company-figures");
    if (!call.may(Permission::EditLimits)) return;
    for (const auto& [kind, name] : NamesOf<LessorKind>::names)
        page.add("PRESET").set("VALUE", std::string(name)).set("TEXT", value_text(call.language, name));
    page.add("ACTION").set("TEXT", call.t("New limit")).set("HREF", "/limits/new").show("PRIMARY").show("ADD");
}

// What narrows the list, and signs that take each away.
void add_controls(Data& page, const Call& call, const ShownList& shown, Date as_of) {
    page.show("CONTROLS").set("AS_OF", to_text(as_of));
    add_input(page, call, {"currency", label_of(call.language, "currency")}, "text");
    add_select(page, call, {"status", label_of(call.language, "status")}, choices_of<LimitStatus>(call.language));
    add_select(page, call, {"indicator", label_of(call.language, "indicator")},
               choices_of<LimitIndicator>(call.language));
    for (const char* name : {"sort", "known_at"})
        if (const auto value = call.parameter(name); !value.empty())
            page.add("KEPT").set("NAME", name).set("VALUE", value);
    for (const char* name : {"status", "indicator"})
        if (const auto value = call.parameter(name); !value.empty())
            shown.add_filter_chip(page, name, value_text(call.language, value));
    for (const char* name : {"currency", "known_at"})
        if (const auto value = call.parameter(name); !value.empty()) shown.add_filter_chip(page, name, value);
}

Response list_page(const Call& call) {
    const ShownList shown(call, limits());
    if (auto plain = shown.plain_address()) return *std::move(plain);
    const auto listing = limit_listing(call);
    if (!listing) return refusal_page(call, listing.errors());
    const auto& asked = listing->asked;
    const auto title = call.t("Limits");
    Data page;
    shown.fill(page);
    page.set("SUB", call.t("Used by every lease that is approved or runs, commitments included.") + " " +
                        asked.currency.text() + known_text(call, asked.known_at));
    add_actions(page, call, asked);
    add_controls(page, call, shown, asked.as_of);
    add_kpis(page, call, shown, listing->book);
    for (const auto& line : listing->lines) shown.add_row(page, cells_of(call, line, listing->month_end));
    page.set("EMPTY_TEXT", listing->book.lines.empty()
                               ? call.t("No limit holds on this day, or nothing stands against one.")
                               : call.t("Nothing here matches."));
    return html(call.app.view.page("limits", call.frame(title, "limits", {{call.t("Risk"), ""}, {title, ""}}), page));
}

Response list_file(const Call& call) {
    const auto listing = limit_listing(call);
    if (!listing) return refusal_page(call, listing.errors());
    const auto& asked = listing->asked;
    const ShownList shown(call, limits());
    auto file = shown.file();
    file.as_of = asked.as_of;
    file.currency = asked.currency;
    file.notes.emplace_back("Of each limit the {0} fullest uses, and all that warn or are broken.",
                            std::vector{std::to_string(uses_shown)});
    if (asked.known_at) file.notes.emplace_back("as known at {0}", std::vector{db::moment_text(*asked.known_at)});
    for (const auto& line : listing->lines) shown.add_row(file, cells_of(call, line, listing->month_end));
    return shown.answer(std::move(file), false);
}

}  // namespace

void add_limit_list_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/limits", Read, list_page});
    routes.push_back({"GET", "/limits/export", Read, list_file});
}

}  // namespace leasebook::server
