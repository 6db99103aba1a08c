#pragma once
// The portfolio in memory: loaded once, used by every reader until something in the database changes.
#include <map>
#include <memory>
#include <mutex>

#include "db/database.h"
#include "domain/portfolio.h"
#include "reports/early_warnings.h"

namespace leasebook::server {

// What a report of one day is made from.
struct BookPage {
    std::int64_t version = 0;  // of the database it was read from
    Portfolio portfolio;
};

// And what a report of its arrears is made from.
struct ArrearsPage {
    std::shared_ptr<const BookPage> book;
    reports::ArrearsView view;
};

// And what warns of trouble on that day.
struct WatchPage {
    std::int64_t version = 0;  // of what people have entered
    std::shared_ptr<const ArrearsPage> arrears;
    reports::WatchView view;
    std::vector<reports::Finding> findings;
};

class Book {
public:
    explicit Book(db::Database& database) : database_(database) {}

    // The book as of the day, as it is known now. Callers with the same day share one; it never changes under them.
    std::shared_ptr<const BookPage> as_of(Date day);
    // The same with its month ends up to the day, in one currency.
    std::shared_ptr<const ArrearsPage> arrears(Date day, Currency currency);
    std::shared_ptr<const WatchPage> watch(Date day, Currency currency);

private:
    db::Database& database_;
    std::mutex mutex_;
    std::map<Date, std::shared_ptr<const BookPage>> pages_;  // the days asked for last, at most a few
    std::mutex arrears_mutex_;
    std::map<std::pair<Date, Currency>, std::shared_ptr<const ArrearsPage>> arrears_;
    std::mutex watch_mutex_;
    std::map<std::pair<Date, Currency>, std::shared_ptr<const WatchPage>> watch_;
};

}  // namespace leasebook::server
