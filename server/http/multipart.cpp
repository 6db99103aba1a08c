#include "server/http/multipart.h"

#include <algorithm>

#include "domain/utf8.h"

namespace leasebook::server {
namespace {

constexpr std::string_view line_end = "\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view left, std::string_view right) { return std::ranges::equal(left, right, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

// Cuts the text up to the separator off, or all of it when there is none.
std::string_view cut(std::string_view& rest, std::string_view separator) {
    const auto end = std::min(rest.find(separator), rest.size());
    const auto front = rest.substr(0, end);
    rest.remove_prefix(std::min(end + separator.size(), rest.size()));
    return front;
}

bool is_plain_text(std::string_view text) {
    while (!text.empty()) {
        const auto length = character_length(text);
        const bool control = static_cast<unsigned char>(text.front()) < 0x20 || text.front() == 0x7F;
        if (length == 0 || control) return false;
        text.remove_prefix(length);
    }
    return true;
}

// The boundary that a Content-Type names: 1 to 70 characters of those that RFC 2046 allows.
std::optional<std::string> boundary_of(std::string_view content_type) {
    cut(content_type, ";");
    std::optional<std::string> boundary;
    while (!content_type.empty()) {
        auto value = trimmed(cut(content_type, ";"));
        const auto name = cut(value, "=");
        if (!same(name, "boundary")) continue;
        if (boundary) return std::nullopt;
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        boundary = value;
    }
    const auto allowed = [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
    };
    if (!boundary || boundary->empty() || boundary->size() > 70 || !std::ranges::all_of(*boundary, allowed))
        return std::nullopt;
    return boundary;
}

// Browsers write a quote inside a name as %22. Line ends (%0D, %0A) stay escaped: no name of ours holds one.
std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (same(text.substr(0, 3), "%22")) {
            out += '"';
            text.remove_prefix(3);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string last_component(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

// form-data; name="…"; filename="…" — nothing else, each at most once, always quoted.
bool read_disposition(std::string_view value, Part& part, const MultipartLimits& limits) {
    if (!same(trimmed(cut(value, ";")), "form-data")) return false;
    bool named = false;
    while (!value.empty()) {
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        const auto key = cut(value, "=\"");
        const auto end = value.find('"');
        if (end == std::string_view::npos) return false;
        const auto text = value.substr(0, end);
        value = trimmed(value.substr(end + 1));
        if (!value.empty() && value.front() != ';') return false;
        if (!value.empty()) value.remove_prefix(1);
        if (!is_plain_text(text)) return false;
        if (same(key, "name") && !named && text.size() <= limits.name) {
            part.name = unescaped(text);
            named = true;
        } else if (same(key, "filename") && !part.filename && text.size() <= limits.filename) {
            part.filename = last_component(unescaped(text));
        } else {
            return false;
        }
    }
    return named && !part.name.empty();
}

bool read_part_head(std::string_view head, Part& part, const MultipartLimits& limits) {
    bool disposed = false;
    while (!head.empty()) {
        auto value = cut(head, line_end);
        if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return false;
        if (value.find(':') == std::string_view::npos) return false;
        const auto name = cut(value, ":");
        if (same(name, "content-disposition")) {
            if (disposed || !read_disposition(value, part, limits)) return false;
            disposed = true;
        } else if (same(name, "content-type")) {
            if (!part.content_type.empty() || !is_plain_text(value)) return false;
            part.content_type = trimmed(value);
        } else {
            return false;  // a transfer encoding above all: no browser sends one
        }
    }
    return disposed;
}

}  // namespace

bool is_multipart(std::string_view content_type) {
    return same(trimmed(cut(content_type, ";")), "multipart/form-data");
}

Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body,
                                          const MultipartLimits& limits) {
    const auto boundary = boundary_of(content_type);
    if (!is_multipart(content_type) || !boundary)
        return invalid("", "This is not a form with files: its Content-Type names no boundary.");
    const std::string separator = "\r\n--" + *boundary;
    const auto incomplete = invalid("", "The uploaded form is not complete. Send it again.");
    const auto malformed = [](std::size_t number) {
        return invalid("", "Part {0} of the uploaded form is not well-formed.", std::to_string(number));
    };

    // The first separator has no line end before it.
    if (!body.starts_with(std::string_view(separator).substr(line_end.size()))) return incomplete;
    body.remove_prefix(separator.size() - line_end.size());
    std::vector<Part> parts;
    while (body != "--" && body != "--\r\n") {
        const auto number = parts.size() + 1;
        if (!body.starts_with(line_end)) return incomplete;
        if (number > limits.parts)
            return invalid("", "The uploaded form has more than {0} parts.", std::to_string(limits.parts));
        body.remove_prefix(line_end.size());
        const auto head_end = body.substr(0, limits.part_head).find("\r\n\r\n");
        if (head_end == std::string_view::npos) return malformed(number);
        Part& part = parts.emplace_back();
        if (!read_part_head(body.substr(0, head_end), part, limits)) return malformed(number);
        body.remove_prefix(head_end + line_end.size());  // the separator's line end may be the head's, for no bytes
        const auto end = body.find(separator);
        if (end == std::string_view::npos) return incomplete;
        if (end > 0) part.bytes = body.substr(line_end.size(), end - line_end.size());
        body.remove_prefix(end + separator.size());
    }
    return parts;
}

}  // namespace leasebook::server
