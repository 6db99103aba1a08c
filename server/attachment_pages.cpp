// Files of a lease: added on its page or through the API, handed out as downloads only.
#include <algorithm>
#include <limits>

#include "domain/decimal_text.h"
#include "server/attachments.h"
#include "server/contract_pages.h"
#include "server/download.h"
#include "server/http/multipart.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string home_of(const ContractNumber& number) { return path_to("/contracts", number.text) + "/attachments"; }

std::string size_text(std::int64_t bytes) {
    return bytes < 1024 * 1024 ? std::to_string((bytes + 1023) / 1024) + " KiB"
                               : std::to_string(bytes / (1024 * 1024)) + " MiB";
}

std::string attachment_json(const db::Attachment& attachment) {
    RecordJson out;
    out.with("id", std::to_string(attachment.id));
    out("name", attachment.name);
    out("media_type", attachment.media_type);
    out.with("size", std::to_string(attachment.size));
    out("sha256", attachment.sha256);
    out("added_by", attachment.added_by);
    out("added_at", db::moment_text(attachment.added_at));
    return out.object();
}

struct Uploaded {
    std::string name;
    std::string_view bytes;
};

// Keeps the bytes first, then says in one transaction whose they are.
Response add(const Call& call, const Uploaded& file, const std::function<Response(const db::Attachment&)>& answer,
             const Call::Refusal& refused) {
    const auto name = parse_text(file.name, "file");
    const auto media_type = media_type_of(file.name, file.bytes);
    Errors errors;
    if (!name) errors.push_back(name.error());
    if (!media_type) errors.push_back(media_type.error());
    if (!errors.empty()) return refused(errors);
    const auto hash = AttachmentFolder(call.app.config.data).keep(file.bytes);
    return call.change(
        "contract.attach",
        [&](db::Connection& c) -> Result<Call::Changed> {
            const auto added = db::add_attachment(c, {0,
                                                      {call.path_value(0)},
                                                      *name,
                                                      *media_type,
                                                      static_cast<std::int64_t>(file.bytes.size()),
                                                      hash,
                                                      call.who.name,
                                                      call.app.clock()});
            if (!added) return added.errors();
            return Call::Changed{answer(*added), added->contract.text, attachment_json(*added)};
        },
        refused);
}

Response post_form(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto refused = [&](const Errors& errors) { return lease_page(call, number, errors); };
    const auto type = call.request.header("content-type").value_or("");
    const auto parts = is_multipart(type) ? parse_multipart(type, call.request.body)
                                          : Result<std::vector<Part>>(invalid("file", "Choose a file."));
    if (!parts) return refused(parts.errors());
    const auto file = std::ranges::find(*parts, "file", &Part::name);
    if (file == parts->end() || !file->filename || file->filename->empty())
        return refused({invalid("file", "Choose a file.")});
    return add(
        call, {*file->filename, file->bytes},
        [&](const db::Attachment&) { return see_other(path_to("/contracts", number.text) + "?saved=1#attachments"); },
        refused);
}

Response post_api(const Call& call) {
    return add(
        call, {call.parameter("name"), call.request.body},
        [](const db::Attachment& attachment) { return json_text(attachment_json(attachment), 201); },
        [](const Errors& errors) { return problem(errors); });
}

Response list_api(const Call& call) {
    const db::Page<db::Attachment> page{
        call.app.database.read([&](db::Connection& c) { return db::attachments_of(c, {call.path_value(0)}); }), ""};
    return json_text(page_json(page, attachment_json));
}

Response download(const Call& call) {
    const auto id = parse_integer(call.path_value(1), 1, std::numeric_limits<int>::max());
    const auto found = id ? call.app.database.read(
                                [&](db::Connection& c) { return db::find_attachment(c, {call.path_value(0)}, *id); })
                          : std::nullopt;
    const auto missing = not_found("", "There is no such file.");
    if (!found) return call.request.path.starts_with("/api/") ? problem({missing}) : no_such_page(call, missing);
    auto bytes = AttachmentFolder(call.app.config.data).read(found->sha256);
    ensure(bytes.has_value(), "the bytes of an attachment are kept before it is");
    Response response{200, found->media_type, *std::move(bytes), {}, false};
    return response.with("Content-Disposition", download_named(found->name));
}

}  // namespace

void add_attachments(Data& page, const Call& call, const ContractNumber& number) {
    const auto list = call.app.database.read([&](db::Connection& c) { return db::attachments_of(c, number); });
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Files"))
        .set("ID", "attachments")
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No file yet."));
    add_columns(table, call, {{"Name"}, {"Size", true}, {"Added by"}, {"Added"}});
    for (const auto& attachment : list) {
        auto& row = table.add("ROW");
        text_cell(row, attachment.name, home_of(number) + "/" + std::to_string(attachment.id));
        number_cell(row, size_text(attachment.size));
        text_cell(row, attachment.added_by);
        text_cell(row, db::moment_text(attachment.added_at));
    }
    if (call.may(Permission::EditContracts)) page.add("ATTACH").set("ACTION_PATH", home_of(number));
}

void add_attachment_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/contracts/{number}/attachments", one = all + "/{id}", v1 = "/api/v1";
    routes.push_back({"POST", all, EditContracts, post_form});
    routes.push_back({"GET", one, Read, download});
    routes.push_back({"GET", v1 + all, Read, list_api, "Files of a contract", "", "AttachmentPage"});
    routes.push_back({"POST", v1 + all, EditContracts, post_api,
                      "Add a file: its bytes are the body, its name the parameter `name`", "", "Attachment"});
    routes.push_back({"GET", v1 + one, Read, download, "The bytes of a file of a contract", "", ""});
}

}  // namespace leasebook::server
