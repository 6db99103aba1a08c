#include "domain/result.h"

namespace leasebook {

std::string filled(std::string_view text, const std::vector<std::string>& arguments) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool slot =
            text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' && text[i + 1] <= '9';
        const auto index = slot ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
        if (slot && index < arguments.size()) {
            out += arguments[index];
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string message(const Error& error) { return filled(error.text, error.arguments); }

}  // namespace leasebook
