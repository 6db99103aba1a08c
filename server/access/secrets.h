#pragma once
// Random tokens and what is kept of them. A token is shown once; the database holds only its SHA-256.
#include <string>
#include <string_view>

namespace leasebook::server {

// 256 random bits as 43 characters of base64url.
std::string random_token();
// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);
// Compares in a time that depends on the lengths only.
bool same_secret(std::string_view left, std::string_view right);

}  // namespace leasebook::server
