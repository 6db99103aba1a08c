#include "server/books/close_posting.h"

#include <malloc.h>
#include <algorithm>
#include <future>
#include <limits>
#include <map>
#include <memory>
#include <span>

#include "db/invoice_store.h"
#include "db/month_end_store.h"
#include "domain/books/posting_rules.h"
#include "server/books/bookkeeping.h"
#include "server/books/close_batches.h"
#include "server/books/close_beside.h"
#include "server/books/close_gathering.h"
#include "server/books/close_steps.h"

namespace leasebook::server {

namespace {

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

// Interest of the month that a contract in stage 3 does not earn: on what is allowed for (IFRS 9 5.4.1 (b)).
Money unearned_of_stage_3(const db::Provision& before, Rate annual) {
    if (before.stage < Stage::Three) return Money::zero(before.allowance.currency());
    return interest(before.allowance, annual, {1, 12});
}

JournalEntry entry_of(Rule rule, Date on, Part part, Money amount) {
    return entry_for({rule, on, 0, 0, {{part, amount}}});
}

// A batch worked out ahead, while the one before it is being written.
struct PreparedBatch {
    LivedBatch lived;
    std::vector<Posting> postings;  // beside its files

    const std::vector<db::ContractFile>& files() const { return lived.files; }
};

PreparedBatch prepared(db::Database& database, const CloseOrder& order, const Ratings* ratings, std::int64_t after) {
    return database.read([&](db::Connection& connection) {
        const Date last_day = order.period.last_day();
        const BookRules rules(connection, last_day);
        PreparedBatch batch;
        auto& lived = batch.lived;
        lived.files = db::files_after(connection, after, static_cast<int>(order.batch_size), last_day);
        if (lived.files.empty()) return batch;
        const auto first = lived.files.front().id, last = lived.files.back().id;
        auto issued = db::invoices_between(connection, first, last);
        lived.before = ratings_before(connection, order.period, first, last);
        // On one core: the other is the database's, whose writing takes longer than this.
        for (const auto& file : lived.files) {
            auto life = life_of(file, rules.policy(), last_day);
            batch.postings.push_back(posting_of(file, life, issued[file.id], rules.policy(), last_day));
            lived.parts.push_back(live_parts(file, life, last_day));
            if (ratings)
                lived.ratings.push_back(ratings->rate(file, life, lived.before));
            else
                lived.lives.push_back(std::move(life));
        }
        return batch;
    });
}

struct FreshPosting {
    bool first_time = false;  // nothing of the contract was posted before
    Posting posting;
};

// What is to be posted of contracts that somebody changed since the batch was prepared, by their places in it; a
// contract posted meanwhile needs nothing.
std::map<std::size_t, FreshPosting> changed_since(db::Connection& connection, const CloseOrder& order,
                                                  const BookRules& rules, const PreparedBatch& batch) {
    std::map<std::size_t, FreshPosting> changed;
    if (batch.files().empty()) return changed;
    const Date last_day = order.period.last_day();
    const auto now = db::book_states(connection, batch.files().front().id, batch.files().back().id);
    for (std::size_t i = 0; i < batch.files().size(); ++i) {
        const auto& prepared = batch.files()[i];
        const auto& state = now.at(prepared.id);
        if (state.version == prepared.contract.version && state.posted_through == prepared.posted_through) continue;
        const auto file = *db::find_file(connection, prepared.contract.number);
        auto& fresh = changed[i];
        fresh.first_time = !file.posted_through;
        if (fresh.first_time || *file.posted_through < last_day)
            fresh.posting = posting_of(file, life_of(file, rules.policy(), last_day),
                                       db::invoices_of(connection, file.id), rules.policy(), last_day);
    }
    return changed;
}

// Contracts as they stand are written down, and entries made ready, before the batch has its turn; entries and
// invoices, numbered without gaps, are written in its turn.
Written write_batch(db::Connection& connection, const CloseOrder& order, const PreparedBatch& batch,
                    const BatchesInTurn::Turn& turn) {
    const Date last_day = order.period.last_day();
    const BookRules rules(connection, last_day);
    db::PostingBatch entries(rules.periods(), Poster::Close, order.clock());
    std::vector<db::InvoiceToIssue> invoices;
    std::vector<std::int64_t> ids, fresh;
    const auto changed = changed_since(connection, order, rules, batch);
    for (std::size_t i = 0; i < batch.files().size(); ++i) {
        const auto& file = batch.files()[i];
        const auto newer = changed.find(i);
        const auto& posting = newer == changed.end() ? batch.postings[i] : newer->second.posting;
        for (const auto& entry : posting.entries) entries.add(file.id, entry);
        for (const auto& invoice : posting.invoices) invoices.push_back({file.id, invoice});
        ids.push_back(file.id);
        if (newer == changed.end() ? !file.posted_through : newer->second.first_time) fresh.push_back(file.id);
    }
    auto lines = entries.lines();
    entries.make_ready(connection);
    db::advance_posted_through(connection, ids, fresh, last_day);
    auto step = turn.take(connection);
    entries.write(connection);
    db::issue(connection, invoices, last_day, order.clock());
    step.records += static_cast<std::int64_t>(batch.files().size());
    if (!ids.empty()) step.cursor = std::to_string(ids.back());
    if (ids.size() < order.batch_size) {
        step.finished_at = order.clock();
        step.control_total = std::to_string(step.records);
    }
    db::keep_close_step(connection, order.period, step);
    return {!step.finished_at, step.records, std::move(lines)};
}

// What is done once a batch is written.
Written posted(std::future<Written> begun, const CloseOrder& order, Gathering& gathering) {
    auto written = begun.get();
    gathering.take(written.lines);
    if (order.progress) order.progress(CloseStep::Post, written.records);
    return written;
}

// Three batches are under way at any time: one is being written, the next has begun, the one after is worked out.
// Tells when all contracts have been handed over, which is before the last are written. Answers false where somebody
// else is closing too and is further.
bool post_from(std::int64_t after, db::Database& database, const CloseOrder& order, BatchesInTurn& batches,
               Gathering& gathering, const std::function<void()>& handed_over) {
    const auto begin = [&](const std::shared_ptr<const PreparedBatch>& batch) {
        return batches.begin(after, [&order, batch](db::Connection& connection, const auto& turn) {
            return write_batch(connection, order, *batch, turn);
        });
    };
    std::future<Written> before;
    for (bool more = true; more;) {
        const auto batch = std::make_shared<PreparedBatch>(prepared(database, order, gathering.ratings(), after));
        auto next = begin(batch);
        gathering.take({batch, &batch->lived});
        if (before.valid())
            if (const auto written = posted(std::move(before), order, gathering); !written.in_turn)
                return !written.more;
        before = std::move(next);
        more = batch->files().size() == order.batch_size;
        if (more) after = batch->files().back().id;
    }
    handed_over();
    const auto last = posted(std::move(before), order, gathering);
    return last.in_turn || !last.more;
}

void post_all(db::Database& database, const CloseOrder& order, Gathering& gathering,
              const std::function<void()>& handed_over) {
    BatchesInTurn batches(database, order, CloseStep::Post);
    for (auto after = batches.cursor(); after; after = batches.cursor())
        if (post_from(*after, database, order, batches, gathering, handed_over)) return;
}

// What the month changes in the allowances of a batch, given what the ledger holds for it; what is held for contracts
// that are not rated any more is released.
void add_allowances(db::PostingBatch& entries, const CloseOrder& order, const ProvisionsById& before,
                    std::span<const RatedContract* const> batch, std::map<std::int64_t, std::int64_t> held_units) {
    const auto last_day = order.period.last_day();
    for (const auto* contract : batch) {
        const auto& provision = contract->provision;
        const auto id = provision.contract_id;
        Money held = Money::minor(held_units[id], provision.allowance.currency());
        held_units.erase(id);
        if (const auto known = before.find(id); known != before.end()) {
            const Money unearned = unearned_of_stage_3(known->second, contract->annual_rate);
            if (!unearned.is_zero()) {
                entries.add(id, entry_of(Rule::StageThreeInterest, last_day,
                                         contract->leaseback ? Part::Interest : Part::Income, unearned));
                held += unearned;
            }
        }
        if (held != provision.allowance)
            entries.add(id, entry_of(Rule::AllowanceChanged, last_day, Part::Allowance, provision.allowance - held));
    }
    for (const auto& [id, units] : held_units)
        entries.add(id,
                    entry_of(Rule::AllowanceChanged, last_day, Part::Allowance, Money::minor(-units, order.currency)));
}

Money sum_of_allowances(const RatedContracts& contracts, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& contract : contracts)
        if (contract.provision.allowance.currency() == currency) sum += contract.provision.allowance;
    return sum;
}

struct Provisioning {
    const CloseOrder& order;
    const RatedContracts& contracts;
    const std::vector<db::MonthEndAlert>& alerts;
    HeldAllowances& held;

    // Positions of those whose ids follow the cursor.
    std::pair<std::size_t, std::size_t> batch_after(std::int64_t cursor) const {
        const auto from = static_cast<std::size_t>(
            std::ranges::upper_bound(contracts, cursor, {},
                                     [](const RatedContract& c) { return c.provision.contract_id; }) -
            contracts.begin());
        return {from, std::min(contracts.size(), from + order.batch_size)};
    }
    bool ends_with(std::size_t end) const { return end == contracts.size(); }
};

// The provisions themselves are written before the batch has its turn.
Written write_provisions(db::Connection& connection, const Provisioning& all, std::int64_t cursor,
                         const BatchesInTurn::Turn& turn) {
    const auto& order = all.order;
    const auto last_day = order.period.last_day();
    const auto [from, end] = all.batch_after(cursor);
    std::vector<db::Provision> provisions;
    std::vector<const RatedContract*> batch;
    for (auto i = from; i < end; ++i) {
        provisions.push_back(all.contracts[i].provision);
        batch.push_back(&all.contracts[i]);
    }
    const bool last = all.ends_with(end);
    const auto last_id = last ? std::numeric_limits<std::int64_t>::max() : provisions.back().contract_id;
    const BookRules rules(connection, last_day);
    const auto before = provisions_before(connection, order.period, cursor + 1, last_id);
    db::keep_provisions(connection, order.period, provisions);
    auto step = turn.take(connection);
    db::PostingBatch entries(rules.periods(), Poster::Close, order.clock());
    add_allowances(entries, order, before, batch, all.held.between(connection, cursor + 1, last_id));
    auto lines = entries.lines();
    entries.write(connection);
    db::month_ends_changed(connection);
    step.records += static_cast<std::int64_t>(provisions.size());
    if (!provisions.empty()) step.cursor = std::to_string(provisions.back().contract_id);
    if (last) {
        db::keep_month_end_alerts(connection, last_day, all.alerts);
        step.finished_at = order.clock();
        step.control_total = to_text(sum_of_allowances(all.contracts, order.currency));
    }
    db::keep_close_step(connection, order.period, step);
    return {!last, step.records, std::move(lines)};
}

// Answers false where somebody else is closing too and is further.
bool book_from(std::int64_t cursor, const Provisioning& all, BatchesInTurn& batches, LedgerFollower& follower) {
    const auto begin = [&] {
        return batches.begin(cursor, [&all, cursor](db::Connection& connection, const auto& turn) {
            return write_provisions(connection, all, cursor, turn);
        });
    };
    const auto booked = [&](std::future<Written> begun) {
        auto written = begun.get();
        for (const auto& line : written.lines) follower.add(line);
        if (all.order.progress) all.order.progress(CloseStep::Provisions, written.records);
        return written;
    };
    auto before = begin();
    for (auto end = all.batch_after(cursor).second; !all.ends_with(end); end = all.batch_after(cursor).second) {
        cursor = all.contracts[end - 1].provision.contract_id;
        auto next = begin();
        if (const auto written = booked(std::move(before)); !written.in_turn) return !written.more;
        before = std::move(next);
    }
    const auto last = booked(std::move(before));
    return last.in_turn || !last.more;
}

void book_provisions(db::Database& database, const Provisioning& all, LedgerFollower& follower) {
    BatchesInTurn batches(database, all.order, CloseStep::Provisions);
    for (auto cursor = batches.cursor(); cursor; cursor = batches.cursor())
        if (book_from(*cursor, all, batches, follower)) return;
}

}  // namespace

void go_through_contracts(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (is_done(database, order, CloseStep::Provisions)) return;
    Gathering gathering(database, order.period, work.portfolio);
    CloseBeside beside(database, order, gathering.book());
    const auto handed_over = [&] {
        beside.contracts_worked_out();
        gathering.rate_all(beside.versions, beside.last_months);
    };
    if (!is_done(database, order, CloseStep::Post)) post_all(database, order, gathering, handed_over);
    handed_over();
    auto& [ratings, parts, posted] = gathering.all();
    {
        const auto contracts = gathering.rated();
        book_provisions(database, {order, contracts, ratings.alerts(), *beside.held.get()}, posted);
    }
    work.months_before = beside.months_before.get();
    work.residuals = std::move(beside.residuals);
    work.parts = std::move(parts);
    work.ledger = beside.ledger.get();
    *work.ledger += std::move(posted);
    malloc_trim(0);  // what a million ratings took, for the figures to come
}

}  // namespace leasebook::server
