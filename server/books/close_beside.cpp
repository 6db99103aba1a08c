#include "server/books/close_beside.h"

#include <utility>

#include "db/journal_store.h"
#include "db/month_end_store.h"
#include "server/books/close_ratings.h"

namespace leasebook::server {

namespace {

template <class Work>
auto beside(const Work& work) {
    return std::async(std::launch::async, work);
}

}  // namespace

// Of the months before the one that is closed.
template <class Read>
std::future<KeptMonthEnds> CloseBeside::month_ends(const Read& read) {
    return beside([this, read] {
        KeptMonthEnds months(book_.get().portfolio, book_.get().positions, order_.currency);
        database_.read([&](db::Connection& c) { read(c, order_.period.previous().last_day(), months); });
        return months;
    });
}

CloseBeside::CloseBeside(db::Database& database, const CloseOrder& order, std::shared_future<PositionedBook> book)
    : database_(database), order_(order), book_(std::move(book)) {
    const auto last_entry = database.read([](db::Connection& c) { return db::last_entry(c); });
    last_months = month_ends([](db::Connection& c, Date until, KeptMonthEnds& months) {
        const Date from = add_months(month_start(until), 1 - months_before_alerts);
        for (const Date day : db::month_ends_kept(c, from, until)) months.follow(c, day);
    });
    ledger = beside([this, last_entry] {
        LedgerFollower so_far(book_.get().portfolio, book_.get().positions, order_.period);
        database_.read([&](db::Connection& c) {
            db::each_ledger_line(c, {order_.period, {}, last_entry},
                                 [&](const db::LedgerLine& line) { so_far.add(line); });
        });
        return so_far;
    });
}

void CloseBeside::contracts_worked_out() {
    if (versions.valid()) return;
    versions = beside([&database = database_] { return database.read(db::versions_in_the_books); }).share();
    held = beside([this] {
        database_.read([this](db::Connection& c) { allowances_.follow(c); });
        return &allowances_;
    });
    residuals = beside([book = book_, &order = order_] {  // may end after this object
        const auto& portfolio = book.get().portfolio;
        return ResidualsOf{portfolio, reports::residual_book(*portfolio, order.period.last_day(), order.currency)};
    });
    months_before = month_ends([this](db::Connection& c, Date until, KeptMonthEnds& months) {
        versions.wait();  // which provisions wait for, as they do not for this
        months.read(c, until, months_followed - 1);
    });
}

}  // namespace leasebook::server
