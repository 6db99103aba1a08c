// Leases as pages: writing them, and their steps up to commencement.
#include "server/contract_pages.h"
#include <algorithm>

#include "db/firm_search.h"
#include "db/register_store.h"
#include "server/contract_api.h"
#include "server/contract_steps.h"
#include "server/contracts.h"
#include "server/kept_forms.h"
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
    std::vector<FormGroup> groups{{"Lessee",
                                   {{"lessee", Control::Suggest, 3, "Name, initials of its pinyin, or key",
                                     lessee_choices(call), false, "", "", "/lessees/suggestions"},
                                    {"branch", Control::Text, 3, "Of the company that writes it", {}, true}}},
                                  {"Supplier and equipment",
                                   {{"supplier", Control::Suggest, 3, "", supplier_choices, true},
                                    {"asset_class", Control::Select, 3, "", class_choices},
                                    {"serial_number", Control::Text, 3, "", {}},
                                    {"asset_cost", Control::Money, 3, "Left empty: the financed amount", {}, true}}}};
    for (auto& group : term_groups(call.language)) groups.push_back(std::move(group));
    auto& residuals = groups.back();
    residuals.title = "Residuals and end of term";
    for (auto& field : guarantee_fields(call.language)) residuals.fields.push_back(std::move(field));
    groups.push_back(conditions_group(call.language));
    groups.push_back(own_goods_group());
    return groups;
}

struct LeaseForm {
    std::string title, action, save, cancel;
    std::optional<int> version;
    std::string opens_at = {};  // where it is not this page
};

Response form_page(const Call& call, const LeaseForm& form, const Fields& shown, const Errors& errors) {
    Data page;
    page.set("TITLE", form.title)
        .set("ACTION_PATH", form.action)
        .set("SAVE_TEXT", form.save)
        .set("CANCEL_HREF", form.cancel);
    if (form.version)
        page.set("VERSION", std::to_string(*form.version)).set("FILES_HREF", form.cancel + "#attachments");
    if (!form.version && call.may(Permission::EditRegister)) page.set("NEW_LESSEE_PATH", new_lessee_path);
    add_errors(page, call.language, errors);
    const auto typed = form.opens_at.empty() ? kept_form(page, call, form.title, shown) : shown;
    if (!form.opens_at.empty()) kept_form_of(page, call, form.title, form.opens_at);
    for (const auto& group : lease_groups(call)) {
        add_group(page, call.language, group.title, group.fields, typed, errors);
        page.add("PART").set("TEXT", call.t(group.title)).set("HREF", "#" + part_id(group.title));
    }
    fill_quote_result(page, call, typed, errors.empty() ? Problems::Shown : Problems::InTheForm);
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
    for (const auto& name : {"solve_for", "rent", "target_yield"}) shown.erase(name);  // the conditions stay
    std::erase_if(shown, [](const auto& field) { return field.first.starts_with("rate."); });
    Errors errors;
    if (request && request->quote.floating)
        errors.push_back(invalid("annual_rate",
                                 "A lease is stored with a fixed rate. This is the first rate of the floating quote: "
                                 "check it before you save."));
    auto lease = new_form(call);
    lease.opens_at = "/contracts/new";
    return form_page(call, lease, shown, errors);
}

Result<LeaseEntry> typed_lease(const Call& call, const Fields& form) {
    Fields fields = as_typed(form, all_fields(lease_groups(call)));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    Errors unclear;
    if (const auto lessee = fields.find("lessee"); lessee != fields.end()) {
        const auto meant =
            call.app.database.read([&](db::Connection& c) { return db::lessee_meant(c, lessee->second, "lessee"); });
        if (meant)
            lessee->second = meant->text;
        else
            unclear = meant.errors();
    }
    auto entry = read_record<LeaseEntry>(with_first_rent_date(std::move(fields)));
    if (unclear.empty()) return entry;
    if (!entry)
        for (const auto& error : entry.errors()) unclear.push_back(error);
    return unclear;
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
                             contract->number.text, contract_json(*contract)};
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

Response post_revision(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto number = call.path_value(0);
    const int version = posted_version(*form);
    const auto entry = typed_lease(call, *form);
    if (!entry) return form_page(call, revision_form(call, number, version), *form, entry.errors());
    const auto save = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = db::find_contract(c, {number});
        const auto contract = revise_lease(c, {number}, version, *entry, call.act(), call.app.clock());
        if (!contract) return contract.errors();
        return Call::Changed{.response = see_other(path_to("/contracts", number) + "?saved=1"),
                             .subject = number,
                             .detail = contract_json(*contract),
                             .before = before ? contract_json(*before) : std::string{}};
    };
    return call.change("contract.revise", save, [&](const Errors& errors) {
        return form_page(call, revision_form(call, number, version), *form, errors);
    });
}

// --- steps ----------------------------------------------------------------------------------------------------------

std::string here(const Call& call) { return path_to("/contracts", call.path_value(0)); }

// A decision with its reason on record has been thought over; what moves money or begins the lease is asked about.
std::string consequence_of(const Call& call, const ContractStep& step) {
    if (step.permission == Permission::DecideCredit || step.permission == Permission::OverrideLimits) return {};
    const auto contract =
        call.app.database.read([&](db::Connection& c) { return db::find_contract(c, {call.path_value(0)}); });
    if (!contract) return {};
    return filled(call.t(step.explanation), {money_with_sign(contract->content.terms.financed_amount)}) + " " +
           call.t("It cannot be taken back here.");
}

LeaseTask task_of(const Call& call, const ContractStep& step, std::optional<int> version) {
    return {step.name, call.t(step.text), step.fields(call.language), version, consequence_of(call, step)};
}

Response step_page(const Call& call, const ContractStep& step) {
    const auto contract =
        call.app.database.read([&](db::Connection& c) { return db::find_contract(c, {call.path_value(0)}); });
    if (!contract) return no_such_contract_page(call);
    return task_page(call, task_of(call, step, contract->version),
                     {{"currency", contract->content.terms.currency.text()}}, {});
}

Response take_step(const Call& call, const ContractStep& step) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const int version = posted_version(*form);
    const auto fields = step.fields == nullptr ? Fields{} : typed_task(*form, step.fields(call.language));
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = db::find_contract(c, {call.path_value(0)});
        const auto contract =
            step.take(c, {{call.path_value(0)}, version, call.act(), call.app.clock(), {fields, {}}, &call.app.book});
        if (!contract) return contract.errors();
        return Call::Changed{.response = see_other(here(call) + "?saved=1"),
                             .subject = contract->number.text,
                             .detail = contract_json(*contract),
                             .before = before ? contract_json(*before) : std::string{}};
    };
    return call.change("contract." + step.name, take, [&](const Errors& errors) {
        return step.fields == nullptr ? lease_page(call, {call.path_value(0)}, errors)
                                      : task_page(call, task_of(call, step, version), *form, errors);
    });
}

bool asks_for_money(const std::vector<FormField>& fields) {
    return std::ranges::any_of(fields, [](const FormField& field) { return field.control == Control::Money; });
}

void add_step_routes(std::vector<Route>& routes) {
    for (const auto& step : contract_steps()) {
        const auto path = "/contracts/{number}/" + step.name;
        if (step.fields != nullptr)
            routes.push_back(
                {"GET", path, step.permission, [&step](const Call& call) { return step_page(call, step); }});
        routes.push_back({"POST", path, step.permission, [&step](const Call& call) { return take_step(call, step); }});
    }
}

}  // namespace

Response new_lease_page(const Call& call, const Fields& shown) {
    auto lease = new_form(call);
    lease.opens_at = "/contracts/new";
    return form_page(call, lease, shown, {});
}

Fields typed_task(const Fields& form, const std::vector<FormField>& fields) {
    auto plain = as_typed(form, fields);
    std::erase_if(plain, [](const auto& field) { return field.second.empty(); });
    const auto currency = form.find("currency");
    if (asks_for_money(fields) && currency != form.end()) plain["currency"] = currency->second;
    return plain;
}

Response no_such_contract_page(const Call& call) {
    return no_such_page(call, not_found("", "There is no contract {0}.", shortened(call.path_value(0))));
}

Response task_page(const Call& call, const LeaseTask& task, const Fields& shown, const Errors& errors) {
    const auto& number = call.path_value(0);
    Data page;
    page.set("TITLE", task.title)
        .set("SUB", number)
        .set("ACTION_PATH", here(call) + "/" + task.name)
        .set("SAVE_TEXT", task.title)
        .set("CONFIRM", task.confirm)
        .set("CANCEL_HREF", here(call));
    if (task.version) page.set("VERSION", std::to_string(*task.version));
    const auto typed = kept_form(page, call, task.title + " " + number, shown);
    if (const auto currency = typed.find("currency"); asks_for_money(task.fields) && currency != typed.end())
        page.add("KEPT").set("NAME", "currency").set("VALUE", currency->second);
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", task.fields, typed, errors);
    const auto frame =
        call.frame(task.title, "leases",
                   {{call.t("Work"), ""}, {call.t("Leases"), "/contracts"}, {number, here(call)}, {task.title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

void add_contract_routes(std::vector<Route>& routes) {
    using enum Permission;
    add_contract_list_routes(routes);
    routes.push_back({"GET", "/contracts/new", EditContracts, new_page});
    routes.push_back({"POST", "/contracts", EditContracts, post_draft});
    routes.push_back({"POST", "/contracts/from-quote", EditContracts, from_quote});
    routes.push_back({"GET", "/contracts/{number}", Read,
                      [](const Call& call) { return lease_page(call, {call.path_value(0)}, {}); }});
    routes.push_back({"GET", "/contracts/{number}/revise", EditContracts, revise_page});
    routes.push_back({"POST", "/contracts/{number}/revise", EditContracts, post_revision});
    add_lessee_in_place_routes(routes);
    add_step_routes(routes);
    add_contract_api(routes);
}

}  // namespace leasebook::server
