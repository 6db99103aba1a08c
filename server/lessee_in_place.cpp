// A lessee that is not in the register yet, entered on the way to its lease: what was typed of the lease travels along
// in hidden controls, so nothing is lost with or without the script.
#include "server/contract_pages.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/register_forms.h"

namespace leasebook::server {

namespace {

constexpr std::string_view of_lease = "lease.";  // before the names of the lease's own controls

Fields lease_in(const Fields& form) {
    Fields lease;
    for (const auto& [name, value] : form)
        if (name.starts_with(of_lease)) lease[name.substr(of_lease.size())] = value;
    return lease;
}

Response lessee_page(const Call& call, const Fields& lease, const Fields& shown, const Errors& errors) {
    const auto title = call.t("New lessee");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Then on with the lease; what was entered of it is kept."))
        .set("ACTION_PATH", std::string(new_lessee_path) + "/save")
        .set("SAVE_TEXT", call.t("Save"))
        .set("BACK_PATH", "/contracts/new");
    for (const auto& [name, value] : lease)
        page.add("KEPT").set("NAME", std::string(of_lease) + name).set("VALUE", value);
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", register_form<Lessee>(call), shown, errors);
    const auto frame =
        call.frame(title, "leases",
                   {{call.t("Work"), ""}, {call.t("Leases"), "/contracts"}, {call.t("New lease"), ""}, {title, ""}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

// From the lease form; what was typed for the lessee is taken for its name.
Response begin(const Call& call) {
    const auto lease = call.form();
    if (!lease) return problem(lease.errors());
    const auto typed = lease->find("lessee");
    return lessee_page(call, *lease, {{"name", typed == lease->end() ? "" : typed->second}}, {});
}

Response save(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    auto lease = lease_in(*form);
    const auto refused = [&](const Errors& errors) { return lessee_page(call, lease, *form, errors); };
    auto fields = as_typed(*form, register_form<Lessee>(call));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    const auto lessee = read_record<Lessee>(fields);
    if (!lessee) return refused(lessee.errors());
    const auto add = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto stored = store_record(c, *lessee, true, call); !stored) return stored.errors();
        return Call::Changed{see_other(path_to("/lessees", lessee->code.text)), lessee->code.text,
                             record_json(*lessee)};
    };
    auto answer = call.change("register.add", add, refused);
    constexpr int stored = 303;
    if (answer.status != stored) return answer;
    lease["lessee"] = lessee->code.text;
    return new_lease_page(call, lease);
}

Response back(const Call& call) {
    const auto form = call.form();
    return form ? new_lease_page(call, lease_in(*form)) : problem(form.errors());
}

}  // namespace

void add_lessee_in_place_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string path = new_lessee_path;
    routes.push_back({"POST", path, EditRegister, begin});
    routes.push_back({"POST", path + "/save", EditRegister, save});
    routes.push_back({"POST", "/contracts/new", EditContracts, back});
}

}  // namespace leasebook::server
