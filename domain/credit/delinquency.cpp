#include "domain/credit/delinquency.h"

#include <algorithm>

#include "domain/concentration.h"

namespace leasebook {

int days_past_due(std::span<const OpenInstalment> open, Date as_of, Money threshold) {
    Date oldest = as_of;
    for (const auto& instalment : open)
        if (instalment.unpaid > threshold) oldest = std::min(oldest, instalment.due);
    return days_between(oldest, as_of);
}

int obligor_days_past_due(std::span<const int> of_contracts) {
    return of_contracts.empty() ? 0 : *std::ranges::max_element(of_contracts);
}

AgingBucket aging_bucket(int days_past_due) {
    constexpr std::array<int, aging_buckets - 1> last_days{0, 30, 60, 90, 180, 270, 360};
    const auto found = std::ranges::lower_bound(last_days, days_past_due);
    return NamesOf<AgingBucket>::names[static_cast<std::size_t>(found - last_days.begin())].first;
}

RollMatrix::RollMatrix(Currency currency) {
    gone_.fill(Money::zero(currency));
    moved_.fill(gone_);
}

RollMatrix::RollMatrix(std::vector<AgedContract> before, std::vector<AgedContract> after, Currency currency)
    : RollMatrix(currency) {
    std::ranges::sort(before, {}, &AgedContract::contract);
    std::ranges::sort(after, {}, &AgedContract::contract);
    auto later = after.begin();
    for (const auto& earlier : before) {
        later = std::ranges::lower_bound(later, after.end(), earlier.contract, {}, &AgedContract::contract);
        const bool stays = later != after.end() && later->contract == earlier.contract;
        add(earlier.bucket, stays ? std::optional(later->bucket) : std::nullopt, earlier.balance);
    }
}

void RollMatrix::add(AgingBucket from, std::optional<AgingBucket> to, Money balance) {
    (to ? moved_[index(from)][index(*to)] : gone_[index(from)]) += balance;
}

RollMatrix& RollMatrix::operator+=(const RollMatrix& other) {
    for (std::size_t from = 0; from < aging_buckets; ++from) {
        gone_[from] += other.gone_[from];
        for (std::size_t to = 0; to < aging_buckets; ++to) moved_[from][to] += other.moved_[from][to];
    }
    return *this;
}

Money RollMatrix::total(AgingBucket from) const {
    Money sum = gone(from);
    for (const Money part : moved_[index(from)]) sum += part;
    return sum;
}

// A month of 31 days carries day 60 to day 91, so whatever lies beyond the next bucket has passed through it.
Rate RollMatrix::roll_rate(AgingBucket from) const {
    Money rolled = Money::zero(gone(from).currency());
    for (std::size_t to = index(from) + 1; to < aging_buckets; ++to) rolled += moved_[index(from)][to];
    return share(rolled, total(from));
}

Rate RollMatrix::cure_rate(AgingBucket from) const {
    return from == AgingBucket::Current ? Rate{} : share(moved(from, AgingBucket::Current), total(from));
}

Rate flow_rate(std::span<const Rate> roll_rates) {
    constexpr int128 finer = 100'000'000;  // digits carried beyond those of the result
    int128 product = rate_scale * finer;
    for (const Rate rate : roll_rates) {
        ensure(rate.e10 >= 0 && rate.e10 <= rate_scale, "a roll rate is a share");
        product = product * rate.e10 / rate_scale;
    }
    return {round_half_away(product, finer)};
}

namespace {

int month_on_book(Date commencement_month, Date day) {
    const std::chrono::year_month_day from{commencement_month}, to{day};
    const auto months = to.year() / to.month() - from.year() / from.month();
    return static_cast<int>(months.count());
}

}  // namespace

Rate Vintage::cumulative_rate(int month_on_book) const {
    ensure(month_on_book >= 0, "months on book count from 0");
    const auto last = cumulative_defaults.size() - 1;
    return share(cumulative_defaults[std::min(last, static_cast<std::size_t>(month_on_book))], disbursed);
}

std::map<Date, Vintage> vintages(std::span<const VintageContract> contracts, Date as_of) {
    std::map<Date, Vintage> by_month;
    for (const auto& contract : contracts) {
        if (contract.commencement > as_of) continue;
        const Date month = month_start(contract.commencement);
        const Money nothing = Money::zero(contract.disbursed.currency());
        auto [found, added] = by_month.try_emplace(month, Vintage{nothing, {}});
        Vintage& vintage = found->second;
        const auto months = static_cast<std::size_t>(month_on_book(month, as_of)) + 1;
        if (added) vintage.cumulative_defaults.assign(months, nothing);
        vintage.disbursed += contract.disbursed;
        if (!contract.defaulted || *contract.defaulted > as_of) continue;
        ensure(*contract.defaulted >= contract.commencement, "a contract defaults after it commenced");
        for (auto i = static_cast<std::size_t>(month_on_book(month, *contract.defaulted)); i < months; ++i)
            vintage.cumulative_defaults[i] += contract.principal_at_default;
    }
    return by_month;
}

Money matrix_allowance(const ByBucket<Money>& balances, const ByBucket<Rate>& loss_rates) {
    int128 sum = 0;
    for (std::size_t i = 0; i < aging_buckets; ++i) {
        ensure(balances[i].currency() == balances[0].currency(), "one currency per sum");
        sum += int128{balances[i].minor_units()} * loss_rates[i].e10;
    }
    return Money::minor(round_half_away(sum, rate_scale), balances[0].currency());
}

}  // namespace leasebook
