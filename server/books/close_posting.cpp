#include "server/books/close_posting.h"

#include <malloc.h>
#include <algorithm>
#include <future>
#include <limits>
#include <map>

#include "db/invoice_store.h"
#include "db/month_end_store.h"
#include "domain/books/posting_rules.h"
#include "domain/two_halves.h"
#include "server/books/arrears.h"
#include "server/books/bookkeeping.h"
#include "server/books/provisioning.h"

namespace leasebook::server {

namespace {

constexpr int batch_size = 2'500;

db::CloseStepRow step_under_way(db::Connection& connection, const CloseOrder& order, CloseStep step) {
    const auto name = to_text(step);
    if (auto row = db::find_close_step(connection, order.period, name, db::Lock::ForUpdate)) return *row;
    return {name, "0", 0, "", order.clock(), {}, order.by};
}

// What a contract still needs to be posted up to the last day of the month.
struct Posting {
    std::vector<JournalEntry> entries;
    std::vector<Invoice> invoices;
};

Posting posting_of(const db::ContractFile& file, const Life& life, const std::vector<Invoice>& issued,
                   const BookPolicy& policy, Date last_day) {
    Posting posting;
    for (const auto& fact : life.facts)
        if (!file.posted_through || fact.on > *file.posted_through) posting.entries.push_back(entry_for(fact));
    posting.invoices =
        invoices_to_issue(life.dues, issued, true, late_interest_vat(file.contract.content, policy, last_day));
    return posting;
}

std::vector<db::Provision> batch_from(const RatedContracts& contracts, std::size_t from) {
    std::vector<db::Provision> batch;
    for (std::size_t i = from; i < contracts.size() && batch.size() < batch_size; ++i)
        batch.push_back(contracts[i].provision);
    return batch;
}

// Interest of the month that a contract in stage 3 does not earn: on what is allowed for (IFRS 9 5.4.1 (b)).
Money unearned_of_stage_3(const db::Provision& before, Rate annual) {
    if (before.stage < Stage::Three) return Money::zero(before.allowance.currency());
    return interest(before.allowance, annual, {1, 12});
}

JournalEntry entry_of(Rule rule, Date on, Part part, Money amount) {
    return entry_for({rule, on, 0, 0, {{part, amount}}});
}

using ProvisionsById = std::map<std::int64_t, db::Provision>;

// Of the month before, for contracts with ids from the first to the last.
ProvisionsById provisions_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last) {
    ProvisionsById map;
    for (auto& provision : db::provisions_between(connection, period.previous(), first, last))
        map.emplace(provision.contract_id, std::move(provision));
    return map;
}

// The same, and of contracts that stood elsewhere at the month's end before as far as stages and classes go on from
// there.
ProvisionsById ratings_before(db::Connection& connection, Period period, std::int64_t first, std::int64_t last) {
    auto map = provisions_before(connection, period, first, last);
    for (const auto& kept : db::brought_between(connection, period.previous().last_day(), first, last)) {
        auto& before = map[kept.contract_id];
        before.stage = before.own_stage = kept.stage;
        before.category = kept.category;
    }
    return map;
}

// Ratings for the provisions, kept from the pass that posted and so had each contract's life at hand. One that was
// changed since, or posted by somebody else, is rated when its turn comes.
class Ratings {
public:
    Ratings(db::Database& database, const CloseOrder& order, KeptPortfolio& portfolio)
        : database_(database),
          view_(database.read([&](db::Connection& c) { return risk_view(c, order.period, portfolio.of(c)); })) {}

    const RiskView& view() const { return view_; }
    // `before` holds how this contract was rated the month before, if it was.
    std::optional<RatedContract> rate(const db::ContractFile& file, const Life& life,
                                      const ProvisionsById& before) const {
        if (file.contract.content.terms.commencement > view_.as_of || life.ended_on ||
            !has_commenced(file.contract.status))
            return {};
        const auto known = before.find(file.id);
        return rated(view_, file, life, known == before.end() ? nullptr : &known->second);
    }
    // One that comes out of the order of ids is not kept, and so rated when its turn comes.
    void keep(const db::ContractFile& file, std::optional<RatedContract> contract) {
        const auto id = static_cast<std::size_t>(file.id);
        if (id < versions_.size()) return;
        versions_.resize(id + 1, 0);
        versions_[id] = file.contract.version;
        if (contract) kept_.push_back(*std::move(contract));
    }
    // Of all contracts in the book, by ascending id, ready to be booked.
    RatedContracts all(const reports::ArrearsView& months_before) {
        RatedContracts contracts;
        for (std::int64_t after = 0; after >= 0;) after = take_batch(after, contracts);
        alerts_ = finish(view_, months_before, contracts);
        return contracts;
    }
    const std::vector<db::MonthEndAlert>& alerts() const { return alerts_; }  // once all() was asked

private:
    // Answers where the next batch begins, or less than nothing after the last one.
    std::int64_t take_batch(std::int64_t after, RatedContracts& contracts) {
        const auto versions =
            database_.read([&](db::Connection& c) { return db::versions_after(c, after, batch_size); });
        const auto last = versions.empty() ? std::numeric_limits<std::int64_t>::max() : versions.back().first;
        const auto is_fresh = [&](const auto& state) {
            const auto id = static_cast<std::size_t>(state.first);
            return id < versions_.size() && versions_[id] == state.second;
        };
        const bool fresh = std::ranges::all_of(versions, is_fresh);
        // From one to the other, so that a million of them are not held twice.
        for (; !kept_.empty() && kept_.front().provision.contract_id <= last; kept_.pop_front())
            if (fresh) contracts.push_back(std::move(kept_.front()));
        if (!fresh) rate_batch(after, contracts);
        return versions.size() < batch_size ? -1 : last;
    }
    void rate_batch(std::int64_t after, RatedContracts& contracts) {
        database_.read([&](db::Connection& connection) {
            const BookRules rules(connection, view_.as_of);
            const auto files = db::files_after(connection, after, batch_size);
            if (files.empty()) return;
            const auto before = ratings_before(connection, period_of(view_.as_of), files.front().id, files.back().id);
            std::vector<std::optional<RatedContract>> rated(files.size());
            in_two_halves(files.size(), [&](std::size_t i) {
                rated[i] = rate(files[i], life_of(files[i], rules.policy(), view_.as_of), before);
            });
            for (auto& contract : rated)
                if (contract) contracts.push_back(*std::move(contract));
        });
    }

    db::Database& database_;
    const RiskView view_;
    std::vector<int> versions_;  // by id, of the contracts that were rated
    RatedContracts kept_;        // by ascending id
    std::vector<db::MonthEndAlert> alerts_;
};

// A batch worked out ahead, while the one before it is being written.
struct PreparedBatch {
    std::vector<db::ContractFile> files;
    std::vector<Posting> postings;
    std::vector<std::optional<RatedContract>> ratings;
    std::vector<ExposureParts> parts;
};

PreparedBatch prepared(db::Database& database, const CloseOrder& order, const Ratings& ratings, std::int64_t after) {
    return database.read([&](db::Connection& connection) {
        const Date last_day = order.period.last_day();
        const BookRules rules(connection, last_day);
        PreparedBatch batch{db::files_after(connection, after, batch_size, last_day), {}, {}, {}};
        if (batch.files.empty()) return batch;
        const auto first = batch.files.front().id, last = batch.files.back().id;
        auto issued = db::invoices_between(connection, first, last);
        const auto before = ratings_before(connection, order.period, first, last);
        batch.postings.resize(batch.files.size());
        batch.ratings.resize(batch.files.size());
        batch.parts.resize(batch.files.size());
        for (const auto& file : batch.files) issued[file.id];
        // On one core: the other is the database's, whose writing takes longer than this.
        for (std::size_t i = 0; i < batch.files.size(); ++i) {
            const auto& file = batch.files[i];
            const auto life = life_of(file, rules.policy(), last_day);
            batch.postings[i] = posting_of(file, life, issued.at(file.id), rules.policy(), last_day);
            batch.ratings[i] = ratings.rate(file, life, before);
            batch.parts[i] = live_parts(file, life, last_day);
        }
        return batch;
    });
}

// Works out again what somebody changed since the batch was prepared; a contract posted meanwhile needs nothing.
void refresh(db::Connection& connection, const CloseOrder& order, const BookRules& rules, PreparedBatch& batch) {
    const Date last_day = order.period.last_day();
    const auto now = db::book_states(connection, batch.files.front().id, batch.files.back().id);
    for (std::size_t i = 0; i < batch.files.size(); ++i) {
        auto& file = batch.files[i];
        const auto& state = now.at(file.id);
        if (state.version == file.contract.version && state.posted_through == file.posted_through) continue;
        file = *db::find_file(connection, file.contract.number);
        batch.postings[i] = {};
        if (!file.posted_through || *file.posted_through < last_day)
            batch.postings[i] = posting_of(file, life_of(file, rules.policy(), last_day),
                                           db::invoices_of(connection, file.id), rules.policy(), last_day);
    }
}

// What came of writing a batch.
struct Written {
    bool more = true;  // the step goes on
    std::int64_t records = 0;
    std::vector<db::LedgerLine> lines;
};

// A batch that somebody else has written already is left alone.
Written write_batch(db::Connection& connection, const CloseOrder& order, std::int64_t after, PreparedBatch batch) {
    auto step = step_under_way(connection, order, CloseStep::Post);
    if (step.finished_at) return {false, step.records, {}};
    if (std::stoll(step.cursor) != after) return {true, step.records, {}};
    const Date last_day = order.period.last_day();
    const BookRules rules(connection, last_day);
    db::PostingBatch entries(rules.periods(), Poster::Close, order.clock());
    std::vector<db::InvoiceToIssue> invoices;
    std::vector<std::int64_t> ids, fresh;
    if (!batch.files.empty()) refresh(connection, order, rules, batch);
    for (std::size_t i = 0; i < batch.files.size(); ++i) {
        const auto& file = batch.files[i];
        for (const auto& entry : batch.postings[i].entries) entries.add(file.id, entry);
        for (const auto& invoice : batch.postings[i].invoices) invoices.push_back({file.id, invoice});
        ids.push_back(file.id);
        if (!file.posted_through) fresh.push_back(file.id);
    }
    auto lines = entries.lines();
    entries.write(connection);
    db::advance_posted_through(connection, ids, fresh, last_day);
    db::issue(connection, invoices, last_day, order.clock());
    step.records += static_cast<std::int64_t>(batch.files.size());
    if (!ids.empty()) step.cursor = std::to_string(ids.back());
    if (ids.size() < batch_size) {
        step.finished_at = order.clock();
        step.control_total = std::to_string(step.records);
    }
    db::keep_close_step(connection, order.period, step);
    return {!step.finished_at, step.records, std::move(lines)};
}

// What is gathered from the contracts while they are posted, for the steps to come.
struct Gathered {
    const db::ContractPositions& positions;
    Ratings& ratings;
    PartsOnTheWay& parts;
    LedgerFollower& ledger;

    void take(const db::ContractFile& file, std::optional<RatedContract> rating, const ExposureParts& own) {
        ratings.keep(file, std::move(rating));
        const auto at = positions.of(file.id);
        if (at == unmapped) return;
        parts.versions[at] = file.contract.version;
        parts.parts[at] = own;
    }
};

void post_all(db::Database& database, const CloseOrder& order, Gathered gathered) {
    const auto& ratings = gathered.ratings;
    const auto cursor = [&] {
        return database.read([&](db::Connection& connection) {
            const auto step = db::find_close_step(connection, order.period, to_text(CloseStep::Post));
            return step ? std::stoll(step->cursor) : 0LL;
        });
    };
    std::int64_t after = cursor();
    auto batch = prepared(database, order, ratings, after);
    for (bool more = true; more;) {
        const auto next_after = batch.files.empty() ? after : batch.files.back().id;
        auto next = std::async(std::launch::async, [&] { return prepared(database, order, ratings, next_after); });
        const auto written =
            database.write([&](db::Connection& connection) { return write_batch(connection, order, after, batch); });
        more = written.more;
        for (const auto& line : written.lines) gathered.ledger.add(line);
        auto following = next.get();
        for (std::size_t i = 0; i < batch.files.size(); ++i)
            gathered.take(batch.files[i], std::move(batch.ratings[i]), batch.parts[i]);
        batch = std::move(following);
        if (order.progress) order.progress(CloseStep::Post, written.records);
        after = next_after;
        if (more && cursor() != after) {  // somebody else is closing too, and is further
            after = cursor();
            batch = prepared(database, order, ratings, after);
        }
    }
}

void book_provisions(db::Database& database, const CloseOrder& order, const RatedContracts& contracts,
                     const std::vector<db::MonthEndAlert>& alerts, LedgerFollower& follower) {
    const auto last_day = order.period.last_day();
    const auto book = [&](db::Connection& connection) -> Written {
        auto step = step_under_way(connection, order, CloseStep::Provisions);
        if (step.finished_at) return {false, step.records, {}};
        const auto cursor = std::stoll(step.cursor);
        const auto from = static_cast<std::size_t>(
            std::ranges::upper_bound(contracts, cursor, {},
                                     [](const RatedContract& c) { return c.provision.contract_id; }) -
            contracts.begin());
        const auto provisions = batch_from(contracts, from);
        // Contracts between the rated ones have ended; what is left of their allowance is released.
        const bool last = from + provisions.size() == contracts.size();
        const auto last_id = last ? std::numeric_limits<std::int64_t>::max() : provisions.back().contract_id;
        const BookRules rules(connection, last_day);
        db::PostingBatch batch(rules.periods(), Poster::Close, order.clock());
        std::map<std::int64_t, std::int64_t> ledger;
        for (const auto& [id, units] : db::ledger_allowances(connection, cursor + 1, last_id)) ledger[id] = units;
        const auto before = provisions_before(connection, order.period, cursor + 1, last_id);
        for (std::size_t i = from; i < from + provisions.size(); ++i) {
            const auto& provision = contracts[i].provision;
            const auto id = provision.contract_id;
            Money held = Money::minor(ledger[id], provision.allowance.currency());
            ledger.erase(id);
            if (const auto known = before.find(id); known != before.end()) {
                const Money unearned = unearned_of_stage_3(known->second, contracts[i].annual_rate);
                if (!unearned.is_zero()) {
                    batch.add(id, entry_of(Rule::StageThreeInterest, last_day,
                                           contracts[i].leaseback ? Part::Interest : Part::Income, unearned));
                    held += unearned;
                }
            }
            if (held != provision.allowance)
                batch.add(id, entry_of(Rule::AllowanceChanged, last_day, Part::Allowance, provision.allowance - held));
        }
        for (const auto& [id, units] : ledger)
            if (units != 0)
                batch.add(id, entry_of(Rule::AllowanceChanged, last_day, Part::Allowance,
                                       Money::minor(-units, order.currency)));
        auto lines = batch.lines();
        batch.write(connection);
        db::keep_provisions(connection, order.period, provisions);
        step.records += static_cast<std::int64_t>(provisions.size());
        if (!provisions.empty()) step.cursor = std::to_string(provisions.back().contract_id);
        if (last) {
            db::keep_month_end_alerts(connection, last_day, alerts);
            Money sum = Money::zero(order.currency);
            for (const auto& contract : contracts)
                if (contract.provision.allowance.currency() == order.currency) sum += contract.provision.allowance;
            step.finished_at = order.clock();
            step.control_total = to_text(sum);
        }
        db::keep_close_step(connection, order.period, step);
        return {!last, step.records, std::move(lines)};
    };
    for (bool more = true; more;) {
        const auto written = database.write(book);
        more = written.more;
        for (const auto& line : written.lines) follower.add(line);
        if (order.progress) order.progress(CloseStep::Provisions, written.records);
    }
}

}  // namespace

bool is_done(db::Database& database, const CloseOrder& order, CloseStep step) {
    const auto row =
        database.read([&](db::Connection& c) { return db::find_close_step(c, order.period, to_text(step)); });
    return row && row->finished_at;
}

void go_through_contracts(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (is_done(database, order, CloseStep::Provisions)) return;
    // Only the alerts at the end and the figures ask for the months before: they are read while everything is posted.
    const auto portfolio = database.read([&](db::Connection& c) { return work.portfolio.of(c); });
    auto months_before = std::async(std::launch::async, [&] {
        return database.read([&](db::Connection& c) {
            return kept_month_ends(c, *portfolio, order.period.previous().last_day(), order.currency,
                                   months_followed - 1);
        });
    });
    // And what the ledger holds already, for the figures to come: what is posted from here on is added on the way.
    const auto [positions, last_entry] = database.read([&](db::Connection& c) {
        return std::pair(std::make_shared<const db::ContractPositions>(c, *portfolio), db::last_entry(c));
    });
    auto ledger = std::async(std::launch::async, [&] {
        LedgerFollower so_far(portfolio, positions, order.period);
        database.read([&](db::Connection& c) {
            db::each_ledger_line(c, {order.period, {}, last_entry},
                                 [&](const db::LedgerLine& line) { so_far.add(line); });
        });
        return so_far;
    });
    LedgerFollower posted(portfolio, positions, order.period);
    Ratings ratings(database, order, work.portfolio);
    if (!is_done(database, order, CloseStep::Post))
        post_all(database, order, {*positions, ratings, work.parts.emplace(portfolio), posted});
    work.months_before = months_before.get();
    {
        const auto contracts = ratings.all(*work.months_before);
        book_provisions(database, order, contracts, ratings.alerts(), posted);
    }
    work.ledger = ledger.get();
    *work.ledger += std::move(posted);
    malloc_trim(0);  // what a million ratings took, for the figures to come
}

}  // namespace leasebook::server
