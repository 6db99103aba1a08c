// One machine: its papers, its value over time, its history, and what happens once it came back.
#include "db/register_store.h"
#include "db/remarketing_store.h"
#include "domain/title.h"
#include "server/asset_records.h"
#include "server/asset_steps.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/register_forms.h"
#include "server/residual_view.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::optional<AssetRecords> records_for(const Call& call) {
    return call.app.database.read(
        [&](db::Connection& c) { return asset_records(c, {call.path_value(0)}, call.today()); });
}

Response no_such_asset(const Call& call) {
    return no_such_page(call, not_found("", "There is no {0} \"{1}\".", "Asset", shortened(call.path_value(0))));
}

Money booked_of(const PortfolioContract& lease) {
    return lease.terms.guaranteed_residual + unguaranteed_residual(lease);
}

void draw_value(Data& page, const Call& call, const AssetRecords& records) {
    const auto& asset = records.asset;
    const auto major = [](Money amount) { return static_cast<double>(amount.minor_units()) / 100; };
    reports::LineChart chart;
    chart.lines = {{{}, 0, false}};
    const int months = static_cast<int>(records.curve.share_by_month.size()) - 1;
    for (int month = 0; month <= months; ++month)
        chart.lines[0].points.push_back({month / 12.0, major(records.value_on(add_months(asset.acquired, month)))});
    for (const auto& appraisal : records.appraisals)
        chart.marks.push_back({{age_in_months(asset.acquired, appraisal.date) / 12.0, major(appraisal.value)},
                               date_text(appraisal.date, call.language) + ": " + money_with_sign(appraisal.value)});
    if (records.lease) {
        const double booked = major(booked_of(*records.lease));
        const double end = age_in_months(asset.acquired, final_date(*records.lease)) / 12.0;
        chart.lines.push_back({{{0, booked}, {end, booked}}, 4, true});
        page.show("BOOKED");
    }
    for (const double year : reports::round_steps(0, months / 12.0))
        chart.x_ticks.push_back({year, std::to_string(static_cast<int>(year)) + " " + call.t("years")});
    chart.y_text = [](double amount) { return count_text(static_cast<std::int64_t>(amount)); };
    page.draw("CHART", reports::line_chart(chart, {760, 300, call.t("Value over its life")}));
    page.set("CHART_META", asset.currency.text());
}

void add_title(Data& page, const Call& call, const Asset& asset) {
    const auto show = [&](const std::string& value, const std::string& note, const char* colour) {
        page.add("KPI")
            .set("LABEL", call.t("Title registration"))
            .set("VALUE", value)
            .set("NOTE", note)
            .set("COLOUR", colour);
    };
    const auto deadline = title_deadline(asset);
    switch (title_on(asset, call.today())) {
        case TitleStanding::Missing:
            return show(call.t("missing"),
                        call.today() <= deadline
                            ? filled(call.t("to be registered by {0}"), {date_text(deadline, call.language)})
                            : call.t("does not stand against others in good faith"),
                        "neg");
        case TitleStanding::Expired:
            return show(date_text(*asset.lien_until, call.language),
                        call.t("ended: does not stand against others in good faith"), "neg");
        case TitleStanding::Late:
            return show(date_text(*asset.lien_registered, call.language),
                        call.t("more than 10 days after delivery: an earlier floating charge ranks first"), "warn");
        case TitleStanding::InTime: return;  // stands among the papers
    }
}

void add_kpis(Data& page, const Call& call, const AssetRecords& records) {
    const auto& asset = records.asset;
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note,
                         const std::string& href = "", const char* colour = "") {
        page.add("KPI")
            .set("LABEL", call.t(label))
            .set("VALUE", value)
            .set("NOTE", note)
            .set("HREF", href)
            .set("COLOUR", colour);
    };
    kpi("Cost", money_with_sign(asset.cost), date_text(asset.acquired, call.language));
    kpi("Current estimate", money_with_sign(records.value_on(call.today())),
        call.t(records.appraisal_on(call.today()) ? "appraisal" : "class curve"));
    if (records.lease && !records.off_lease) {
        const auto end = final_date(*records.lease);
        kpi("Forecast at term end", money_with_sign(records.value_on(end)), date_text(end, call.language));
        kpi("Booked residual of the lease", money_with_sign(booked_of(*records.lease)), records.lease->number.text,
            path_to("/residuals", records.lease->number.text));
    }
    if (asset.insured_until)
        kpi("Insured until", date_text(*asset.insured_until, call.language), asset.insurer.value_or(""), "",
            *asset.insured_until < call.today() ? "neg" : "");
    if (records.lease) add_title(page, call, asset);
    if (records.off_lease)
        kpi("Days off lease", std::to_string(days_off_lease(*records.off_lease, call.today())),
            value_text(call.language, to_text(records.off_lease->state)));
}

void add_papers(Data& page, const Call& call, const Asset& asset) {
    for (const auto& [name, value] : write_record(asset))
        if (name != "code" && !value.empty())
            page.add("PAIR")
                .set("LABEL", label_of(call.language, name))
                .set("TEXT", name == "usage" ? count_text(*asset.usage) : value)
                .set("HREF", name == "contract"      ? path_to("/contracts", value)
                             : name == "asset_class" ? path_to("/asset-classes", value)
                             : name == "supplier"    ? path_to("/suppliers", value)
                                                     : "");
}

void add_appraisals(Data& page, const Call& call, const AssetRecords& records) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Appraisals"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Not appraised yet: the class curve holds."));
    add_columns(table, call, {{"Date"}, {"Value", true}, {"Source"}});
    for (const auto& appraisal : records.appraisals) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(appraisal.date, call.language));
        number_cell(row, money_text(appraisal.value));
        text_cell(row, appraisal.source.value_or(""));
    }
}

void add_steps(Data& page, const Call& call, const AssetRecords& records) {
    if (!records.off_lease) return;
    const auto& machine = *records.off_lease;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Since its return")).set("SPAN", "s12").set("META", machine.contract.text);
    if (machine.state != OffLeaseState::Sold && call.may(Permission::ServiceContracts))
        table.set("MORE_TEXT", call.t("Next step"))
            .set("MORE_HREF", path_to("/assets", machine.asset.text) + "/remarketing");
    add_columns(table, call, {{"Date"}, {"Step"}, {"Amount", true}, {"Place"}, {"Channel"}, {"Note"}});
    const auto line = [&](Date on, const std::string& step, const std::string& amount, const std::string& place,
                          const std::optional<SaleChannel>& channel, const std::string& note) {
        auto& row = table.add("ROW");
        text_cell(row, date_text(on, call.language));
        text_cell(row, value_text(call.language, step));
        number_cell(row, amount);
        text_cell(row, place);
        text_cell(row, channel ? value_text(call.language, to_text(*channel)) : "");
        text_cell(row, note);
    };
    line(machine.returned, "returned", money_text(machine.carrying), "", {}, call.t("in the books at this amount"));
    for (const auto& step : records.steps)
        line(step.date, to_text(step.action), step.amount.is_zero() ? "" : money_text(step.amount),
             step.place.value_or(""), step.channel, step.note.value_or(""));
    if (machine.state != OffLeaseState::Sold) return;
    line(machine.since, "sold", money_text(machine.price), "", machine.channel,
         filled(call.t("costs {0}, gain or loss {1}"), {money_text(machine.costs), money_text(machine.gain())}));
}

void add_history(Data& page, const Call& call, const AssetRecords& records) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("History"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Not changed since it was entered."));
    add_columns(table, call, {{"Changed"}, {"By"}, {"Field"}, {"Before"}, {"After"}});
    for (const auto& change : records.history) {
        auto& row = table.add("ROW");
        text_cell(row, db::moment_text(change.changed_at));
        text_cell(row, change.changed_by);
        text_cell(row, label_of(call.language, change.field));
        text_cell(row, change.before.value_or(""));
        text_cell(row, change.after.value_or(""));
    }
}

std::vector<FormField> appraisal_fields() {
    return {{"date", Control::Date, 3, "", {}},
            {"value", Control::Money, 3, "", {}},
            {"source", Control::Text, 6, "", {}, true}};
}

Response asset_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto records = records_for(call);
    if (!records) return no_such_asset(call);
    const auto& code = records->asset.code.text;
    Data page;
    page.set("TITLE", code)
        .set("SUB", localised(call.language, records->asset_class.name, records->asset_class.name_zh) + " · " +
                        records->asset.serial_number);
    if (records->off_lease)
        page.add("TAG")
            .set("TEXT", value_text(call.language, to_text(records->off_lease->state)))
            .set("KIND", records->off_lease->state == OffLeaseState::Sold ? "plain" : "warn");
    if (call.may(Permission::EditRegister))
        page.add("ACTION").set("TEXT", call.t("Edit")).set("HREF", path_to("/assets", code) + "/edit");
    add_errors(page, call.language, errors);
    add_kpis(page, call, *records);
    draw_value(page, call, *records);
    add_papers(page, call, records->asset);
    add_appraisals(page, call, *records);
    if (call.may(Permission::Appraise)) {
        auto& form = page.add("APPRAISE");
        form.set("ACTION_PATH", path_to("/assets", code) + "/appraisals");
        add_group(form, call.language, "", appraisal_fields(),
                  kept_form(page, call, call.t("New appraisal") + ": " + code, shown), errors);
    }
    add_steps(page, call, *records);
    add_history(page, call, *records);
    const auto frame =
        call.frame(code, "assets", {{call.t("Register"), ""}, {call.t("Assets"), "/assets"}, {code, ""}});
    return html(call.app.view.page("asset", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_asset(const Call& call) { return asset_page(call, {{"date", to_text(call.today())}}, {}); }

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

std::vector<FormField> step_fields(const Call& call) {
    ControlMaker maker(call);
    const RemarketingStep shape{};
    visit_fields(shape, maker);
    auto fields = std::move(maker.fields);
    std::erase_if(fields, [](const FormField& field) { return field.name == "asset" || field.name == "currency"; });
    for (auto& field : fields) {
        if (field.name == "amount") {
            field.optional = true;
            field.hint = "Costs paid, or the price asked; without VAT";
        }
        if (field.name == "note") field.width = 6;
    }
    return fields;
}

Response step_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto records = records_for(call);
    if (!records) return no_such_asset(call);
    const auto& code = records->asset.code.text;
    const auto title = call.t("Next step") + ": " + code;
    Data page;
    page.set("TITLE", title).set("SAVE_TEXT", call.t("Save"));
    if (records->off_lease) {
        page.set("SUB", value_text(call.language, to_text(records->off_lease->state)) + " · " +
                            date_text(records->off_lease->since, call.language));
        page.add("ACTION")
            .set("TEXT", call.t("Enter its sale"))
            .set("HREF", path_with(path_to("/contracts", records->off_lease->contract.text) + "/change",
                                   {{"kind", "asset_sale"}, {"asset", code}}));
    }
    page.set("ACTION_PATH", path_to("/assets", code) + "/remarketing").set("CANCEL_HREF", path_to("/assets", code));
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", step_fields(call), kept_form(page, call, title, shown), errors);
    const auto frame = call.frame(
        title, "assets",
        {{call.t("Register"), ""}, {call.t("Assets"), "/assets"}, {code, path_to("/assets", code)}, {title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_step(const Call& call) { return step_page(call, {{"date", to_text(call.today())}}, {}); }

Response post_step(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return step_page(call, *form, errors); };
    auto fields = as_typed(*form, step_fields(call));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    fields["asset"] = call.path_value(0);
    const auto asset =
        call.app.database.read([&](db::Connection& c) { return db::find<Asset>(c, {call.path_value(0)}); });
    if (asset) fields["currency"] = asset->currency.text();
    const auto step = read_record<RemarketingStep>(fields);
    if (!step) return refused(step.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto stored = take_remarketing_step(c, *step, call.today()); !stored) return stored.errors();
        return Call::Changed{see_other(path_to("/assets", step->asset.text) + "?saved=1"), step->asset.text,
                             record_json(*step)};
    };
    return call.change("asset.remarket", store, refused);
}

}  // namespace

void add_asset_pages(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/assets/{code}", Read, show_asset});
    routes.push_back({"POST", "/assets/{code}/appraisals", Appraise, post_asset_appraisal});
    routes.push_back({"GET", "/assets/{code}/remarketing", ServiceContracts, show_step});
    routes.push_back({"POST", "/assets/{code}/remarketing", ServiceContracts, post_step});
}

}  // namespace leasebook::server
