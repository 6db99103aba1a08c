#include "server/evaluate.h"

#include <algorithm>
#include <istream>
#include <ostream>

#include <nlohmann/json.hpp>

#include "server/evaluate/case_reader.h"
#include "server/import/seed.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

constexpr std::size_t most_cells = 100'000;
constexpr int deepest = 32;

const Operations& operations() {
    static const Operations all = [] {
        Operations merged;
        for (auto part : {date_operations(), money_operations(), security_operations(), schedule_operations(),
                          curve_operations(), credit_operations()})
            merged.merge(part);
        return merged;
    }();
    return all;
}

// In capitals a name means the spreadsheet's function where that one differs; otherwise case does not matter.
Operation operation_named(const std::string& name) {
    if (const auto exact = operations().find(name); exact != operations().end()) return exact->second;
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto found = operations().find(lower);
    return found == operations().end() ? nullptr : found->second;
}

// The shape that values take when each may be a list: lists are laid over one another from their ends, as arrays are
// in numerical libraries. Only the functions of an annuity are asked that way.
std::vector<std::size_t> shape_of(const json& value) {
    std::vector<std::size_t> shape;
    for (const json* at = &value; at->is_array() && !at->empty(); at = &(*at)[0]) shape.push_back(at->size());
    return shape;
}

bool takes_lists(std::string_view op) {
    return op == "pmt" || op == "pv" || op == "fv" || op == "nper" || op == "rate" || op == "ipmt" || op == "ppmt";
}

const json& element(const json& value, const std::vector<std::size_t>& index) {
    const json* at = &value;
    const auto depth = shape_of(value).size();
    for (std::size_t i = index.size() - depth; i < index.size(); ++i)
        at = &(*at)[at->size() == 1 ? 0 : std::min(index[i], at->size() - 1)];
    return *at;
}

// A value or the reasons why there is none; of a rate that is one of several, all of them.
struct Answer {
    Result<json> value;
    std::vector<double> roots = {};
};

Answer run(const json& object, Operation operation, const std::vector<CalendarDay>& days) {
    CaseReader in(object, days);
    auto value = operation(in);
    return {std::move(value), in.roots()};
}

std::string sentences(const Errors& errors) {
    std::string text;
    for (const auto& error : errors) {
        if (!text.empty()) text += ' ';
        if (!error.field.empty()) text.append(error.field).append(": ");
        text += message(error);
    }
    return text;
}

// A figure without an answer stands as null among the others.
json laid_over(const json& object, Operation operation, const std::vector<CalendarDay>& days,
               const std::vector<std::size_t>& shape, std::vector<std::size_t>& index) {
    if (index.size() == shape.size()) {
        json single = object;
        for (auto& arg : single["args"]) arg = json(element(json(arg), index));
        const auto value = run(single, operation, days).value;
        return value ? *value : json{};
    }
    json list = json::array();
    for (std::size_t i = 0; i < shape[index.size()]; ++i) {
        index.push_back(i);
        list.push_back(laid_over(object, operation, days, shape, index));
        index.pop_back();
    }
    return list;
}

// How large lists in "args" are, laid over one another.
std::vector<std::size_t> common_shape(const json& args) {
    std::vector<std::size_t> shape;
    for (const auto& arg : args) {
        const auto own = shape_of(arg);
        if (own.size() > shape.size()) shape.insert(shape.begin(), own.size() - shape.size(), 1);
        for (std::size_t i = 0; i < own.size(); ++i) {
            auto& size = shape[shape.size() - own.size() + i];
            size = std::max(size, own[i]);
        }
    }
    return shape;
}

Answer answer(const json& object, const std::vector<CalendarDay>& days) {
    if (!object.is_object()) return {invalid("", "Each line is one JSON object.")};
    const auto op = object.find("op");
    if (op == object.end() || !op->is_string()) return {invalid("op", "This field cannot be empty.")};
    const auto name = op->get<std::string>();
    const auto operation = operation_named(name);
    if (operation == nullptr)
        return {not_found("op", "There is no operation \"{0}\"; docs/eval.md lists them.", shortened(name))};
    if (!takes_lists(name) || !object.contains("args") || !object["args"].is_array())
        return run(object, operation, days);
    const auto shape = common_shape(object["args"]);
    std::size_t cells = 1;
    for (const auto size : shape) cells = std::min<std::size_t>(cells * size, most_cells + 1);
    if (cells > most_cells) return {invalid("args", "The lists together ask for too many figures.")};
    std::vector<std::size_t> index;
    if (shape.empty()) return run(object, operation, days);
    return {laid_over(object, operation, days, shape, index)};
}

// Lists within lists are walked by recursion, which a line could drive as deep as it is long.
bool nested_too_deeply(std::string_view line) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quoted && line[i] == '\\')
            ++i;
        else if (line[i] == '"')
            quoted = !quoted;
        else if (!quoted && (line[i] == '[' || line[i] == '{') && ++depth > deepest)
            return true;
        else if (!quoted && (line[i] == ']' || line[i] == '}'))
            --depth;
    }
    return false;
}

}  // namespace

std::string evaluate(std::string_view line, const std::vector<CalendarDay>& calendar_days) {
    json out;
    const auto object = nested_too_deeply(line) ? json(json::value_t::discarded) : json::parse(line, nullptr, false);
    if (object.is_object() && object.contains("id")) out["id"] = object["id"];
    const auto found = [&]() -> Answer {
        if (object.is_discarded()) return {invalid("", "This is not valid JSON.")};
        try {
            return answer(object, calendar_days);
        } catch (const json::exception&) {
            return {invalid("", "The values do not have the shape that this operation takes.")};
        }
    }();
    if (found.value)
        out["value"] = *found.value;
    else
        out["error"] = sentences(found.value.errors());
    if (found.value && !found.roots.empty()) out["roots"] = found.roots;
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

void evaluate_all(std::istream& cases, std::ostream& answers, const std::vector<CalendarDay>& calendar_days) {
    for (std::string line; std::getline(cases, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        answers << evaluate(line, calendar_days) << "\n";
    }
}

const std::vector<CalendarDay>& built_in_calendar_days() {
    static const auto days = seeded_calendar_days();
    return days;
}

}  // namespace leasebook::server
