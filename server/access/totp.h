#pragma once
// One-time passwords by time (RFC 6238 on RFC 4226): HMAC-SHA1, six digits, steps of 30 seconds, as every
// authenticator app speaks them. Time is an argument.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leasebook::server {

using UnixTime = std::chrono::sys_seconds;

// RFC 4648 without padding; decoding takes small letters and blanks too, as people type it off a screen.
std::string base32(std::string_view bytes);
std::optional<std::string> base32_decoded(std::string_view text);

// 160 random bits, the length RFC 4226 recommends.
std::string new_totp_secret();

// RFC 4226: the code of a counter, with leading zeros; 6 to 8 digits.
std::string hotp(std::string_view secret, std::int64_t counter, int digits = 6);

std::int64_t time_step(UnixTime now);

// The step whose code this is: the present one, the one before or the one after, for clocks and fingers that are
// slow. Blanks within the code do not matter. Empty: it is none of them.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, UnixTime now);

// otpauth://totp/… as the apps read it from a QR code; the account is percent-encoded.
std::string otpauth_uri(std::string_view secret, std::string_view account);

}  // namespace leasebook::server
