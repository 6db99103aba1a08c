#pragma once
// The content hash of a month's journal: the sum of the SHA-256 of its entries (who, when, what and how much), modulo
// 2^256. It does not depend on the order they were written in, and so not on how often a close was interrupted; and it
// can be kept up with the postings instead of being read out of millions of rows.
#include <array>
#include <map>
#include <string>

#include "db/database.h"
#include "domain/books/journal.h"
#include "domain/books/period.h"

namespace leasebook::db {

class HashSum {
public:
    HashSum() = default;
    explicit HashSum(const std::string& hex);
    void add(const std::string& text);
    HashSum& operator+=(const HashSum& more);
    std::string text() const;  // 64 hexadecimal digits

private:
    std::array<unsigned char, 32> bytes_{};
};

// An entry as the text that is hashed.
std::string hashed_text(const std::string& contract, const JournalEntry& entry, bool reversal, Period posted_to);

// Adds to the sums of periods, before what is added is posted and in its transaction: nobody else adds to them until it
// ends.
void grow_sums(Connection& connection, const std::map<Period, HashSum>& growth);

// As kept with the postings; of all periods those whose sum is known.
std::string journal_sum(Connection& connection, Period period);
std::map<Period, std::string> journal_sums(Connection& connection);
// As the rows say, by period.
std::map<Period, std::string> journal_hashes(Connection& connection);

}  // namespace leasebook::db
