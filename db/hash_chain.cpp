#include "db/hash_chain.h"

#include <openssl/sha.h>

namespace leasebook::db {

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::array<unsigned char, 32> sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    const auto* const data = static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
    SHA256(data, bytes.size(), hash.data());
    return hash;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

std::string chained_hash(std::string_view previous_hash, std::span<const std::string> fields) {
    std::string bytes(previous_hash);
    for (const auto& field : fields) {
        bytes += ';';
        bytes += std::to_string(field.size());
        bytes += ':';
        bytes += field;
    }
    return sha256_hex(bytes);
}

}  // namespace leasebook::db
