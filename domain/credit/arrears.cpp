#include "domain/credit/arrears.h"

#include <algorithm>

#include "domain/concentration.h"

namespace leasebook {

namespace {

constexpr int default_days = 90;

const Standing* find_contract(const StandingsOn& day, std::uint32_t contract) {
    const auto found = std::ranges::lower_bound(day.standings, contract, {}, &Standing::contract);
    return found != day.standings.end() && found->contract == contract ? &*found : nullptr;
}

bool follow_each_other(Date earlier, Date later) {
    return is_month_end(earlier) && is_month_end(later) && month_start(later) == earlier + std::chrono::days(1);
}

}  // namespace

bool is_non_performing(const Standing& standing) {
    return standing.days_past_due > default_days || standing.stage >= Stage::Three ||
           is_non_performing(standing.category);
}

CureFigures& CureFigures::operator+=(const CureFigures& other) {
    non_performing += other.non_performing;
    cured += other.cured;
    gone += other.gone;
    return *this;
}

Rate CureFigures::rate() const { return share(cured, non_performing); }

MonthMove::MonthMove(Currency currency)
    : rolls(currency), cures{Money::zero(currency), Money::zero(currency), Money::zero(currency)} {}

MonthMove& MonthMove::operator+=(const MonthMove& other) {
    rolls += other.rolls;
    cures += other.cures;
    return *this;
}

void ArrearsHistory::follow(StandingsOn next) {
    ensure(next.day > latest_.day, "month ends are taken in by date");
    ensure(std::ranges::is_sorted(next.standings, {}, &Standing::contract), "standings come by contract");
    previous_ = std::move(latest_);
    latest_ = std::move(next);
    if (follow_each_other(previous_.day, latest_.day)) note_moves();
    note_defaults();
}

void ArrearsHistory::renumber(std::span<const std::uint32_t> places) {
    for (auto* day : {&previous_, &latest_})
        for (auto& standing : day->standings) standing.contract = places[standing.contract];
    std::map<std::uint32_t, FirstDefault> defaults;
    for (auto& [contract, known] : defaults_) defaults.emplace(places[contract], std::move(known));
    defaults_ = std::move(defaults);
}

void ArrearsHistory::note_moves() {
    auto& moves = moves_[latest_.day];
    for (const auto& before : previous_.standings) {
        auto& move = moves.try_emplace(before.segment, currency_).first->second;
        const auto* after = find_contract(latest_, before.contract);
        move.rolls.add(aging_bucket(before.days_past_due),
                       after != nullptr ? std::optional(aging_bucket(after->days_past_due)) : std::nullopt,
                       before.balance);
        if (!is_non_performing(before)) continue;
        move.cures.non_performing += before.balance;
        if (after == nullptr) move.cures.gone += before.balance;
        if (after != nullptr && !is_non_performing(*after)) move.cures.cured += before.balance;
    }
}

void ArrearsHistory::note_defaults() {
    for (auto& [contract, known] : defaults_) {
        const auto* standing = find_contract(latest_, contract);
        known.in_book = standing != nullptr;
        if (standing != nullptr) known.latest = standing->balance;
    }
    for (const auto& standing : latest_.standings) {
        if (standing.days_past_due <= default_days || defaults_.contains(standing.contract)) continue;
        const Date on = latest_.day - std::chrono::days(standing.days_past_due - default_days - 1);
        defaults_.emplace(standing.contract,
                          FirstDefault{standing.segment, on, standing.balance, standing.balance, true});
    }
}

Money recovered(const FirstDefault& first_default, bool written_off) {
    const Money nothing = Money::zero(first_default.balance.currency());
    const Money left = first_default.in_book || written_off ? first_default.latest : nothing;
    return std::max(nothing, first_default.balance - left);
}

Rate mean_of_last(std::span<const Rate> rates, std::size_t months) {
    const auto count = std::min(months, rates.size());
    if (count == 0) return {};
    int128 sum = 0;
    for (const Rate rate : rates.last(count)) sum += rate.e10;
    return {round_half_away(sum, static_cast<int128>(count))};
}

}  // namespace leasebook
