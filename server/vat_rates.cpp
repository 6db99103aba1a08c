// VAT rates by treatment and day: list, form and API.
#include <algorithm>

#include "db/vat_rate_store.h"
#include "server/entry_page.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

// By treatment, the latest first.
std::vector<VatRate> listed(const Call& call) {
    auto rates = call.app.database.read(db::vat_rates);
    std::ranges::sort(rates, [](const VatRate& a, const VatRate& b) {
        return std::pair(a.treatment, b.valid_from) < std::pair(b.treatment, a.valid_from);
    });
    return rates;
}

Frame frame_of(const Call& call) {
    const auto title = call.t("VAT rates");
    return call.frame(title, "vat-rates", {{call.t("Books"), ""}, {title, "/vat-rates"}});
}

Response list_page(const Call& call) {
    const auto title = call.t("VAT rates");
    Data page;
    page.set("TITLE", title).set("SUB", call.t("Each holds from its day on, until a later one of the same treatment."));
    if (call.may(Permission::ClosePeriods))
        page.add("ACTION").set("TEXT", call.t("Enter a rate")).set("HREF", "/vat-rates/new").show("PRIMARY");
    auto& table = page.add("TABLE");
    table.set("TITLE", title).set("SPAN", "s12");
    add_columns(table, call, {{"Treatment"}, {"From"}, {"Rate", true}});
    for (const auto& rate : listed(call)) {
        auto& row = table.add("ROW");
        text_cell(row, value_text(call.language, to_text(rate.treatment)));
        text_cell(row, rate.valid_from == date(1900, 1, 1) ? call.t("from the beginning")
                                                           : date_text(rate.valid_from, call.language));
        number_cell(row, percent_text(rate.rate, 2));
    }
    return html(call.app.view.page("books", frame_of(call), page));
}

std::vector<FormField> rate_fields(Language language) {
    auto treatments = choices_of<VatTreatment>(language);
    std::erase_if(treatments, [](const Choice& choice) { return choice.value == to_text(VatTreatment::Untaxed); });
    return {{"treatment", Control::Select, 3, "", treatments},
            {"valid_from", Control::Date, 3, "The day on which the law changes; what was billed before stays", {}},
            {"rate", Control::Percent, 3, "", {}}};
}

Response form_page(const Call& call, const Fields& shown, const Errors& errors) {
    return entry_page(call, frame_of(call),
                      {call.t("Enter a rate"), "", "/vat-rates", "/vat-rates", rate_fields(call.language)}, shown,
                      errors);
}

// A rate from today on, that can be.
Result<VatRate> entered(const Result<VatRate>& read, Date today) {
    if (!read) return read;
    Errors errors;
    if (read->valid_from < today)
        errors.push_back(invalid("valid_from", "A VAT rate holds from today on at the earliest: bills went out."));
    if (!errors.empty()) return errors;
    return read;
}

Response keep(const Call& call, const VatRate& rate, Response answer, const Call::Refusal& refused) {
    return call.change(
        "vat_rate.edit",
        [&](db::Connection& c) -> Result<Call::Changed> {
            db::keep_vat_rate(c, rate);
            return Call::Changed{std::move(answer), to_text(rate.treatment), record_json(rate)};
        },
        refused);
}

Response post_form(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return form_page(call, *form, errors); };
    const auto rate = entered(read_record<VatRate>(as_typed(*form, rate_fields(call.language))), call.today());
    if (!rate) return refused(rate.errors());
    return keep(call, *rate, see_other("/vat-rates?saved=1"), refused);
}

Response put_rate(const Call& call) {
    const auto json = call.json();
    const auto rate = json ? entered(read_json_record<VatRate>(*json), call.today()) : Result<VatRate>(json.errors());
    if (!rate) return problem(rate.errors());
    return keep(call, *rate, json_text(record_json(*rate)), [](const Errors& errors) { return problem(errors); });
}

Response get_rates(const Call& call) {
    return json_text(page_json(db::Page<VatRate>{listed(call), ""}, record_json<VatRate>));
}

}  // namespace

void add_vat_rate_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/vat-rates", Read, list_page});
    routes.push_back({"GET", "/vat-rates/new", ClosePeriods, [](const Call& call) {
                          return form_page(call, {{"valid_from", to_text(call.today())}}, {});
                      }});
    routes.push_back({"POST", "/vat-rates", ClosePeriods, post_form});
    routes.push_back(
        {"GET", "/api/v1/vat-rates", Read, get_rates, "VAT rates by treatment, the latest first", "", "VatRatePage"});
    routes.push_back({"PUT", "/api/v1/vat-rates", ClosePeriods, put_rate,
                      "The VAT rate of a treatment from a day on, today at the earliest", "VatRate", "VatRate"});
}

}  // namespace leasebook::server
