#include "db/mysql.h"

#include <algorithm>

namespace leasebook::db {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw DatabaseError(Trouble::Other, why + " It should look like mysql://user:password@host:3306/name.");
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) refuse("The database address has a % that is not followed by two hexadecimal digits.");
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

// What stands before the separator; the rest stays in `text` (empty when there was no separator).
std::string_view cut(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    const auto front = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return front;
}

void read_options(std::string_view options, MysqlAddress& address) {
    while (!options.empty()) {
        auto option = cut(options, '&');
        const auto name = cut(option, '=');
        if (name == "tls" && option == "required")
            address.tls = true;
        else if (name == "ca" && !option.empty())
            address.ca = percent_decoded(option);
        else
            refuse("The database address has an unknown option \"" + std::string(name) +
                   "\"; there are tls=required and ca=FILE.");
    }
    // A file of certificates without TLS would look safe and be plain text.
    if (!address.ca.empty()) address.tls = true;
}

}  // namespace

MysqlAddress parse_mysql_address(std::string_view text) {
    constexpr std::string_view scheme = "mysql://";
    if (!text.starts_with(scheme)) refuse("The database address does not start with mysql://.");
    text.remove_prefix(scheme.size());
    MysqlAddress address;
    auto name = text;
    const auto authority = cut(name, '/');
    auto options = name;
    address.name = percent_decoded(cut(options, '?'));
    read_options(options, address);

    const auto at = authority.rfind('@');
    if (at == std::string_view::npos) refuse("The database address names no user.");
    auto password = authority.substr(0, at);
    address.user = percent_decoded(cut(password, ':'));
    address.password = percent_decoded(password);
    const auto host = percent_decoded(authority.substr(at + 1));
    if (host.empty() || address.user.empty() || address.name.empty())
        refuse("The database address lacks its user, its host or its database name.");
    constexpr std::string_view socket = "unix:";
    address.host = host.starts_with(socket) ? "unix://" + host.substr(socket.size()) : "tcp://" + host;
    return address;
}

}  // namespace leasebook::db
