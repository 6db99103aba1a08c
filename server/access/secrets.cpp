#include "server/access/secrets.h"

#include <array>
#include <span>

#include <sodium.h>

#include "domain/result.h"

namespace leasebook::server {
namespace {

void ready() { ensure(sodium_init() >= 0, "libsodium starts"); }  // costs nothing after the first time

// libsodium takes bytes as unsigned char, std::string holds them as char.
const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string random_token() {
    ready();
    std::array<unsigned char, 32> random{};
    randombytes_buf(random.data(), random.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(random.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
    text.pop_back();  // the terminating NUL
    return text;
}

std::string sha256_hex(std::string_view text) {
    ready();
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), bytes(text), text.size());
    std::string hex(2 * digest.size() + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    hex.pop_back();
    return hex;
}

bool same_secret(std::string_view left, std::string_view right) {
    ready();
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace leasebook::server
