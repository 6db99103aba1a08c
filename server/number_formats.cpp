#include "server/number_formats.h"

#include <mutex>

#include "db/number_formats.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/web/form.h"
#include "server/web/thousands.h"

namespace leasebook::server {

void write_figures_as_set(db::Database& database) {
    static std::mutex one_at_a_time;  // so that the last to read is the last to say
    const std::lock_guard lock(one_at_a_time);
    separate_thousands(database.read(db::number_formats).thousands_separator);
}

namespace {

std::vector<FormField> document_fields() {
    return {{"contract_numbers",
             Control::Text,
             3,
             "With {year} and {number}; {number:6} is filled up with zeros, so that lists stand in order",
             {}},
            {"invoice_numbers", Control::Text, 3, "Of invoices and credit notes alike", {}}};
}

std::vector<FormField> figure_fields(Language language) {
    return {{"thousands_separator", Control::Radios, 6, "As in 1,234,567.89, in 1 234 567.89 or in 1234567.89",
             choices_of<ThousandsSeparator>(language)}};
}

Response formats_page(const Call& call, const Fields& shown, const Errors& errors) {
    const auto title = call.t("Number formats");
    Data page;
    page.set("TITLE", title)
        .set("SUB", call.t("Numbers are counted by year. A change holds for those given from now on; a number once "
                           "given stays as it is."));
    page.set("ACTION_PATH", "/number-formats");
    if (call.may(Permission::PostPayments)) page.set("SAVE_TEXT", call.t("Save"));
    add_errors(page, call.language, errors);
    const auto typed = kept_form(page, call, title, shown);
    add_group(page, call.language, "Numbers of documents", document_fields(), typed, errors);
    add_group(page, call.language, "Figures on pages", figure_fields(call.language), typed, errors);
    const auto frame =
        call.frame(title, "number-formats", {{call.t("Administration"), ""}, {title, "/number-formats"}});
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

Response keep(const Call& call, const NumberFormats& formats, Response answer, const Call::Refusal& refused) {
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = record_json(db::number_formats(c));
        db::keep_number_formats(c, formats);
        return Call::Changed{
            .response = answer, .subject = "number-formats", .detail = record_json(formats), .before = before};
    };
    auto said = call.change("number_formats.edit", store, refused);
    write_figures_as_set(call.app.database);
    return said;
}

Response show_formats(const Call& call) {
    return formats_page(call, write_record(call.app.database.read(db::number_formats)), {});
}

Response post_formats(const Call& call) {
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto refused = [&](const Errors& errors) { return formats_page(call, *form, errors); };
    auto fields = document_fields();
    for (auto& field : figure_fields(call.language)) fields.push_back(std::move(field));
    const auto formats = read_record<NumberFormats>(as_typed(*form, fields));
    if (!formats) return refused(formats.errors());
    return keep(call, *formats, see_other("/number-formats?saved=1"), refused);
}

Response get_formats(const Call& call) { return json_text(record_json(call.app.database.read(db::number_formats))); }

Response put_formats(const Call& call) {
    const auto json = call.json();
    const auto formats = json ? read_json_record<NumberFormats>(*json) : Result<NumberFormats>(json.errors());
    if (!formats) return problem(formats.errors());
    return keep(call, *formats, json_text(record_json(*formats)), [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_number_format_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/number-formats", Read, show_formats});
    routes.push_back({"POST", "/number-formats", PostPayments, post_formats});
    routes.push_back({"GET", "/api/v1/number-formats", Read, get_formats,
                      "How documents are numbered and figures written", "", "NumberFormats"});
    routes.push_back({"PUT", "/api/v1/number-formats", PostPayments, put_formats,
                      "Number documents and write figures so from now on", "NumberFormats", "NumberFormats"});
}

}  // namespace leasebook::server
