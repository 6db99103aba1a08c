// Import through the browser and the API: the same files as on the command line.
#include <algorithm>

#include "server/http/multipart.h"
#include "server/import/import.h"
#include "server/record_json.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

constexpr std::size_t faults_shown = 100;

ImportOutcome take_in(const Call& call, ImportKind kind, std::string_view bytes) {
    return import_csv(call.app.database,
                      {kind, bytes, nullptr, call.act(), call.app.clock(), {}, call.request.peer, call.request.id});
}

void add_faults(Data& page, const Call& call, const ImportOutcome& outcome) {
    auto& refused = page.add("REFUSED");
    refused.set("TEXT", filled(call.t("{0} rows have faults; nothing was stored."),
                               {count_text(static_cast<std::int64_t>(outcome.faults))}));
    const auto shown = std::min(outcome.errors.size(), faults_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& fault = outcome.errors[i];
        refused.add("PROBLEM")
            .set("LINE", std::to_string(fault.line))
            .set("COLUMN", fault.column)
            .set("REASON", tr(call.language, fault.error));
    }
    if (outcome.faults > shown)
        refused.set("MORE", filled(call.t("{0} more are not shown."),
                                   {count_text(static_cast<std::int64_t>(outcome.faults - shown))}));
}

Response import_page(const Call& call, const std::string& kind, const ImportOutcome* outcome, const Errors& errors) {
    Data page;
    add_errors(page, call.language, errors);
    for (const auto& [value, name] : NamesOf<ImportKind>::names) {
        page.add("KIND")
            .set("VALUE", std::string(name))
            .set("TEXT", value_text(call.language, name))
            .show("SELECTED", name == kind);
        std::string columns;
        for (const auto& column : columns_of(value).known) columns += (columns.empty() ? "" : ", ") + column;
        page.add("FORMAT").set("TITLE", value_text(call.language, name)).set("COLUMNS", columns);
    }
    if (outcome != nullptr && outcome->stored())
        page.add("DONE").set("TEXT", filled(call.t("{0} rows were stored."),
                                            {count_text(static_cast<std::int64_t>(outcome->rows_stored))}));
    if (outcome != nullptr && !outcome->stored()) add_faults(page, call, *outcome);
    const bool refused = !errors.empty() || (outcome != nullptr && !outcome->stored());
    const auto frame =
        call.frame(call.t("Import"), "imports", {{call.t("Administration"), ""}, {call.t("Import"), ""}});
    return html(call.app.view.page("import", frame, page), refused ? 422 : 200);
}

// What sets limits is imported by those who may edit them.
Errors refused_kind(const Call& call, ImportKind kind) {
    const bool of_limits = kind == ImportKind::Limits || kind == ImportKind::CompanyFigures;
    if (!of_limits || call.may(Permission::EditLimits)) return {};
    return {forbidden("Limits and company figures are imported by whoever may edit limits.")};
}

Response show_import(const Call& call) { return import_page(call, "contracts", nullptr, {}); }

Response post_import(const Call& call) {
    const auto type = call.request.header("content-type").value_or("");
    if (!is_multipart(type)) return import_page(call, "contracts", nullptr, {invalid("file", "Choose a file.")});
    const auto parts = parse_multipart(type, call.request.body);
    if (!parts) return import_page(call, "contracts", nullptr, parts.errors());
    const auto part = [&](const char* name) {
        const auto found = std::ranges::find(*parts, name, &Part::name);
        return found == parts->end() ? nullptr : &*found;
    };
    const auto* kind_part = part("kind");
    const auto* file = part("file");
    const auto kind = parse_named<ImportKind>(kind_part == nullptr ? "" : kind_part->bytes, "kind");
    if (!kind) return import_page(call, "contracts", nullptr, kind.errors());
    if (const auto refused = refused_kind(call, *kind); !refused.empty())
        return import_page(call, to_text(*kind), nullptr, refused);
    if (file == nullptr || !file->filename || file->filename->empty())
        return import_page(call, to_text(*kind), nullptr, {invalid("file", "Choose a file.")});
    const auto outcome = take_in(call, *kind, file->bytes);
    return import_page(call, to_text(*kind), &outcome, {});
}

Response api_import(const Call& call) {
    const auto kind = parse_named<ImportKind>(call.path_value(0), "kind");
    if (!kind) return problem(404, kind.errors());
    const auto type = call.request.header("content-type");
    if (!type || !type->starts_with("text/csv"))
        return problem(415, {invalid("", "Send the file with Content-Type: text/csv.")});
    if (const auto refused = refused_kind(call, *kind); !refused.empty()) return problem(refused);
    const auto outcome = take_in(call, *kind, call.request.body);
    RecordJson out;
    out.with("rows_read", std::to_string(outcome.rows_read)).with("rows_stored", std::to_string(outcome.rows_stored));
    out.with("faults", std::to_string(outcome.faults));
    out.with("errors", json_array(outcome.errors, [](const RowError& fault) {
                 RecordJson e;
                 e.with("line", std::to_string(fault.line));
                 e("column", fault.column);
                 e("message", message(fault.error));
                 return e.object();
             }));
    return json_text(out.object(), outcome.stored() ? 201 : 422);
}

}  // namespace

void add_import_routes(std::vector<Route>& routes) {
    routes.push_back({"GET", "/imports", Permission::Import, show_import});
    routes.push_back({"POST", "/imports", Permission::Import, post_import});
    routes.push_back({"POST", "/api/v1/imports/{kind}", Permission::Import, api_import,
                      "Import a CSV file: all rows or none", "", "ImportOutcome"});
}

}  // namespace leasebook::server
