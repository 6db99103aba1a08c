#include "server/curves.h"

#include "db/counters.h"
#include "db/register_store.h"

namespace leasebook::server {

namespace {

constexpr std::size_t curves_kept = 64;

}  // namespace

std::shared_ptr<const CurveOutcome> Curves::on(const std::string& name, Date day) {
    const std::pair key{name, day};
    const auto version = database_.read([](db::Connection& c) { return db::book_version(c); });
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = kept_.find(key); found != kept_.end() && found->second.version == version)
            return found->second.outcome;
    }
    const auto quotes = database_.read([&](db::Connection& c) { return db::quotes_on(c, name, day); });
    auto outcome = std::make_shared<const CurveOutcome>(pricing::bootstrap(day, quotes));
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= curves_kept) kept_.clear();
    kept_[key] = {version, outcome};
    return outcome;
}

}  // namespace leasebook::server
