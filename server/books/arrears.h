#pragma once
// How the book's contracts stood at its month ends, up to a day, for the reports of delinquency.
#include "db/database.h"
#include "domain/portfolio.h"
#include "reports/arrears.h"
#include "server/books/live_exposure.h"

namespace leasebook::server {

// The month ends kept until the day, of about the last year, and where the day comes after them the book as it stands
// on it: with days past due and balances of that day. `portfolio` is the running one of that day. Before the books
// began only month ends that were brought along can be told.
reports::ArrearsView arrears_view(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                  Currency currency);

inline constexpr int months_followed = 15;  // a year of roll rates, each a mean of three months

// The same as it was known at that moment, with a portfolio as known then: a month that was closed later, or closed
// again, is left out, and so is what was recorded later of the day itself.
reports::ArrearsView arrears_known_at(db::Connection& connection, const Portfolio& portfolio, Date as_of,
                                      Currency currency, db::Moment moment);

// The month ends kept until the day alone, of the last `months` months; with a moment those that were closed by then.
reports::ArrearsView kept_month_ends(db::Connection& connection, const Portfolio& portfolio, Date until,
                                     Currency currency, int months, std::optional<db::Moment> known_at = {});
// The same for who does not ask which contracts have ever been in default.
reports::ArrearsView last_month_ends(db::Connection& connection, const Portfolio& portfolio, Date until,
                                     Currency currency, int months);

// The month end behind those of the view, out of what is kept of it.
void add_kept_month_end(db::Connection& connection, const Portfolio& portfolio, Date month_end,
                        reports::ArrearsView& view);

// Whether the day comes after the month ends that are kept, in the time of the books: then it has to be lived through.
bool is_open(db::Connection& connection, const reports::ArrearsView& month_ends, Date as_of);
// Such a day behind its month ends. `lateness` stands beside the contracts of the portfolio.
void add_open_day(const Portfolio& portfolio, Date as_of, const std::vector<std::optional<Lateness>>& lateness,
                  reports::ArrearsView& view);

// The day that pages about arrears show when nobody asks for another: today, while the books are followed month by
// month. Where they have been left alone for longer than two months, the end of the first month that nobody has closed:
// rents of later ones look unpaid only because nobody has entered what was paid.
Date arrears_day(db::Connection& connection, Date today);

}  // namespace leasebook::server
