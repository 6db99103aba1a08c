// Leases as pages: the form, and one lease with everything that happened to it.
#include <algorithm>

#include "db/register_store.h"
#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "server/contract_api.h"
#include "server/contract_pages.h"
#include "server/contracts.h"
#include "server/quote_page.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::vector<FormGroup> lease_groups(const Call& call) {
    const auto [classes, suppliers] = call.app.database.read([](db::Connection& c) {
        return std::pair{db::all<AssetClass>(c), db::list<Supplier>(c, {"", "", 200}).rows};
    });
    std::vector<Choice> class_choices{{"", call.t("Choose one")}}, supplier_choices;
    for (const auto& c : classes) class_choices.push_back({c.code.text, localised(call.language, c.name, c.name_zh)});
    for (const auto& s : suppliers) supplier_choices.push_back({s.code.text, s.name});
    std::vector<FormGroup> groups{
        {"Lessee and machine",
         {{"lessee", Control::Suggest, 3, "Key of a lessee in the register", lessee_choices(call)},
          {"supplier", Control::Suggest, 3, "", supplier_choices, true},
          {"asset_class", Control::Select, 3, "", class_choices},
          {"serial_number", Control::Text, 3, "", {}},
          {"asset_cost", Control::Money, 3, "Left empty: the financed amount", {}, true}}}};
    for (auto& group : term_groups(call.language)) groups.push_back(std::move(group));
    return groups;
}

struct LeaseForm {
    std::string title, action, save, cancel;
    std::optional<int> version;
};

Response form_page(const Call& call, const LeaseForm& form, const Fields& shown, const Errors& errors) {
    Data page;
    page.set("TITLE", form.title)
        .set("ACTION_PATH", form.action)
        .set("SAVE_TEXT", form.save)
        .set("CANCEL_HREF", form.cancel);
    if (form.version) page.set("VERSION", std::to_string(*form.version));
    add_errors(page, call.language, errors);
    for (const auto& group : lease_groups(call))
        add_group(page, call.language, group.title, group.fields, shown, errors);
    fill_quote_result(page, call, shown, errors.empty() ? Problems::Shown : Problems::InTheForm);
    const auto frame =
        call.frame(form.title, "leases", {{call.t("Work"), ""}, {call.t("Leases"), "/contracts"}, {form.title, ""}});
    return html(call.app.view.page("lease_form", frame, page), errors.empty() ? 200 : status_of(errors));
}

LeaseForm new_form(const Call& call) {
    return {call.t("New lease"), "/contracts", call.t("Save draft"), "/contracts", {}};
}

LeaseForm revision_form(const Call& call, const std::string& number, int version) {
    return {call.t("Revise lease") + " " + number, path_to("/contracts", number) + "/revise", call.t("Save draft"),
            path_to("/contracts", number), version};
}

Response new_page(const Call& call) { return form_page(call, new_form(call), first_quote(call.today()), {}); }

// The terms of a quote, carried into a new lease; lessee and machine are still to be entered.
Response from_quote(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    auto shown = *form;
    // What was solved for is entered in the lease like everything else.
    const auto request = read_typed_quote(shown, call.language);
    const auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
    if (priced)
        for (auto& [name, text] : lease_of_quote(priced->quote, request->quote.plan, call.language)) shown[name] = text;
    for (const auto& name : {"solve_for", "rent", "target_yield"}) shown.erase(name);
    return form_page(call, new_form(call), shown, {});
}

Result<LeaseEntry> typed_lease(const Call& call, const Fields& form) {
    Fields fields = as_typed(form, all_fields(lease_groups(call)));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    return read_record<LeaseEntry>(with_first_rent_date(std::move(fields)));
}

Response post_draft(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto entry = typed_lease(call, *form);
    if (!entry) return form_page(call, new_form(call), *form, entry.errors());
    const auto draft = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = draft_lease(c, *entry, call.act(), call.app.clock());
        if (!contract) return contract.errors();
        return Call::Changed{see_other(path_to("/contracts", contract->number.text) + "?saved=1"),
                             contract->number.text, ""};
    };
    return call.change("contract.draft", draft,
                       [&](const Errors& errors) { return form_page(call, new_form(call), *form, errors); });
}

Response revise_page(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto [contract, assets] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find_contract(c, number), db::assets_of(c, number)};
    });
    if (!contract) return no_such_page(call, not_found("", "There is no contract {0}.", shortened(number.text)));
    Fields fields;
    for (auto& [name, value] : write_record(entry_of(*contract, assets))) fields.emplace(name, value);
    return form_page(call, revision_form(call, number.text, contract->version),
                     for_editing(fields, all_fields(lease_groups(call))), {});
}

// The version of the contract that the form was made from.
int posted_version(const Fields& form) {
    const auto found = form.find("version");
    return found == form.end() ? 0 : static_cast<int>(parse_integer(found->second, 1, 1'000'000'000).value_or(0));
}

Response post_revision(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto number = call.path_value(0);
    const int version = posted_version(*form);
    const auto entry = typed_lease(call, *form);
    if (!entry) return form_page(call, revision_form(call, number, version), *form, entry.errors());
    const auto save = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = revise_lease(c, {number}, version, *entry, call.act(), call.app.clock());
        if (!contract) return contract.errors();
        return Call::Changed{see_other(path_to("/contracts", number) + "?saved=1"), number, ""};
    };
    return call.change("contract.revise", save, [&](const Errors& errors) {
        return form_page(call, revision_form(call, number, version), *form, errors);
    });
}

void add_task(Data& page, const Contract& contract, const char* step, const std::string& text,
              const std::string& explanation) {
    auto& task = page.add("TASK");
    task.set("ACTION_PATH", path_to("/contracts", contract.number.text) + "/" + step)
        .set("TEXT", text)
        .set("EXPLANATION", explanation);
    task.set("CONFIRM", explanation).set("VERSION", std::to_string(contract.version)).show("PRIMARY");
}

void add_tasks(Data& page, const Call& call, const Contract& contract) {
    const auto amount = money_with_sign(contract.content.terms.financed_amount);
    const bool own = contract.entered_by == call.who.name;
    if (contract.status == ContractStatus::Draft && call.may(Permission::ApproveContracts) && !own)
        add_task(page, contract, "approve", call.t("Approve"),
                 filled(call.t("Approves exactly these terms: {0} financed."), {amount}));
    if (contract.status == ContractStatus::Approved && call.may(Permission::EditContracts))
        add_task(page, contract, "activate", call.t("Activate"),
                 filled(call.t("Puts {0} into the book from commencement on."), {amount}));
    if (contract.status == ContractStatus::Draft && call.may(Permission::EditContracts))
        page.add("ACTION")
            .set("TEXT", call.t("Revise"))
            .set("HREF", path_to("/contracts", contract.number.text) + "/revise");
}

void add_kpis(Data& page, const Call& call, const Contract& contract, const Schedule& schedule) {
    const auto& terms = contract.content.terms;
    const auto kpi = [&](const char* label, const std::string& value, const std::string& note) {
        page.add("KPI").set("LABEL", call.t(label)).set("VALUE", value).set("NOTE", note);
    };
    const auto outstanding = contract.status == ContractStatus::Active
                                 ? outstanding_principal(terms, schedule, call.today())
                                 : Money::zero(terms.currency);
    kpi("Outstanding principal", money_with_sign(outstanding), date_text(call.today(), call.language));
    kpi("Rent", money_with_sign(contract.content.rent), "");
    kpi("Annual rate", percent_text(terms.annual_rate), "");
    kpi("Total interest", money_with_sign(totals(schedule).interest), "");
    kpi("Booked residual", money_with_sign(terms.guaranteed_residual + terms.unguaranteed_residual),
        date_text(final_date(terms), call.language));
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
    pair("entered_by", contract.entered_by);
}

void add_assets(Data& page, const Call& call, const Contract& contract, const std::vector<Asset>& assets,
                const std::vector<std::pair<AssetClass, std::optional<Appraisal>>>& valued) {
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
        const auto curve = pricing::curve_of(valued[i].first);
        auto& row = table.add("ROW");
        row.add("CELL").set("TEXT", assets[i].code.text).set("HREF", path_to("/assets", assets[i].code.text));
        text_cell(row, assets[i].serial_number);
        text_cell(row, localised(call.language, valued[i].first.name, valued[i].first.name_zh));
        number_cell(row, money_text(assets[i].cost));
        number_cell(row, money_text(estimate(assets[i], curve, valued[i].second, call.today())));
        number_cell(row, money_text(estimate(assets[i], curve, valued[i].second,
                                             final_date(contract.content.terms, contract.content.plan))));
    }
}

void add_history(Data& page, const Call& call, const std::vector<db::RecordedEvent>& events) {
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const auto& act = act_of(event->event);
        page.add("EVENT")
            .set("TEXT", value_text(call.language, event_name(event->event)))
            .set("WHEN", date_text(act.on, call.language))
            .set("WHO", act.by)
            .set("DETAIL", call.t("Recorded") + " " + db::moment_text(event->recorded_at));
    }
}

struct LeaseRecords {
    std::optional<Contract> contract;
    std::optional<Lessee> lessee;
    std::vector<Asset> assets;
    std::vector<std::pair<AssetClass, std::optional<Appraisal>>> valued;  // class and last appraisal of each asset
    std::vector<db::RecordedEvent> events;
};

LeaseRecords load_lease(const Call& call, const ContractNumber& number) {
    return call.app.database.read([&](db::Connection& c) {
        LeaseRecords records{db::find_contract(c, number), {}, db::assets_of(c, number), {}, db::events_of(c, number)};
        if (records.contract) records.lessee = db::find<Lessee>(c, records.contract->content.lessee);
        for (const auto& asset : records.assets) {
            auto asset_class = db::find<AssetClass>(c, asset.asset_class);
            ensure(asset_class.has_value(), "a stored asset has its class");
            std::optional<Appraisal> last;
            for (auto& appraisal : db::appraisals_of(c, asset.code))
                if (appraisal.date <= call.today()) last = std::move(appraisal);
            records.valued.emplace_back(*std::move(asset_class), std::move(last));
        }
        return records;
    });
}

Response lease_page(const Call& call, const ContractNumber& number, const Errors& errors) {
    const auto [contract, lessee, assets, valued, events] = load_lease(call, number);
    if (!contract) return no_such_page(call, not_found("", "There is no contract {0}.", shortened(number.text)));
    const auto schedule =
        pricing::agreed_schedule(contract->content.terms, contract->content.plan, contract->content.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    Data page;
    page.set("TITLE", number.text).set("SUB", lessee ? lessee->name : contract->content.lessee.text);
    page.add("TAG")
        .set("TEXT", value_text(call.language, to_text(contract->status)))
        .set("KIND", status_kind(contract->status));
    add_errors(page, call.language, errors);
    add_tasks(page, call, *contract);
    add_kpis(page, call, *contract, *schedule);
    add_terms(page, call, *contract);
    draw_cash_flows(page, *schedule, call);
    add_assets(page, call, *contract, assets, valued);
    fill_schedule(page, *schedule, call.language);
    add_history(page, call, events);
    const auto frame =
        call.frame(number.text, "leases", {{call.t("Work"), ""}, {call.t("Leases"), "/contracts"}, {number.text, ""}});
    return html(call.app.view.page("lease", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response show_lease(const Call& call) { return lease_page(call, {call.path_value(0)}, {}); }

Response take_step(const Call& call, std::string_view action,
                   const std::function<Result<Contract>(db::Connection&, const ContractNumber&, int)>& step) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const ContractNumber number{call.path_value(0)};
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = step(c, number, posted_version(*form));
        if (!contract) return contract.errors();
        return Call::Changed{see_other(path_to("/contracts", number.text) + "?saved=1"), number.text, ""};
    };
    return call.change(action, take, [&](const Errors& errors) { return lease_page(call, number, errors); });
}

Response approve_step(const Call& call) {
    return take_step(call, "contract.approve", [&](db::Connection& c, const ContractNumber& number, int version) {
        return approve_lease(c, number, version, call.act(), call.app.clock());
    });
}

Response activate_step(const Call& call) {
    return take_step(call, "contract.activate", [&](db::Connection& c, const ContractNumber& number, int version) {
        return activate_lease(c, number, version, call.act(), call.app.clock());
    });
}

}  // namespace

void add_contract_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/contracts", Read, contract_list_page});
    routes.push_back({"GET", "/contracts/new", EditContracts, new_page});
    routes.push_back({"POST", "/contracts", EditContracts, post_draft});
    routes.push_back({"POST", "/contracts/from-quote", EditContracts, from_quote});
    routes.push_back({"GET", "/contracts/{number}", Read, show_lease});
    routes.push_back({"GET", "/contracts/{number}/revise", EditContracts, revise_page});
    routes.push_back({"POST", "/contracts/{number}/revise", EditContracts, post_revision});
    routes.push_back({"POST", "/contracts/{number}/approve", ApproveContracts, approve_step});
    routes.push_back({"POST", "/contracts/{number}/activate", EditContracts, activate_step});
    add_contract_api(routes);
}

}  // namespace leasebook::server
