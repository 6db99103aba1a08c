#include "domain/market.h"

#include "domain/decimal_text.h"

namespace leasebook {

Result<Tenor> parse_tenor(std::string_view text, std::string field) {
    const auto unit = text.empty() ? '\0' : text.back();
    const auto count = text.empty() ? std::nullopt : parse_integer(text.substr(0, text.size() - 1), 1, 600);
    const bool known = unit == 'D' || unit == 'W' || unit == 'M' || unit == 'Y';
    if (!known || !count || approximate_days({static_cast<int>(*count), unit}) > 50 * 366)
        return invalid(std::move(field), "\"{0}\" is not a tenor. Write 7D, 2W, 3M or 5Y, at most 50 years.",
                       shortened(text));
    return Tenor{static_cast<int>(*count), unit};
}

std::string to_text(Tenor tenor) { return std::to_string(tenor.count) + tenor.unit; }

int approximate_days(Tenor tenor) {
    switch (tenor.unit) {
        case 'D': return tenor.count;
        case 'W': return 7 * tenor.count;
        case 'M': return 30 * tenor.count;
        case 'Y': return 365 * tenor.count;
        default: throw InvariantBroken("a tenor's unit is D, W, M or Y");
    }
}

Result<KnownCurve> parse_curve_name(std::string_view text, std::string field) {
    std::string known;
    for (const auto& curve : known_curves) {
        if (curve.name == text) return curve;
        known += (known.empty() ? "" : ", ") + std::string(curve.name);
    }
    return invalid(std::move(field), "There is no curve \"{0}\". There are: {1}.", shortened(text), known);
}

Errors check(const MarketQuote& quote) {
    Errors errors;
    if (const auto curve = parse_curve_name(quote.curve, "curve"); !curve) errors.push_back(curve.error());
    if (const auto tenor = parse_tenor(quote.tenor, "tenor"); !tenor) errors.push_back(tenor.error());
    if (quote.rate.e10 < -rate_scale / 10 || quote.rate.e10 > rate_scale / 2)
        errors.push_back(invalid("rate", "A market rate lies between -0.1 and 0.5. Write 2.5 % as 0.025."));
    return errors;
}

}  // namespace leasebook
