#pragma once
// Slows down guessing at sign-in, per account and per peer: the first tries are free, then each failure doubles the
// wait, up to a minute. Nobody is locked out for good. A browser in which this person signed in before is counted on
// its own, whatever others try, so a stranger cannot keep staff from working ("device cookies").
#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace leasebook::server {

struct ThrottleRules {
    int free_per_account = 5;
    int free_per_peer = 20;  // more than one person may sit behind an address
    std::chrono::seconds longest_wait{60};
    std::chrono::minutes forgotten_after{15};  // without a further try
    std::size_t remembered = 20'000;           // accounts, devices and peers; beyond, the longest untouched goes
};

// Safe to use from many threads. Time is an argument, so a test needs no waiting.
class Throttle {
public:
    using Time = std::chrono::steady_clock::time_point;
    explicit Throttle(ThrottleRules rules = {}) : rules_(rules) {}

    // How long to wait before a try; zero: go ahead. A try that may go ahead is counted as failed at once, so that
    // many at the same moment cannot slip through; succeeded() takes that back. `device` names a browser that is
    // known to be the account's; empty: it is not.
    std::chrono::seconds try_sign_in(std::string_view account, std::string_view peer, Time now,
                                     std::string_view device = {});
    void succeeded(std::string_view account, std::string_view peer, std::string_view device = {});

    std::size_t size() const;  // accounts, devices and peers remembered

private:
    struct Entry {
        std::string key;
        int failures = 0;
        Time last{};
        Time blocked_until{};
    };
    using Entries = std::list<Entry>;  // most recently touched first

    std::chrono::seconds wait(const std::string& key, Time now);
    void count(const std::string& key, int free, Time now);
    void forget(Entries::iterator entry);

    const ThrottleRules rules_;
    mutable std::mutex mutex_;
    Entries entries_;                                          // guarded by mutex_
    std::unordered_map<std::string, Entries::iterator> find_;  // guarded by mutex_
};

}  // namespace leasebook::server
