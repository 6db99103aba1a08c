#pragma once
// The portfolio in memory: loaded once, used by every reader until something in the database changes.
#include <map>
#include <memory>
#include <mutex>

#include "db/database.h"
#include "db/moment.h"
#include "domain/portfolio.h"

namespace leasebook::server {

// What a report of one day is made from.
struct BookPage {
    std::int64_t version = 0;  // of the database it was read from
    Portfolio portfolio;
};

class Book {
public:
    explicit Book(db::Database& database) : database_(database) {}

    // The book as of the day, as it is known now. Callers with the same day share one; it never changes under them.
    std::shared_ptr<const BookPage> as_of(Date day);
    // As it was known at that moment: read anew each time it is asked for.
    std::shared_ptr<const BookPage> as_known(Date day, db::Moment moment);

private:
    db::Database& database_;
    std::mutex mutex_;
    std::map<Date, std::shared_ptr<const BookPage>> pages_;  // the days asked for last, at most a few
};

}  // namespace leasebook::server
