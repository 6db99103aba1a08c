#include "db/hash_chain.h"

#include <sodium.h>

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

namespace {

const unsigned char* data_of(std::string_view bytes) {
    return static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
}

}  // namespace

std::array<unsigned char, 32> sha256(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), data_of(bytes), bytes.size());
    return hash;
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

std::string sha256_hex(std::span<const std::string> parts) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (const auto& part : parts) crypto_hash_sha256_update(&state, data_of(part), part.size());
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256_final(&state, hash.data());
    return hex(hash);
}

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
