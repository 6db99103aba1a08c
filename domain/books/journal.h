#pragma once
// Journal entries in double entry. A line's amount is signed: a debit is positive, a credit negative, so an entry
// balances when its lines add up to nothing (R-D-12).
#include "domain/books/accounts.h"
#include "domain/life/fact.h"

namespace leasebook {

struct JournalLine {
    Account account = Account::Bank;
    Money amount;  // debit positive, credit negative
    auto operator<=>(const JournalLine&) const = default;
};

// What happened to a contract on a business date, in the accounts' words.
struct JournalEntry {
    Date business_date;
    Rule rule = Rule::RentDue;
    int event = 0;       // number of the contract's event behind it; 0 where only time passed
    int instalment = 0;  // it is about; 0 for none
    std::vector<JournalLine> lines;
    auto operator<=>(const JournalEntry&) const = default;
};

// Throws InvariantBroken for an entry that does not balance: it must never reach the books.
void require_balance(const JournalEntry& entry);

JournalEntry reversal(JournalEntry entry);

// What has to be posted so that the books hold `wanted` where they hold `posted`: entries that are missing, and
// reversals of those that no longer hold. Both in order of date; entries equal in all are told apart by number.
struct Corrections {
    std::vector<JournalEntry> reversals, additions;
    bool empty() const { return reversals.empty() && additions.empty(); }
};
Corrections corrections(std::vector<JournalEntry> posted, std::vector<JournalEntry> wanted);

}  // namespace leasebook
