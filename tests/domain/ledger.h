#pragma once
// A contract's books in tests: balances by account after living through its events.
#include <map>

#include "domain/books/posting_rules.h"
#include "domain/life/life.h"
#include "tests/leases.h"

namespace leasebook::tests {

inline const BusinessCalendar& every_day(std::string_view) {
    static const BusinessCalendar calendar("NONE", BusinessCalendar::Weekend::None, {});
    return calendar;
}

inline BookPolicy policy(Date books_from = date(2025, 1, 1)) {
    return {books_from, {}, default_vat_rates(), every_day};
}

inline ContractContent content_of(const LeaseTerms& terms, const char* rent) {
    return {{"LESSEE"}, {}, terms, {}, cny(rent)};
}

using Balances = std::map<Account, Money>;

inline Balances balances(const Life& life) {
    Balances sums;
    for (const auto& fact : life.facts)
        for (const auto& line : entry_for(fact).lines) {
            auto [found, fresh] = sums.try_emplace(line.account, Money::zero(line.amount.currency()));
            found->second += line.amount;
        }
    std::erase_if(sums, [](const auto& balance) { return balance.second.is_zero(); });
    return sums;
}

// The events in the order given, numbered from 1.
inline std::vector<NumberedEvent> numbered(std::vector<ContractEvent> events) {
    std::vector<NumberedEvent> list;
    for (auto& event : events) list.push_back({static_cast<int>(list.size()) + 1, std::move(event)});
    return list;
}

inline ContractActivated activated(Date on) { return {{"li", on}}; }
inline PaymentReceived payment(Date on, const char* amount) { return {{"bank", on}, cny(amount), "ref", {}}; }

}  // namespace leasebook::tests
