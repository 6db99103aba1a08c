// One lease as a page: what it is, what can be done with it, and everything that happened to it.
#include "db/contract_store.h"
#include "db/register_store.h"
#include "domain/title.h"
#include "pricing/residual_curve.h"
#include "server/contract_pages.h"
#include "server/contract_steps.h"
#include "server/known_at.h"
#include "server/lease_life.h"
#include "server/limit_check.h"
#include "server/quote_page.h"
#include "server/residual_review.h"
#include "server/tables.h"
#include "server/watch_pages.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

bool awaits_money(ContractStatus status) { return status >= ContractStatus::Draft && status <= ContractStatus::Signed; }

bool awaits_commencement(ContractStatus status) {
    return status >= ContractStatus::Approved && status <= ContractStatus::Disbursed;
}

// What the lease does to the limits, until it is paid out; a declined one does nothing.
LimitCheck limits_of(const Call& call, const Contract& contract, const std::vector<Asset>& assets) {
    if (!awaits_money(contract.status) || contract.status == ContractStatus::Declined) return {};
    const auto live = call.app.book.exposure(call.today(), contract.content.terms.currency, nullptr);
    const auto stopped =
        call.app.database.read([&](db::Connection& c) { return db::clusters_at_red(c, call.today()); });
    return check_limits(live, call.today(), deal_of(contract, assets), stopped);
}

// An override is there for a lease that breaks a limit, whichever step it stands at.
bool takes_step(const ContractStep& step, const Contract& contract, const LimitCheck& limits) {
    if (step.name != override_step) return contract.status == step.from;
    return limits.needs_override() && contract.status >= ContractStatus::Accepted;
}

void add_tasks(Data& page, const Call& call, const Contract& contract, const LimitCheck& limits) {
    const auto amount = money_with_sign(contract.content.terms.financed_amount);
    const auto here = path_to("/contracts", contract.number.text);
    for (const auto& step : contract_steps()) {
        const bool own = step.by_another && contract.entered_by == call.who.name;
        if (!takes_step(step, contract, limits) || !call.may(step.permission) || own) continue;
        auto& task = page.add("TASK");
        const auto explanation = filled(call.t(step.explanation), {amount});
        task.set("TEXT", call.t(step.text)).set("EXPLANATION", explanation).show("PRIMARY");
        if (step.fields != nullptr)
            task.set("HREF", here + "/" + step.name);
        else
            task.set("ACTION_PATH", here + "/" + step.name)
                .set("CONFIRM", explanation + " " + call.t("It cannot be taken back here."))
                .set("VERSION", std::to_string(contract.version));
    }
    if (contract.status == ContractStatus::Draft && call.may(Permission::EditContracts))
        page.add("ACTION").set("TEXT", call.t("Revise")).set("HREF", here + "/revise");
}

// What a lease needs before it commences.
void add_title_alerts(Data& page, const Call& call, const Contract& contract, const std::vector<Asset>& assets) {
    if (!awaits_commencement(contract.status)) return;
    for (const auto& asset : assets)
        if (!titles_missing({asset}, contract.content.terms.commencement).empty())
            page.add("ALERT")
                .set("LEVEL", call.t("Title"))
                .set("TEXT", filled(call.t("The title to machine {0} is not registered; the deadline is {1}."),
                                    {asset.code.text, date_text(title_deadline(asset), call.language)}))
                .set("HREF", path_to("/assets", asset.code.text) + "/edit")
                .set("LINK_TEXT", call.t("Register it"));
}

// Of a lease that has not commenced: what it is to be.
void add_kpis(Data& page, const Call& call, const Contract& contract, const Schedule& schedule) {
    const auto& terms = contract.content.terms;
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note);
    };
    kpi("Rent", money_with_sign(contract.content.rent), "");
    kpi("Annual rate", percent_text(terms.annual_rate), "");
    kpi("Total interest", money_with_sign(totals(schedule).interest), "");
    kpi("Booked residual", money_with_sign(terms.guaranteed_residual + terms.unguaranteed_residual),
        date_text(final_date(terms), call.language));
}

void add_conditions(Data& page, const Call& call, const LeaseConditions& conditions, Currency currency) {
    for (const auto& [field, text] : write_record(conditions)) {
        if (text.empty() || text == to_text(Money::zero(currency))) continue;
        auto shown = value_text(call.language, text);
        if (field == "late_interest_daily_rate") shown = percent_text(*conditions.late_interest_daily_rate, 4);
        if (field == "guarantee_until") shown = date_text(*conditions.guarantee_until, call.language);
        if (field == "market_rate") shown = percent_text(*conditions.market_rate);
        page.add("PAIR").set("LABEL", label_of(call.language, field)).set("TEXT", shown);
    }
}

void add_terms(Data& page, const Call& call, const Contract& contract) {
    const auto pair = [&](std::string_view field, const std::string& text, const std::string& href = {}) {
        page.add("PAIR").set("LABEL", label_of(call.language, field)).set("TEXT", text).set("HREF", href);
    };
    const auto& terms = contract.content.terms;
    pair("lessee", contract.content.lessee.text, path_to("/lessees", contract.content.lessee.text));
    if (contract.content.supplier)
        pair("supplier", contract.content.supplier->text, path_to("/suppliers", contract.content.supplier->text));
    pair("financed_amount", money_with_sign(terms.financed_amount));
    pair("commencement", date_text(terms.commencement, call.language));
    pair("first_rent_date", date_text(terms.first_rent_date, call.language));
    pair("periods",
         std::to_string(terms.periods) + " × " + std::to_string(terms.period_months) + " " + call.t("months"));
    pair("timing", value_text(call.language, to_text(terms.timing)));
    pair("day_count", to_text(terms.day_count));
    const auto& plan = contract.content.plan;
    pair("structure", value_text(call.language, to_text(plan.structure)));
    // The rents are in the schedule.
    for (const auto& [field, text] : write_record(plan))
        if (field != "structure" && field != "rents" && !text.empty()) pair(field, text);
    pair("balloon", money_text(terms.balloon));
    pair("guaranteed_residual", money_text(terms.guaranteed_residual));
    pair("unguaranteed_residual", money_text(terms.unguaranteed_residual));
    add_conditions(page, call, contract.content.conditions, terms.currency);
    if (const auto& before = contract.content.renewal_of)
        pair("renewal_of", before->text, path_to("/contracts", before->text));
    if (contract.content.branch) pair("branch", *contract.content.branch);
    pair("entered_by", contract.entered_by);
}

// What the value of an asset is told from.
struct ValuedAsset {
    AssetClass asset_class;
    ResidualCurve curve;
    std::optional<Appraisal> appraisal;  // the last one
};

void add_assets(Data& page, const Call& call, const Contract& contract, const std::vector<Asset>& assets,
                const std::vector<ValuedAsset>& valued) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Assets and residual value"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No asset yet."));
    add_columns(table, call,
                {{"Asset"},
                 {"Serial number"},
                 {"Asset class"},
                 {"Cost", true},
                 {"Estimate today", true},
                 {"Forecast at term end", true}});
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const auto& [asset_class, curve, appraisal] = valued[i];
        const auto on = [&](Date day) {
            return money_text(pricing::estimated_value(assets[i], asset_class, curve, appraisal, day));
        };
        auto& row = table.add("ROW");
        row.add("CELL").set("TEXT", assets[i].code.text).set("HREF", path_to("/assets", assets[i].code.text));
        text_cell(row, assets[i].serial_number);
        text_cell(row, localised(call.language, asset_class.name, asset_class.name_zh));
        number_cell(row, money_text(assets[i].cost));
        number_cell(row, on(call.today()));
        number_cell(row, on(final_date(contract.content.terms, contract.content.plan)));
    }
}

void add_money_actions(Data& page, const Call& call, const ContractView& view) {
    if (view.position)
        page.add("ACTION")
            .set("TEXT", call.t("Change this lease"))
            .set("HREF", path_to("/contracts", view.state.number.text) + "/change");
    if (!view.position || !call.may(Permission::PostPayments)) return;
    const auto action = [&](const std::string& text, const char* name, bool primary = false) {
        page.add("ACTION")
            .set("TEXT", text)
            .set("HREF", path_to("/contracts", view.state.number.text) + "/" + name)
            .show("PRIMARY", primary);
    };
    action(call.t("Take a payment"), "payment", true);
    if (!view.state.ended_on) action(call.t("Charge a fee"), "fee");
    if (!view.position->unapplied.is_zero()) action(call.t("Give money back"), "refund");
    action(call.t("Move the deposit"), "deposit");
}

struct LeaseRecords {
    std::optional<Lessee> lessee;
    std::vector<Asset> assets;
    std::vector<ValuedAsset> valued;  // in the order of the assets
    std::vector<db::PostedEntry> entries;
    std::vector<ChartLine> chart;
};

LeaseRecords load_records(db::Connection& c, const Contract& contract, const AsOf& as_of) {
    LeaseRecords records{db::find<Lessee>(c, contract.content.lessee),
                         db::assets_of(c, contract.number),
                         {},
                         db::entries_of(c, contract.number, as_of.known_at),
                         db::chart_of_accounts(c)};
    std::erase_if(records.entries, [&](const auto& posted) { return posted.entry.business_date > as_of.on; });
    for (const auto& asset : records.assets) {
        auto asset_class = db::find<AssetClass>(c, asset.asset_class);
        ensure(asset_class.has_value(), "a stored asset has its class");
        std::optional<Appraisal> last;
        for (auto& appraisal : db::appraisals_of(c, asset.code))
            if (appraisal.date <= as_of.on) last = std::move(appraisal);
        auto curve = curve_in_force(c, *asset_class, as_of.on);
        records.valued.push_back({*std::move(asset_class), std::move(curve), std::move(last)});
    }
    return records;
}

void add_heading(Data& page, const Call& call, const Contract& contract, const LeaseRecords& records) {
    page.set("TITLE", contract.number.text)
        .set("SUB", records.lessee ? records.lessee->name : contract.content.lessee.text);
    page.add("TAG")
        .set("TEXT", value_text(call.language, to_text(contract.status)))
        .set("KIND", status_kind(contract.status));
}

void add_as_of(Data& page, const Call& call, const AsOf& as_of) {
    page.set("ACTION_PATH", call.request.path)
        .set("AS_OF", to_text(as_of.on))
        .set("KNOWN_AT", control_text(as_of.known_at));
    if (call.parameter("as_of").empty() && call.parameter("known_at").empty()) return;
    page.set("CLEAR_HREF", call.request.path);
}

}  // namespace

Response lease_page(const Call& call, const ContractNumber& number, const Errors& errors) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return refusal_page(call, as_of.errors());
    std::optional<LeaseRecords> records;
    const auto view = call.app.database.read([&](db::Connection& c) {
        auto found = view_contract(c, number, *as_of, call.today());
        if (found) records = load_records(c, found->state, *as_of);
        return found;
    });
    if (!view) return no_such_page(call, view.error());
    const auto& contract = view->state;
    const auto schedule = running_schedule(*view);
    const bool now = call.parameter("as_of").empty() && call.parameter("known_at").empty();
    Data page;
    add_heading(page, call, contract, *records);
    add_errors(page, call.language, errors);
    add_as_of(page, call, *as_of);
    const auto limits = now ? limits_of(call, contract, records->assets) : LimitCheck{};
    if (now) add_alerts(page, call, contract.content.lessee, number);
    if (now) add_title_alerts(page, call, contract, records->assets);
    if (now) add_tasks(page, call, contract, limits);
    if (now) add_money_actions(page, call, *view);
    if (view->position)
        add_position(page, call, *view, *as_of);
    else
        add_kpis(page, call, contract, schedule);
    add_terms(page, call, contract);
    draw_cash_flows(page, schedule, call);
    add_effects(page, call, limits, "s12");
    add_assets(page, call, contract, records->assets, records->valued);
    if (now && !view->position) add_loss_effect(page, call, contract);
    if (view->life) {
        add_dues(page, call, *view);
        add_payments(page, call, *view);
        add_undo(page, call, *view);
    }
    if (now) add_document_links(page, call, *view);
    add_attachments(page, call, number);
    if (!records->entries.empty()) add_journal(page, call, records->entries, records->chart, false);
    fill_schedule(page, schedule, call.language);
    add_time_line(page, call, *view);
    const auto frame =
        call.frame(number.text, "leases", {{call.t("Work"), ""}, {call.t("Leases"), "/contracts"}, {number.text, ""}});
    return html(call.app.view.page("lease", frame, page), errors.empty() ? 200 : status_of(errors));
}

}  // namespace leasebook::server
