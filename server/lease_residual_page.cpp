// The residual of one lease: booked, guaranteed, unguaranteed, estimated and stressed, machine by machine, with the
// appraisals over time and the impairments that were proposed.
#include <algorithm>
#include <array>

#include "db/contract_store.h"
#include "db/impairment_store.h"
#include "db/register_store.h"
#include "domain/accounting/disposal.h"
#include "pricing/residual_curve.h"
#include "server/residual_view.h"
#include "server/routes.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::array<std::int64_t, 4> shocks{0, 10, 20, 30};  // percent

struct LeaseMachine {
    const PortfolioAsset* placed;
    const AssetClass* asset_class;
    ResidualCurve curve;
    std::vector<Appraisal> appraisals;  // oldest first

    Money value_on(Date day) const {
        std::optional<Appraisal> last;
        for (const auto& appraisal : appraisals)
            if (appraisal.date <= day) last = appraisal;
        return pricing::estimated_value(placed->asset, *asset_class, curve, last, day);
    }
};

std::vector<LeaseMachine> machines_of(const Call& call, const Portfolio& portfolio, std::uint32_t contract) {
    const auto curves = pricing::curves_of(portfolio.asset_classes, portfolio.residual_curves);
    std::vector<LeaseMachine> machines;
    call.app.database.read([&](db::Connection& c) {
        machines.clear();
        for (const auto& placed : portfolio.assets)
            if (placed.contract == contract)
                machines.push_back({&placed, &portfolio.asset_classes[placed.asset_class], curves[placed.asset_class],
                                    db::appraisals_of(c, placed.asset.code)});
    });
    return machines;
}

void add_kpis(Data& page, const Call& call, const reports::ResidualPosition& position) {
    add_kpi(page, call, "Booked residual", money_with_sign(position.booked),
            date_text(position.term_end, call.language));
    add_kpi(page, call, "Guaranteed", money_with_sign(position.guaranteed), "");
    add_kpi(page, call, "Unguaranteed", money_with_sign(position.unguaranteed), "");
    add_kpi(page, call, "Current estimate", money_with_sign(position.current_estimate),
            call.t(position.appraised ? "appraisal" : "class curve"));
    add_kpi(page, call, "Forecast at term end", money_with_sign(position.forecast),
            position.upside.is_zero() ? "" : call.t("upside") + " " + money_with_sign(position.upside));
    add_kpi(page, call, "Forecast −20%", money_with_sign(position.stressed), "");
    add_kpi(page, call, "Residual at risk", money_with_sign(position.at_risk), "",
            position.at_risk.is_zero() ? "pos" : "neg");
}

// Who bears the guaranteed part, and whether still when it is called for (R-F-01).
void add_guarantor(Data& page, const Call& call, const ContractNumber& number,
                   const reports::ResidualPosition& position) {
    if (position.guaranteed.is_zero()) return;
    const auto contract = call.app.database.read([&](db::Connection& c) { return db::find_contract(c, number); });
    ensure(contract.has_value(), "the contract of a residual is there");
    const auto& conditions = contract->content.conditions;
    const auto kind = conditions.residual_guarantor.value_or(ResidualGuarantor::Lessee);
    const auto& until = conditions.guarantee_until;
    // Terms may have been changed since: on entering the lease this is refused.
    const bool ends_early = until && *until < position.term_end;
    const auto note =
        ends_early ? filled(call.t("The guarantee ends on {0}, before the lease does: it will guarantee nothing."),
                            {date_text(*until, call.language)})
        : until    ? filled(call.t("until {0}"), {date_text(*until, call.language)})
                   : std::string{};
    add_kpi(page, call, "Guaranteed by", conditions.guarantor_name.value_or(value_text(call.language, to_text(kind))),
            note, ends_early ? "neg" : "");
}

// What happens to the residual at each shock, and who bears it under either kind of guarantee (F.4).
void add_stress(Data& page, const Call& call, const reports::ResidualPosition& position) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Under stress, and who bears it")).set("SPAN", "s12");
    add_columns(table, call,
                {{"Values"},
                 {"Machines fetch", true},
                 {"At risk", true},
                 {"Floor: guarantor pays", true},
                 {"Floor: we lose", true},
                 {"Top slice: guarantor pays", true},
                 {"Top slice: we lose", true}});
    for (const auto percent : shocks) {
        const Money value = stressed(position.forecast, {rate_scale / 100 * percent});
        auto& row = table.add("ROW");
        text_cell(row, percent == 0 ? call.t("as forecast") : "−" + std::to_string(percent) + "%");
        number_cell(row, money_text(value));
        number_cell(row, money_text(residual_at_risk(position.booked, value)));
        for (const auto kind : {GuaranteeKind::Floor, GuaranteeKind::TopSlice}) {
            const auto outcome = residual_shortfall({kind, position.guaranteed, position.booked}, value);
            number_cell(row, money_text(outcome.guarantor_pays));
            number_cell(row, money_text(outcome.lessor_loses));
        }
    }
}

std::string usage_text(const Call& call, const Machine& machine) {
    if (!machine.usage || !machine.usage_unit) return "";
    return count_text(*machine.usage) + " " + value_text(call.language, to_text(*machine.usage_unit));
}

void add_machines(Data& page, const Call& call, const std::vector<LeaseMachine>& machines, Date term_end) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Machines")).set("SPAN", "s12").set("EMPTY_TEXT", call.t("No asset yet."));
    add_columns(table, call,
                {{"Asset"},
                 {"Asset class"},
                 {"Cost", true},
                 {"Use"},
                 {"Condition"},
                 {"Use and condition count", true},
                 {"Curve at term end", true},
                 {"Estimate today", true},
                 {"Forecast at term end", true},
                 {"Prudent to book", true}});
    for (const auto& machine : machines) {
        const auto& asset = machine.placed->asset;
        const Money forecast = machine.value_on(term_end);
        auto& row = table.add("ROW");
        text_cell(row, asset.code.text, path_to("/assets", asset.code.text));
        text_cell(row, localised(call.language, machine.asset_class->name, machine.asset_class->name_zh),
                  path_to("/asset-classes", machine.asset_class->code.text));
        number_cell(row, money_text(asset.cost));
        text_cell(row, usage_text(call, asset));
        text_cell(row, asset.condition ? to_text(*asset.condition) : "");
        number_cell(row, machine.placed->appraisal
                             ? call.t("appraisal")
                             : percent_text(pricing::value_adjustment(*machine.asset_class, asset), 1));
        number_cell(row, percent_text(machine.curve.at(age_in_months(asset.acquired, term_end)), 1));
        number_cell(row, money_text(machine.value_on(call.today())));
        number_cell(row, money_text(forecast));
        number_cell(row, money_text(prudent(*machine.asset_class, forecast)));
    }
}

void add_appraisals(Data& page, const Call& call, const std::vector<LeaseMachine>& machines) {
    std::vector<Appraisal> all;
    for (const auto& machine : machines) std::ranges::copy(machine.appraisals, std::back_inserter(all));
    std::ranges::stable_sort(all, std::ranges::greater{}, &Appraisal::date);
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Appraisals"))
        .set("SPAN", "s6")
        .set("EMPTY_TEXT", call.t("Not appraised yet: the class curve holds."));
    add_columns(table, call, {{"Date"}, {"Asset"}, {"Value", true}, {"Source"}});
    for (const auto& appraisal : all) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(appraisal.date, call.language));
        text_cell(row, appraisal.asset.text, path_to("/assets", appraisal.asset.text));
        number_cell(row, money_text(appraisal.value));
        text_cell(row, appraisal.source.value_or(""));
    }
}

void add_proposals(Data& page, const Call& call, const ContractNumber& number) {
    const auto proposals = call.app.database.read([&](db::Connection& c) { return db::impairments_of(c, number); });
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Impairment proposals"))
        .set("SPAN", "s6")
        .set("EMPTY_TEXT", call.t("No review has proposed an impairment."));
    add_columns(table, call, {{"As of"}, {"Reduction", true}, {"Status"}, {"Decided by"}, {"Reason"}});
    for (const auto& proposal : proposals) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(proposal.as_of, call.language), "/impairments/" + std::to_string(proposal.id));
        number_cell(row, money_text(proposal.reduction));
        text_cell(row, value_text(call.language, to_text(proposal.status)));
        text_cell(row, proposal.decided_by.value_or(""));
        text_cell(row, proposal.reason.value_or(""));
    }
}

double in_major_units(Money amount) { return static_cast<double>(amount.minor_units()) / 100; }

void draw_value(Data& page, const Call& call, const reports::ResidualPosition& position,
                const std::vector<LeaseMachine>& machines, Date from) {
    reports::LineChart chart;
    chart.lines = {{{}, 0, false}};
    const int months = age_in_months(from, position.term_end);
    for (int month = 0; month <= months; ++month) {
        Money sum = Money::zero(position.booked.currency());
        for (const auto& machine : machines)
            if (machine.placed->asset.currency == sum.currency()) sum += machine.value_on(add_months(from, month));
        chart.lines[0].points.push_back({static_cast<double>(month), in_major_units(sum)});
    }
    const auto level = [&](Money amount, std::size_t colour) {
        const double y = in_major_units(amount);
        chart.lines.push_back({{{0, y}, {static_cast<double>(months), y}}, colour, true});
    };
    level(position.booked, 4);
    level(position.guaranteed, 2);
    for (int month = 0; month <= months; month += 12)
        chart.x_ticks.push_back({static_cast<double>(month), month_text(add_months(from, month), call.language)});
    chart.y_text = [](double amount) { return count_text(static_cast<std::int64_t>(amount)); };
    page.set("CHART_TITLE", call.t("Estimated value, booked and guaranteed residual"));
    page.draw("CHART",
              reports::line_chart(chart, {900, 300, call.t("Estimated value, booked and guaranteed residual")}));
    const auto legend = [&](const char* text, const char* colour) {
        page.add("LEGEND").set("TEXT", call.t(text)).set("COLOUR", colour);
    };
    legend("Estimated value", "k1");
    legend("Booked residual", "k5");
    legend("Guaranteed", "k3");
}

Response lease_residual_page(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto asked = asked_residuals(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto& [portfolio_page, book] = *asked;
    const auto& portfolio = portfolio_page->portfolio;
    const auto found = std::ranges::find(portfolio.contracts, number, &PortfolioContract::number);
    if (found == portfolio.contracts.end())
        return no_such_page(call, not_found("", "There is no contract {0}.", shortened(number.text)));
    const auto at = static_cast<std::uint32_t>(found - portfolio.contracts.begin());
    const auto position = std::ranges::find(book.positions, at, &reports::ResidualPosition::contract);
    Data page;
    page.set("TITLE", call.t("Residual value") + ": " + number.text).set("SUB", portfolio.lessees[found->lessee].name);
    page.set("AS_OF", to_text(book.as_of)).set("ACTION_PATH", call.request.path);
    page.add("ACTION").set("TEXT", call.t("Lease")).set("HREF", path_to("/contracts", number.text));
    const auto machines = machines_of(call, portfolio, at);
    const Date end = final_date(*found);
    if (position == book.positions.end()) {
        page.set("FOOT", call.t("This lease carries no residual value on this day."));
    } else {
        add_kpis(page, call, *position);
        add_guarantor(page, call, number, *position);
        draw_value(page, call, *position, machines, found->terms.commencement);
        add_stress(page, call, *position);
    }
    add_machines(page, call, machines, end);
    add_appraisals(page, call, machines);
    add_proposals(page, call, number);
    return html(call.app.view.page("residuals", residual_frame(call, number.text), page));
}

}  // namespace

void add_lease_residual_page(std::vector<Route>& routes) {
    routes.push_back({"GET", "/residuals/{number}", Permission::Read, lease_residual_page});
}

}  // namespace leasebook::server
