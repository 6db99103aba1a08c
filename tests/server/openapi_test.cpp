// The API's document against the program: neither may know more than the other.
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

using nlohmann::json;

class OpenApi : public HouseCase {
protected:
    const json document = json_of(get("/api/openapi.json", as(Role::Auditor)));

    json resolved(json schema) const {
        while (schema.contains("$ref")) {
            const auto pointer = schema["$ref"].get<std::string>();
            EXPECT_TRUE(pointer.starts_with("#/components/schemas/")) << pointer;
            schema = document.at(json::json_pointer(pointer.substr(1)));
        }
        return schema;
    }
    // Exactly the properties of the schema, each of a type it names, all the way down.
    void expect_fits(const json& value, const json& given, const std::string& place) const {
        const auto schema = resolved(given);
        if (!schema.contains("type")) return;
        const auto type_of = [](const json& v) -> std::string {
            if (v.is_object()) return "object";
            if (v.is_array()) return "array";
            if (v.is_string()) return "string";
            if (v.is_boolean()) return "boolean";
            return v.is_null() ? "null" : "integer";
        };
        const auto types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
        EXPECT_NE(std::ranges::find(types, json(type_of(value))), types.end()) << place << " is " << type_of(value);
        if (value.is_string() && schema.contains("enum"))
            EXPECT_NE(std::ranges::find(schema["enum"], value), schema["enum"].end()) << place << " is " << value;
        if (value.is_array() && schema.contains("items"))
            for (const auto& item : value) expect_fits(item, schema["items"], place + "[]");
        if (!value.is_object() || !schema.contains("properties") || schema["properties"].empty()) return;
        for (const auto& [name, member] : value.items()) {
            EXPECT_TRUE(schema["properties"].contains(name)) << place << "." << name << " is not in the document";
            if (schema["properties"].contains(name))
                expect_fits(member, schema["properties"][name], place + "." + name);
        }
        for (const auto& [name, property] : schema["properties"].items())
            EXPECT_TRUE(value.contains(name)) << place << "." << name << " is promised and missing";
    }
    json answer_schema(const std::string& method, const std::string& pattern) const {
        return document["paths"][pattern][method]["responses"]["2XX"]["content"]["application/json"]["schema"];
    }
    std::string first(const std::string& list, const std::string& key) {
        return json_of(get(list, as(Role::Administrator)))["items"].at(0)[key];
    }
};

TEST_F(OpenApi, IsADocumentOfItsVersion) {
    EXPECT_EQ(document["openapi"], "3.1.0");
    EXPECT_FALSE(document["info"]["title"].get<std::string>().empty());
    EXPECT_FALSE(document["info"]["version"].get<std::string>().empty());
    for (const auto& [path, item] : document["paths"].items()) {
        EXPECT_TRUE(path.starts_with("/api/v1/")) << path;
        for (const auto& [method, operation] : item.items()) {
            EXPECT_TRUE((std::set<std::string>{"get", "put", "post", "delete", "patch"}.contains(method))) << method;
            EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << path;
            EXPECT_FALSE(operation["responses"].empty()) << path;
            std::set<std::string> in_path;
            for (const auto& parameter : operation["parameters"]) {
                EXPECT_TRUE(parameter.contains("name") && parameter.contains("in") && parameter.contains("schema"))
                    << path;
                if (parameter["in"] == "path") in_path.insert("{" + parameter["name"].get<std::string>() + "}");
            }
            for (const auto& name : in_path) EXPECT_NE(path.find(name), std::string::npos) << path;
            EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(path, '{')), in_path.size()) << path;
        }
    }
    for (const auto& [name, schema] : document["components"]["schemas"].items()) {
        EXPECT_TRUE(schema.contains("type")) << name;
        if (schema.contains("required"))
            for (const auto& field : schema["required"])
                EXPECT_TRUE(schema["properties"].contains(field.get<std::string>())) << name << " " << field;
    }
}

TEST_F(OpenApi, EveryReferenceLeadsToASchema) {
    const std::function<void(const json&)> walk = [&](const json& node) {
        if (node.is_object() && node.contains("$ref")) EXPECT_TRUE(resolved(node).is_object()) << node;
        if (node.is_structured())
            for (const auto& child : node) walk(child);
    };
    walk(document);
}

TEST_F(OpenApi, HasEveryRouteOfTheApiAndNoOther) {
    std::set<std::string> of_program, of_document;
    for (const auto& route : corridor_.routes())
        if (route.is_api() && route.pattern != "/api/openapi.json")
            of_program.insert(route.method + " " + route.pattern);
    for (const auto& [path, item] : document["paths"].items())
        for (const auto& [method, operation] : item.items()) {
            auto upper = method;
            for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            of_document.insert(upper + " " + path);
        }
    EXPECT_EQ(of_document, of_program);
}

TEST_F(OpenApi, AnswersHaveExactlyThePropertiesOfTheirSchema) {
    const auto contract = first("/api/v1/contracts", "number");
    const auto active = lease("SN-OPEN-1");
    EXPECT_EQ(
        post_json("/api/v1/payments",
                  json{{"contract", active}, {"amount", "40000.00"}, {"date", "2026-06-15"}, {"reference", "B"}}.dump(),
                  as(Role::Finance))
            .status,
        201);
    const auto asset = json_of(get("/api/v1/assets", as(Role::Auditor)))["items"].at(0)["code"].get<std::string>();
    const std::string v1 = "/api/v1";
    const auto administrator = as(Role::Administrator);
    for (const auto& [path, body] : std::map<std::string, json>{
             {"/limits",
              {{"code", "L"}, {"indicator", "single_lessee"}, {"share", "0.30"}, {"valid_from", "2026-01-01"}}},
             {"/company-figures",
              {{"code", "Q2"}, {"date", "2026-06-30"}, {"net_capital", "9000000.00"}, {"net_assets", "9000000.00"}}},
             {"/collaterals",
              {{"code", "M"}, {"lessee", lessee()}, {"value", "5.00"}, {"haircut", "0.3"}, {"since", "2026-01-01"}}}})
        EXPECT_EQ(post_json(v1 + path, body.dump(), administrator).status, 201) << path;
    const auto snapshot =
        json_of(get(v1 + "/curves/CNY?as_of=2026-06-30", as(Role::Auditor)))["snapshot"].get<std::string>();
    EXPECT_EQ(post_json("/api/v1/risk/runs", R"({"as_of":"2026-06-30"})", as(Role::Risk)).status, 202);
    app_.losses.wait();
    EXPECT_EQ(post_json("/api/v1/stress-scenarios", R"({"name":"up","curve_shifts":"all:100"})", as(Role::Risk)).status,
              201);
    EXPECT_EQ(post_json("/api/v1/stress-scenarios/up/runs", R"({"as_of":"2026-06-30"})", as(Role::Risk)).status, 201);
    EXPECT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
    wait_for_close();
    const std::map<std::string, std::string> examples{
        {"/invoices/{number}", "/invoices/" + first("/api/v1/invoices", "number")},
        {"/receipts/{number}", "/receipts/" + first("/api/v1/receipts", "number")},
        {"/risk/runs/{id}", "/risk/runs/last"},
        {"/stress-runs/{id}", "/stress-runs/1"},
        {"/jobs/{id}", "/jobs/1"},
        {"/contracts/{number}", "/contracts/" + active},
        {"/contracts/{number}/schedule", "/contracts/" + active + "/schedule"},
        {"/contracts/{number}/changes", "/contracts/" + active + "/changes"},
        {"/contracts/{number}/events", "/contracts/" + contract + "/events"},
        {"/contracts/{number}/journal", "/contracts/" + active + "/journal"},
        {"/contracts/{number}/payments", "/contracts/" + active + "/payments"},
        {"/contracts/{number}/limits", "/contracts/" + active + "/limits"},
        {"/periods/{period}", "/periods/2026-06"},
        {"/periods/{period}/provisions", "/periods/2026-06/provisions"},
        {"/periods/{period}/overlays", "/periods/2026-06/overlays"},
        {"/calendars/{name}", "/calendars/CN?year=2026"},
        {"/curves/{name}", "/curves/CNY?as_of=2026-06-30"},
        {"/curves/snapshots/{id}", "/curves/snapshots/" + snapshot},
        {"/reports/{name}", "/reports/exposure?as_of=2026-06-30"},
        {"/reports/{name}/schema", "/reports/exposure/schema"},
        {"/market-quotes", "/market-quotes?as_of=2026-06-30"},
        {"/appraisals", "/appraisals?asset=" + asset},
        {"/assets/{code}/history", "/assets/" + asset + "/history"},
        {"/assets/{code}/remarketing", "/assets/" + returned_machine(ended_lease("SN-OPEN-2")) + "/remarketing"},
        {"/asset-classes/{code}/fit", "/asset-classes/CNC/fit"},
        {"/asset-classes/{code}/curves", "/asset-classes/FORKLIFT/curves"}};
    int walked = 0;
    for (const auto& [path, item] : document["paths"].items()) {
        if (!item.contains("get")) continue;
        auto target = path.substr(v1.size());
        const bool is_json = item["get"]["responses"]["2XX"]["content"].contains("application/json");
        if (!is_json && !examples.contains(target)) continue;  // a file's bytes have no schema
        if (const auto example = examples.find(target); example != examples.end()) {
            target = example->second;
        } else if (const auto brace = target.find("/{code}"); brace != std::string::npos) {
            const auto list = target.substr(0, brace);
            target.replace(brace + 1, std::string("{code}").size(), first(v1 + list, "code"));
        }
        const auto answer = get(v1 + target, as(Role::Administrator));
        ASSERT_EQ(answer.status, 200) << target << " " << answer.body;
        EXPECT_EQ(answer.content_type, "application/json") << target;
        expect_fits(json_of(answer), answer_schema("get", path), path);
        ++walked;
    }
    EXPECT_GE(walked, 20);
}

TEST_F(OpenApi, AQuoteHasExactlyThePropertiesOfItsSchema) {
    const auto answer =
        post_json("/api/v1/quotes",
                  R"({"financed_amount":"1000.00","commencement":"2026-06-30","periods":3,"rate":{"annual":"0.06"}})",
                  as(Role::Auditor));
    expect_fits(json_of(answer), answer_schema("post", "/api/v1/quotes"), "quote");
}

TEST_F(OpenApi, AProblemHasExactlyThePropertiesOfItsSchema) {
    const auto answer = post_json("/api/v1/lessees", "{}", as(Role::Clerk));
    expect_fits(json_of(answer), {{"$ref", "#/components/schemas/Problem"}}, "problem");
}

TEST_F(OpenApi, EveryFieldOfARequestIsTaken) {
    // A field that the document names is never answered with "there is no such field".
    for (const auto& [path, item] : document["paths"].items())
        for (const auto& [method, operation] : item.items()) {
            if (!operation.contains("requestBody")) continue;
            const auto schema = resolved(operation["requestBody"]["content"]["application/json"]["schema"]);
            json body = json::object();
            for (const auto& [name, property] : schema["properties"].items())
                if (property["type"] != "object" && property["type"] != "array") body[name] = "x";
            auto target = path;
            if (const auto brace = target.find('{'); brace != std::string::npos)
                target = target.substr(0, brace) + "x" + target.substr(target.find('}') + 1);
            auto upper = method;
            for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            const auto answer = send_json(upper, target, body.dump(), as(Role::Administrator), {{"if-match", "\"1\""}});
            EXPECT_EQ(answer.body.find("There is no field"), std::string::npos)
                << upper << " " << path << " " << answer.body;
        }
}

TEST_F(OpenApi, ListsGoOnWhereTheyBrokeOff) {
    std::set<std::string> seen;
    std::string after;
    int pages = 0;
    do {
        const auto page =
            json_of(get("/api/v1/contracts?limit=7" + (after.empty() ? "" : "&after=" + percent_encoded(after)),
                        as(Role::Auditor)));
        for (const auto& row : page["items"]) EXPECT_TRUE(seen.insert(row["number"]).second);
        after = page["next"].is_null() ? "" : page["next"].get<std::string>();
        ++pages;
    } while (!after.empty() && pages < 20);
    EXPECT_EQ(seen.size(), 60U);
    EXPECT_EQ(pages, 9);
}

}  // namespace
}  // namespace leasebook::server
