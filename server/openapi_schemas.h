#pragma once
// The pieces that the schemas of the OpenAPI document are made of, and what its parts add to it.
#include <nlohmann/json.hpp>

#include "domain/fields.h"

namespace leasebook::server::schemas {

using Json = nlohmann::ordered_json;

// Collects the JSON schema of every visited field.
class SchemaWriter {
public:
    Json properties = Json::object();
    Json required = Json::array();

    template <class T>
    void operator()(std::string_view name, const T& value) {
        properties[std::string(name)] = schema(value);
        if (must_be_given(value)) required.push_back(name);
    }

private:
    static Json schema(const std::string&) { return {{"type", "string"}, {"maxLength", 200}}; }
    static Json schema(int) { return {{"type", "integer"}}; }
    static Json schema(Money) {
        return {{"type", "string"}, {"pattern", "^-?(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$"}, {"example", "1234567.89"}};
    }
    static Json schema(Rate) {
        return {{"type", "string"}, {"pattern", "^-?(0|[1-9][0-9]?)(\\.[0-9]{1,10})?$"}, {"example", "0.0650"}};
    }
    static Json schema(Date) { return {{"type", "string"}, {"format", "date"}}; }
    static Json schema(Currency) { return {{"type", "string"}, {"enum", {"CNY", "USD", "EUR", "GBP", "HKD", "JPY"}}}; }
    static Json schema(const std::vector<RentStep>&) { return {{"type", "string"}, {"example", "13:0.80;25:0.60"}}; }
    static Json schema(const std::vector<int>&) { return {{"type", "string"}, {"example", "1;2"}}; }
    static Json schema(const std::vector<DatedAmount>&) {
        return {{"type", "string"}, {"example", "2026-02-15:10000.00"}};
    }
    template <class Tag>
    static Json schema(const Code<Tag>&) {
        return {{"type", "string"}, {"maxLength", 64}};
    }
    template <NamedEnum E>
    static Json schema(E) {
        Json names = Json::array();
        for (const auto& [value, name] : NamesOf<E>::names) names.push_back(name);
        return {{"type", "string"}, {"enum", names}};
    }
    template <class T>
    static Json schema(const std::optional<T>&) {
        auto inner = schema(T{});
        inner["type"] = Json::array({inner["type"], "null"});
        return inner;
    }

    template <class T>
    static bool must_be_given(const T&) {
        return std::is_same_v<T, std::string> || std::is_same_v<T, Rate> || std::is_same_v<T, Date> ||
               requires(T code) {
            code.text;
        };
    }
    static bool must_be_given(Currency) { return false; }
};

template <class Record>
Json record_schema() {
    SchemaWriter writer;
    const Record shape{};
    visit_fields(shape, writer);
    return {{"type", "object"}, {"properties", writer.properties}, {"required", writer.required}};
}

inline Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

inline Json page_of(const std::string& name) {
    return {{"type", "object"},
            {"properties",
             {{"items", {{"type", "array"}, {"items", reference(name)}}},
              {"next", {{"type", Json::array({"string", "null"})}}}}},
            {"required", {"items", "next"}}};
}

inline Json with(Json schema, std::initializer_list<std::pair<const char*, Json>> properties) {
    for (const auto& [name, property] : properties) schema["properties"][name] = property;
    return schema;
}

inline Json text() { return {{"type", "string"}}; }
inline Json whole() { return {{"type", "integer"}}; }
inline Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
inline Json object() { return {{"type", "object"}, {"properties", Json::object()}}; }
inline Json text_or_null() { return {{"type", Json::array({"string", "null"})}}; }

inline Json truth() { return {{"type", "boolean"}}; }

inline Json or_null(Json schema) {
    schema["type"] = Json::array({schema["type"], "null"});
    return schema;
}

// Money of lessees and the books.
void add_books_schemas(Json& schemas);
// Residual values: curves, machines that came back, impairments.
void add_residual_schemas(Json& schemas);
// Changes of running leases.
void add_change_schemas(Json& schemas);
// Exposure, collateral and limits.
void add_exposure_schemas(Json& schemas);
// Sessions, tokens and the audit log.
void add_access_schemas(Json& schemas);
// Loss distributions and stress scenarios.
void add_risk_schemas(Json& schemas);
// The watch list and early warnings.
void add_watch_schemas(Json& schemas);
// What ran beside the requests.
void add_job_schemas(Json& schemas);

}  // namespace leasebook::server::schemas
