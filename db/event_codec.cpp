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

// A payload as it is stored: texts by name, those of the event's fields one level down. Read without making a tree of
// it first, because books are made from millions of events.
class Payload : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Payload(std::string_view text) {
        const bool read = nlohmann::json::sax_parse(text, this);
        ensure(read && version == payload_version,
               "the payload of a stored event is JSON of the right shape, in a version this program knows");
    }
    Fields fields;
    std::string currency, status;
    std::uint64_t version = 0;

    bool start_object(std::size_t) override { return ++depth_ == 1 || (depth_ == 2 && name_ == "fields"); }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool key(std::string& name) override {
        name_ = std::move(name);
        return true;
    }
    bool string(std::string& text) override {
        if (depth_ == 2) return fields.emplace(std::move(name_), std::move(text)).second;
        if (name_ == "currency") currency = std::move(text);
        if (name_ == "status") status = std::move(text);
        return depth_ == 1;
    }
    bool number_unsigned(std::uint64_t number) override {
        if (name_ == "v") version = number;
        return depth_ == 1;
    }
    bool number_integer(std::int64_t) override { return false; }
    bool number_float(double, const std::string&) override { return false; }
    bool null() override { return false; }
    bool boolean(bool) override { return false; }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

private:
    int depth_ = 0;
    std::string name_;
};

template <class E>
E event_from(Act act, const Payload& payload) {
    E event{};
    event.act = std::move(act);
    FieldReader reader(payload.fields, payload.currency.empty() ? CNY : *parse_currency(payload.currency));
    visit_fields(event, reader);
    ensure(reader.errors(true).empty(), "a stored event holds valid fields");
    if constexpr (std::is_same_v<E, ContractTakenOn>)
        event.status = *parse_named<ContractStatus>(payload.status, "status");
    return event;
}

template <class E>
constexpr bool has_content = requires(const E& event) {
    event.content;
};

// The event of that name among those of the variant.
template <std::size_t Index = 0>
ContractEvent event_named(std::string_view name, Act act, const Payload& payload) {
    if constexpr (Index == std::variant_size_v<ContractEvent>) {
        throw InvariantBroken("a stored event has a name this program knows");
    } else {
        using E = std::variant_alternative_t<Index, ContractEvent>;
        if (name == E::name) return event_from<E>(std::move(act), payload);
        return event_named<Index + 1>(name, std::move(act), payload);
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

std::string payload_part(std::string_view field, std::string_view beginning) {
    auto object = nlohmann::json::object();
    object[std::string(field)] = beginning;
    const auto text = object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text.substr(1, text.size() - 3);  // without {, and without the end of the text
}

ContractEvent event_of(std::string_view name, Act act, std::string_view payload) {
    return event_named(name, std::move(act), Payload(payload));
}

}  // namespace leasebook::db
