#include "server/second_factor.h"

#include <algorithm>
#include <cctype>

#include "server/access/secrets.h"
#include "server/access/totp.h"
#include "server/log.h"

namespace leasebook::server {

namespace {

std::string purpose_for(UserId user) { return "second factor of user " + std::to_string(user.value); }

// As it is hashed: letters and digits only, small.
std::string plain_recovery_code(std::string_view typed) {
    std::string plain;
    for (const char c : typed)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return plain;
}

std::string in_groups(const std::string& text) {
    std::string grouped;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += '-';
        grouped += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
    }
    return grouped;
}

}  // namespace

std::string sealed_secret(const Door& door, UserId user, std::string_view secret) {
    return door.vault.seal(secret, purpose_for(user));
}

std::optional<std::string> opened_secret(const Door& door, UserId user, std::string_view sealed) {
    auto secret = door.vault.open(sealed, purpose_for(user));
    if (!secret && !sealed.empty()) log_event(LogLevel::Error, "second_factor_sealed_with_another_key", {});
    return secret;
}

Shown take_code(db::Connection& connection, const Door& door, UserId user, const std::string& typed, db::Moment now) {
    const auto factor = db::find_second_factor(connection, user);
    if (!factor || !factor->is_set_up()) return Shown::Nothing;
    if (const auto secret = opened_secret(door, user, factor->secret)) {
        const auto step = matching_step(*secret, typed, std::chrono::floor<std::chrono::seconds>(now));
        if (step) return db::take_step(connection, user, *step) ? Shown::Code : Shown::Nothing;
    }
    const auto plain = plain_recovery_code(typed);
    if (plain.size() != 16) return Shown::Nothing;
    return db::take_recovery_code(connection, user, sha256_hex(plain)) ? Shown::RecoveryCode : Shown::Nothing;
}

std::vector<std::string> new_recovery_codes(db::Connection& connection, UserId user) {
    constexpr int how_many = 10, bytes = 10;
    std::vector<std::string> codes, hashes;
    for (int i = 0; i < how_many; ++i) {
        const auto code = in_groups(base32(new_totp_secret().substr(0, bytes)));
        hashes.push_back(sha256_hex(plain_recovery_code(code)));
        codes.push_back(code);
    }
    db::replace_recovery_codes(connection, user, hashes);
    return codes;
}

}  // namespace leasebook::server
