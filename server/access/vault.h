#pragma once
// Secrets that the program itself must read again (seeds of authenticators, a sign-in on its way through another
// server) are sealed with a key that is not in the database: whoever copies the database alone has nothing.
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace leasebook::server {

class Vault {
public:
    using Key = std::array<unsigned char, 32>;
    explicit Vault(const Key& key) : key_(key) {}
    // The key in that file, which is made (mode 0600) when it is not there. Throws std::runtime_error with a sentence
    // for the operator when the file is no key or others may read it.
    static Vault from_file(const std::string& path);
    static Vault with_random_key();  // what it seals, no other process opens

    // XChaCha20-Poly1305 as base64url. The purpose ("totp 12") is not in the text but must be the same to open it, so
    // that what was sealed for one user or use cannot be put in another's place.
    std::string seal(std::string_view secret, std::string_view purpose) const;
    // Empty when it was sealed with another key or for another purpose, or was altered.
    std::optional<std::string> open(std::string_view sealed, std::string_view purpose) const;

private:
    Key key_;
};

}  // namespace leasebook::server
