#include "server/demo/market_path.h"

#include <array>

namespace leasebook::server {

namespace {

constexpr std::int64_t basis_point = rate_scale / 10'000;

// A level in basis points that holds, or is on its way to the next one, from a month on (months since January 2022).
struct Milestone {
    int month, bp;
};
constexpr std::array<Milestone, 10> shibor_3m{
    {{0, 250}, {7, 162}, {14, 242}, {19, 208}, {24, 238}, {32, 183}, {36, 172}, {44, 158}, {49, 160}, {53, 154}}};
constexpr std::array<Milestone, 7> lpr_1y{{{0, 370}, {7, 365}, {17, 355}, {19, 345}, {30, 335}, {33, 310}, {40, 300}}};
constexpr std::array<Milestone, 7> lpr_5y{{{0, 460}, {4, 445}, {7, 430}, {17, 420}, {25, 395}, {33, 360}, {40, 350}}};

// How much a tenor lies above three-month Shibor, in basis points.
struct Spread {
    Instrument instrument;
    std::string_view tenor;
    int bp;
};
constexpr std::array<Spread, 17> spreads{{{Instrument::Deposit, "1D", -55},
                                          {Instrument::Deposit, "1W", -38},
                                          {Instrument::Deposit, "2W", -30},
                                          {Instrument::Deposit, "1M", -18},
                                          {Instrument::Deposit, "3M", 0},
                                          {Instrument::Deposit, "6M", 7},
                                          {Instrument::Deposit, "9M", 12},
                                          {Instrument::Deposit, "1Y", 16},
                                          {Instrument::Swap, "6M", 3},
                                          {Instrument::Swap, "9M", 5},
                                          {Instrument::Swap, "1Y", 8},
                                          {Instrument::Swap, "2Y", 18},
                                          {Instrument::Swap, "3Y", 28},
                                          {Instrument::Swap, "4Y", 37},
                                          {Instrument::Swap, "5Y", 45},
                                          {Instrument::Swap, "7Y", 57},
                                          {Instrument::Swap, "10Y", 70}}};
constexpr int months_shown = 54;

// On the straight line between the milestones around a month.
int between_milestones(std::span<const Milestone> path, int month) {
    std::size_t next = 1;
    while (next < path.size() && path[next].month < month) ++next;
    if (next == path.size()) return path.back().bp;
    const auto &a = path[next - 1], &b = path[next];
    return a.bp + (b.bp - a.bp) * (month - a.month) / (b.month - a.month);
}

// A rate that is set anew at a milestone and then stays.
int last_milestone(std::span<const Milestone> path, int month) {
    int bp = path.front().bp;
    for (const auto& milestone : path)
        if (milestone.month <= month) bp = milestone.bp;
    return bp;
}

// The last day of the month, or the Friday before when that is a weekend.
Date last_weekday(int month) {
    Date day = add_months(date(2022, 1, 1), month + 1) - std::chrono::days(1);
    while (std::chrono::weekday(day).iso_encoding() > 5) day -= std::chrono::days(1);
    return day;
}

MarketQuote quote(Instrument instrument, std::string_view tenor, Date day, std::int64_t e10) {
    return {"CNY", instrument, std::string(tenor), day, Rate{e10}, "made up for the demo"};
}

}  // namespace

std::vector<MarketQuote> market_path(Random& random) {
    std::vector<MarketQuote> quotes;
    for (int month = 0; month < months_shown; ++month) {
        const auto day = last_weekday(month);
        const auto level =
            between_milestones(shibor_3m, month) * basis_point + random.between(-30, 30) * basis_point / 10;
        for (const auto& [instrument, tenor, bp] : spreads)
            quotes.push_back(
                quote(instrument, tenor, day, level + bp * basis_point + random.between(-10, 10) * basis_point / 10));
        quotes.push_back(quote(Instrument::LoanPrimeRate, "1Y", day, last_milestone(lpr_1y, month) * basis_point));
        quotes.push_back(quote(Instrument::LoanPrimeRate, "5Y", day, last_milestone(lpr_5y, month) * basis_point));
    }
    return quotes;
}

}  // namespace leasebook::server
