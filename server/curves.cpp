#include "server/curves.h"

#include "db/calendar_store.h"
#include "db/counters.h"
#include "db/market_store.h"
#include "db/register_store.h"
#include "db/snapshot_store.h"

namespace leasebook::server {

namespace {

constexpr auto version_known_for = std::chrono::seconds(1);
constexpr std::size_t curves_kept = 64, snapshots_remembered = 10'000;

db::CurveSnapshot snapshot_of(const pricing::DiscountCurve& curve, db::Moment now) {
    db::CurveSnapshot snapshot{"", curve.name, curve.reference, to_text(curve.interpolation), {}, now};
    for (const auto& instrument : curve.instruments) snapshot.quotes.push_back(instrument.quote);
    for (const auto& quote : curve.left_out)
        if (quote.instrument == Instrument::LoanPrimeRate) snapshot.quotes.push_back(quote);
    snapshot.id = db::snapshot_id(snapshot);
    return snapshot;
}

// All quotes are too old, or there are none: one thing to say, not one for every quote.
CurveOutcome no_fresh_quotes(const std::string& name, Date day, const std::vector<MarketQuote>& last) {
    if (last.empty())
        return not_found("curve", "There are no market quotes of {0} on or before {1}.", name, to_text(day));
    return invalid("curve", "The last market quotes of {0} are of {1}: too old to value anything on {2}.", name,
                   to_text(last.front().date), to_text(day));
}

}  // namespace

std::int64_t Curves::version() {
    {
        const std::lock_guard lock(mutex_);
        if (seen_ && seen_->fresh.holds(database_, version_known_for)) return seen_->version;
    }
    const auto fresh = Freshness::now(database_);
    const auto read = database_.read([](db::Connection& c) { return db::book_version(c); });
    const std::lock_guard lock(mutex_);
    seen_ = {read, fresh};
    return read;
}

std::shared_ptr<const CurveOutcome> Curves::on(const std::string& name, Date day,
                                               std::optional<pricing::Interpolation> interpolation) {
    const std::tuple key{name, day, interpolation};
    const auto current = version();
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = kept_.find(key); found != kept_.end() && found->second.version == current)
            return found->second.outcome;
    }
    auto outcome = std::make_shared<const CurveOutcome>(made(name, day, interpolation));
    const std::lock_guard lock(mutex_);
    if (kept_.size() >= curves_kept) kept_.clear();
    kept_[key] = {current, outcome};
    return outcome;
}

CurveOutcome Curves::made(const std::string& name, Date day, std::optional<pricing::Interpolation> interpolation) {
    const auto definition = pricing::curve_definition(name, "curve");
    if (!definition) return definition.errors();
    const auto [found, last] = database_.read([&](db::Connection& c) {
        auto quotes = db::quotes_for_day(c, name, day, pricing::oldest_quote_days, quoted_lately_days);
        return std::pair{quotes, quotes.quotes.empty() ? db::quotes_on(c, name, day) : std::vector<MarketQuote>{}};
    });
    if (found.quotes.empty()) return no_fresh_quotes(name, day, last);
    const auto market_days = market_calendar(definition->calendar);
    auto bootstrapped = pricing::bootstrap(day, found.quotes, {interpolation, market_days.get()});
    if (!bootstrapped) return bootstrapped;
    auto curve = *std::move(bootstrapped);
    for (const auto& quote : found.too_old)
        curve.notes.push_back(invalid("quotes", "Quote {0} is of {1}: too old to be used.",
                                      to_text(quote.instrument) + " " + quote.tenor, to_text(quote.date)));
    write_down(curve);
    return curve;
}

void Curves::write_down(pricing::DiscountCurve& curve) {
    const auto snapshot = snapshot_of(curve, now_());
    curve.snapshot = snapshot.id;
    {
        const std::lock_guard lock(mutex_);
        if (written_down_.contains(snapshot.id)) return;
    }
    const bool known = database_.read([&](db::Connection& c) { return db::find_snapshot(c, snapshot.id).has_value(); });
    if (!known) {
        try {
            database_.write([&](db::Connection& c) { db::keep_snapshot(c, snapshot); });
        } catch (const db::DatabaseError& error) {
            // Somebody wrote the same one down a moment before.
            if (error.trouble != db::Trouble::Duplicate) throw;
        }
    }
    const std::lock_guard lock(mutex_);
    if (written_down_.size() >= snapshots_remembered) written_down_.clear();
    written_down_.insert(snapshot.id);
}

std::vector<pricing::Fixing> Curves::index_fixings(pricing::RateIndex index, Date day) const {
    const std::string tenor = index == pricing::RateIndex::Lpr1Y ? "1Y" : "5Y";
    const auto quotes = database_.read([&](db::Connection& c) { return db::loan_prime_rates(c, "CNY", tenor, day); });
    std::vector<pricing::Fixing> fixings;
    for (const auto& quote : quotes) fixings.push_back({quote.date, quote.rate});
    return fixings;
}

std::shared_ptr<const CalendarOutcome> Curves::calendar(std::string_view name) {
    const auto current = version();
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = calendars_.find(name); found != calendars_.end() && found->second.version == current)
            return found->second.outcome;
    }
    const auto days = database_.read([&](db::Connection& c) { return db::calendar_days(c, std::string(name)); });
    auto outcome = std::make_shared<const CalendarOutcome>(calendar_named(name, days, "calendar"));
    if (!*outcome) return outcome;
    const std::lock_guard lock(mutex_);
    calendars_[std::string(name)] = {current, outcome};
    return outcome;
}

std::shared_ptr<const BusinessCalendar> Curves::market_calendar(std::string_view name) {
    const auto outcome = calendar(name);
    return {outcome, &outcome->value()};  // the one keeps the other
}

}  // namespace leasebook::server
