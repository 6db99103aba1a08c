#pragma once
// Rows that nobody can change unseen: each carries a SHA-256 over the hash of the row before it and its own fields.
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace leasebook::db {

std::array<unsigned char, 32> sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
std::string hex(std::span<const unsigned char> bytes);  // lower case

// What stands before the first row.
inline constexpr std::string_view chain_start = "0000000000000000000000000000000000000000000000000000000000000000";

// Each field goes in with its length, so no field can borrow characters from its neighbour.
std::string chained_hash(std::string_view previous_hash, std::span<const std::string> fields);

}  // namespace leasebook::db
