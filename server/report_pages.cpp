// Reports over web and API, and the exposure page.
#include <algorithm>

#include "reports/catalogue.h"
#include "reports/exposure.h"
#include "server/books/watch_view.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::ClusterExposure;
using reports::Exposure;
using reports::ExposureFigures;

struct Asked {
    Date as_of;
    Currency currency;
    std::shared_ptr<const BookPage> book;
    std::shared_ptr<const CurveOutcome> curve;
    const pricing::DiscountCurve* curve_if_any() const { return *curve ? &**curve : nullptr; }
};

// "as_of" and "currency" of the request, and the book of that day.
Result<Asked> asked_for(const Call& call) {
    const auto as_of =
        call.parameter("as_of").empty() ? Result<Date>(call.today()) : parse_date(call.parameter("as_of"), "as_of");
    const auto currency = call.parameter("currency").empty() ? Result<Currency>(call.app.currency)
                                                             : parse_currency(call.parameter("currency"));
    Errors errors;
    if (!as_of) errors.push_back(as_of.error());
    if (!currency) errors.push_back(currency.error());
    if (!errors.empty()) return errors;
    return Asked{*as_of, *currency, call.app.book.as_of(*as_of), call.app.curves.on(currency->text(), *as_of)};
}

Response get_report(const Call& call) {
    const auto report = reports::find_report(call.path_value(0));
    if (!report) return problem(404, report.errors());
    const auto asked = asked_for(call);
    if (!asked) return problem(asked.errors());
    const auto filter =
        reports::segment_filter(asked->book->portfolio, call.parameter("cluster"), call.parameter("industry"));
    if (!filter) return problem(filter.errors());
    const auto arrears = report->wants_arrears ? call.app.book.arrears(asked->as_of, asked->currency) : nullptr;
    const auto& portfolio = arrears ? arrears->book->portfolio : asked->book->portfolio;
    std::optional<reports::WatchView> watch;
    if (report->wants_watch)
        watch = call.app.database.read([&](db::Connection& c) { return watch_view(c, portfolio, asked->as_of); });
    const auto table = report->make({portfolio, asked->as_of, asked->currency, asked->curve_if_any(),
                                     arrears ? &arrears->view : nullptr, watch ? &*watch : nullptr, *filter});
    const auto format = call.parameter("format").empty() ? std::string("json") : call.parameter("format");
    const auto rendered = reports::render(table, format);
    if (!rendered) return problem(rendered.errors());
    Response response{200, rendered->content_type, rendered->bytes, {}, false};
    if (format != "json")
        response.with("Content-Disposition",
                      "attachment; filename=\"" + table.name + "-" + to_text(table.as_of) + "." + format + "\"");
    return response;
}

Response list_reports(const Call&) {
    return json_text("{\"items\":" +
                     json_array(reports::catalogue(),
                                [](const reports::ReportDefinition& report) {
                                    RecordJson out;
                                    out("name", report.name);
                                    out("title", report.title);
                                    return out.object();
                                }) +
                     ",\"next\":null}");
}

struct Names {
    const Portfolio& portfolio;
    const Call& call;
    std::string cluster(std::uint32_t at) const {
        return at == unmapped ? call.t("unmapped")
                              : localised(call.language, portfolio.clusters[at].name, portfolio.clusters[at].name_zh);
    }
    std::string industry(std::uint32_t at) const {
        return at == unmapped
                   ? call.t("unmapped")
                   : localised(call.language, portfolio.industries[at].name, portfolio.industries[at].name_zh);
    }
    // The leases behind a cell; 'unmapped' has no list of its own.
    std::string leases(std::uint32_t cluster, std::optional<std::uint32_t> industry) const {
        if (cluster == unmapped || (industry && *industry == unmapped)) return {};
        auto path = "/contracts?status=active&cluster=" + path_to("", portfolio.clusters[cluster].code.text).substr(1);
        if (industry) path += "&industry=" + portfolio.industries[*industry].code.text;
        return path;
    }
};

// The industries with the most principal get colours of their own; the rest share one.
std::vector<std::uint32_t> leading_industries(const Exposure& book) {
    std::map<std::uint32_t, std::int64_t> sums;
    for (const auto& cluster : book.clusters)
        for (const auto& cell : cluster.cells) sums[cell.industry] += cell.figures.outstanding_principal.minor_units();
    std::vector<std::uint32_t> industries;
    for (const auto& [industry, sum] : sums) industries.push_back(industry);
    std::ranges::stable_sort(industries, std::ranges::greater{}, [&](std::uint32_t i) { return sums[i]; });
    if (industries.size() > 5) industries.resize(5);
    return industries;
}

std::size_t colour_of(const std::vector<std::uint32_t>& leading, std::uint32_t industry) {
    return static_cast<std::size_t>(std::ranges::find(leading, industry) - leading.begin());
}

double length_of(Money amount) { return static_cast<double>(amount.minor_units()); }

void draw_treemap(Data& page, const Exposure& book, const Names& names, const std::vector<std::uint32_t>& leading) {
    std::vector<reports::TreemapGroup> groups;
    for (const auto& cluster : book.clusters) {
        const auto name = names.cluster(cluster.cluster);
        reports::TreemapGroup group{
            name, percent_text(cluster.figures.share, 1), names.leases(cluster.cluster, {}), {}};
        for (const auto& cell : cluster.cells) {
            const auto industry = names.industry(cell.industry);
            const auto amount = cell.figures.outstanding_principal;
            group.items.push_back({industry, millions_text(amount), length_of(amount),
                                   name + " · " + industry + ": " + money_with_sign(amount) + " (" +
                                       percent_text(cell.figures.share, 2) + ")",
                                   names.leases(cluster.cluster, cell.industry), colour_of(leading, cell.industry)});
        }
        groups.push_back(std::move(group));
    }
    page.draw("TREEMAP",
              reports::treemap(groups,
                               {760, 372, names.call.t("Treemap of outstanding principal by cluster, then industry")}));
}

void draw_bars(Data& page, const Exposure& book, const Names& names, const std::vector<std::uint32_t>& leading) {
    std::vector<reports::Bar> bars;
    for (const auto& cluster : book.clusters) {
        reports::Bar bar{names.cluster(cluster.cluster),
                         millions_text(cluster.figures.outstanding_principal),
                         names.leases(cluster.cluster, {}),
                         {}};
        for (const auto& cell : cluster.cells)
            bar.parts.push_back(
                {length_of(cell.figures.outstanding_principal),
                 names.industry(cell.industry) + ": " + money_with_sign(cell.figures.outstanding_principal),
                 names.leases(cluster.cluster, cell.industry), colour_of(leading, cell.industry)});
        bars.push_back(std::move(bar));
    }
    page.draw("BARS", reports::stacked_bars(bars, {520, 0, names.call.t("Outstanding principal by cluster")}));
    for (std::size_t i = 0; i < leading.size(); ++i)
        page.add("LEGEND").set("TEXT", names.industry(leading[i])).set("COLOUR", "k" + std::to_string(i + 1));
    page.add("LEGEND").set("TEXT", names.call.t("Other industries")).set("COLOUR", "k6");
}

void set_figures(Data& line, const ExposureFigures& figures) {
    line.set("CONTRACTS", count_text(figures.contracts)).set("LESSEES", count_text(figures.lessees));
    line.set("EXPOSURE", money_text(figures.outstanding_principal)).set("RESIDUAL", money_text(figures.residual_value));
    line.set("PRESENT_VALUE", figures.present_value ? money_text(*figures.present_value) : "");
    line.set("SHARE", percent_text(figures.share, 2));
}

std::string index_text(Rate index) { return decimal_text(round_half_away(index.e10, 1'000'000), 4); }

void add_lines(Data& page, const Exposure& book, const Names& names) {
    for (const auto& cluster : book.clusters) {
        for (const auto& cell : cluster.cells) {
            auto& line = page.add("LINE");
            line.set("CLUSTER", names.cluster(cluster.cluster)).set("INDUSTRY", names.industry(cell.industry));
            line.set("INDUSTRY_HREF", names.leases(cluster.cluster, cell.industry));
            set_figures(line, cell.figures);
        }
        auto& line = page.add("LINE");
        line.set("CLUSTER", names.cluster(cluster.cluster))
            .set("CLUSTER_HREF", names.leases(cluster.cluster, {}))
            .show("SUBTOTAL");
        set_figures(line, cluster.figures);
        line.set("HERFINDAHL", index_text(cluster.herfindahl_industries))
            .set("HERFINDAHL_LESSEES", index_text(cluster.herfindahl_lessees));
    }
    auto& total = page.add("TOTAL");
    set_figures(total, book.total);
    total.set("HERFINDAHL", index_text(book.herfindahl_clusters))
        .set("HERFINDAHL_LESSEES", index_text(book.herfindahl_lessees));
}

void add_kpis(Data& page, const Exposure& book, const Names& names) {
    const auto& call = names.call;
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note);
    };
    kpi("Outstanding principal", short_money(book.total.outstanding_principal, call.language),
        count_text(book.total.contracts) + " " + call.t("leases"));
    kpi("Present value", book.total.present_value ? short_money(*book.total.present_value, call.language) : "–",
        book.has_curve ? call.t("on the curve of the day") : call.t("no curve on this day"));
    kpi("Booked residual values", short_money(book.total.residual_value, call.language), "");
    if (!book.clusters.empty())
        kpi("Largest cluster", percent_text(book.clusters.front().figures.share, 1),
            names.cluster(book.clusters.front().cluster));
    kpi("Herfindahl index of clusters", index_text(book.herfindahl_clusters),
        book.herfindahl_clusters.e10 > 0
            ? decimal_text(rate_scale * 10 / book.herfindahl_clusters.e10, 1) + " " + call.t("effective clusters")
            : "");
}

void add_as_of(Data& page, const Call& call, const Asked& asked, const std::string& count) {
    page.set("AS_OF", to_text(asked.as_of)).set("ACTION_PATH", call.request.path).set("COUNT", count);
    const auto query = "as_of=" + to_text(asked.as_of) + "&currency=" + asked.currency.text();
    for (const char* format : {"csv", "json"})
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", "/api/v1/reports" + call.request.path + "?" + query + "&format=" + format);
}

Response exposure_page(const Call& call) {
    const auto asked = asked_for(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto& portfolio = asked->book->portfolio;
    const auto book = reports::exposure(portfolio, asked->as_of, asked->currency, asked->curve_if_any());
    const Names names{portfolio, call};
    Data page;
    page.set("TITLE", call.t("Exposure by cluster and industry"));
    page.set("SUB", call.t("Outstanding principal of active leases, if all was paid when due.") + " " +
                        asked->currency.text());
    add_as_of(page, call, *asked,
              count_text(book.total.contracts) + " " + call.t("leases") + " · " + count_text(book.total.lessees) + " " +
                  call.t("lessees"));
    add_kpis(page, book, names);
    if (!book.has_curve)
        page.add("WARNING")
            .set("TEXT", tr(call.language, asked->curve->errors().front()))
            .set("HREF", "/curves")
            .set("LINK_TEXT", call.t("Enter market quotes"));
    const auto leading = leading_industries(book);
    draw_treemap(page, book, names, leading);
    draw_bars(page, book, names, leading);
    page.set("UNIT", asked->currency.text()).set("CHART_UNIT", asked->currency.text() + " " + call.t("million"));
    if (!book.clusters.empty()) add_lines(page, book, names);
    page.set("EMPTY_TEXT", call.t("No lease is active on this day."));
    if (book.other_currencies > 0)
        page.set("FOOT", filled(call.t("{0} running leases in other currencies are left out."),
                                {count_text(book.other_currencies)}));
    const auto frame = call.frame(call.t("Exposure"), "exposure", {{call.t("Risk"), ""}, {call.t("Exposure"), ""}});
    return html(call.app.view.page("exposure", frame, page));
}

}  // namespace

void add_report_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/exposure", Read, exposure_page});
    routes.push_back({"GET", "/api/v1/reports", Read, list_reports, "The reports there are", "", "ReportList"});
    routes.push_back({"GET", "/api/v1/reports/{name}", Read, get_report,
                      "A report as of a day: as_of, currency, cluster, industry, format=csv|json", "", "Report"});
}

}  // namespace leasebook::server
