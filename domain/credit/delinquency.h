#pragma once
// How late contracts are, and how lateness moves: days past due, aging buckets, roll and cure rates, vintages
// (domain rules E.3 and G.6).
#include <array>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "domain/identifiers.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

// A rent, or what is left of one, after receipts have been allocated oldest first.
struct OpenInstalment {
    Date due;  // moved to a business day: the day from which it is late (R-0-10)
    Money unpaid;
};

// Days from the oldest due date whose unpaid amount is above the threshold, to the end of the day `as_of`; 0 if
// there is none (R-E-06). The instalments may come in any order.
int days_past_due(std::span<const OpenInstalment> open, Date as_of, Money threshold);
// Of an obligor: the highest of its contracts.
int obligor_days_past_due(std::span<const int> of_contracts);

enum class AgingBucket { Current, Days1To30, Days31To60, Days61To90, Days91To180, Days181To270, Days271To360, Beyond };
template <>
struct NamesOf<AgingBucket> {
    static constexpr Names<AgingBucket, 8> names{{{AgingBucket::Current, "current"},
                                                  {AgingBucket::Days1To30, "1-30"},
                                                  {AgingBucket::Days31To60, "31-60"},
                                                  {AgingBucket::Days61To90, "61-90"},
                                                  {AgingBucket::Days91To180, "91-180"},
                                                  {AgingBucket::Days181To270, "181-270"},
                                                  {AgingBucket::Days271To360, "271-360"},
                                                  {AgingBucket::Beyond, ">360"}}};
};
inline constexpr std::size_t aging_buckets = NamesOf<AgingBucket>::names.size();
AgingBucket aging_bucket(int days_past_due);

// One amount (or rate) a bucket, in the order of the enumeration.
template <class T>
using ByBucket = std::array<T, aging_buckets>;

// A contract at a month end. The whole net investment stands in the bucket of its days past due (G.6).
struct AgedContract {
    ContractNumber contract;
    AgingBucket bucket = AgingBucket::Current;
    Money balance;
};

// Balances of the earlier month end, by the bucket they stood in and the bucket they went to. What was new at the
// later month end is not in it.
class RollMatrix {
public:
    explicit RollMatrix(Currency currency);
    // Each contract at most once a month end, in any order; all in `currency`.
    RollMatrix(std::vector<AgedContract> before, std::vector<AgedContract> after, Currency currency);

    // A balance of the earlier month end; without `to` it is gone by the later one.
    void add(AgingBucket from, std::optional<AgingBucket> to, Money balance);
    RollMatrix& operator+=(const RollMatrix& other);

    Money moved(AgingBucket from, AgingBucket to) const { return moved_[index(from)][index(to)]; }
    Money gone(AgingBucket from) const { return gone_[index(from)]; }  // repaid, sold or written off in between
    Money total(AgingBucket from) const;

    // Share of the bucket that stood a bucket further, or more, a month later; the last bucket rolls nowhere (0).
    Rate roll_rate(AgingBucket from) const;
    // Share of the bucket that was current a month later; contracts that are gone have not been cured.
    Rate cure_rate(AgingBucket from) const;

private:
    static std::size_t index(AgingBucket bucket) { return static_cast<std::size_t>(bucket); }

    ByBucket<ByBucket<Money>> moved_;
    ByBucket<Money> gone_;
};

// The product of roll rates, rounded once: of current to 91 days and more it takes the first four (EX-G7).
Rate flow_rate(std::span<const Rate> roll_rates);

// A contract in a vintage; it defaulted on the first day it was more than 90 days past due.
struct VintageContract {
    Date commencement;
    Money disbursed;
    std::optional<Date> defaulted;
    Money principal_at_default;
};
// What commenced in one month, and the principal that had defaulted by each month on book, from month 0 to the month
// the view ends in. It never falls.
struct Vintage {
    Money disbursed;
    std::vector<Money> cumulative_defaults;
    Rate cumulative_rate(int month_on_book) const;
};
// By the first day of the month of commencement. What commences or defaults after `as_of` is left out.
std::map<Date, Vintage> vintages(std::span<const VintageContract> contracts, Date as_of);

// Losses by a provision matrix: balance × rate of each bucket, added up and rounded once (R-E-02, EX-E2).
Money matrix_allowance(const ByBucket<Money>& balances, const ByBucket<Rate>& loss_rates);

}  // namespace leasebook
