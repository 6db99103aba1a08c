#include "server/confirmation.h"

#include "server/access_pages.h"
#include "server/tables.h"

namespace leasebook::server {

namespace {

// "{amount}" stands for what was typed into the control of that name.
std::string with_typed(std::string sentence, const Fields& form) {
    for (const auto& [name, value] : form) {
        const auto mark = "{" + name + "}";
        for (auto at = sentence.find(mark); at != std::string::npos; at = sentence.find(mark, at + value.size()))
            sentence.replace(at, mark.size(), value);
    }
    return sentence;
}

// The page of ours that the form stood on.
std::string way_back(const Request& request) {
    const auto from = std::string(request.header("referer").value_or(""));
    const auto host = from.find("://");
    const auto path = host == std::string::npos ? host : from.find('/', host + 3);
    return path == std::string::npos ? "/" : local_path(from.substr(path));
}

}  // namespace

std::optional<Response> confirmation_page(const Call& call) {
    const auto type = call.request.header("content-type").value_or("");
    if (call.request.method != "POST" || !type.starts_with("application/x-www-form-urlencoded")) return {};
    auto form = parse_form(call.request.body);
    if (!form || !form->contains("confirm")) return {};
    const auto sentence = with_typed(form->at("confirm"), *form);
    form->erase("confirm");
    form->erase("csrf");
    Data page;
    const auto title = call.t("Please confirm");
    page.set("TITLE", title).set("TEXT", sentence).set("CANCEL_HREF", way_back(call.request));
    page.set("ACTION_PATH", call.request.path + (call.request.query.empty() ? "" : "?" + call.request.query));
    for (const auto& [name, value] : *form) page.add("KEPT").set("NAME", name).set("VALUE", value);
    return html(call.app.view.page("confirm", call.frame(title, "", {{title, ""}}), page));
}

}  // namespace leasebook::server
