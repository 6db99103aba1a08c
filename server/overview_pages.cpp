// The first page, and what monitoring asks for.
#include <algorithm>
#include <sstream>

#include "db/contract_store.h"
#include "db/migrate.h"
#include "reports/exposure.h"
#include "server/exposure_query.h"
#include "server/lists.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/watch_pages.h"
#include "server/web/formats.h"
#include "server/work_queues.h"

namespace leasebook::server {

namespace {

void add_cluster_bars(Data& page, const Call& call, const Portfolio& portfolio, const reports::Exposure& book) {
    std::vector<reports::Bar> bars;
    for (const auto& cluster : book.groups) {
        const auto amount = cluster.figures.outstanding_principal;
        if (amount.is_zero()) continue;
        const auto name = place_text(call, Axis::Cluster, portfolio, cluster.place);
        bars.push_back(
            {name,
             millions_text(amount),
             "/exposure",
             {{static_cast<double>(amount.minor_units()), name + ": " + money_with_sign(amount), "/exposure", 0}}});
    }
    if (bars.empty()) return;
    page.set("CHART_TITLE", call.t("Outstanding principal by cluster"))
        .set("CHART_META", book.currency.text() + " " + call.t("million"))
        .set("CHART_HREF", "/exposure");
    page.draw("CHART", reports::stacked_bars(bars, {1080, 0, call.t("Outstanding principal by cluster")}));
}

Response overview(const Call& call) {
    const auto today = call.today();
    const auto live = call.app.book.exposure(today, call.app.currency, nullptr);
    const auto& portfolio = live.book->portfolio;
    const auto book =
        reports::exposure(portfolio, *live.positions, today, call.app.currency, {Axis::Cluster, {}}, false);
    const auto running = std::ranges::count_if(
        *live.positions, [](const reports::ExposurePosition& p) { return !p.outstanding.is_zero(); });
    const auto [drafts, approved] = call.app.database.read([](db::Connection& c) {
        return std::pair{db::count_contracts(c, ContractStatus::Draft),
                         db::count_contracts(c, ContractStatus::Approved)};
    });
    Data page;
    page.set("TITLE", call.t("Overview")).set("SUB", date_text(today, call.language));
    if (call.may(Permission::EditContracts))
        page.add("ACTION").set("TEXT", call.t("New lease")).set("HREF", "/contracts/new").show("PRIMARY").show("ADD");
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note,
                         const std::string& href) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note).set("HREF", href);
    };
    kpi("Outstanding principal", short_money(book.total.outstanding_principal, call.language), call.app.currency.text(),
        "/exposure");
    kpi("Exposure", short_money(book.total.parts.exposure(), call.language), "", "/exposure");
    kpi("Active leases", count_text(running), "", "/contracts?status=active");
    kpi("Lessees", count_text(book.total.lessees), "", "/lessees");
    kpi("Drafts", count_text(drafts), "", "/contracts?status=draft");
    kpi("Approved, not active", count_text(approved), "", "/contracts?status=approved");
    const auto warnings = open_warnings(call);
    kpi("Early warnings", count_text(warnings.red + warnings.amber),
        filled(call.t("{0} red"), {count_text(warnings.red)}), "/watch-list");
    add_cluster_bars(page, call, portfolio, book);
    add_work_queues(page, call);
    return html(
        call.app.view.page("overview", call.frame(call.t("Overview"), "overview", {{call.t("Overview"), ""}}), page));
}

Response plain(std::string text, int status = 200) {
    return {status, "text/plain; charset=utf-8", std::move(text), {}, false};
}

Response healthz(const Call&) { return plain("ok\n"); }

// Ready when the database answers and has this program's schema.
Response readyz(const Call& call) {
    try {
        const int pending = db::pending_migrations(call.app.database);
        return pending == 0 ? plain("ready\n") : plain("the database lacks migrations\n", 503);
    } catch (const db::DatabaseError&) {
        return plain("the database does not answer\n", 503);
    }
}

void histogram(std::ostream& out, const FrontFigures& f) {
    out << "# HELP leasebook_request_seconds From complete request to finished answer.\n# TYPE "
           "leasebook_request_seconds histogram\n";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < f.latency_bounds.size(); ++i) {
        below += f.latency_counts[i];
        out << "leasebook_request_seconds_bucket{le=\"" << f.latency_bounds[i] << "\"} " << below << "\n";
    }
    below += f.latency_counts.back();
    out << "leasebook_request_seconds_bucket{le=\"+Inf\"} " << below << "\n";
    out << "leasebook_request_seconds_sum " << f.latency_sum << "\nleasebook_request_seconds_count " << below << "\n";
}

// Prometheus text format 0.0.4.
Response metrics(const Call& call) {
    const auto f = call.app.figures();
    std::ostringstream out;
    const auto figure = [&](const char* name, const char* type, const char* help, std::uint64_t value) {
        out << "# HELP leasebook_" << name << " " << help << "\n# TYPE leasebook_" << name << " " << type
            << "\nleasebook_" << name << " " << value << "\n";
    };
    figure("connections", "gauge", "Open connections.", f.connections_now);
    figure("queued_requests", "gauge", "Requests waiting for a worker.", f.queued_now);
    figure("connections_accepted_total", "counter", "Connections accepted.", f.accepted);
    figure("connections_turned_away_total", "counter", "Connections closed at once, over a limit.", f.turned_away);
    figure("requests_total", "counter", "Requests handed to a worker.", f.requests);
    figure("received_bytes_total", "counter", "Bytes received.", f.bytes_in);
    figure("sent_bytes_total", "counter", "Bytes sent.", f.bytes_out);
    out << "# HELP leasebook_answers_total Answers by status.\n# TYPE leasebook_answers_total counter\n";
    for (const auto& [status, count] : f.answers)
        out << "leasebook_answers_total{status=\"" << status << "\"} " << count << "\n";
    out << "# HELP leasebook_refusals_total Refusals before any handler, by status.\n# TYPE leasebook_refusals_total "
           "counter\n";
    for (const auto& [status, count] : f.refused)
        out << "leasebook_refusals_total{status=\"" << status << "\"} " << count << "\n";
    histogram(out, f);
    return {200, "text/plain; version=0.0.4; charset=utf-8", out.str(), {}, false};
}

}  // namespace

void add_overview_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/", Permission::Read, overview});
    add_search_routes(routes);
    add_saved_view_routes(routes);
    routes.push_back({"GET", "/healthz", {}, healthz});
    routes.push_back({"GET", "/readyz", {}, readyz});
    routes.push_back({"GET", "/metrics", {}, metrics});
}

}  // namespace leasebook::server
