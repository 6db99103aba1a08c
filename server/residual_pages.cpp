// Residual values: the list by risk, one machine with its value over time, and appraisals.
#include <algorithm>

#include "db/contract_store.h"
#include "pricing/residual_curve.h"
#include "reports/residual_position.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/register_forms.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::size_t positions_shown = 200;

void add_position(Data& table, const Call& call, const Portfolio& portfolio,
                  const reports::ResidualPosition& position) {
    const auto& contract = portfolio.contracts[position.contract];
    auto& row = table.add("ROW");
    text_cell(row, contract.number.text, path_to("/contracts", contract.number.text));
    text_cell(row, portfolio.lessees[contract.lessee].name);
    text_cell(row, date_text(position.term_end, call.language));
    number_cell(row, money_text(position.cost));
    number_cell(row, money_text(position.current_estimate));
    number_cell(row, money_text(position.forecast));
    number_cell(row, money_text(position.booked));
    number_cell(row, money_text(position.at_risk));
    text_cell(row, call.t(position.appraised ? "appraisal" : "class curve"));
}

void add_kpis(Data& page, const Call& call, const reports::ResidualBook& book) {
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note,
                         const char* colour = "") {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note).set("COLOUR", colour);
    };
    const auto threatened = std::ranges::count_if(book.positions, [](const auto& p) { return !p.at_risk.is_zero(); });
    kpi("Booked residual values", short_money(book.booked, call.language),
        count_text(static_cast<std::int64_t>(book.positions.size())) + " " + call.t("leases"));
    kpi("Unguaranteed", short_money(book.unguaranteed, call.language), "");
    kpi("Forecast at term end", short_money(book.forecast, call.language), "");
    kpi("Residual at risk", short_money(book.at_risk, call.language), count_text(threatened) + " " + call.t("leases"),
        book.at_risk.is_zero() ? "pos" : "neg");
}

Response residuals_page(const Call& call) {
    const auto as_of =
        call.parameter("as_of").empty() ? Result<Date>(call.today()) : parse_date(call.parameter("as_of"), "as_of");
    if (!as_of) return refusal_page(call, as_of.errors());
    const auto page_of_book = call.app.book.as_of(*as_of);
    const auto& portfolio = page_of_book->portfolio;
    const auto book = reports::residual_book(portfolio, *as_of, call.app.currency);
    Data page;
    page.set("TITLE", call.t("Residual values at risk"));
    page.set("SUB", call.t("Booked residuals against what the machines are expected to fetch at term end.") + " " +
                        call.app.currency.text());
    page.set("AS_OF", to_text(*as_of))
        .set("ACTION_PATH", "/residuals")
        .set("COUNT", count_text(static_cast<std::int64_t>(book.positions.size())) + " " + call.t("leases"));
    for (const char* format : {"csv", "json"})
        page.add("DOWNLOAD_LINK")
            .set("TEXT", format == std::string("csv") ? "CSV" : "JSON")
            .set("HREF", "/api/v1/reports/residuals?as_of=" + to_text(*as_of) + "&format=" + format);
    add_kpis(page, call, book);
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By residual at risk"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease carries a residual value on this day."));
    add_columns(table, call,
                {{"Contract"},
                 {"Lessee"},
                 {"Term end"},
                 {"Cost", true},
                 {"Current estimate", true},
                 {"Forecast", true},
                 {"Booked", true},
                 {"At risk", true},
                 {"Basis"}});
    const auto shown = std::min(book.positions.size(), positions_shown);
    for (std::size_t i = 0; i < shown; ++i) add_position(table, call, portfolio, book.positions[i]);
    if (shown < book.positions.size())
        page.set("FOOT", filled(call.t("The {0} leases with the most at risk are shown; the files hold all."),
                                {std::to_string(shown)}));
    const auto frame = call.frame(call.t("Residuals"), "residuals", {{call.t("Risk"), ""}, {call.t("Residuals"), ""}});
    return html(call.app.view.page("residuals", frame, page));
}

struct AssetRecords {
    std::optional<Asset> asset;
    std::optional<AssetClass> asset_class;
    std::vector<Appraisal> appraisals;
    std::optional<Contract> contract;
};

AssetRecords load_asset(const Call& call, const AssetCode& code) {
    return call.app.database.read([&](db::Connection& c) {
        AssetRecords records{db::find<Asset>(c, code), {}, db::appraisals_of(c, code), {}};
        if (!records.asset) return records;
        records.asset_class = db::find<AssetClass>(c, records.asset->asset_class);
        ensure(records.asset_class.has_value(), "a stored asset has its class");
        if (records.asset->contract) records.contract = db::find_contract(c, *records.asset->contract);
        return records;
    });
}

std::optional<Appraisal> last_on(const std::vector<Appraisal>& appraisals, Date day) {
    std::optional<Appraisal> last;
    for (const auto& appraisal : appraisals)
        if (appraisal.date <= day) last = appraisal;
    return last;
}

void draw_value(Data& page, const Call& call, const AssetRecords& records, const ResidualCurve& curve) {
    const auto& asset = *records.asset;
    const auto major = [](Money amount) { return static_cast<double>(amount.minor_units()) / 100; };
    reports::LineChart chart;
    chart.lines = {{{}, 0, false}};
    const int months = static_cast<int>(curve.share_by_month.size()) - 1;
    for (int month = 0; month <= months; ++month) {
        const Date day = add_months(asset.acquired, month);
        chart.lines[0].points.push_back(
            {month / 12.0, major(estimate(asset, curve, last_on(records.appraisals, day), day))});
    }
    for (const auto& appraisal : records.appraisals)
        chart.marks.push_back({{age_in_months(asset.acquired, appraisal.date) / 12.0, major(appraisal.value)},
                               date_text(appraisal.date, call.language) + ": " + money_with_sign(appraisal.value)});
    if (records.contract) {
        const auto& terms = records.contract->content.terms;
        const double booked = major(terms.guaranteed_residual + terms.unguaranteed_residual);
        const auto term_end = final_date(terms, records.contract->content.plan);
        const double end = age_in_months(asset.acquired, term_end) / 12.0;
        chart.lines.push_back({{{0, booked}, {end, booked}}, 4, true});
        page.show("BOOKED");
    }
    for (const double year : reports::round_steps(0, months / 12.0))
        chart.x_ticks.push_back({year, std::to_string(static_cast<int>(year)) + " " + call.t("years")});
    chart.y_text = [](double amount) { return count_text(static_cast<std::int64_t>(amount)); };
    page.draw("CHART", reports::line_chart(chart, {760, 300, call.t("Value over its life")}));
    page.set("CHART_META", asset.currency.text());
}

void add_asset_kpis(Data& page, const Call& call, const AssetRecords& records, const ResidualCurve& curve) {
    const auto& asset = *records.asset;
    const auto kpi = [&](const char* label, Money value, const std::string& note) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", money_with_sign(value)).set("NOTE", note);
    };
    const auto last = last_on(records.appraisals, call.today());
    kpi("Cost", asset.cost, date_text(asset.acquired, call.language));
    kpi("Current estimate", estimate(asset, curve, last, call.today()), call.t(last ? "appraisal" : "class curve"));
    if (!records.contract) return;
    const auto& terms = records.contract->content.terms;
    const auto end = final_date(terms, records.contract->content.plan);
    kpi("Forecast at term end", estimate(asset, curve, last, end), date_text(end, call.language));
    kpi("Booked residual", terms.guaranteed_residual + terms.unguaranteed_residual, records.contract->number.text);
}

void add_appraisals(Data& page, const Call& call, const AssetRecords& records) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Appraisals"))
        .set("SPAN", "s7")
        .set("EMPTY_TEXT", call.t("Not appraised yet: the class curve holds."));
    add_columns(table, call, {{"Date"}, {"Value", true}, {"Source"}});
    for (const auto& appraisal : records.appraisals) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(appraisal.date, call.language));
        number_cell(row, money_text(appraisal.value));
        text_cell(row, appraisal.source.value_or(""));
    }
}

std::vector<FormField> appraisal_fields() {
    return {{"date", Control::Date, 3, "", {}},
            {"value", Control::Money, 3, "", {}},
            {"source", Control::Text, 6, "", {}, true}};
}

Response asset_page(const Call& call, const Fields& shown, const Errors& errors) {
    const AssetCode code{call.path_value(0)};
    const auto records = load_asset(call, code);
    if (!records.asset)
        return no_such_page(call, not_found("", "There is no {0} \"{1}\".", "Asset", shortened(code.text)));
    const auto curve = pricing::curve_of(*records.asset_class);
    Data page;
    page.set("TITLE", code.text)
        .set("SUB", localised(call.language, records.asset_class->name, records.asset_class->name_zh) + " · " +
                        records.asset->serial_number);
    if (call.may(Permission::EditRegister))
        page.add("ACTION").set("TEXT", call.t("Edit")).set("HREF", path_to("/assets", code.text) + "/edit");
    add_errors(page, call.language, errors);
    add_asset_kpis(page, call, records, curve);
    draw_value(page, call, records, curve);
    for (const auto& [name, value] : write_record(*records.asset))
        if (name != "code")
            page.add("PAIR")
                .set("LABEL", label_of(call.language, name))
                .set("TEXT", value)
                .set("HREF", name == "contract" && !value.empty() ? path_to("/contracts", value) : "");
    add_appraisals(page, call, records);
    if (call.may(Permission::Appraise)) {
        auto& form = page.add("APPRAISE");
        form.set("ACTION_PATH", path_to("/assets", code.text) + "/appraisals");
        add_group(form, call.language, "", appraisal_fields(), shown, errors);
    }
    const auto frame =
        call.frame(code.text, "assets", {{call.t("Register"), ""}, {call.t("Assets"), "/assets"}, {code.text, ""}});
    return html(call.app.view.page("asset", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_asset(const Call& call) { return asset_page(call, {{"date", to_text(call.today())}}, {}); }

// An appraisal is of a machine that exists and in the currency of its cost; the same day again replaces the value.
Result<Done> store_appraisal(db::Connection& connection, const Appraisal& appraisal) {
    const auto asset = db::find<Asset>(connection, appraisal.asset);
    if (!asset) return not_found("asset", "There is no asset \"{0}\".", shortened(appraisal.asset.text));
    if (asset->currency != appraisal.currency)
        return invalid("currency", "This asset is valued in {0}, not in {1}.", asset->currency.text(),
                       appraisal.currency.text());
    if (appraisal.date < asset->acquired)
        return invalid("date", "The asset was acquired only on {0}.", to_text(asset->acquired));
    return db::upsert(connection, appraisal);
}

Response post_asset_appraisal(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return asset_page(call, *form, errors); };
    auto fields = as_typed(*form, appraisal_fields());
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    const auto asset =
        call.app.database.read([&](db::Connection& c) { return db::find<Asset>(c, {call.path_value(0)}); });
    fields["asset"] = call.path_value(0);
    if (asset) fields["currency"] = asset->currency.text();
    const auto appraisal = read_record<Appraisal>(fields);
    if (!appraisal) return refused(appraisal.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto stored = store_appraisal(c, *appraisal); !stored) return stored.errors();
        return Call::Changed{see_other(path_to("/assets", appraisal->asset.text) + "?saved=1"), appraisal->asset.text,
                             record_json(*appraisal)};
    };
    return call.change("asset.appraise", store, refused);
}

Response post_appraisal(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto appraisal = read_json_record<Appraisal>(*json);
    if (!appraisal) return problem(appraisal.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto stored = store_appraisal(c, *appraisal); !stored) return stored.errors();
        return Call::Changed{json_text(record_json(*appraisal), 201), appraisal->asset.text, record_json(*appraisal)};
    };
    return call.change("asset.appraise", store, [](const Errors& errors) { return problem(errors); });
}

Response get_appraisals(const Call& call) {
    const AssetCode asset{call.parameter("asset")};
    if (asset.text.empty()) return problem({invalid("asset", "Name the asset: ?asset=…")});
    const auto appraisals = call.app.database.read([&](db::Connection& c) { return db::appraisals_of(c, asset); });
    return json_text("{\"items\":" + json_array(appraisals, record_json<Appraisal>) + ",\"next\":null}");
}

}  // namespace

void add_residual_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/residuals", Read, residuals_page});
    routes.push_back({"GET", "/assets/{code}", Read, show_asset});
    routes.push_back({"POST", "/assets/{code}/appraisals", Appraise, post_asset_appraisal});
    routes.push_back(
        {"GET", "/api/v1/appraisals", Read, get_appraisals, "The appraisals of an asset", "", "AppraisalPage"});
    routes.push_back(
        {"POST", "/api/v1/appraisals", Appraise, post_appraisal, "Store an appraisal", "Appraisal", "Appraisal"});
}

}  // namespace leasebook::server
