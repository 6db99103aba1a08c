#include "server/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace leasebook::server {

namespace {

using nlohmann::json;

// Receives the parser's events and keeps only what a flat list of fields can hold; stops at the first fault.
class FieldCollector : public json::json_sax_t {
public:
    JsonFields result;
    std::optional<Error> fault;

    bool null() override { return placed(); }
    bool boolean(bool value) override { return store(value ? "true" : "false", false); }
    bool number_integer(json::number_integer_t value) override { return store(std::to_string(value), true); }
    bool number_unsigned(json::number_unsigned_t value) override { return store(std::to_string(value), true); }
    bool number_float(json::number_float_t, const json::string_t& raw) override {
        return refuse(invalid(path(), "Write {0} as a string: \"1234567.89\", not as a number.", shortened(raw)));
    }
    bool string(json::string_t& value) override { return store(value, false); }
    bool binary(json::binary_t&) override { return refuse(invalid(path(), "This is not JSON text.")); }
    bool start_object(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override {
        if (levels_.empty()) return refuse(invalid("", "Send one JSON object."));
        return open(true);
    }
    bool end_array() override { return close(); }
    bool key(json::string_t& name) override {
        auto& level = levels_.back();
        if (!level.names.insert(name).second)
            return refuse(invalid(name, "The name \"{0}\" stands twice in one object.", shortened(name)));
        level.current = level.prefix + (level.prefix.empty() ? "" : ".") + name;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        return refuse(invalid("", "This is not valid JSON: it breaks off at byte {0}.", std::to_string(position)));
    }

private:
    struct Level {
        std::string prefix, current;
        bool is_array = false;
        std::size_t next = 0;
        std::set<std::string> names;
    };
    std::string path() const { return levels_.empty() ? "" : levels_.back().current; }
    bool refuse(Error error) {
        if (!fault) fault = std::move(error);
        return false;
    }
    // An element of an array has no key event: its name is made when it begins.
    void name_element() {
        if (!levels_.empty() && levels_.back().is_array) {
            auto& level = levels_.back();
            level.current = level.prefix + "[" + std::to_string(level.next++) + "]";
        }
    }
    bool placed() {
        name_element();
        return levels_.empty() ? refuse(invalid("", "Send one JSON object.")) : true;
    }
    bool store(std::string value, bool is_number) {
        if (!placed()) return false;
        if (is_number) result.numbers.insert(path());
        // {"rate":{"annual":…},"rate.annual":…}: two ways to write one name.
        if (!result.fields.emplace(path(), std::move(value)).second)
            return refuse(invalid(path(), "The name \"{0}\" stands twice in one object.", shortened(path())));
        return true;
    }
    bool open(bool is_array) {
        name_element();
        if (levels_.size() == 32) return refuse(invalid("", "This JSON is nested too deeply."));
        levels_.push_back({path(), {}, is_array, 0, {}});
        return true;
    }
    bool close() {
        levels_.pop_back();
        return true;
    }
    std::vector<Level> levels_;
};

std::string title_of(int status) {
    switch (status) {
        case 400: return "Bad request";
        case 401: return "Sign in first";
        case 403: return "Not allowed";
        case 404: return "Not found";
        case 405: return "Method not allowed";
        case 409: return "Conflict";
        case 412: return "Changed meanwhile";
        case 415: return "Unsupported media type";
        case 422: return "Invalid input";
        case 428: return "Name the version";
        case 429: return "Too many requests";
        case 503: return "Busy";
        default: return "Server error";
    }
}

}  // namespace

Result<JsonFields> parse_json(std::string_view text) {
    FieldCollector collector;
    const bool whole = json::sax_parse(text, &collector, json::input_format_t::json, true);
    if (collector.fault) {
        if (collector.fault->field.empty()) collector.fault->code = ErrorCode::Malformed;
        return *std::move(collector.fault);
    }
    ensure(whole, "a JSON fault is always named");
    return std::move(collector.result);
}

Result<std::vector<JsonFields>> elements_of(const JsonFields& json, std::string_view list, std::size_t most,
                                            const Error& refusal) {
    const auto opening = std::string(list) + "[";
    std::vector<JsonFields> elements;
    Errors errors;
    for (const auto& [name, text] : json.fields) {
        const auto close = name.find("].");
        const auto index =
            name.starts_with(opening) && close != std::string::npos
                ? parse_integer(std::string_view(name).substr(opening.size(), close - opening.size()), 0, 1'000'000)
                : std::nullopt;
        if (!index) {
            errors.push_back(invalid(name, "There is no field \"{0}\" here.", shortened(name)));
            continue;
        }
        const auto place = static_cast<std::size_t>(*index);
        if (place >= most) return refusal;
        if (elements.size() <= place) elements.resize(place + 1);
        auto member = name.substr(close + 2);
        if (json.numbers.contains(name)) elements[place].numbers.insert(member);
        elements[place].fields.emplace(std::move(member), text);
    }
    if (elements.empty() && errors.empty()) return refusal;
    if (!errors.empty()) return errors;
    return elements;
}

std::string json_string(std::string_view text) {
    // Most texts are keys, amounts and dates: nothing in them wants an escape.
    const auto plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
    if (!std::ranges::all_of(text, plain)) return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
    std::string quoted;
    quoted.reserve(text.size() + 2);
    quoted += '"';
    quoted += text;
    quoted += '"';
    return quoted;
}

std::string problem_json(int status, const Errors& errors) {
    nlohmann::ordered_json problem;
    problem["type"] = "about:blank";
    problem["title"] = title_of(status);
    problem["status"] = status;
    problem["detail"] = errors.empty() ? title_of(status) : message(errors.front());
    problem["errors"] = nlohmann::ordered_json::array();
    for (const auto& error : errors)
        if (!error.field.empty()) problem["errors"].push_back({{"field", error.field}, {"message", message(error)}});
    return problem.dump(-1, ' ', false, json::error_handler_t::replace);
}

int status_of(const Errors& errors) {
    ensure(!errors.empty(), "a refusal names its reason");
    switch (errors.front().code) {
        case ErrorCode::Malformed: return 400;
        case ErrorCode::Invalid: return 422;
        case ErrorCode::NotFound: return errors.front().field.empty() ? 404 : 422;
        case ErrorCode::Conflict: return 409;
        case ErrorCode::Forbidden: return 403;
    }
    throw InvariantBroken("every error code has its status");
}

}  // namespace leasebook::server
