#pragma once
// Adds up the ledger line by line, in any order, into what the reports of a month draw on. Of a million contracts it
// holds a few sums each, not their lines.
#include <map>
#include <tuple>
#include <utility>

#include "reports/month_books.h"

namespace leasebook::reports {

class MonthLedger {
public:
    // The portfolio has to outlive it.
    explicit MonthLedger(const Portfolio& portfolio) : portfolio_(&portfolio) {}

    // A line that was posted before the month. A contract that is not in the portfolio is `unmapped`.
    void stood(std::uint32_t contract, Account account, Money amount);
    // A line of the month.
    void moved(std::uint32_t contract, Date posted, Rule rule, Account account, Money amount);
    MonthLedger& operator+=(MonthLedger&& more);

    // Whether it has every line that the trial balance of the month counts, and no other.
    bool agrees_with(const std::vector<TrialBalanceLine>& balances) const;
    // Fills in the sums by contract, by product and by day.
    void move_into(MonthBooks& books) &&;

private:
    // Lines wait in the list until there are as many of them as sums, and are then added up.
    class Sums {
    public:
        void add(std::uint32_t contract, Rule rule, Money amount);
        Sums& operator+=(Sums&& more);
        std::vector<ContractSum> sorted() &&;

    private:
        void add_up();
        std::vector<ContractSum> list_;
    };
    struct Followed {
        Sums before, moved;
        ContractSums sorted() && { return {std::move(before).sorted(), std::move(moved).sorted()}; }
    };
    Followed* followed(Account account);

    const Portfolio* portfolio_;
    Followed net_investment_, allowance_, modification_gains_;
    std::map<std::pair<Account, Currency>, Money> stood_;
    std::map<std::tuple<Product, Account, Currency>, Money> products_;
    std::map<std::tuple<Date, Rule, Account, Currency>, JournalSum> journal_;
};

}  // namespace leasebook::reports
