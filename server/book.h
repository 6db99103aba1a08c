#pragma once
// The portfolio in memory, kept current as the database changes. What was recorded of contracts changes those alone;
// any other change reads the portfolio anew, and keeps what had been worked out for contracts that did not change.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "db/counters.h"
#include "db/database.h"
#include "db/moment.h"
#include "domain/portfolio.h"
#include "reports/early_warnings.h"
#include "reports/exposure.h"
#include "server/books/live_exposure.h"

namespace leasebook::server {

// What a report of one day is made from.
struct BookPage {
    db::BookMarks marks;  // of the database it was read from
    Portfolio portfolio;
};

// What stands on each contract, beside the contracts of the page.
struct LiveExposure {
    std::shared_ptr<const BookPage> book;
    std::shared_ptr<const std::vector<reports::ExposurePosition>> positions;
};

// With its month ends up to that day, in one currency.
struct ArrearsPage {
    std::shared_ptr<const BookPage> book;
    std::shared_ptr<const reports::ArrearsView> arrears;
    const Portfolio& portfolio() const { return book->portfolio; }
    const reports::ArrearsView& view() const { return *arrears; }
};

// And what warns of trouble on that day.
struct WatchPage {
    ArrearsPage arrears;
    std::shared_ptr<const reports::WatchView> entered;
    std::shared_ptr<const std::vector<reports::Finding>> findings;
    const Portfolio& portfolio() const { return arrears.portfolio(); }
    const reports::WatchView& view() const { return *entered; }
};

class Book {
public:
    explicit Book(db::Database& database) : database_(database) {}

    // The book as of the day, as it is known now. Callers with the same day share one; it never changes under them.
    std::shared_ptr<const BookPage> as_of(Date day);

    // With all that contracts owe and hold at the end of the day, valued on the curve if there is one. The first call
    // of a day lives all contracts through; later ones only those of which something was recorded since.
    LiveExposure exposure(Date day, Currency currency, const pricing::DiscountCurve* curve);
    // The same as the caller's transaction sees it, which has written nothing yet.
    LiveExposure exposure(db::Connection& connection, Date day, Currency currency, const pricing::DiscountCurve* curve);
    // As it was known at that moment: read anew each time it is asked for.
    LiveExposure as_known(Date day, db::Moment moment, Currency currency, const pricing::DiscountCurve* curve);

    // The first call of a day lives all contracts through where the day is not a month end that was kept.
    ArrearsPage arrears(Date day, Currency currency);
    WatchPage watch(Date day, Currency currency);

private:
    using Positions = std::vector<reports::ExposurePosition>;
    struct Valuation {
        Currency currency;
        std::string snapshot;  // of the curve; empty: none
        auto operator<=>(const Valuation&) const = default;
    };
    struct Valued {
        std::shared_ptr<Positions> positions;
        std::optional<pricing::DiscountCurve> curve;  // by which what changes is valued
    };
    struct Arrears {
        std::int64_t version = 0;  // of the month ends that are kept
        reports::ArrearsView month_ends;
        bool open = false;      // the day itself comes behind them
        db::BookMarks made_at;  // what follows was, where it is there
        std::shared_ptr<const reports::ArrearsView> shown;
        std::shared_ptr<const std::vector<reports::Finding>> findings;
    };
    struct Day {
        std::shared_ptr<BookPage> page;
        std::vector<ExposureParts> parts;               // beside the contracts, once somebody asked
        std::vector<std::optional<Lateness>> lateness;  // beside the parts
        std::string rules;                              // that both follow from
        std::map<Valuation, Valued> valued;
        std::map<Currency, Arrears> arrears;
        std::int64_t watch_version = 0;
        std::shared_ptr<const reports::WatchView> entered;
    };

    Day& current(db::Connection& connection, Date day);
    static void catch_up(db::Connection& connection, Date day, Day& kept);
    static void reload(db::Connection& connection, Date day, Day& kept);
    static bool take_changes(db::Connection& connection, Date day, Day& kept, const db::BookMarks& marks);
    static void make_room(const std::vector<std::uint32_t>& places, Day& kept);
    static void renew(db::Connection& connection, const BookPolicy& policy, Date day, Day& kept,
                      const ContractNumber& number);
    static void know_parts(db::Connection& connection, Date day, Day& kept);
    static Arrears& know_arrears(db::Connection& connection, Date day, Currency currency, Day& kept);

    db::Database& database_;
    std::mutex mutex_;
    std::map<Date, Day> days_;  // the ones asked for last, at most a few
};

}  // namespace leasebook::server
