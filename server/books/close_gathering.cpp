#include "server/books/close_gathering.h"

#include <chrono>
#include <utility>

namespace leasebook::server {

namespace {

constexpr std::size_t most_waiting = 8;  // batches, which are held whole until then

void take_in(LivedBatch& batch, const db::ContractPositions& positions, Gathered& gathered) {
    for (std::size_t i = 0; i < batch.files.size(); ++i) {
        const auto& file = batch.files[i];
        gathered.ratings.keep(file, batch.lives.empty() ? std::move(batch.ratings[i])
                                                        : gathered.ratings.rate(file, batch.lives[i], batch.before));
        const auto at = positions.of(file.id);
        if (at == unmapped) continue;
        gathered.parts.versions[at] = file.contract.version;
        gathered.parts.parts[at] = batch.parts[i];
    }
}

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

void Gathering::take(std::shared_ptr<LivedBatch> batch) {
    batches_.push_back(std::move(batch));
    const bool is_read = book_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    if (is_read || batches_.size() == most_waiting) bring_in();
}

void Gathering::take(const std::vector<db::LedgerLine>& posted) {
    if (!gathered_)
        lines_.insert(lines_.end(), posted.begin(), posted.end());
    else
        for (const auto& line : posted) gathered_->posted.add(line);
}

void Gathering::ends_here() {
    versions_ = std::async(std::launch::async, [this] { return database_.read(db::versions_in_the_books); });
}

std::vector<db::ContractVersion> Gathering::versions() {
    return versions_.valid() ? versions_.get() : database_.read(db::versions_in_the_books);
}

Gathered& Gathering::all() {
    bring_in();
    return *gathered_;
}

void Gathering::bring_in() {
    const auto& book = book_.get();
    if (!gathered_) gathered_.emplace(database_, period_, portfolio_, book);
    for (const auto& batch : std::exchange(batches_, {})) take_in(*batch, *book.positions, *gathered_);
    for (const auto& line : std::exchange(lines_, {})) gathered_->posted.add(line);
}

}  // namespace leasebook::server
