#include "server/access/speed_limit.h"

#include <algorithm>
#include <cmath>

namespace leasebook::server {

std::chrono::seconds SpeedLimit::try_one(const std::string& key, Time now) {
    if (a_minute_ <= 0) return std::chrono::seconds(0);
    const auto minutes = [&](Time since) { return std::chrono::duration<double, std::ratio<60>>(now - since).count(); };
    const std::lock_guard lock(mutex_);
    if (minutes(swept_) > at_once_ / a_minute_) {  // whoever was away so long has a full bucket again
        std::erase_if(buckets_, [&](const auto& entry) {
            return entry.second.left + minutes(entry.second.filled) * a_minute_ >= at_once_;
        });
        swept_ = now;
    }
    auto& bucket = buckets_.try_emplace(key, Bucket{at_once_, now}).first->second;
    bucket.left = std::min(at_once_, bucket.left + minutes(bucket.filled) * a_minute_);
    bucket.filled = now;
    if (bucket.left < 1)
        return std::chrono::seconds(static_cast<std::int64_t>(std::ceil((1 - bucket.left) * 60 / a_minute_)));
    bucket.left -= 1;
    return std::chrono::seconds(0);
}

std::size_t SpeedLimit::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

}  // namespace leasebook::server
