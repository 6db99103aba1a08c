#pragma once
// The trial balance of a month in the company's currency.
#include "db/database.h"
#include "domain/books/translation.h"

namespace leasebook::server {

// Errors: an exchange rate is missing for the end of a month (at most a month old, as of db::closing_rate).
Result<TranslatedBooks> translated_books(db::Connection& connection, Period period, Currency company);

// The same as CSV, for what a close freezes: account, opening, debits, credits, revaluation, closing; the difference
// last.
std::string to_csv(const TranslatedBooks& books);

}  // namespace leasebook::server
