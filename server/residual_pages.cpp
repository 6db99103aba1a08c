// Residual values: the list by risk, one lease with all its figures, the wall of maturities, machines off lease.
#include <algorithm>
#include <set>

#include "db/impairment_store.h"
#include "db/register_store.h"
#include "domain/concentration.h"
#include "domain/decimal_text.h"
#include "pricing/residual_curve.h"
#include "reports/disposals.h"
#include "reports/residual_maturities.h"
#include "server/residual_view.h"
#include "server/routes.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::size_t positions_shown = 200;

void add_position(Data& table, const Call& call, const Portfolio& portfolio,
                  const reports::ResidualPosition& position) {
    const auto& contract = portfolio.contracts[position.contract];
    auto& row = table.add("ROW");
    text_cell(row, contract.number.text, path_to("/residuals", contract.number.text));
    text_cell(row, portfolio.lessees[contract.lessee].name);
    text_cell(row, date_text(position.term_end, call.language));
    number_cell(row, money_text(position.current_estimate));
    number_cell(row, money_text(position.forecast));
    number_cell(row, money_text(position.stressed));
    number_cell(row, money_text(position.guaranteed));
    number_cell(row, money_text(position.unguaranteed));
    number_cell(row, money_text(position.at_risk));
    number_cell(row, money_text(position.upside));
    text_cell(row, call.t(position.appraised ? "appraisal" : "class curve"));
}

void add_kpis(Data& page, const Call& call, const reports::ResidualBook& book) {
    const auto threatened = std::ranges::count_if(book.positions, [](const auto& p) { return !p.at_risk.is_zero(); });
    const auto leases = count_text(static_cast<std::int64_t>(book.positions.size())) + " " + call.t("leases");
    add_kpi(page, call, "Booked residual values", short_money(book.booked, call.language), leases);
    add_kpi(page, call, "Unguaranteed", short_money(book.unguaranteed, call.language),
            call.t("guaranteed") + " " + short_money(book.guaranteed, call.language));
    add_kpi(page, call, "Forecast at term end", short_money(book.forecast, call.language),
            call.t("upside") + " " + short_money(book.upside, call.language));
    add_kpi(page, call, "Coverage", percent_text(book.coverage), call.t("forecast to booked"));
    add_kpi(page, call, "Residual at risk", short_money(book.at_risk, call.language),
            count_text(threatened) + " " + call.t("leases"), book.at_risk.is_zero() ? "pos" : "neg");
    add_kpi(page, call, "At risk, values down 20%", short_money(book.at_risk_stressed, call.language), "");
    add_kpi(page, call, "Concentration", decimal_text(round_half_away(book.concentration.e10, 1'000'000), 4),
            call.t("Herfindahl index over leases"));
}

void add_sub_pages(Data& page, const Call& call) {
    const auto action = [&](const char* text, const char* href) {
        page.add("ACTION").set("TEXT", call.t(text)).set("HREF", href);
    };
    action("Wall of maturities", "/residuals/maturities");
    action("Impairment proposals", "/impairments");
    action("Machines off lease", "/residuals/off-lease");
}

Response residuals_page(const Call& call) {
    const auto asked = asked_residuals(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto& [portfolio_page, book] = *asked;
    const auto& portfolio = portfolio_page->portfolio;
    Data page;
    page.set("TITLE", call.t("Residual values at risk"));
    page.set("SUB", call.t("Booked residuals against what the machines are expected to fetch at term end.") + " " +
                        call.app.currency.text());
    add_as_of(page, call, book.as_of, "residuals");
    page.set("COUNT", count_text(static_cast<std::int64_t>(book.positions.size())) + " " + call.t("leases"));
    add_sub_pages(page, call);
    add_kpis(page, call, book);
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By residual at risk"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease carries a residual value on this day."));
    add_columns(table, call,
                {{"Contract"},
                 {"Lessee"},
                 {"Term end"},
                 {"Current estimate", true},
                 {"Forecast", true},
                 {"Forecast −20%", true},
                 {"Guaranteed", true},
                 {"Unguaranteed", true},
                 {"At risk", true},
                 {"Upside", true},
                 {"Basis"}});
    const auto shown = std::min(book.positions.size(), positions_shown);
    for (std::size_t i = 0; i < shown; ++i) add_position(table, call, portfolio, book.positions[i]);
    if (shown < book.positions.size())
        page.set("FOOT", filled(call.t("The {0} leases with the most at risk are shown; the files hold all."),
                                {std::to_string(shown)}));
    const auto frame = call.frame(call.t("Residuals"), "residuals", {{call.t("Risk"), ""}, {call.t("Residuals"), ""}});
    return html(call.app.view.page("residuals", frame, page));
}

// --- the wall of maturities ----------------------------------------------------------------------------------------

std::string class_name(const Call& call, const Portfolio& portfolio, std::uint32_t asset_class) {
    if (asset_class == unmapped) return call.t("unmapped");
    const auto& named = portfolio.asset_classes[asset_class];
    return localised(call.language, named.name, named.name_zh);
}

std::size_t colour_of(std::uint32_t asset_class) { return asset_class == unmapped ? 9 : asset_class; }

void draw_wall(Data& page, const Call& call, const Portfolio& portfolio,
               const std::vector<reports::MaturityCell>& cells) {
    std::vector<reports::Bar> bars;
    std::set<std::uint32_t> classes;
    std::optional<Date> month;
    Money sum;
    for (const auto& cell : cells) {
        if (cell.from != month) {
            bars.push_back({month_text(cell.from, call.language), "", "", {}});
            month = cell.from;
            sum = Money::zero(cell.booked.currency());
        }
        sum += cell.booked;
        bars.back().figure = millions_text(sum);
        bars.back().parts.push_back(
            {static_cast<double>(cell.booked.minor_units()),
             class_name(call, portfolio, cell.asset_class) + ": " + money_with_sign(cell.booked), "",
             colour_of(cell.asset_class)});
        classes.insert(cell.asset_class);
    }
    page.draw("CHART", reports::stacked_bars(bars, {900, 0, call.t("Booked residual values by month and class")}));
    page.set("CHART_TITLE", call.t("Booked residual values by month and class") + " · " + call.app.currency.text() +
                                " " + call.t("million"));
    for (const auto asset_class : classes)
        page.add("LEGEND")
            .set("TEXT", class_name(call, portfolio, asset_class))
            .set("COLOUR", "k" + std::to_string(colour_of(asset_class) % 10 + 1));
}

void add_wall_table(Data& page, const Call& call, const Portfolio& portfolio,
                    const std::vector<reports::MaturityCell>& cells) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By month and class"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease carries a residual value on this day."));
    add_columns(table, call,
                {{"Month"},
                 {"Asset class"},
                 {"Leases", true},
                 {"Booked", true},
                 {"Guaranteed", true},
                 {"Unguaranteed", true},
                 {"Forecast", true},
                 {"Coverage", true},
                 {"At risk", true},
                 {"At risk, values down 20%", true}});
    for (const auto& cell : cells) {
        auto& row = table.add("ROW");
        text_cell(row, month_text(cell.from, call.language));
        text_cell(row, class_name(call, portfolio, cell.asset_class));
        number_cell(row, count_text(cell.contracts));
        for (const auto amount : {cell.booked, cell.guaranteed, cell.unguaranteed, cell.forecast})
            number_cell(row, money_text(amount));
        number_cell(row, percent_text(share(cell.forecast, cell.booked), 1));
        number_cell(row, money_text(cell.at_risk));
        number_cell(row, money_text(cell.at_risk_stressed));
    }
}

Response maturities_page(const Call& call) {
    const auto asked = asked_residuals(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto& [portfolio_page, book] = *asked;
    const auto& portfolio = portfolio_page->portfolio;
    const auto cells = reports::maturities(book, reports::MaturityStep::Month);
    const auto title = call.t("Wall of maturities");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Residual values by the month in which they fall due.") + " " + call.app.currency.text());
    add_as_of(page, call, book.as_of, "residual_maturities");
    if (!cells.empty()) draw_wall(page, call, portfolio, cells);
    add_wall_table(page, call, portfolio, cells);
    page.set("FOOT", call.t("A lease with machines of several classes counts in each of them, its residual by their "
                            "cost. The files hold quarters."));
    return html(call.app.view.page("residuals", residual_frame(call, title), page));
}

// --- machines off lease --------------------------------------------------------------------------------------------

void add_waiting(Data& page, const Call& call, const Portfolio& portfolio, Date as_of) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Waiting for a buyer"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No machine is off lease on this day."));
    add_columns(table, call,
                {{"Asset"},
                 {"Contract"},
                 {"State"},
                 {"Returned"},
                 {"Place"},
                 {"Channel"},
                 {"Carrying amount", true},
                 {"Costs", true},
                 {"Asked", true},
                 {"Days off lease", true}});
    for (const auto& m : portfolio.off_lease) {
        if (m.state == OffLeaseState::Sold) continue;
        auto& row = table.add("ROW");
        text_cell(row, m.asset.text, path_to("/assets", m.asset.text));
        text_cell(row, m.contract.text, path_to("/contracts", m.contract.text));
        row.add("CELL").set("TEXT", value_text(call.language, to_text(m.state))).set("TAG_KIND", "warn");
        text_cell(row, date_text(m.returned, call.language));
        text_cell(row, m.place.value_or(""));
        text_cell(row, m.channel ? value_text(call.language, to_text(*m.channel)) : "");
        number_cell(row, money_text(m.carrying));
        number_cell(row, money_text(m.costs));
        number_cell(row, money_text(m.asked));
        number_cell(row, std::to_string(days_off_lease(m, as_of)));
    }
}

void add_sold(Data& page, const Call& call, const Portfolio& portfolio, Date as_of) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Sold"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No machine that came back was sold until this day."));
    add_columns(table, call,
                {{"Asset"},
                 {"Contract"},
                 {"Sold on"},
                 {"Price", true},
                 {"VAT", true},
                 {"Costs", true},
                 {"Carrying amount", true},
                 {"Gain or loss", true},
                 {"Days off lease", true},
                 {"Channel"}});
    for (const auto& m : portfolio.off_lease) {
        if (m.state != OffLeaseState::Sold) continue;
        auto& row = table.add("ROW");
        text_cell(row, m.asset.text, path_to("/assets", m.asset.text));
        text_cell(row, m.contract.text, path_to("/contracts", m.contract.text));
        text_cell(row, date_text(m.since, call.language));
        for (const auto amount : {m.price, m.vat, m.costs, m.carrying, m.gain()}) number_cell(row, money_text(amount));
        number_cell(row, std::to_string(days_off_lease(m, as_of)));
        text_cell(row, m.channel ? value_text(call.language, to_text(*m.channel)) : "");
    }
}

Response off_lease_page(const Call& call) {
    const auto asked = asked_residuals(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto& [portfolio_page, book] = *asked;
    const auto& machines = portfolio_page->portfolio.off_lease;
    const auto title = call.t("Machines off lease");
    Data page;
    page.set("TITLE", title).set("SUB", call.t("Returned, stored, offered and sold: what each cost and brought."));
    add_as_of(page, call, book.as_of, "disposals");
    page.set("COUNT", count_text(static_cast<std::int64_t>(machines.size())) + " " + call.t("machines"));
    add_waiting(page, call, portfolio_page->portfolio, book.as_of);
    add_sold(page, call, portfolio_page->portfolio, book.as_of);
    return html(call.app.view.page("residuals", residual_frame(call, title), page));
}

}  // namespace

Result<AskedResiduals> asked_residuals(const Call& call) {
    const auto as_of =
        call.parameter("as_of").empty() ? Result<Date>(call.today()) : parse_date(call.parameter("as_of"), "as_of");
    if (!as_of) return as_of.errors();
    auto page = call.app.book.as_of(*as_of);
    auto book = reports::residual_book(page->portfolio, *as_of, call.app.currency);
    return AskedResiduals{std::move(page), std::move(book)};
}

void add_as_of(Data& page, const Call& call, Date as_of, const std::string& report) {
    page.set("AS_OF", to_text(as_of)).set("ACTION_PATH", call.request.path);
    for (const char* format : {"csv", "json"})
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", "/api/v1/reports/" + report + "?as_of=" + to_text(as_of) + "&format=" + format);
}

void add_kpi(Data& page, const Call& call, const char* label, const std::string& value, const std::string& note,
             const std::string& colour) {
    page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note).set("COLOUR", colour);
}

Frame residual_frame(const Call& call, const std::string& title) {
    return call.frame(title, "residuals", {{call.t("Risk"), ""}, {call.t("Residuals"), "/residuals"}, {title, ""}});
}

void add_residual_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/residuals", Read, residuals_page});
    routes.push_back({"GET", "/residuals/maturities", Read, maturities_page});
    routes.push_back({"GET", "/residuals/off-lease", Read, off_lease_page});
    add_lease_residual_page(routes);
    add_asset_pages(routes);
    add_asset_api(routes);
    add_residual_curve_pages(routes);
    add_residual_curve_api(routes);
    add_impairment_pages(routes);
    add_impairment_api(routes);
}

}  // namespace leasebook::server
