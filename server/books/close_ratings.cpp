#include "server/books/close_ratings.h"

#include <algorithm>

#include "db/month_end_store.h"
#include "domain/two_halves.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

namespace {

constexpr std::size_t batch_size = 2'500;

}  // namespace

ProvisionsById provisions_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last) {
    ProvisionsById map;
    for (auto& provision : db::provisions_between(connection, period.previous(), first, last))
        map.emplace(provision.contract_id, std::move(provision));
    return map;
}

ProvisionsById ratings_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last) {
    auto map = provisions_before(connection, period, first, last);
    for (const auto& kept : db::brought_between(connection, period.previous().last_day(), first, last)) {
        auto& before = map[kept.contract_id];
        before.stage = before.own_stage = kept.stage;
        before.category = kept.category;
    }
    return map;
}

Ratings::Ratings(db::Database& database, Period period, KeptPortfolio& portfolio)
    : database_(database),
      view_(database.read([&](db::Connection& c) { return risk_view(c, period, portfolio.of(c)); })) {}

std::optional<RatedContract> Ratings::rate(const db::ContractFile& file, const Life& life,
                                           const ProvisionsById& before) const {
    if (file.contract.content.terms.commencement > view_.as_of || life.ended_on || !has_commenced(file.contract.status))
        return {};
    const auto known = before.find(file.id);
    return rated(view_, file, life, known == before.end() ? nullptr : &known->second);
}

void Ratings::keep(const db::ContractFile& file, std::optional<RatedContract> contract) {
    const auto id = static_cast<std::size_t>(file.id);
    if (id < versions_.size()) return;
    versions_.resize(id + 1, 0);
    versions_[id] = file.contract.version;
    if (contract) kept_.push_back(*std::move(contract));
}

RatedContracts Ratings::all(const std::vector<db::ContractVersion>& versions, reports::ArrearsView months_before) {
    RatedContracts contracts;
    for (std::span<const db::ContractVersion> rest = versions; !rest.empty();) {
        const auto batch = rest.first(std::min(batch_size, rest.size()));
        take_batch(batch, contracts);
        rest = rest.subspan(batch.size());
    }
    alerts_ = finish(view_, std::move(months_before), contracts);
    return contracts;
}

void Ratings::take_batch(std::span<const db::ContractVersion> batch, RatedContracts& contracts) {
    const auto last = batch.back().id;
    const bool fresh = std::ranges::all_of(batch, [&](const db::ContractVersion& now) {
        const auto id = static_cast<std::size_t>(now.id);
        return id < versions_.size() && versions_[id] == now.version;
    });
    // From one to the other, so that a million of them are not held twice.
    for (; !kept_.empty() && kept_.front().provision.contract_id <= last; kept_.pop_front())
        if (fresh) contracts.push_back(std::move(kept_.front()));
    if (!fresh) rate_between(batch.front().id, last, contracts);
}

void Ratings::rate_between(std::int64_t first, std::int64_t last, RatedContracts& contracts) {
    database_.read([&](db::Connection& connection) {
        const BookRules rules(connection, view_.as_of);
        const auto files = db::files_between(connection, first, last);
        const auto before = ratings_before(connection, period_of(view_.as_of), first, last);
        std::vector<std::optional<RatedContract>> rated(files.size());
        in_two_halves(files.size(), [&](std::size_t i) {
            rated[i] = rate(files[i], life_of(files[i], rules.policy(), view_.as_of), before);
        });
        for (auto& contract : rated)
            if (contract) contracts.push_back(*std::move(contract));
    });
}

}  // namespace leasebook::server
