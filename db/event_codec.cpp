#include "db/event_codec.h"

#include <nlohmann/json.hpp>

namespace leasebook::db {

namespace {

constexpr int payload_version = 1;

// What a lease has without saying so; left out, so that the event of a plain lease reads as it always did.
const Fields& unsaid() {
    static const Fields fields = [] {
        auto defaults = write_record(LeaseConditions{});
        defaults.emplace("structure", to_text(Structure::Level));
        return defaults;
    }();
    return fields;
}

// The currency of the amounts of an event, if it holds any.
class CurrencyFinder {
public:
    void operator()(std::string_view, Money amount) { found = amount.currency(); }
    void operator()(std::string_view, const auto&) {}
    std::optional<Currency> found;
};

template <class E>
nlohmann::json fields_json(const E& event) {
    auto json = nlohmann::json::object();
    FieldWriter writer;
    visit_fields(event, writer);
    for (const auto& [name, text] : std::move(writer).fields()) {
        const auto plain = unsaid().find(name);
        if (!text.empty() && (plain == unsaid().end() || plain->second != text)) json[name] = text;
    }
    return json;
}

template <class E>
E event_from(Act act, const nlohmann::json& json) {
    E event{};
    event.act = std::move(act);
    Fields fields;
    if (json.contains("fields"))
        for (const auto& [name, text] : json.at("fields").items())
            fields.emplace(name, text.template get<std::string>());
    const auto currency = json.contains("currency") ? *parse_currency(json.at("currency").get<std::string>()) : CNY;
    FieldReader reader(fields, currency);
    visit_fields(event, reader);
    ensure(reader.errors(true).empty(), "a stored event holds valid fields");
    if constexpr (std::is_same_v<E, ContractTakenOn>)
        event.status = *parse_named<ContractStatus>(json.at("status").get<std::string>(), "status");
    return event;
}

template <class E>
constexpr bool has_content = requires(const E& event) {
    event.content;
};

// The event of that name among those of the variant.
template <std::size_t Index = 0>
ContractEvent event_named(std::string_view name, Act act, const nlohmann::json& json) {
    if constexpr (Index == std::variant_size_v<ContractEvent>) {
        throw InvariantBroken("a stored event has a name this program knows");
    } else {
        using E = std::variant_alternative_t<Index, ContractEvent>;
        if (name == E::name) return event_from<E>(std::move(act), json);
        return event_named<Index + 1>(name, std::move(act), json);
    }
}

}  // namespace

std::string event_payload(const ContractEvent& event) {
    nlohmann::json json{{"v", payload_version}};
    std::visit(
        [&]<class E>(const E& happened) {
            if (auto fields = fields_json(happened); !fields.empty()) json["fields"] = std::move(fields);
            CurrencyFinder finder;
            visit_fields(happened, finder);
            if (finder.found && !has_content<E>) json["currency"] = finder.found->text();
            if constexpr (std::is_same_v<E, ContractTakenOn>) json["status"] = to_text(happened.status);
        },
        event);
    return json.dump();
}

ContractEvent event_of(std::string_view name, Act act, std::string_view payload) {
    try {
        const auto json = nlohmann::json::parse(payload);
        ensure(json.at("v") == payload_version, "the payload of a stored event has a version this program knows");
        return event_named(name, std::move(act), json);
    } catch (const nlohmann::json::exception&) {
        throw InvariantBroken("the payload of a stored event is JSON of the right shape");
    }
}

}  // namespace leasebook::db
