#include "domain/books/journal.h"

#include <algorithm>

namespace leasebook {

void require_balance(const JournalEntry& entry) {
    ensure(!entry.lines.empty(), "a journal entry has lines");
    Money sum = Money::zero(entry.lines.front().amount.currency());
    for (const auto& line : entry.lines) sum += line.amount;
    ensure(sum.is_zero(), "every journal entry balances");
}

JournalEntry reversal(JournalEntry entry) {
    for (auto& line : entry.lines) line.amount = -line.amount;
    return entry;
}

Corrections corrections(std::vector<JournalEntry> posted, std::vector<JournalEntry> wanted) {
    std::ranges::sort(posted);
    std::ranges::sort(wanted);
    Corrections needed;
    std::ranges::set_difference(posted, wanted, std::back_inserter(needed.reversals));
    std::ranges::set_difference(wanted, posted, std::back_inserter(needed.additions));
    for (auto& entry : needed.reversals) entry = reversal(std::move(entry));
    return needed;
}

}  // namespace leasebook
