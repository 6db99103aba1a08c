#include "server/http/message.h"

#include <algorithm>

#include "domain/percent.h"
#include "domain/result.h"

namespace leasebook::server {

std::optional<std::string_view> Request::header(std::string_view lower_case_name) const {
    const auto found = std::ranges::find(headers, lower_case_name, &std::pair<std::string, std::string>::first);
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie").value_or("");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
            const auto value = pair.substr(equals + 1);
            return std::string(value.substr(0, value.find_last_not_of(' ') + 1));
        }
    }
    return std::nullopt;
}

std::map<std::string, std::string, std::less<>> Request::parameters() const {
    auto parsed = parse_form(query);
    ensure(parsed.has_value(), "the guard lets only well-formed queries through");
    return std::move(*parsed);
}

std::optional<std::map<std::string, std::string, std::less<>>> parse_form(std::string_view text) {
    std::map<std::string, std::string, std::less<>> fields;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals), Plus::IsSpace);
        auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), Plus::IsSpace);
        if (!name || !value) return std::nullopt;
        fields.insert_or_assign(std::move(*name), std::move(*value));
    }
    return fields;
}

}  // namespace leasebook::server
