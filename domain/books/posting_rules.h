#pragma once
// THE table from what happens to a contract to its journal lines (domain rules D.9).
#include <span>

#include "domain/books/journal.h"

namespace leasebook {

struct RuleLine {
    AccountSide side;
    Account account;
    Part part;
};
struct PostingRule {
    Rule rule;
    std::string_view source;  // numbers in domain rules D.9
    std::vector<RuleLine> lines;
};
std::span<const PostingRule> posting_rules();

// The entry that the table makes of a fact. Parts that are zero leave no line; a negative one stands on the other
// side. A part that the rule has no line for, or an entry that does not balance, is a bug: InvariantBroken.
JournalEntry entry_for(const Fact& fact);

}  // namespace leasebook
