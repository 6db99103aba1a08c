#pragma once
// The books in one currency. Contracts are kept in their own; for the company's statements each foreign currency's
// books are translated like those of a foreign operation (IAS 21.39): assets, liabilities and memorandum accounts at
// the closing rate of the month, income and expenses at the closing rate of the month they belong to (IAS 21.40), and
// what that leaves over in a line of its own.
#include <functional>
#include <span>
#include <vector>

#include "domain/books/period.h"
#include "domain/books/trial_balance.h"

namespace leasebook {

// In the company's currency: opening + debits − credits + revaluation = closing. Revaluation is what the change of the
// closing rate made of the opening balance.
struct TranslatedLine {
    Account account = Account::Bank;
    Money opening, debits, credits, revaluation, closing;
    bool operator==(const TranslatedLine&) const = default;
};
struct TranslatedBooks {
    std::vector<TranslatedLine> lines;  // all currencies of an account together, in the order of the chart
    TranslatedLine difference;          // so that openings and closings each add up to nothing; roundings are in it
};

// Units of the company's currency for one of the other at the end of that month; nothing where there is none.
using ClosingRates = std::function<std::optional<Rate>(Currency, Period)>;

// An amount at a rate, rounded half away from zero to the minor unit of `to`.
Money converted(Money amount, Rate rate, Currency to);

// Movements by ascending period, from the first of the books on; those after `period` are left out. Error: a month's
// rate is missing, named with its currency and last day.
Result<TranslatedBooks> translated(std::span<const MonthlyMovement> movements, Period period, Currency company,
                                   const ClosingRates& rates);

}  // namespace leasebook
