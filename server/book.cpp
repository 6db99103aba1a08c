#include "server/book.h"

#include "db/counters.h"
#include "server/books/running_book.h"

namespace leasebook::server {

namespace {

constexpr std::size_t days_kept = 4;

}  // namespace

std::shared_ptr<const BookPage> Book::as_known(Date day, db::Moment moment) {
    return std::make_shared<BookPage>(database_.read([&](db::Connection& c) {
        return BookPage{db::book_version(c), portfolio_known_at(c, day, moment)};
    }));
}

std::shared_ptr<const BookPage> Book::as_of(Date day) {
    // Held while loading as well: many readers of a changed book wait for one load instead of doing it each.
    const std::lock_guard lock(mutex_);
    const auto version = database_.read([](db::Connection& c) { return db::book_version(c); });
    if (const auto found = pages_.find(day); found != pages_.end() && found->second->version == version)
        return found->second;
    auto page = std::make_shared<BookPage>(database_.read([&](db::Connection& c) {
        return BookPage{db::book_version(c), running_portfolio(c, day)};
    }));
    if (pages_.size() >= days_kept) pages_.clear();
    pages_[day] = page;
    return page;
}

}  // namespace leasebook::server
