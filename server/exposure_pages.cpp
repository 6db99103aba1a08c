// Exposure as pages and over the API: by any axis or two of them crossed, and the contracts behind every figure.
#include <algorithm>

#include "db/pricing_parameters_store.h"
#include "reports/concentration.h"
#include "server/exposure_charts.h"
#include "server/known_at.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::ExposureFigures;

constexpr std::size_t groups_listed = 60, contracts_listed = 200;

std::string index_text(Rate index) { return decimal_text(round_half_away(index.e10, 1'000'000), 4); }

void add_axis_choice(Data& page, const Call& call, const ExposureAsked& asked) {
    const auto choice = [&](const char* section, std::string_view name, std::string text, bool on) {
        page.add(section).set("VALUE", std::string(name)).set("TEXT", std::move(text)).show("ON", on);
    };
    choice("COLUMN_AXIS", "", call.t("Nothing"), !asked.axes.columns);
    for (const auto& [axis, name] : NamesOf<Axis>::names) {
        choice("ROW_AXIS", name, label_of(call.language, name), asked.axes.rows == axis);
        choice("COLUMN_AXIS", name, label_of(call.language, name), asked.axes.columns == axis);
    }
    page.set("AS_OF", to_text(asked.as_of)).set("CURRENCY", asked.currency.text());
    page.set("KNOWN_AT", control_text(asked.known_at));
    for (const char* format : {"csv", "json"}) {
        auto parameters = asked.parameters();
        parameters["format"] = format;
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", path_with("/api/v1/reports/exposure", parameters));
    }
}

void add_kpis(Data& page, const ExposureView& view) {
    const auto& call = view.call;
    const auto& book = view.book;
    const auto& parts = book.total.parts;
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note);
    };
    const auto money = [&](Money amount) { return short_money(amount, call.language); };
    kpi("Exposure", money(parts.exposure()), count_text(book.total.contracts) + " " + call.t("leases"));
    kpi("Outstanding principal", money(book.total.outstanding_principal), "");
    kpi("Overdue", money(parts.overdue), percent_text(share(parts.overdue, parts.owed()), 2));
    kpi("Undrawn commitments", money(parts.undrawn), "");
    kpi("Unguaranteed residual", money(parts.unguaranteed_residual), "");
    if (!book.groups.empty())
        kpi("Largest", percent_text(book.groups.front().figures.exposure_share, 1),
            view.row_name(book.groups.front().place));
}

void add_indices(Data& page, const ExposureView& view) {
    std::vector<Money> amounts;
    for (const auto& group : view.book.groups) amounts.push_back(group.figures.parts.exposure());
    const auto x = concentration(std::move(amounts));
    const auto& call = view.call;
    const auto add = [&](const char* label, const std::string& value, const std::string& note = {}) {
        page.add("HHI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note);
    };
    add("Herfindahl index", index_text(x.herfindahl), call.t("normalised") + " " + index_text(x.normalised));
    add("Effective number", decimal_text(round_half_away(x.effective.e10, 100'000'000), 2),
        call.t("of") + " " + count_text(x.names));
    add("Largest 1, 5, 10",
        percent_text(x.top_1, 1) + ", " + percent_text(x.top_5, 1) + ", " + percent_text(x.top_10, 1));
    add("Gini coefficient", index_text(x.gini));
    const auto parameters = call.app.database.read(db::pricing_parameters);
    const auto obligors =
        reports::book_concentration(view.asked.portfolio(), *view.asked.live.positions, view.asked.as_of,
                                    view.asked.currency, &parameters, std::array{Axis::Lessee});
    add("Capital at 99.9 %", percent_text(*obligors.capital, 2),
        call.t("and for large lessees") + " " + percent_text(*obligors.granularity, 2));
}

void add_heads(Data& page, const ExposureView& view) {
    const auto& call = view.call;
    const auto axis = [&](Axis which) { page.add("COLUMN").set("TEXT", label_of(call.language, to_text(which))); };
    axis(view.book.axes.rows);
    if (view.book.axes.columns) axis(*view.book.axes.columns);
    const auto amount = [&](const std::string& text, const std::string& hint) {
        page.add("COLUMN").set("TEXT", text).set("HINT", hint).show("NUMERIC");
    };
    amount(call.t("Leases"), "");
    amount(call.t("Lessees"), "");
    amount(call.t("Exposure"), "");
    amount(call.t("Share"), "");
    amount(call.t("Net investment"), call.t("Not overdue, without the unguaranteed residual"));
    amount(call.t("Overdue"), call.t("Interest and principal due and unpaid"));
    amount(call.t("Undrawn"), call.t("Approved and not paid out"));
    amount(call.t("Unguaranteed residual"), call.t("Present value at the implicit rate"));
    amount(call.t("Deposit"), call.t("Deducted as far as it covers"));
    amount(call.t("Collateral"), call.t("After haircut, deducted as far as it covers"));
    amount(call.t("Outstanding principal"), call.t("If all was paid when due"));
    amount(call.t("Present value"), "");
    amount(call.t("Residual value"), call.t("Booked at the end of term"));
    amount(call.t("HHI"), call.t("Herfindahl index: over the cells of a group, in the total over groups"));
    amount(call.t("HHI lessees"), call.t("Herfindahl index over lessees"));
}

void add_figures(Data& line, const ExposureFigures& f, const std::string& cells, const std::string& lessees) {
    const auto number = [&](const std::string& text) { line.add("CELL").set("TEXT", text).show("NUMERIC"); };
    const auto& p = f.parts;
    number(count_text(f.contracts));
    number(count_text(f.lessees));
    number(money_text(p.exposure()));
    number(percent_text(f.exposure_share, 2));
    for (const Money amount :
         {p.net_investment, p.overdue, p.undrawn, p.unguaranteed_residual, p.deposit, p.collateral})
        number(money_text(amount));
    number(money_text(f.outstanding_principal));
    number(f.present_value ? money_text(*f.present_value) : "");
    number(money_text(f.residual_value));
    number(cells);
    number(lessees);
}

void add_lines(Data& page, const ExposureView& view) {
    const bool crossed = view.book.axes.columns.has_value();
    const auto head = [](Data& line, const std::string& text, const std::string& href) {
        line.add("CELL").set("TEXT", text).set("HREF", href);
    };
    for (std::size_t i = 0; i < std::min(groups_listed, view.book.groups.size()); ++i) {
        const auto& group = view.book.groups[i];
        const auto name = view.row_name(group.place);
        for (const auto& cell : group.cells) {
            auto& line = page.add("LINE");
            head(line, name, "");
            head(line, view.column_name(cell.place), view.contracts_of(group.place, cell.place));
            add_figures(line, cell.figures, "", "");
        }
        auto& line = page.add("LINE");
        line.show("SUBTOTAL", crossed);
        head(line, name, view.contracts_of(group.place, {}));
        if (crossed) head(line, "", "");
        add_figures(line, group.figures, crossed ? index_text(group.herfindahl_cells) : "",
                    index_text(group.herfindahl_lessees));
    }
    auto& total = page.add("TOTAL");
    head(total, view.call.t("Total"), "");
    if (crossed) head(total, "", "");
    add_figures(total, view.book.total, index_text(view.book.herfindahl_groups),
                index_text(view.book.herfindahl_lessees));
}

std::string foot_of(const ExposureView& view) {
    const auto& call = view.call;
    std::string text = call.t(
        "Exposure is net investment, overdue, undrawn and unguaranteed residual, less deposit and collateral. The "
        "ledger's net investment is the first, second and fourth of them together, so nothing is counted twice.");
    if (view.book.groups.size() > groups_listed)
        text += " " + filled(call.t("The {0} largest of {1} are listed; the file has them all."),
                             {count_text(groups_listed), count_text(std::ssize(view.book.groups))});
    if (view.book.other_currencies > 0)
        text += " " + filled(call.t("{0} running leases in other currencies are left out."),
                             {count_text(view.book.other_currencies)});
    return text;
}

Response exposure_page(const Call& call) {
    const auto asked = exposure_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto book = asked->exposure();
    const ExposureView view{call, *asked, book};
    Data page;
    page.set("TITLE", call.t("Exposure"));
    page.set("SUB", label_of(call.language, to_text(book.axes.rows)) +
                        (book.axes.columns ? " × " + label_of(call.language, to_text(*book.axes.columns)) : "") +
                        " · " + asked->currency.text() + known_text(call, asked->known_at));
    add_axis_choice(page, call, *asked);
    add_kpis(page, view);
    if (!book.has_curve)
        page.add("WARNING")
            .set("TEXT", tr(call.language, asked->curve->errors().front()))
            .set("HREF", "/curves")
            .set("LINK_TEXT", call.t("Enter market quotes"));
    page.set("UNIT", asked->currency.text()).set("CHART_UNIT", asked->currency.text() + " " + call.t("million"));
    page.set("EMPTY_TEXT", call.t("Nothing stands on any lease on this day."));
    if (!book.groups.empty()) {
        draw_parts(page, view);
        draw_heat_map(page, view);
        draw_trend(page, view);
        add_indices(page, view);
        add_heads(page, view);
        add_lines(page, view);
    }
    page.set("FOOT", foot_of(view));
    const auto frame = call.frame(call.t("Exposure"), "exposure", {{call.t("Risk"), ""}, {call.t("Exposure"), ""}});
    return html(call.app.view.page("exposure", frame, page));
}

// --- the contracts behind a figure ----------------------------------------------------------------------------------

struct Behind {
    std::uint32_t contract = 0;
    ExposureParts parts;
};

// Those at the places that the request names, the largest exposure first.
Result<std::vector<Behind>> contracts_behind(const Call& call, const ExposureAsked& asked) {
    const auto& portfolio = asked.portfolio();
    const auto row_code = call.parameter("row"), column_code = call.parameter("column");
    const auto row =
        row_code.empty() ? Result<std::uint32_t>(unmapped) : place_named(asked.axes.rows, portfolio, row_code, "row");
    if (!row) return row.errors();
    const bool by_column = asked.axes.columns && !column_code.empty();
    const auto column = by_column ? place_named(*asked.axes.columns, portfolio, column_code, "column")
                                  : Result<std::uint32_t>(unmapped);
    if (!column) return column.errors();
    const reports::SecuredParts parts(portfolio, *asked.live.positions, asked.as_of, asked.currency);
    std::vector<Behind> list;
    for (std::uint32_t i = 0; i < portfolio.contracts.size(); ++i) {
        const auto& contract = portfolio.contracts[i];
        if (!(*asked.live.positions)[i].counted) continue;
        if (!row_code.empty() && place_on(asked.axes.rows, portfolio, contract) != *row) continue;
        if (by_column && place_on(*asked.axes.columns, portfolio, contract) != *column) continue;
        list.push_back({i, parts[i]});
    }
    std::ranges::stable_sort(list, std::ranges::greater{}, [](const Behind& b) { return b.parts.exposure(); });
    return list;
}

std::string chosen_text(const Call& call, const ExposureAsked& asked) {
    std::string text;
    const auto add = [&](Axis axis, const char* parameter) {
        const auto code = call.parameter(parameter);
        if (code.empty()) return;
        const auto place = place_named(axis, asked.portfolio(), code, parameter);
        if (!place) return;
        text += (text.empty() ? "" : " · ") + label_of(call.language, to_text(axis)) + ": " +
                place_text(call, axis, asked.portfolio(), *place);
    };
    add(asked.axes.rows, "row");
    if (asked.axes.columns) add(*asked.axes.columns, "column");
    return text;
}

Response contracts_page(const Call& call) {
    const auto asked = exposure_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto list = contracts_behind(call, *asked);
    if (!list) return refusal_page(call, list.errors());
    const auto& portfolio = asked->portfolio();
    Data page;
    page.set("TITLE", call.t("Leases behind the exposure")).set("SUB", chosen_text(call, *asked));
    page.set("COUNT", count_text(std::ssize(*list)) + " " + call.t("leases") + " · " + to_text(asked->as_of) + " · " +
                          asked->currency.text() + known_text(call, asked->known_at));
    page.add("CHIP").set("TEXT", call.t("Exposure")).set("HREF", path_with("/exposure", asked->parameters()));
    add_columns(page, call,
                {{"Number"},
                 {"Lessee"},
                 {"Net investment", true},
                 {"Overdue", true},
                 {"Undrawn", true},
                 {"Unguaranteed residual", true},
                 {"Deposit", true},
                 {"Collateral", true},
                 {"Exposure", true}});
    auto sum = ExposureParts::none(asked->currency);
    const auto amounts = [](Data& row, const ExposureParts& p) {
        for (const Money amount :
             {p.net_investment, p.overdue, p.undrawn, p.unguaranteed_residual, p.deposit, p.collateral, p.exposure()})
            number_cell(row, money_text(amount));
    };
    std::size_t shown = 0;
    for (const auto& [position, parts] : *list) {
        sum += parts;
        if (++shown > contracts_listed) continue;
        const auto& contract = portfolio.contracts[position];
        auto& row = page.add("ROW");
        text_cell(row, contract.number.text, path_to("/contracts", contract.number.text));
        row.add("CELL")
            .set("TEXT", portfolio.lessees[contract.lessee].name)
            .set("SMALL", portfolio.lessees[contract.lessee].code.text);
        amounts(row, parts);
    }
    auto& total = page.add("TOTAL");
    text_cell(total, call.t("Total"));
    text_cell(total, "");
    amounts(total, sum);
    page.set("EMPTY_TEXT", call.t("No lease matches."));
    const auto frame = call.frame(call.t("Leases behind the exposure"), "exposure",
                                  {{call.t("Risk"), ""}, {call.t("Exposure"), "/exposure"}, {call.t("Leases"), ""}});
    return html(call.app.view.page("list", frame, page));
}

void write_parts(RecordJson& out, const ExposureParts& p) {
    out("net_investment", p.net_investment);
    out("overdue", p.overdue);
    out("undrawn", p.undrawn);
    out("unguaranteed_residual", p.unguaranteed_residual);
    out("deposit", p.deposit);
    out("collateral", p.collateral);
    out("exposure", p.exposure());
}

Response get_contracts(const Call& call) {
    const auto asked = exposure_asked(call);
    if (!asked) return problem(asked.errors());
    const auto list = contracts_behind(call, *asked);
    if (!list) return problem(list.errors());
    const auto& portfolio = asked->portfolio();
    return json_text("{\"items\":" +
                     json_array(*list,
                                [&](const Behind& behind) {
                                    const auto& contract = portfolio.contracts[behind.contract];
                                    RecordJson out;
                                    out("contract", contract.number);
                                    out("lessee", portfolio.lessees[contract.lessee].code);
                                    write_parts(out, behind.parts);
                                    return out.object();
                                }) +
                     ",\"next\":null}");
}

Response get_trend(const Call& call) {
    const auto asked_axis = call.parameter("axis");
    const auto axis = parse_named<Axis>(asked_axis.empty() ? "cluster" : asked_axis, "axis");
    const auto currency = call.parameter("currency").empty() ? Result<Currency>(call.app.currency)
                                                             : parse_currency(call.parameter("currency"));
    if (!axis) return problem(axis.errors());
    if (!currency) return problem(currency.errors());
    const auto frozen = call.app.database.read(
        [&](db::Connection& c) { return db::exposure_snapshots(c, *axis, *currency, call.parameter("place")); });
    return json_text("{\"items\":" +
                     json_array(frozen,
                                [](const db::PeriodExposure& month) {
                                    RecordJson out;
                                    out("period", to_text(month.period));
                                    out("axis", month.frozen.axis);
                                    out("place", month.frozen.place);
                                    out("contracts", static_cast<int>(month.frozen.contracts));
                                    write_parts(out, month.frozen.parts);
                                    return out.object();
                                }) +
                     ",\"next\":null}");
}

}  // namespace

void add_exposure_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/exposure", Read, exposure_page});
    routes.push_back({"GET", "/exposure/contracts", Read, contracts_page});
    routes.push_back({"GET", "/api/v1/exposure/contracts", Read, get_contracts,
                      "The contracts behind a figure: as_of, currency, rows, columns, row, column", "",
                      "ExposedContractPage"});
    routes.push_back({"GET", "/api/v1/exposure/trend", Read, get_trend,
                      "Exposure frozen at month ends: axis, place, currency", "", "ExposureTrend"});
}

}  // namespace leasebook::server
