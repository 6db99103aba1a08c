#pragma once
// What is gathered from the contracts while the close posts them, for the steps to come.
#include <deque>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "db/contract_file.h"
#include "db/contract_positions.h"
#include "db/database.h"
#include "db/ledger_lines.h"
#include "domain/life/life.h"
#include "server/books/arrears.h"
#include "server/books/close_ratings.h"
#include "server/books/live_exposure.h"
#include "server/books/running_book.h"
#include "server/reporting/month_reader.h"

namespace leasebook::server {

// Contracts that were lived through up to the month's end.
struct LivedBatch {
    std::vector<db::ContractFile> files;  // by ascending id; the others stand beside them
    std::vector<ExposureParts> parts;
    std::vector<std::optional<RatedContract>> ratings;
    std::vector<Life> lives;  // only where they are still to be rated
    ProvisionsById before;    // how they were rated the month before
};

// The portfolio as the whole close sees it.
struct PositionedBook {
    std::shared_ptr<const Portfolio> portfolio;
    std::shared_ptr<const db::ContractPositions> positions;
};

struct Gathered {
    Ratings ratings;
    PartsOnTheWay parts;
    LedgerFollower posted;
    Gathered(db::Database& database, Period period, KeptPortfolio& portfolio, const PositionedBook& book)
        : ratings(database, period, portfolio), parts(book.portfolio), posted(book.portfolio, book.positions, period) {}
};

// Posting need not wait until the portfolio has been read: what it hands over first waits for it here, to be rated
// then.
class Gathering {
public:
    Gathering(db::Database& database, Period period, KeptPortfolio& portfolio);

    std::shared_future<PositionedBook> book() const { return book_; }

    const Ratings* ratings() const { return gathered_ ? &gathered_->ratings : nullptr; }  // once there are any
    void take(std::shared_ptr<LivedBatch> batch);
    void take(const std::vector<db::LedgerLine>& posted);
    // All contracts have been handed over, though the last may still be on their way into the database: they are rated
    // beside that, in these versions. Told again it does nothing, and whatever is handed over again changes no rating.
    void rate_all(const std::shared_future<std::vector<db::ContractVersion>>& versions,
                  std::future<KeptMonthEnds>& months_before);
    RatedContracts rated() { return rated_.get(); }  // once that was asked
    Gathered& all();                                 // of what was taken

private:
    void bring_in(std::size_t most);
    void take_in(LivedBatch& batch, const db::ContractPositions& positions);

    db::Database& database_;
    Period period_;
    KeptPortfolio& portfolio_;
    std::shared_future<PositionedBook> book_;
    std::deque<std::shared_ptr<LivedBatch>> batches_;  // that wait
    std::vector<db::LedgerLine> lines_;                // and these too
    std::optional<Gathered> gathered_;
    std::future<RatedContracts> rated_;
};

}  // namespace leasebook::server
