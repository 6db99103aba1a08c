#include "pricing/curve_definition.h"

#include <algorithm>

namespace leasebook::pricing {

namespace {

using enum DayCount;

constexpr CoreTenor deposit(int count, char unit) { return {Instrument::Deposit, {count, unit}}; }
constexpr CoreTenor swap(int years) { return {Instrument::Swap, {years, 'Y'}}; }

// Shibor deposits and swaps against three-month Shibor, as the interbank market of China quotes them.
CurveDefinition shibor() {
    return {.name = "CNY",
            .currency = "CNY",
            .calendar = "CN",
            .swapped_rate = "Shibor 3M",
            .deposit_days = 1,
            .deposit_count = Actual360,
            .swap_days = 1,
            .fixed_months = 3,
            .fixed_count = Actual365Fixed,
            .floating_months = 3,
            .shortest_swap = {3, 'M'},
            .core = {deposit(1, 'D'), deposit(1, 'M'), deposit(3, 'M'), swap(1), swap(2), swap(3), swap(5)}};
}

// The seven-day repo fixing, compounded week by week and paid every quarter.
CurveDefinition repo() {
    return {.name = "CNY-FR007",
            .currency = "CNY",
            .calendar = "CN",
            .swapped_rate = "FR007",
            .deposit_days = 1,
            .deposit_count = Actual365Fixed,
            .swap_days = 1,
            .fixed_months = 3,
            .fixed_count = Actual365Fixed,
            .shortest_swap = {1, 'M'},
            .core = {deposit(7, 'D'), swap(1), swap(2), swap(3), swap(5)}};
}

CurveDefinition dollar() {
    return {.name = "USD",
            .currency = "USD",
            .calendar = "US",
            .swapped_rate = "SOFR",
            .deposit_days = 2,
            .deposit_count = Actual360,
            .swap_days = 2,
            .fixed_months = 12,
            .fixed_count = Actual360,
            .payment_days = 2,
            .shortest_swap = {7, 'D'},
            .core = {deposit(1, 'D'), swap(1), swap(2), swap(3), swap(5), swap(10)}};
}

CurveDefinition euro() {
    return {.name = "EUR",
            .currency = "EUR",
            .calendar = "TARGET",
            .swapped_rate = "€STR",
            .deposit_days = 2,
            .deposit_count = Actual360,
            .swap_days = 2,
            .fixed_months = 12,
            .fixed_count = Actual360,
            .payment_days = 1,
            .shortest_swap = {7, 'D'},
            .core = {deposit(1, 'D'), swap(1), swap(2), swap(3), swap(5), swap(10)}};
}

const std::vector<CurveDefinition>& definitions() {
    static const std::vector<CurveDefinition> all{shibor(), repo(), dollar(), euro()};
    return all;
}

}  // namespace

Result<CurveDefinition> curve_definition(std::string_view name, std::string field) {
    const auto known = parse_curve_name(name, std::move(field));
    if (!known) return known.errors();
    const auto found = std::ranges::find(definitions(), name, &CurveDefinition::name);
    ensure(found != definitions().end(), "every known curve has a definition");
    return *found;
}

std::string currency_of_curve(std::string_view name) {
    const auto known = std::ranges::find(known_curves, name, &KnownCurve::name);
    return std::string(known == known_curves.end() ? name : known->currency);
}

}  // namespace leasebook::pricing
