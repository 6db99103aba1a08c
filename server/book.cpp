#include "server/book.h"

#include "db/counters.h"
#include "db/watch_store.h"
#include "server/books/arrears.h"
#include "server/books/running_book.h"
#include "server/books/watch_view.h"

namespace leasebook::server {

namespace {

constexpr std::size_t days_kept = 4;

}  // namespace

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

std::shared_ptr<const ArrearsPage> Book::arrears(Date day, Currency currency) {
    const std::lock_guard lock(arrears_mutex_);
    const auto book = as_of(day);
    const std::pair key{day, currency};
    if (const auto found = arrears_.find(key); found != arrears_.end() && found->second->book->version == book->version)
        return found->second;
    auto page = std::make_shared<ArrearsPage>(ArrearsPage{
        book, database_.read([&](db::Connection& c) { return arrears_view(c, book->portfolio, day, currency); })});
    if (arrears_.size() >= days_kept) arrears_.clear();
    arrears_[key] = page;
    return page;
}

std::shared_ptr<const WatchPage> Book::watch(Date day, Currency currency) {
    const std::lock_guard lock(watch_mutex_);
    const auto book = arrears(day, currency);
    const auto version = database_.read([](db::Connection& c) { return db::watch_version(c); });
    const std::pair key{day, currency};
    if (const auto found = watch_.find(key);
        found != watch_.end() && found->second->arrears == book && found->second->version == version)
        return found->second;
    const auto& portfolio = book->book->portfolio;
    auto page = std::make_shared<WatchPage>();
    page->version = version;
    page->arrears = book;
    page->view = database_.read([&](db::Connection& c) { return watch_view(c, portfolio, day); });
    page->findings = reports::early_warnings(portfolio, book->view, page->view, day);
    if (watch_.size() >= days_kept) watch_.clear();
    watch_[key] = page;
    return page;
}

}  // namespace leasebook::server
