#include "db/market_store.h"

#include <algorithm>
#include <set>

#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

std::string select_quotes() { return "SELECT " + quoted(columns_of<MarketQuote>()) + " FROM `market_quotes`"; }

std::vector<MarketQuote> rows_of(Statement& select) {
    std::vector<MarketQuote> quotes;
    while (select.step()) quotes.push_back(read_row<MarketQuote>(select));
    return quotes;
}

int length_of(const MarketQuote& quote) { return approximate_days(*parse_tenor(quote.tenor, "tenor")); }

// 7D and 1W are one tenor, as are 12M and 1Y (360 and 365 in approximate days).
std::pair<Instrument, int> place_of(const MarketQuote& quote) {
    const auto tenor = *parse_tenor(quote.tenor, "tenor");
    switch (tenor.unit) {
        case 'D': return {quote.instrument, tenor.count};
        case 'W': return {quote.instrument, 7 * tenor.count};
        case 'M': return {quote.instrument, 10'000 + tenor.count};
        default: return {quote.instrument, 10'000 + 12 * tenor.count};
    }
}

}  // namespace

QuotesForDay quotes_for_day(Connection& connection, const std::string& curve, Date on, int fresh_days, int lately) {
    auto& select =
        connection.prepare(select_quotes() + " WHERE `curve` = ? AND `date` <= ? AND `date` >= ? ORDER BY `date` DESC");
    select.bind(1, curve).bind(2, to_text(on)).bind(3, to_text(on - std::chrono::days{lately}));
    QuotesForDay found;
    std::set<std::pair<Instrument, int>> seen;
    bool any_fresh = false;
    for (auto& quote : rows_of(select)) {
        if (!seen.insert(place_of(quote)).second) continue;
        const bool published = quote.instrument == Instrument::LoanPrimeRate;
        const bool fresh = days_between(quote.date, on) <= fresh_days;
        any_fresh = any_fresh || (fresh && !published);
        (published || fresh ? found.quotes : found.too_old).push_back(std::move(quote));
    }
    if (!any_fresh) return {};
    const auto by_length = [](const MarketQuote& quote) { return std::pair{quote.instrument, length_of(quote)}; };
    std::ranges::sort(found.quotes, {}, by_length);
    std::ranges::sort(found.too_old, {}, by_length);
    return found;
}

std::vector<MarketQuote> loan_prime_rates(Connection& connection, const std::string& curve, const std::string& tenor,
                                          Date on) {
    auto& select = connection.prepare(
        select_quotes() + " WHERE `curve` = ? AND `instrument` = ? AND `tenor` = ? AND `date` <= ? ORDER BY `date`");
    return rows_of(
        select.bind(1, curve).bind(2, to_text(Instrument::LoanPrimeRate)).bind(3, tenor).bind(4, to_text(on)));
}

}  // namespace leasebook::db
