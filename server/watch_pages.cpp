// The watch list as a page: what warns of trouble, who is watched, how clusters and anchor enterprises stand.
#include "server/watch_pages.h"

#include <algorithm>

#include "server/books/arrears.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::Finding;

WatchPage watch_of_today(const Call& call) {
    const auto day = call.app.database.read([&](db::Connection& c) { return arrears_day(c, call.today()); });
    return call.app.book.watch(day, call.app.currency);
}

// What the page is narrowed down to.
struct Asked {
    Date as_of;
    WatchPage watch;
    reports::SegmentFilter filter;
    std::optional<WarningTrigger> trigger;
    const Portfolio& portfolio() const { return watch.portfolio(); }
    bool admits(const Finding& finding) const {
        return (!filter.cluster || *filter.cluster == finding.cluster) &&
               (!trigger || *trigger == finding.warning.trigger);
    }
};

Result<Asked> asked_for(const Call& call) {
    const auto arrears = arrears_asked(call);
    if (!arrears) return arrears.errors();
    Asked asked{arrears->as_of, call.app.book.watch(arrears->as_of, call.app.currency), arrears->filter, {}};
    if (const auto text = call.parameter("trigger"); !text.empty()) {
        const auto trigger = parse_named<WarningTrigger>(text, "trigger");
        if (!trigger) return trigger.errors();
        asked.trigger = *trigger;
    }
    return asked;
}

std::string subject_link(const Asked& asked, const Finding& finding) {
    switch (finding.warning.trigger) {
        case WarningTrigger::DaysPastDue: return path_to("/contracts", finding.subject);
        case WarningTrigger::Appraisal:
        case WarningTrigger::Insurance: return path_to("/assets", finding.subject);
        case WarningTrigger::ClusterAlert:
            return path_with("/arrears", {{"cluster", finding.subject}, {"as_of", to_text(asked.as_of)}});
        case WarningTrigger::Anchor: return path_with("/lessees", {{"q", finding.subject}});
    }
    throw InvariantBroken("every trigger leads somewhere");
}

std::string acknowledge_link(const Finding& finding) {
    return path_with("/watch-list/acknowledge", {{"trigger", to_text(finding.warning.trigger)},
                                                 {"subject", finding.subject},
                                                 {"since", to_text(finding.warning.since)},
                                                 {"level", to_text(finding.warning.level)}});
}

void add_finding(Data& table, const Call& call, const Asked& asked, const Finding& finding) {
    const auto& warning = finding.warning;
    auto& row = table.add("ROW");
    row.add("CELL").set("TEXT", level_text(call, warning.level)).set("TAG_KIND", colour_of(warning.level));
    text_cell(row, value_text(call.language, to_text(warning.trigger)));
    text_cell(row, finding.subject, subject_link(asked, finding));
    if (finding.lessee == unmapped) {
        text_cell(row, "");
    } else {
        const auto& lessee = asked.portfolio().lessees[finding.lessee];
        text_cell(row, lessee.name, path_to("/lessees", lessee.code.text));
    }
    text_cell(row, finding.cluster == unmapped ? "" : cluster_name(call, asked.portfolio(), finding.cluster));
    row.add("CELL").set("TEXT", reasons_text(call, warning.reasons)).set("SMALL", warning.rule);
    text_cell(row, date_text(warning.since, call.language));
    if (finding.acknowledged)
        text_cell(row, call.t("acknowledged"));
    else
        text_cell(row, call.may(Permission::DecideCredit) ? call.t("Acknowledge") : "",
                  call.may(Permission::DecideCredit) ? acknowledge_link(finding) : "");
}

void add_warnings(Data& page, const Call& call, const Asked& asked, const std::vector<const Finding*>& findings) {
    auto& table = page.add("TABLE");
    constexpr std::size_t shown = 300;
    table.set("TITLE", call.t("Early warnings"))
        .set("META", count_text(static_cast<std::int64_t>(findings.size())))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing warns of trouble on this day."));
    add_columns(table, call,
                {{"Level"}, {"Trigger"}, {"About"}, {"Lessee"}, {"Cluster"}, {"Reason"}, {"Since"}, {"Looked at"}});
    for (std::size_t i = 0; i < std::min(findings.size(), shown); ++i) add_finding(table, call, asked, *findings[i]);
    if (findings.size() > shown)
        page.add("NOTE").set(
            "TEXT", filled(call.t("The first {0} warnings are shown; the files hold all."), {std::to_string(shown)}));
}

std::string lessee_name(const Portfolio& portfolio, const LesseeCode& code) {
    const auto lessee = std::ranges::find(portfolio.lessees, code, &PortfolioLessee::code);
    return lessee == portfolio.lessees.end() ? code.text : lessee->name;
}

void add_watched(Data& page, const Call& call, const Asked& asked) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("On the watch list"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lessee is on the watch list on this day."));
    add_columns(table, call, {{"Lessee"}, {"Since"}, {"Reason"}, {"Put on by"}, {"Until"}, {"Action"}});
    for (const auto& stay : asked.watch.view().stays) {
        if (!stay.covers(asked.as_of)) continue;
        auto& row = table.add("ROW");
        text_cell(row, lessee_name(asked.portfolio(), stay.entry.lessee), path_to("/lessees", stay.entry.lessee.text));
        text_cell(row, date_text(stay.entry.since, call.language));
        text_cell(row, stay.entry.reason);
        text_cell(row, stay.put_by);
        text_cell(row, stay.end ? date_text(stay.end->until, call.language) : "");
        const bool may_end = !stay.end && call.may(Permission::DecideCredit);
        text_cell(row, may_end ? call.t("Take off") : "",
                  may_end ? path_to("/watch-list", stay.entry.lessee.text) + "/end" : "");
    }
}

void add_clusters(Data& page, const Call& call, const Asked& asked) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Alert levels of clusters"))
        .set("META", call.t("red: stage 2 for leases that their machines do not cover"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease is running on this day."));
    add_columns(table, call,
                {{"Cluster"},
                 {"Level"},
                 {"Contracts", true},
                 {"NPL", true},
                 {"More than 30 days", true},
                 {"Falls past due a month", true}});
    for (const auto& [cluster, signs] : reports::cluster_signs(asked.watch.arrears.view())) {
        const auto level = cluster_level(signs, asked.watch.view().thresholds).value;
        const auto& code = asked.portfolio().clusters[cluster].code.text;
        auto& row = table.add("ROW");
        text_cell(row, cluster_name(call, asked.portfolio(), cluster),
                  path_with("/arrears", {{"cluster", code}, {"as_of", to_text(asked.as_of)}}));
        row.add("CELL").set("TEXT", level_text(call, level)).set("TAG_KIND", colour_of(level));
        number_cell(row, count_text(signs.contracts));
        number_cell(row, percent_text(signs.npl, 2));
        number_cell(row, percent_text(signs.late, 2));
        number_cell(row, percent_text(signs.roll, 2));
    }
}

void add_anchor_events(Data& page, const Call& call, const Asked& asked) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Declared about anchor enterprises"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing was declared about an anchor enterprise."));
    add_columns(table, call, {{"Anchor enterprise"}, {"What"}, {"Since"}, {"Until"}, {"Source"}});
    for (const auto& event : asked.watch.view().anchor_events) {
        auto& row = table.add("ROW");
        text_cell(row, event.anchor, path_with("/lessees", {{"q", event.anchor}}));
        text_cell(row, value_text(call.language, to_text(event.kind)));
        text_cell(row, date_text(event.date, call.language));
        text_cell(row, event.until ? date_text(*event.until, call.language) : "");
        text_cell(row, event.source);
    }
}

void add_trigger_chips(Data& page, const Call& call, const Asked& asked) {
    const auto chip = [&](const std::string& text, const std::string& value, bool on) {
        page.add("VIEW").set("TEXT", text).set("HREF", with_parameter(call, "trigger", value)).show("ON", on);
    };
    chip(call.t("All"), "", !asked.trigger);
    for (const auto& [trigger, name] : NamesOf<WarningTrigger>::names)
        chip(value_text(call.language, name), std::string(name), asked.trigger == trigger);
}

void add_head(Data& page, const Call& call, const Asked& asked) {
    page.set("TITLE", call.t("Watch list"))
        .set("SUB", call.t("What warns of trouble, each with its reason, and the lessees people look at more closely."))
        .set("ACTION_PATH", "/watch-list")
        .set("AS_OF", to_text(asked.as_of));
    for (const char* format : {"csv", "json"})
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", path_with("/api/v1/reports/watch_list", {{"as_of", to_text(asked.as_of)},
                                                                  {"cluster", call.parameter("cluster")},
                                                                  {"format", format}}));
    const auto action = [&](const char* text, const char* path) {
        page.add("ACTION").set("TEXT", call.t(text)).set("HREF", path);
    };
    if (!call.may(Permission::DecideCredit)) return action("Thresholds", "/watch-list/thresholds");
    action("Thresholds", "/watch-list/thresholds");
    action("Declare an event of an anchor", "/watch-list/anchor-events/new");
    page.add("ACTION").set("TEXT", call.t("Watch a lessee")).set("HREF", "/watch-list/new").show("PRIMARY").show("ADD");
}

Response watch_list_page(const Call& call) {
    const auto asked = asked_for(call);
    if (!asked) return refusal_page(call, asked.errors());
    std::vector<const Finding*> findings;
    std::int64_t red = 0, amber = 0, acknowledged = 0;
    for (const auto& finding : *asked->watch.findings) {
        if (!asked->admits(finding)) continue;
        findings.push_back(&finding);
        ++(finding.acknowledged ? acknowledged : finding.warning.level == AlertLevel::Red ? red : amber);
    }
    const auto watched = std::ranges::count_if(asked->watch.view().stays,
                                               [&](const WatchStay& stay) { return stay.covers(asked->as_of); });
    Data page;
    add_head(page, call, *asked);
    add_trigger_chips(page, call, *asked);
    add_segment_choices(page, call, {asked->as_of, asked->watch.arrears, asked->filter});
    if (asked->trigger) page.add("KEPT").set("NAME", "trigger").set("VALUE", to_text(*asked->trigger));
    add_kpi(page, call, "Red", count_text(red), "", red > 0 ? "neg" : "pos");
    add_kpi(page, call, "Amber", count_text(amber), "", amber > 0 ? "warn" : "pos");
    add_kpi(page, call, "Acknowledged", count_text(acknowledged));
    add_kpi(page, call, "On the watch list", count_text(watched));
    add_warnings(page, call, *asked, findings);
    add_watched(page, call, *asked);
    add_clusters(page, call, *asked);
    add_anchor_events(page, call, *asked);
    const auto frame =
        call.frame(call.t("Watch list"), "watch-list", {{call.t("Risk"), ""}, {call.t("Watch list"), ""}});
    return html(call.app.view.page("watch_list", frame, page));
}

void add_alert(Data& page, const Call& call, const std::string& level, const std::string& text) {
    page.add("ALERT")
        .set("LEVEL", level)
        .set("TEXT", text)
        .set("HREF", "/watch-list")
        .set("LINK_TEXT", call.t("Watch list"));
}

}  // namespace

std::string level_text(const Call& call, AlertLevel level) { return value_text(call.language, to_text(level)); }

const char* colour_of(AlertLevel level) {
    switch (level) {
        case AlertLevel::Green: return "pos";
        case AlertLevel::Amber: return "warn";
        case AlertLevel::Red: return "neg";
    }
    throw InvariantBroken("every level has its colour");
}

std::string reasons_text(const Call& call, const Reasons& reasons) {
    std::string text;
    for (const auto& reason : reasons) text += (text.empty() ? "" : " ") + tr(call.language, reason);
    return text;
}

void add_alerts(Data& page, const Call& call, const LesseeCode& lessee, const std::optional<ContractNumber>& lease) {
    const auto watch = watch_of_today(call);
    const auto& portfolio = watch.portfolio();
    const auto found = std::ranges::find(portfolio.lessees, lessee, &PortfolioLessee::code);
    if (found == portfolio.lessees.end()) return;
    const auto position = static_cast<std::uint32_t>(found - portfolio.lessees.begin());
    for (const auto& stay : watch.view().stays)
        if (stay.entry.lessee == lessee && stay.covers(call.today()))
            add_alert(page, call, call.t("Watched"),
                      filled(call.t("On the watch list since {0}: {1}"),
                             {date_text(stay.entry.since, call.language), stay.entry.reason}));
    for (const auto& finding : *watch.findings) {
        if (finding.acknowledged) continue;
        const bool of_lease =
            finding.contract != unmapped && (!lease || portfolio.contracts[finding.contract].number == *lease);
        const bool of_lessee = finding.lessee == position && of_lease;
        const bool of_cluster = finding.warning.trigger == WarningTrigger::ClusterAlert &&
                                finding.cluster == found->cluster && finding.warning.level == AlertLevel::Red;
        const bool of_anchor = finding.warning.trigger == WarningTrigger::Anchor && found->anchor != unmapped &&
                               portfolio.anchors[found->anchor] == finding.subject;
        if (of_lessee || of_cluster || of_anchor)
            add_alert(page, call, level_text(call, finding.warning.level), reasons_text(call, finding.warning.reasons));
    }
}

OpenWarnings open_warnings(const Call& call) {
    OpenWarnings open;
    const auto watch = watch_of_today(call);
    for (const auto& finding : *watch.findings)
        if (!finding.acknowledged) ++(finding.warning.level == AlertLevel::Red ? open.red : open.amber);
    return open;
}

void add_watch_pages(std::vector<Route>& routes) {
    routes.push_back({"GET", "/watch-list", Permission::Read, watch_list_page});
    add_watch_forms(routes);
}

}  // namespace leasebook::server
