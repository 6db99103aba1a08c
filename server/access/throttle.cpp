#include "server/access/throttle.h"

#include <algorithm>

namespace leasebook::server {
namespace {

// One letter before the name keeps an account called like an address apart from the address.
std::string account_key(std::string_view account) { return "a" + std::string(account); }
std::string peer_key(std::string_view peer) { return "p" + std::string(peer); }
std::string device_key(std::string_view account, std::string_view device) {
    return "d" + std::string(device) + " " + std::string(account);
}

}  // namespace

std::chrono::seconds Throttle::try_sign_in(std::string_view account, std::string_view peer, Time now,
                                           std::string_view device) {
    const std::lock_guard lock(mutex_);
    while (!entries_.empty() && entries_.back().last + rules_.forgotten_after <= now) forget(std::prev(entries_.end()));
    if (!device.empty()) {
        const auto of_device = device_key(account, device);
        const auto longer = wait(of_device, now);
        if (longer == std::chrono::seconds(0)) count(of_device, rules_.free_per_account, now);
        return longer;
    }
    const auto of_account = account_key(account), of_peer = peer_key(peer);
    const auto longer = std::max(wait(of_account, now), wait(of_peer, now));
    if (longer > std::chrono::seconds(0)) return longer;
    count(of_account, rules_.free_per_account, now);
    count(of_peer, rules_.free_per_peer, now);
    return std::chrono::seconds(0);
}

void Throttle::succeeded(std::string_view account, std::string_view peer, std::string_view device) {
    const std::lock_guard lock(mutex_);
    if (!device.empty()) {
        if (const auto found = find_.find(device_key(account, device)); found != find_.end()) forget(found->second);
        return;
    }
    if (const auto found = find_.find(account_key(account)); found != find_.end()) forget(found->second);
    // Only this one try: else an attacker with an account of his own could clear his address with it.
    const auto found = find_.find(peer_key(peer));
    if (found == find_.end()) return;
    Entry& entry = *found->second;
    if (--entry.failures < rules_.free_per_peer) entry.blocked_until = {};
    if (entry.failures <= 0) forget(found->second);
}

std::size_t Throttle::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

std::chrono::seconds Throttle::wait(const std::string& key, Time now) {
    const auto found = find_.find(key);
    if (found == find_.end() || found->second->blocked_until <= now) return std::chrono::seconds(0);
    return std::chrono::ceil<std::chrono::seconds>(found->second->blocked_until - now);
}

void Throttle::count(const std::string& key, int free, Time now) {
    if (const auto found = find_.find(key); found != find_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
    } else {
        if (entries_.size() >= rules_.remembered) forget(std::prev(entries_.end()));
        entries_.push_front({.key = key});
        find_.emplace(key, entries_.begin());
    }
    Entry& entry = entries_.front();
    entry.last = now;
    ++entry.failures;
    if (entry.failures < free) return;
    const int doublings = std::min(entry.failures - free, 30);
    entry.blocked_until = now + std::min(std::chrono::seconds(1LL << doublings), rules_.longest_wait);
}

void Throttle::forget(Entries::iterator entry) {
    find_.erase(entry->key);
    entries_.erase(entry);
}

}  // namespace leasebook::server
