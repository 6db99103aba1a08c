#include "domain/fields.h"

#include <algorithm>

#include "domain/utf8.h"

namespace leasebook {

namespace {

struct Utf8Scan {
    bool valid = true;
    std::size_t characters = 0;
    bool control = false;
};

Utf8Scan scan(std::string_view text) {
    Utf8Scan result;
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) return {false, result.characters, result.control};
        const auto first = static_cast<unsigned char>(text[0]);
        // C0 and DEL, and the two-byte C1 controls.
        if ((length == 1 && (first < 0x20 || first == 0x7F)) ||
            (length == 2 && first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0))
            result.control = true;
        ++result.characters;
        text.remove_prefix(length);
    }
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

constexpr std::size_t longest_text = 200, longest_code = 64;

}  // namespace

Result<std::string> parse_text(std::string_view text, std::string field) {
    const auto clean = trimmed(text);
    const auto found = scan(clean);
    if (!found.valid) return invalid(std::move(field), "This text is not valid UTF-8.");
    if (found.control) return invalid(std::move(field), "This text holds control characters.");
    if (found.characters > longest_text)
        return invalid(std::move(field), "This text is longer than {0} characters.", std::to_string(longest_text));
    if (clean.empty()) return invalid(std::move(field), "This field cannot be empty.");
    return std::string(clean);
}

Result<std::string> parse_code(std::string_view text, std::string field) {
    const auto clean = trimmed(text);
    const auto plain = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || (static_cast<unsigned char>(c) & 0x80) != 0;
    };
    const auto found = scan(clean);
    if (clean.empty() || clean == "." || clean == ".." || !found.valid || found.control ||
        found.characters > longest_code || !std::ranges::all_of(clean, plain))
        return invalid(
            std::move(field), "\"{0}\" cannot be a key: use up to {1} letters, digits, dots, dashes and underscores.",
            found.valid && !found.control ? shortened(clean) : std::string("?"), std::to_string(longest_code));
    return std::string(clean);
}

void FieldReader::read(const std::string& text, std::string field, int& value) {
    const auto number = parse_integer(text, -1'000'000, 1'000'000);
    if (number)
        value = static_cast<int>(*number);
    else
        errors_.push_back(invalid(std::move(field), "\"{0}\" is not a whole number.", shortened(text)));
}

void FieldReader::missing(std::string_view name) {
    errors_.push_back(invalid(std::string(name), "This field cannot be empty."));
}

Errors FieldReader::errors(bool refuse_unknown) const {
    Errors all = errors_;
    if (refuse_unknown)
        for (const auto& [name, text] : fields_)
            if (std::ranges::find(asked_for_, name) == asked_for_.end())
                all.push_back(invalid(name, "There is no field \"{0}\" here.", shortened(name)));
    return all;
}

}  // namespace leasebook
