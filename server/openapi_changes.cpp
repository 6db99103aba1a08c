// Changes of running leases in the OpenAPI document.
#include "domain/life/change_request.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

namespace {

template <std::size_t... Index>
void collect(SchemaWriter& writer, std::index_sequence<Index...>) {
    const auto one = [&](const auto& request) { visit_fields(request, writer); };
    (one(std::variant_alternative_t<Index, ChangeRequest>{}), ...);
}

// Every field that some kind of change has; which ones a kind needs, its errors say.
Json change_request() {
    SchemaWriter writer;
    writer("kind", ChangeKind{});
    collect(writer, std::make_index_sequence<std::variant_size_v<ChangeRequest>>{});
    Json schema{{"type", "object"}, {"properties", writer.properties}, {"required", {"kind", "effective_date"}}};
    return with(schema, {{"proposal", text_or_null()}});
}

Json row() {
    auto schema = object();
    for (const char* name : {"due_date", "opening", "rent", "interest", "principal", "closing", "kind"})
        schema["properties"][name] = text();
    return with(schema, {{"number", whole()}});
}

}  // namespace

void add_change_schemas(Json& schemas) {
    schemas["ChangeRequest"] = change_request();
    const auto amount = with(object(), {{"name", text()}, {"amount", text()}});
    const auto line = with(object(), {{"account", text()}, {"amount", text()}});
    const auto posting =
        with(object(), {{"business_date", text()}, {"rule", text()}, {"reversal", truth()}, {"lines", list_of(line)}});
    const auto test = with(object(), {{"carrying_amount", text()},
                                      {"present_value", text()},
                                      {"gain", text()},
                                      {"change", text()},
                                      {"treatment", text()}});
    const auto event = with(
        object(),
        {{"event", text()}, {"effective_date", text()}, {"replaces", {{"type", Json::array({"integer", "null"})}}}});
    schemas["ChangeProposal"] = with(object(), {{"contract", text()},
                                                {"version", whole()},
                                                {"kind", text()},
                                                {"effective_date", text()},
                                                {"needs_second_person", truth()},
                                                {"lines", list_of(amount)},
                                                {"total", text_or_null()},
                                                {"modification", or_null(test)},
                                                {"events", list_of(event)},
                                                {"before", list_of(row())},
                                                {"after", list_of(row())},
                                                {"postings", list_of(posting)},
                                                {"proposal", text()}});
    schemas["ChangeOutcome"] = with(object(), {{"contract", text()},
                                               {"status", text()},
                                               {"version", whole()},
                                               {"pending", {{"type", Json::array({"integer", "null"})}}}});
    const auto pending = with(object(), {{"id", whole()},
                                         {"kind", text()},
                                         {"status", text()},
                                         {"version", whole()},
                                         {"proposed_by", text()},
                                         {"proposed_at", text()},
                                         {"decided_by", text_or_null()},
                                         {"fields", object()}});
    schemas["ChangeList"] = with(object(), {{"items", list_of(pending)}, {"next", text_or_null()}});
}

}  // namespace leasebook::server::schemas
