#pragma once
// How a book's contracts stood at one month end after another, and what moved in between: rolls from bucket to bucket,
// cures of non-performing contracts, and first defaults (domain rules G.6). Month ends are taken in one by one, so that
// never more than two of them are held.
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "domain/credit/delinquency.h"
#include "domain/credit/staging.h"

namespace leasebook {

// What figures are told apart by: positions in the lists of clusters and industries.
struct Segment {
    std::uint32_t cluster = 0, industry = 0;
    auto operator<=>(const Segment&) const = default;
};

// One contract at the end of a day.
struct Standing {
    std::uint32_t contract = 0;  // its position in the book
    Segment segment;
    int days_past_due = 0;
    Stage stage = Stage::One;
    RiskClass category = RiskClass::Normal;
    Money balance;  // net investment, before any allowance
    Money overdue;  // billed and unpaid, a part of it
    bool operator==(const Standing&) const = default;
};
// More than 90 days past due, in stage 3 (or impaired from the first day), or classed substandard or worse.
bool is_non_performing(const Standing& standing);

struct StandingsOn {
    Date day;
    std::vector<Standing> standings;  // each contract at most once, by ascending position
};

// Balances of one month end that were non-performing, and what had become of them at the next.
struct CureFigures {
    Money non_performing, cured, gone;  // cured: performing again; gone: repaid, sold or written off
    CureFigures& operator+=(const CureFigures& other);
    // Share of the non-performing balance that was performing a month later; 0 where there was none.
    Rate rate() const;
};

struct MonthMove {
    RollMatrix rolls;
    CureFigures cures;
    explicit MonthMove(Currency currency);
    MonthMove& operator+=(const MonthMove& other);
};

// The first time a contract was seen more than 90 days past due.
struct FirstDefault {
    Segment segment;
    Date on;              // the first day beyond 90, counted back from the month end at which it was seen
    Money balance;        // at that month end
    Money latest;         // at the last one that still had the contract
    bool in_book = true;  // whether the last month end taken in still has it
};

class ArrearsHistory {
public:
    explicit ArrearsHistory(Currency currency) : currency_(currency) {}

    // Takes the next day in; days come in order, all amounts in the currency. What moved is only counted between the
    // ends of two months that follow each other: a month that is missing leaves a gap, not a wrong rate.
    void follow(StandingsOn next);
    // A default from before the first day that is taken in.
    void recall(std::uint32_t contract, const FirstDefault& known) { defaults_.insert_or_assign(contract, known); }

    // Contracts stand elsewhere in the book now, in the same order: the one at i at places[i].
    void renumber(std::span<const std::uint32_t> places);

    Currency currency() const { return currency_; }
    const StandingsOn& latest() const { return latest_; }      // no standings before the first day
    const StandingsOn& previous() const { return previous_; }  // the one before it
    // By the later month end, then by segment.
    const std::map<Date, std::map<Segment, MonthMove>>& moves() const { return moves_; }
    const std::map<std::uint32_t, FirstDefault>& defaults() const { return defaults_; }  // by contract

private:
    void note_moves();
    void note_defaults();

    Currency currency_;
    StandingsOn previous_, latest_;
    std::map<Date, std::map<Segment, MonthMove>> moves_;
    std::map<std::uint32_t, FirstDefault> defaults_;
};

// What a defaulted contract's balance has come down by since, at least 0. A contract that left the book counts as
// repaid in full, unless it was written off: then by its last month end.
Money recovered(const FirstDefault& first_default, bool written_off);

// The mean of up to `months` rates at the end of the list, rounded once; 0 of none.
Rate mean_of_last(std::span<const Rate> rates, std::size_t months);

}  // namespace leasebook
