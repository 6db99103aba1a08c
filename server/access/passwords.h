#pragma once
// Passwords: which are acceptable, and how they are kept (argon2id). A hash takes 64 MiB for some 60 ms, so only
// few run at once; without that bound, signing in would be the cheapest way to exhaust the machine.
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "domain/result.h"

namespace leasebook::server {

// What NIST SP 800-63B-4 (3.1.1.2) asks of a password: length, no rules of composition, and a list of those that
// everybody tries first. At least 15 characters of any script where it is all that is shown at sign-in, 12 with a
// second factor; at most 128.
struct PasswordRules {
    bool only_factor = true;
    const std::set<std::string, std::less<>>* blocklist = nullptr;  // besides the program's own, see read_blocklist
};
// Not one of the common passwords, not built from the user's own name or the product's. Errors name the field
// "password".
Result<Done> check_new_password(std::string_view password, std::string_view user_name, const PasswordRules& rules);

// Passwords that are known, one a line, upper and lower case alike; lines that are too short to be chosen are passed
// over. An error names the setting "password-blocklist".
Result<std::set<std::string, std::less<>>> read_blocklist(const std::string& path);

struct HashingCost {
    unsigned long long passes = 2;
    std::size_t memory = 64 * 1024 * 1024;  // bytes
};

// Safe to use from many threads. Where a Result fails, the machine was too busy hashing (ErrorCode::Conflict).
class PasswordHasher {
public:
    explicit PasswordHasher(HashingCost cost = {}, int at_once = 2, int waiting = 32,
                            std::chrono::milliseconds patience = std::chrono::seconds(10));

    // The text to keep: algorithm, cost, salt and hash in one. Throws std::bad_alloc when memory is out.
    Result<std::string> hash(std::string_view password);
    // Whether the password belongs to the kept text.
    Result<bool> verify(const std::string& kept, std::string_view password);
    // As slow as verify() and always false: for names that nobody has, so that the time does not tell.
    Result<bool> verify_nobody(std::string_view password);
    // The kept text was made at another cost: hash again at the next successful sign-in.
    bool needs_rehash(const std::string& kept) const;

private:
    class Turn;
    bool wait_for_turn();
    void leave();

    const HashingCost cost_;
    const int at_once_;
    const int may_wait_;
    const std::chrono::milliseconds patience_;
    const std::string nobody_;  // the kept text of a random password
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;  // guarded by mutex_
    int waiting_ = 0;  // guarded by mutex_
};

}  // namespace leasebook::server
