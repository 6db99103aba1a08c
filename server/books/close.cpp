#include "server/books/close.h"

#include <malloc.h>
#include <future>
#include <utility>

#include "db/exposure_snapshots.h"
#include "db/journal_store.h"
#include "db/journal_sums.h"
#include "db/monthly_movements.h"
#include "db/pricing_parameters_store.h"
#include "db/report_store.h"
#include "reports/catalogue.h"
#include "reports/exposure_snapshot.h"
#include "reports/residual_position.h"
#include "server/books/arrears.h"
#include "server/books/bookkeeping.h"
#include "server/books/close_posting.h"
#include "server/books/close_steps.h"
#include "server/books/live_exposure.h"
#include "server/books/running_book.h"
#include "server/books/translated_books.h"
#include "server/books/watch_view.h"
#include "server/curves.h"
#include "server/jobs.h"
#include "server/reporting/month_reader.h"
#include "server/residual_review.h"

namespace leasebook::server {

namespace {

struct StepOutcome {
    std::int64_t records = 0;
    std::string control_total;
};
using Connection = db::Connection;

Result<StepOutcome> cut_off(Connection& connection, const CloseOrder& order) {
    if (const auto over = require_over(order.period, std::chrono::floor<std::chrono::days>(order.clock())); !over)
        return over.errors();
    const BookRules rules(connection, order.period.last_day());
    rules.begin(connection);
    const auto state = soft_close(rules.periods(), order.period, order.by);
    if (!state) return state.errors();
    db::keep_period(connection, *state, order.clock());
    return StepOutcome{};
}

// As this run of the close has worked them out already, unless the portfolio has changed since.
reports::ResidualBook residuals_of(const std::shared_ptr<const Portfolio>& portfolio, const CloseOrder& order,
                                   CloseWork& work) {
    if (work.residuals.valid())
        if (auto ready = work.residuals.get(); ready.portfolio == portfolio) return std::move(ready.book);
    return reports::residual_book(*portfolio, order.period.last_day(), order.currency);
}

Result<StepOutcome> step_residuals(Connection& connection, const CloseOrder& order, CloseWork& work) {
    const auto portfolio = work.portfolio.of(connection);
    const auto book = residuals_of(portfolio, order, work);
    review_residuals(connection, *portfolio, book, {order.by, order.clock(), ReviewScope::Due});
    return StepOutcome{static_cast<std::int64_t>(book.positions.size()), to_text(book.at_risk)};
}

// The journal keeps every contract in its own currency; the month's books in the company's are frozen with it.
Result<StepOutcome> translate(Connection& connection, const CloseOrder& order,
                              const std::vector<Currency>& currencies) {
    StepOutcome outcome;
    for (const auto currency : currencies) {
        if (currency == order.currency) continue;
        const auto rate = db::closing_rate(connection, currency, order.currency, order.period.last_day());
        if (!rate)
            return conflict("There is no exchange rate from {0} to {1} for {2}: enter one, then close again.",
                            currency.text(), order.currency.text(), to_text(order.period.last_day()));
        ++outcome.records;
    }
    if (outcome.records == 0) return outcome;  // the trial balance says it all
    const auto books = translated_books(connection, order.period, order.currency);
    if (!books) return books.errors();
    db::TextPacker packer;
    packer.append(to_csv(*books));
    outcome.control_total = to_text(books->difference.closing) + " " + order.currency.text();
    db::keep_report_snapshot(connection, order.period, "translated_trial_balance", std::move(packer).packed());
    return outcome;
}

// On a thread of its own, because who waits for it may be reading already.
template <class Read>
auto read_beside(db::Database& database, const Read& read) {
    return std::async(std::launch::async, [&database, read] { return database.read(read); });
}

Result<StepOutcome> prove_trial_balance(const CloseOrder& order, const std::vector<TrialBalanceLine>& balances) {
    std::map<Currency, Money> sums, debits;
    StepOutcome outcome;
    for (const auto& line : balances) {
        const auto currency = line.closing.currency();
        sums.try_emplace(currency, Money::zero(currency)).first->second += line.closing;
        debits.try_emplace(currency, Money::zero(currency)).first->second += line.debits;
        ++outcome.records;
    }
    for (const auto& [currency, sum] : sums)
        if (!sum.is_zero())
            return conflict("The trial balance of {0} is off by {1} {2}.", to_text(order.period), to_text(sum),
                            currency.text());
    for (const auto& [currency, sum] : debits)
        outcome.control_total += (outcome.control_total.empty() ? "" : "; ") + to_text(sum) + " " + currency.text();
    return outcome;
}

// The month's end behind those before it, which this run of the close may have read already.
reports::ArrearsView arrears_of(Connection& connection, const CloseOrder& order, const Portfolio& portfolio,
                                CloseWork& work) {
    auto months = std::exchange(work.months_before, {});
    if (!months || !months->are_of(portfolio))
        return arrears_view(connection, portfolio, order.period.last_day(), order.currency);
    months->follow(connection, order.period.last_day());
    return std::move(*months).view();
}

// By which the figures are valued, if there is one. Not within a read or write: one seen first is written down.
std::shared_ptr<const CurveOutcome> curve_of(db::Database& database, const CloseOrder& order) {
    return Curves(database, order.clock).on(order.currency.text(), order.period.last_day());
}

// Reports and exposure as they stand at the end of the month. The ledger and the arrears are read beside all else.
MonthFigures figures_of(db::Database& database, const CloseOrder& order, CloseWork& work, const Balances& balances) {
    const auto portfolio = database.read([&](Connection& c) { return work.portfolio.of(c); });
    auto books = read_beside(database, [&](Connection& c) {
        return read_month(c, portfolio, order.period, std::exchange(work.ledger, {}), balances);
    });
    auto arrears = read_beside(database, [&](Connection& c) { return arrears_of(c, order, *portfolio, work); });
    const auto curve = curve_of(database, order);
    return database.read([&](Connection& connection) {
        const Date last_day = order.period.last_day();
        const auto parts = live_parts(connection, *portfolio, last_day, std::exchange(work.parts, {}));
        malloc_trim(0);  // of a million contracts they lay in as many pieces
        const auto* valued_on = *curve ? &**curve : nullptr;
        return MonthFigures{order.period,
                            order.currency,
                            portfolio,
                            curve,
                            reports::exposure_positions(*portfolio, parts, last_day, order.currency, valued_on),
                            reports::exposure_snapshot(*portfolio, parts, last_day),
                            db::pricing_parameters(connection),
                            db::month_end_before(connection, last_day, order.currency),
                            books.get(),
                            arrears.get(),
                            watch_view(connection, *portfolio, last_day)};
    });
}

Result<StepOutcome> lock(Connection& connection, const CloseOrder& order) {
    const auto state = close(*db::periods(connection), order.period, order.by);
    if (!state) return state.errors();
    db::keep_period(connection, *state, order.clock());
    return StepOutcome{0, db::journal_sum(connection, order.period)};
}

struct Refused {
    Errors errors;
};

// A step that is one transaction: decided and noted as done together.
template <class Run>
Result<Done> once(db::Database& database, const CloseOrder& order, CloseStep step, const Run& run) {
    try {
        database.write([&](Connection& connection) {
            const auto known = held_step(connection, order.period, step);
            if (known && known->finished_at) return;
            const auto started = order.clock();
            const auto outcome = run(connection, order);
            if (!outcome) throw Refused{outcome.errors()};
            db::keep_close_step(
                connection, order.period,
                {to_text(step), "", outcome->records, outcome->control_total, started, order.clock(), order.by});
        });
    } catch (const Refused& refused) {
        return refused.errors;
    }
    if (order.progress) order.progress(step, 0);
    return Done{};
}

// What the next steps ask of all contracts and lines is read while the database has little else to do; nothing after
// the provisions posts.
Result<Done> review(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (!is_done(database, order, CloseStep::Snapshot)) {
        work.balances =
            read_beside(database, [&order](Connection& c) { return db::trial_balance(c, order.period); }).share();
        work.currencies = read_beside(database, db::journal_currencies);
    }
    return once(database, order, CloseStep::Residuals,
                [&](Connection& c, const CloseOrder& o) { return step_residuals(c, o, work); });
}

// The balances that are proved are those of the reports. The figures to be frozen next stay on this thread, where the
// memory of the steps before lies free.
Result<Done> prove_and_figure(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (!work.balances.valid()) return Done{};  // frozen already, and so is what comes before it
    work.figures = figures_of(database, order, work, work.balances);
    return once(database, order, CloseStep::TrialBalance,
                [&](Connection&, const CloseOrder& o) { return prove_trial_balance(o, work.balances.get()); });
}

Result<Done> translate_books(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (!work.currencies.valid()) return Done{};  // done, as is all that comes before it
    const auto currencies = work.currencies.get();
    return once(database, order, CloseStep::Translation,
                [&](Connection& c, const CloseOrder& o) { return translate(c, o, currencies); });
}

Result<Done> freeze_figures(db::Database& database, const CloseOrder& order, CloseWork& work) {
    if (!work.figures) return Done{};
    const auto figures = *std::exchange(work.figures, {});
    keep_figures(database, figures);
    return once(database, order, CloseStep::Snapshot, [&](Connection& c, const CloseOrder&) -> Result<StepOutcome> {
        return StepOutcome{std::ssize(reports::catalogue()), hash_of_reports(c, order.period)};
    });
}

Result<Done> run_step(db::Database& database, const CloseOrder& order, CloseStep step, CloseWork& work) {
    switch (step) {
        case CloseStep::CutOff: return once(database, order, step, cut_off);
        case CloseStep::Post:
        case CloseStep::Provisions: go_through_contracts(database, order, work); return Done{};
        case CloseStep::Residuals: return review(database, order, work);
        case CloseStep::Translation: return translate_books(database, order, work);
        case CloseStep::TrialBalance: return prove_and_figure(database, order, work);
        case CloseStep::Snapshot: return freeze_figures(database, order, work);
        case CloseStep::Lock: return once(database, order, step, lock);
    }
    throw InvariantBroken("every step of the close is run");
}

Result<CloseOutcome> run_steps(db::Database& database, const CloseOrder& order) {
    const auto periods = database.read([](Connection& c) { return db::periods(c); });
    if (periods && periods->state(order.period).status == PeriodStatus::Closed)
        return conflict("Period {0} is closed.", to_text(order.period));
    CloseWork work{KeptPortfolio(order.period.last_day())};
    for (const auto& [step, name] : NamesOf<CloseStep>::names)
        if (const auto done = run_step(database, order, step, work); !done) return done.errors();
    CloseOutcome outcome{database.read([&](Connection& c) { return db::close_steps(c, order.period); }), {}};
    for (const auto& step : outcome.steps)
        if (step.step == to_text(CloseStep::Lock)) outcome.journal_hash = step.control_total;
    return outcome;
}

}  // namespace

Result<CloseOutcome> close_period(db::Database& database, const CloseOrder& order) {
    JobRecord record(database, JobKind::Close, to_text(order.period), order.by, order.clock);
    auto recorded = order;
    recorded.progress = [&](CloseStep step, std::int64_t records) {
        record.progress(to_text(step), records);
        if (order.progress) order.progress(step, records);
    };
    auto outcome = run_steps(database, recorded);
    record.ended(outcome, saying("The month is closed. Hash of its journal: {0}.",
                                 outcome ? outcome->journal_hash : std::string{}));
    return outcome;
}

}  // namespace leasebook::server
