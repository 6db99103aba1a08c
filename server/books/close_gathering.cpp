#include "server/books/close_gathering.h"

#include <chrono>
#include <utility>

namespace leasebook::server {

namespace {

constexpr std::size_t most_waiting = 8;  // batches, which are held whole until then
constexpr std::size_t brought_at_once = 2;

}  // namespace

Gathering::Gathering(db::Database& database, Period period, KeptPortfolio& portfolio)
    : database_(database), period_(period), portfolio_(portfolio) {
    book_ = std::async(std::launch::async, [this] {
                return database_.read([&](db::Connection& connection) {
                    auto read = portfolio_.of(connection);
                    auto positions = std::make_shared<const db::ContractPositions>(connection, *read);
                    return PositionedBook{std::move(read), std::move(positions)};
                });
            }).share();
}

// Who hands over keeps the database busy, and is not to stop until all that waits has been rated.
void Gathering::take(std::shared_ptr<LivedBatch> batch) {
    batches_.push_back(std::move(batch));
    const bool is_read = book_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    if (is_read || batches_.size() >= most_waiting) bring_in(brought_at_once);
}

void Gathering::take(const std::vector<db::LedgerLine>& posted) {
    if (!gathered_)
        lines_.insert(lines_.end(), posted.begin(), posted.end());
    else
        for (const auto& line : posted) gathered_->posted.add(line);
}

void Gathering::rate_all(const std::shared_future<std::vector<db::ContractVersion>>& versions,
                         std::future<KeptMonthEnds>& months_before) {
    if (rated_.valid()) return;
    bring_in(batches_.size());
    rated_ = std::async(std::launch::async, [this, versions, months = std::move(months_before)]() mutable {
        return gathered_->ratings.all(versions.get(), months.get().view());
    });
}

Gathered& Gathering::all() {
    bring_in(batches_.size());
    return *gathered_;
}

void Gathering::bring_in(std::size_t most) {
    const auto& book = book_.get();
    if (!gathered_) gathered_.emplace(database_, period_, portfolio_, book);
    for (; most > 0 && !batches_.empty(); --most, batches_.pop_front()) take_in(*batches_.front(), *book.positions);
    for (const auto& line : std::exchange(lines_, {})) gathered_->posted.add(line);
}

void Gathering::take_in(LivedBatch& batch, const db::ContractPositions& positions) {
    auto& [ratings, parts, posted] = *gathered_;
    for (std::size_t i = 0; i < batch.files.size(); ++i) {
        const auto& file = batch.files[i];
        if (!rated_.valid())
            ratings.keep(file, batch.lives.empty() ? std::move(batch.ratings[i])
                                                   : ratings.rate(file, batch.lives[i], batch.before));
        const auto at = positions.of(file.id);
        if (at == unmapped) continue;
        parts.versions[at] = file.contract.version;
        parts.parts[at] = batch.parts[i];
    }
}

}  // namespace leasebook::server
