#include "db/event_codec.h"

#include <nlohmann/json.hpp>

namespace leasebook::db {

namespace {

constexpr int payload_version = 1;

nlohmann::json fields_json(const ContractContent& content) {
    auto json = nlohmann::json::object();
    // What says nothing new is left out, so that an event of plain level rents reads as it always did.
    for (const auto& [name, text] : write_record(content))
        if (!text.empty() && !(name == "structure" && text == to_text(Structure::Level))) json[name] = text;
    return json;
}

ContractContent content_of(const nlohmann::json& json) {
    Fields fields;
    for (const auto& [name, text] : json.at("fields").items()) fields.emplace(name, text.get<std::string>());
    ContractContent content;
    FieldReader reader(fields);
    visit_fields(content, reader);
    ensure(reader.errors(true).empty(), "a stored event holds valid fields");
    return content;
}

template <class E>
constexpr bool has_content = requires(const E& event) {
    event.content;
};

ContractEvent event_from(std::string_view name, Act act, const nlohmann::json& json) {
    ensure(json.at("v") == payload_version, "the payload of a stored event has a version this program knows");
    if (name == "drafted") return ContractDrafted{std::move(act), content_of(json)};
    if (name == "revised") return ContractRevised{std::move(act), content_of(json)};
    if (name == "approved") return ContractApproved{std::move(act)};
    if (name == "activated") return ContractActivated{std::move(act)};
    ensure(name == "taken_on", "a stored event has a name this program knows");
    const auto status = parse_named<ContractStatus>(json.at("status").get<std::string>(), "status");
    return ContractTakenOn{std::move(act), content_of(json), *status};
}

}  // namespace

std::string event_payload(const ContractEvent& event) {
    nlohmann::json json{{"v", payload_version}};
    std::visit(
        [&]<class E>(const E& happened) {
            if constexpr (has_content<E>) json["fields"] = fields_json(happened.content);
            if constexpr (std::is_same_v<E, ContractTakenOn>) json["status"] = to_text(happened.status);
        },
        event);
    return json.dump();
}

ContractEvent event_of(std::string_view name, Act act, std::string_view payload) {
    try {
        return event_from(name, std::move(act), nlohmann::json::parse(payload));
    } catch (const nlohmann::json::exception&) {
        throw InvariantBroken("the payload of a stored event is JSON of the right shape");
    }
}

}  // namespace leasebook::db
