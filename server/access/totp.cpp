#include "server/access/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "domain/percent.h"
#include "domain/result.h"
#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t seconds_a_step = 30;

}  // namespace

std::string base32(std::string_view bytes) {
    std::string text;
    unsigned held = 0, bits = 0;
    for (const char c : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31U];
        held &= (1U << bits) - 1;
    }
    if (bits > 0) text += alphabet[(held << (5 - bits)) & 31U];
    return text;
}

std::optional<std::string> base32_decoded(std::string_view text) {
    std::string bytes;
    unsigned held = 0, bits = 0;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        const auto value = alphabet.find(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        if (value == std::string_view::npos) return std::nullopt;
        held = (held << 5U) | static_cast<unsigned>(value);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>((held >> bits) & 255U);
        held &= (1U << bits) - 1;
    }
    return bytes;
}

std::string new_totp_secret() {
    ensure(sodium_init() >= 0, "libsodium starts");
    std::string secret(20, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string hotp(std::string_view secret, std::int64_t counter, int digits) {
    std::array<unsigned char, 8> message{};
    for (std::size_t i = 0; i < message.size(); ++i)
        message[i] = static_cast<unsigned char>((static_cast<std::uint64_t>(counter) >> (8 * (7 - i))) & 255U);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned length = 0;
    const auto* const made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(),
                                  message.size(), mac.data(), &length);
    ensure(made != nullptr && length == 20, "HMAC-SHA1 gives 20 bytes");
    const auto at = mac[19] & 15U;
    const auto number = ((mac[at] & 127U) << 24U) | (static_cast<unsigned>(mac[at + 1]) << 16U) |
                        (static_cast<unsigned>(mac[at + 2]) << 8U) | mac[at + 3];
    auto text = std::to_string(number);
    text.insert(0, text.size() < 10 ? 10 - text.size() : 0, '0');
    return text.substr(text.size() - static_cast<std::size_t>(digits));
}

std::int64_t time_step(UnixTime now) { return now.time_since_epoch().count() / seconds_a_step; }

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, UnixTime now) {
    std::string typed(code);
    std::erase(typed, ' ');
    const auto present = time_step(now);
    std::optional<std::int64_t> found;
    for (const auto step : {present, present - 1, present + 1})  // all three, so that the time does not tell
        if (same_secret(typed, hotp(secret, step)) && !found) found = step;
    return found;
}

std::string otpauth_uri(std::string_view secret, std::string_view account) {
    return "otpauth://totp/Leasebook:" + percent_encoded(account) + "?secret=" + base32(secret) +
           "&issuer=Leasebook&algorithm=SHA1&digits=6&period=30";
}

}  // namespace leasebook::server
