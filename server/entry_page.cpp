#include "server/entry_page.h"

#include "server/json.h"
#include "server/kept_forms.h"

namespace leasebook::server {

Response entry_page(const Call& call, const Frame& frame, const EntryForm& form, const Fields& shown,
                    const Errors& errors) {
    Data page;
    page.set("TITLE", form.title)
        .set("SUB", form.sub)
        .set("ACTION_PATH", form.action_path)
        .set("SAVE_TEXT", call.t("Save"))
        .set("CONFIRM", form.confirm)
        .set("CANCEL_HREF", form.cancel_href);
    add_errors(page, call.language, errors);
    add_group(page, call.language, "", form.fields, kept_form(page, call, form.title, shown), errors);
    return html(call.app.view.page("form", frame, page), errors.empty() ? 200 : status_of(errors));
}

}  // namespace leasebook::server
