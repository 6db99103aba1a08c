#pragma once
// How the book's contracts stood at its month ends, up to a day, for the reports of delinquency.
#include <memory>
#include <optional>
#include <vector>

#include "db/contract_positions.h"
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

// Month ends as they are kept, told by the places of contracts in one portfolio. The database must be in a state that
// the portfolio tells of.
class KeptMonthEnds {
public:
    KeptMonthEnds(std::shared_ptr<const Portfolio> portfolio, std::shared_ptr<const db::ContractPositions> positions,
                  Currency currency);
    // Those of the last `months` months until the day; as known at the moment, if there is one.
    void read(db::Connection& connection, Date until, int months, std::optional<db::Moment> known_at = {});
    // One behind those that were read.
    void follow(db::Connection& connection, Date month_end);
    bool are_of(const Portfolio& portfolio) const { return &portfolio == portfolio_.get(); }
    const reports::ArrearsView& view() const& { return view_; }
    reports::ArrearsView view() && { return std::move(view_); }

private:
    std::shared_ptr<const Portfolio> portfolio_;
    std::shared_ptr<const db::ContractPositions> positions_;
    std::vector<Segment> segments_;  // beside the contracts of the portfolio
    reports::ArrearsView view_;
};

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
