#include "server/web/formats.h"

#include <array>
#include <cstdlib>

#include "reports/edition.h"
#include "server/web/thousands.h"

namespace leasebook::server {

namespace {

constexpr std::string_view minus = "\u2212";

constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

// units / 10^places, without sign: 123456 with 2 places is "1,234.56".
std::string magnitude_text(std::int64_t units, int places) {
    const std::uint64_t magnitude =
        units < 0 ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    const auto scale = static_cast<std::uint64_t>(power_of_ten(places));
    std::string text = figure_text(reports::with_groups(std::to_string(magnitude / scale)));
    if (places == 0) return text;
    const std::string fraction = std::to_string(magnitude % scale);
    return text + "." + std::string(static_cast<std::size_t>(places) - fraction.size(), '0') + fraction;
}

std::string signed_text(std::int64_t units, int places) {
    return (units < 0 ? std::string(minus) : std::string()) + magnitude_text(units, places);
}

std::string currency_sign(Currency currency) {
    if (currency == CNY) return "¥";
    if (currency == EUR) return "€";
    if (currency == USD) return "$";
    return currency.text() + " ";
}

// A unit for large amounts: units of the currency in one of it, and what follows the number.
struct LargeUnit {
    std::int64_t size;
    int places;
    std::string_view name;
};
constexpr std::array<LargeUnit, 2> english_units{{{1'000'000'000, 2, "bn"}, {1'000'000, 1, "m"}}};
constexpr std::array<LargeUnit, 2> chinese_units{{{100'000'000, 2, "亿"}, {10'000, 1, "万"}}};

std::string_view chinese_name(Currency currency) {
    if (currency == EUR) return "欧元";
    if (currency == USD) return "美元";
    return "元";
}

// The amount in this unit, as a whole number of its last decimal place.
std::int64_t in_unit(Money amount, std::int64_t unit, int places) {
    const int128 scaled = static_cast<int128>(amount.minor_units()) * power_of_ten(places);
    return round_half_away(scaled, static_cast<int128>(unit) * power_of_ten(minor_digits(amount.currency())));
}

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string money_text(Money amount) { return signed_text(amount.minor_units(), minor_digits(amount.currency())); }

std::string money_with_sign(Money amount) {
    return (amount.is_negative() ? std::string(minus) : std::string()) + currency_sign(amount.currency()) +
           magnitude_text(amount.minor_units(), minor_digits(amount.currency()));
}

std::string short_money(Money amount, Language language) {
    const bool chinese = language == Language::Chinese;
    const std::string sign = amount.is_negative() ? std::string(minus) : std::string();
    const std::string before = chinese ? "" : currency_sign(amount.currency());
    const std::string after = chinese ? std::string(chinese_name(amount.currency())) : "";
    for (const auto& [size, places, name] : chinese ? chinese_units : english_units) {
        const std::int64_t units = in_unit(amount, size, places);
        if (std::abs(units) >= power_of_ten(places))
            return sign + before + magnitude_text(units, places) + std::string(name) + after;
    }
    return sign + before + magnitude_text(in_unit(amount, 1, 0), 0) + after;
}

std::string millions_text(Money amount) { return signed_text(in_unit(amount, 1'000'000, 1), 1); }

std::string percent_text(Rate rate, int places) {
    ensure(places >= 0 && places <= 8, "a percentage has 0 to 8 decimals");
    return signed_text(round_half_away(rate.e10, power_of_ten(8 - places)), places) + "%";
}

std::string percent_number(Rate rate) {
    std::string text = magnitude_text(rate.e10, 8);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return (rate.e10 < 0 ? "-" : "") + text;
}

std::string basis_points_text(Rate rate) { return signed_text(round_half_away(rate.e10, 100'000), 1) + " bp"; }

std::string count_text(std::int64_t count) { return signed_text(count, 0); }

std::string date_text(Date date, Language language) {
    const std::chrono::year_month_day day{date};
    const std::string year = std::to_string(static_cast<int>(day.year()));
    const auto month = static_cast<unsigned>(day.month());
    const std::string number = std::to_string(static_cast<unsigned>(day.day()));
    if (language == Language::Chinese) return year + "年" + std::to_string(month) + "月" + number + "日";
    return number + " " + std::string(months[month - 1]) + " " + year;
}

std::string month_name(int month, Language language) {
    ensure(month >= 1 && month <= 12, "a year has twelve months");
    return language == Language::Chinese ? std::to_string(month) + "月"
                                         : std::string(months[static_cast<std::size_t>(month - 1)]);
}

std::string month_text(Date date, Language language) {
    const std::chrono::year_month_day day{date};
    const std::string year = std::to_string(static_cast<int>(day.year()));
    const auto month = static_cast<unsigned>(day.month());
    if (language == Language::Chinese) return year + "年" + std::to_string(month) + "月";
    return std::string(months[month - 1]) + " " + year;
}

}  // namespace leasebook::server
