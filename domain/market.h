#pragma once
// Market quotes as they are stored: one rate per curve, instrument, tenor and date.
#include <array>
#include <string>
#include <string_view>

#include "domain/fields.h"

namespace leasebook {

enum class Instrument { Deposit, Swap, LoanPrimeRate };
template <>
struct NamesOf<Instrument> {
    static constexpr Names<Instrument, 3> names{
        {{Instrument::Deposit, "deposit"}, {Instrument::Swap, "swap"}, {Instrument::LoanPrimeRate, "lpr"}}};
};

// "7D", "2W", "3M", "5Y"; overnight is "1D".
struct Tenor {
    int count = 0;
    char unit = 'M';
    auto operator<=>(const Tenor&) const = default;
};
Result<Tenor> parse_tenor(std::string_view text, std::string field);
std::string to_text(Tenor tenor);
// Length in days, a month as 30 and a year as 365: for sorting and plausibility only.
int approximate_days(Tenor tenor);

// A set of quotes that make one curve, and the money it discounts.
struct KnownCurve {
    std::string_view name, currency;
};
inline constexpr std::array<KnownCurve, 4> known_curves{
    {{"CNY", "CNY"}, {"CNY-FR007", "CNY"}, {"USD", "USD"}, {"EUR", "EUR"}}};
// The curve of that name, or an error that lists those there are.
Result<KnownCurve> parse_curve_name(std::string_view text, std::string field);

struct MarketQuote {
    std::string curve;  // "CNY", one of known_curves
    Instrument instrument = Instrument::Deposit;
    std::string tenor;
    Date date;
    Rate rate;  // annual, simple for deposits, par rate for swaps, as the curve's market quotes them
    std::optional<std::string> source;
    bool operator==(const MarketQuote&) const = default;
};
void visit_fields(auto& quote, auto& field) requires std::same_as<std::remove_cvref_t<decltype(quote)>, MarketQuote> {
    field("curve", quote.curve);
    field("instrument", quote.instrument);
    field("tenor", quote.tenor);
    field("date", quote.date);
    field("rate", quote.rate);
    field("source", quote.source);
}
Errors check(const MarketQuote& quote);

}  // namespace leasebook
