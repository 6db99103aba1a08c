#include "server/access/passwords.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <new>
#include <optional>
#include <set>
#include <vector>

#include <sodium.h>

#include "domain/utf8.h"
#include "server/access/secrets.h"

namespace leasebook::server {
namespace {

// The heads of the common password lists that someone stretches to twelve characters by repeating them or by adding
// digits and marks.
constexpr auto common = std::to_array<std::string_view>(
    {"password",   "passw0rd", "qwerty",   "qwertyuiop", "qwertyui",     "asdfghjkl",
     "asdfgh",     "zxcvbnm",  "zxcvbn",   "iloveyou",   "admin",        "administrator",
     "welcome",    "letmein",  "monkey",   "dragon",     "football",     "baseball",
     "basketball", "sunshine", "princess", "superman",   "batman",       "master",
     "shadow",     "michael",  "jordan",   "trustno",    "starwars",     "whatever",
     "computer",   "internet", "secret",   "changeme",   "default",      "guest",
     "login",      "test",     "testing",  "hello",      "helloworld",   "abc",
     "abcd",       "abcdef",   "abcdefg",  "abcdefgh",   "abcdefghijkl", "qazwsx",
     "qazwsxedc",  "qwer",     "woaini",   "aini",       "mima",         "密码",
     "leasing",    "lease",    "bank",     "finance",    "temporary",    "correcthorsebatterystaple"});

// ASCII letters in lower case; other scripts are left as they are.
std::string folded(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// "12password!!" -> "password"
std::string_view without_trimmings(std::string_view text) {
    while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
    while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
    return text;
}

bool repeats(std::string_view text, std::string_view word) {
    if (text.empty() || text.size() % word.size() != 0) return false;
    for (; !text.empty(); text.remove_prefix(word.size()))
        if (!text.starts_with(word)) return false;
    return true;
}

// The characters of a text, one by one; empty when it is not UTF-8.
std::optional<std::vector<std::string_view>> characters(std::string_view text) {
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const auto length = character_length(text);
        if (length == 0) return std::nullopt;
        all.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return all;
}

bool is_common(std::string_view text) {
    const auto core = without_trimmings(text);
    if (core.empty()) return true;  // digits and marks only: a date, a telephone number, 123456789012
    return std::ranges::any_of(common,
                               [&](std::string_view word) { return repeats(core, word) || repeats(text, word); });
}

bool has_few_characters(const std::vector<std::string_view>& all) {
    return std::set<std::string_view>(all.begin(), all.end()).size() < 5;
}

std::string hashed(std::string_view password, const HashingCost& cost) {
    ensure(sodium_init() >= 0, "libsodium starts");
    std::array<char, crypto_pwhash_STRBYTES> kept{};
    if (crypto_pwhash_str_alg(kept.data(), password.data(), password.size(), cost.passes, cost.memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();  // its only reason to fail
    return kept.data();
}

}  // namespace

Result<Done> check_new_password(std::string_view password, std::string_view user_name, const PasswordRules& rules) {
    const auto all = characters(password);
    if (!all) return invalid("password", "This password is not valid UTF-8.");
    if (const std::size_t least = rules.only_factor ? 15 : 12; all->size() < least)
        return invalid("password", "Choose a password of at least {0} characters.", std::to_string(least));
    if (all->size() > 128) return invalid("password", "Choose a password of at most 128 characters.");
    const std::string text = folded(password), name = folded(user_name);
    if (text.find("leasebook") != std::string::npos || (name.size() >= 3 && text.find(name) != std::string::npos))
        return invalid("password", "Choose a password without your user name and without the name of this program.");
    const bool is_listed = rules.blocklist != nullptr && rules.blocklist->contains(text);
    if (is_listed || is_common(text) || has_few_characters(*all))
        return invalid("password", "This password is easy to guess. Choose several words that do not belong together.");
    return Done{};
}

Result<std::set<std::string, std::less<>>> read_blocklist(const std::string& path) {
    std::ifstream file(path);
    std::set<std::string, std::less<>> passwords;
    for (std::string line; std::getline(file, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.size() >= 12) passwords.insert(folded(line));
    }
    if (!file.eof()) return invalid("password-blocklist", "The file {0} cannot be read.", path);
    return passwords;
}

// One place among those that may hash at the same time.
class PasswordHasher::Turn {
public:
    explicit Turn(PasswordHasher& hasher) : hasher_(hasher), granted_(hasher.wait_for_turn()) {}
    ~Turn() {
        if (granted_) hasher_.leave();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    explicit operator bool() const { return granted_; }
    static Error too_busy() { return conflict("Too many people sign in at this moment. Try again in a few seconds."); }

private:
    PasswordHasher& hasher_;
    const bool granted_;
};

PasswordHasher::PasswordHasher(HashingCost cost, int at_once, int waiting, std::chrono::milliseconds patience)
    : cost_(cost), at_once_(at_once), may_wait_(waiting), patience_(patience), nobody_(hashed(random_token(), cost)) {}

bool PasswordHasher::wait_for_turn() {
    std::unique_lock lock(mutex_);
    if (running_ == at_once_) {
        if (waiting_ == may_wait_) return false;
        ++waiting_;
        const bool free = freed_.wait_for(lock, patience_, [this] { return running_ < at_once_; });
        --waiting_;
        if (!free) return false;
    }
    ++running_;
    return true;
}

void PasswordHasher::leave() {
    {
        const std::lock_guard lock(mutex_);
        --running_;
    }
    freed_.notify_one();
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
    const Turn turn(*this);
    if (!turn) return Turn::too_busy();
    return hashed(password, cost_);
}

Result<bool> PasswordHasher::verify(const std::string& kept, std::string_view password) {
    const Turn turn(*this);
    if (!turn) return Turn::too_busy();
    errno = 0;
    const bool right = crypto_pwhash_str_verify(kept.c_str(), password.data(), password.size()) == 0;
    if (!right && errno == ENOMEM) throw std::bad_alloc();  // nobody was refused for a wrong password
    return right;
}

Result<bool> PasswordHasher::verify_nobody(std::string_view password) {
    const auto verified = verify(nobody_, password);
    if (!verified) return verified.errors();
    return false;
}

bool PasswordHasher::needs_rehash(const std::string& kept) const {
    return crypto_pwhash_str_needs_rehash(kept.c_str(), cost_.passes, cost_.memory) != 0;
}

}  // namespace leasebook::server
