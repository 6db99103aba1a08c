#include "server/curves.h"

#include "db/counters.h"
#include "db/register_store.h"

namespace leasebook::server {

namespace {

constexpr std::size_t curves_kept = 64;

// All quotes are of one day, so that a day too long ago is one thing to say, not one for every quote.
CurveOutcome curve_of(const std::string& name, Date day, const std::vector<MarketQuote>& quotes) {
    if (quotes.empty()) return not_found("curve", "There are no market quotes of {0} on or before {1}.", name, to_text(day));
    if (days_between(quotes.front().date, day) > pricing::oldest_quote_days)
        return invalid("curve", "The last market quotes of {0} are of {1}: too old to value anything on {2}.", name,
                       to_text(quotes.front().date), to_text(day));
    return pricing::bootstrap(day, quotes);
}

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
    auto outcome = std::make_shared<const CurveOutcome>(curve_of(name, day, quotes));
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= curves_kept) kept_.clear();
    kept_[key] = {version, outcome};
    return outcome;
}

}  // namespace leasebook::server
