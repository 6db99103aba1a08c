#include "server/arrears_view.h"

#include <algorithm>

#include "server/books/arrears.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

struct ViewOfArrears {
    const char *path, *text, *report;
};
constexpr std::array<ViewOfArrears, 5> views{{{"/arrears", "Aging", "aging"},
                                              {"/arrears/roll-rates", "Roll rates", "roll_rates"},
                                              {"/arrears/vintages", "Vintages", "vintages"},
                                              {"/arrears/cure-rates", "Cure rates", "cure_rates"},
                                              {"/arrears/contracts", "Contracts", "arrears"}}};

}  // namespace

Result<ArrearsAsked> arrears_asked(const Call& call) {
    const auto text = call.parameter("as_of");
    const auto as_of =
        text.empty()
            ? Result<Date>(call.app.database.read([&](db::Connection& c) { return arrears_day(c, call.today()); }))
            : parse_date(text, "as_of");
    if (!as_of) return as_of.errors();
    auto page = call.app.book.arrears(*as_of, call.app.currency);
    const auto filter =
        reports::segment_filter(page.portfolio(), call.parameter("cluster"), call.parameter("industry"));
    if (!filter) return filter.errors();
    return ArrearsAsked{*as_of, std::move(page), *filter};
}

std::string cluster_name(const Call& call, const Portfolio& portfolio, std::uint32_t cluster) {
    if (cluster == unmapped) return call.t("unmapped");
    return localised(call.language, portfolio.clusters[cluster].name, portfolio.clusters[cluster].name_zh);
}

std::string industry_name(const Call& call, const Portfolio& portfolio, std::uint32_t industry) {
    if (industry == unmapped) return call.t("unmapped");
    return localised(call.language, portfolio.industries[industry].name, portfolio.industries[industry].name_zh);
}

std::string contracts_behind(const ArrearsAsked& asked, reports::SegmentFilter filter, Fields more) {
    const auto cluster = filter.cluster ? filter.cluster : asked.filter.cluster;
    const auto industry = filter.industry ? filter.industry : asked.filter.industry;
    more["as_of"] = to_text(asked.as_of);
    if (cluster) more["cluster"] = reports::cluster_code(asked.portfolio(), *cluster);
    if (industry) more["industry"] = reports::industry_code(asked.portfolio(), *industry);
    return path_with("/arrears/contracts", more);
}

void add_segment_choices(Data& page, const Call& call, const ArrearsAsked& asked) {
    const auto& portfolio = asked.portfolio();
    const auto choice = [&](const char* list, const std::string& code, const std::string& name, bool selected) {
        page.add(list).set("VALUE", code).set("TEXT", name).show("SELECTED", selected);
    };
    const auto cluster = [&](std::uint32_t i) {
        choice("CLUSTER", reports::cluster_code(portfolio, i), cluster_name(call, portfolio, i),
               asked.filter.cluster == i);
    };
    const auto industry = [&](std::uint32_t i) {
        choice("INDUSTRY", reports::industry_code(portfolio, i), industry_name(call, portfolio, i),
               asked.filter.industry == i);
    };
    for (std::uint32_t i = 0; i < portfolio.clusters.size(); ++i) cluster(i);
    cluster(unmapped);
    for (std::uint32_t i = 0; i < portfolio.industries.size(); ++i) industry(i);
    industry(unmapped);
}

std::string bucket_text(const Call& call, AgingBucket bucket) {
    if (bucket == AgingBucket::Current) return call.t("Not past due");
    return filled(call.t("{0} days"), {to_text(bucket)});
}

Fields of_bucket(const char* parameter, AgingBucket bucket) { return {{parameter, to_text(bucket)}}; }

void number_link(Data& row, const std::string& text, const std::string& href) {
    row.add("CELL").set("TEXT", text).set("HREF", href).show("NUMERIC");
}

// Everything around the figures of one view.
Data arrears_page(const Call& call, const ArrearsAsked& asked) {
    Data page;
    page.set("TITLE", call.t("Arrears"))
        .set("SUB",
             call.t("How late the book is, how lateness moves, and what comes back.") + " " + call.app.currency.text())
        .set("ACTION_PATH", call.request.path)
        .set("AS_OF", to_text(asked.as_of));
    auto kept = call.request.parameters();
    std::erase_if(kept, [](const auto& parameter) {
        return parameter.first != "as_of" && parameter.first != "cluster" && parameter.first != "industry";
    });
    kept["as_of"] = to_text(asked.as_of);
    for (const auto& view : views) {
        page.add("VIEW")
            .set("TEXT", call.t(view.text))
            .set("HREF", path_with(view.path, kept))
            .show("ON", call.request.path == view.path);
        if (call.request.path != view.path) continue;
        for (const char* format : {"csv", "json"}) {
            auto query = kept;
            query["format"] = format;
            page.add("DOWNLOAD_LINK")
                .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
                .set("HREF", path_with(std::string("/api/v1/reports/") + view.report, query));
        }
    }
    add_segment_choices(page, call, asked);
    if (const auto day = asked.view().history.latest().day; day != Date{} && day != asked.as_of)
        page.add("NOTE").set("TEXT",
                             filled(call.t("Figures are those of {0}, the last month end kept before this day."),
                                    {date_text(day, call.language)}));
    if (asked.view().provisional)
        page.add("NOTE").set("TEXT", call.t("The month is not closed: stage and class are those of the last month end, "
                                            "unless the days past due call for a worse one."));
    if (asked.view().other_currencies > 0)
        page.add("NOTE").set("TEXT", filled(call.t("{0} running leases in other currencies are left out."),
                                            {count_text(asked.view().other_currencies)}));
    return page;
}

Response shown_page(const Call& call, const Data& page) {
    const auto frame = call.frame(call.t("Arrears"), "arrears", {{call.t("Risk"), ""}, {call.t("Arrears"), ""}});
    return html(call.app.view.page("arrears", frame, page));
}

void add_kpi(Data& page, const Call& call, const char* label, const std::string& value, const std::string& note,
             const char* colour) {
    page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note).set("COLOUR", colour);
}

}  // namespace leasebook::server
