#include "server/reporting/report_room.h"

#include "db/close_store.h"
#include "db/counters.h"
#include "db/exposure_snapshots.h"
#include "db/hash_chain.h"
#include "db/journal_store.h"
#include "db/pricing_parameters_store.h"
#include "db/report_store.h"
#include "db/risk_store.h"
#include "reports/catalogue.h"
#include "reports/kept_table.h"
#include "reports/stress.h"
#include "server/books/arrears.h"
#include "server/books/close.h"
#include "server/books/running_book.h"
#include "server/books/watch_view.h"
#include "server/reporting/month_reader.h"

namespace leasebook::server {

namespace {

constexpr std::size_t run_digits = 12;

bool as_the_close_saw(const ReportAsked& asked, Currency company) {
    const reports::Axes usual;
    return is_month_end(asked.as_of) && asked.currency == company && !asked.known_at && asked.as_frozen &&
           asked.scenario.empty() && asked.axes.rows == usual.rows && asked.axes.columns == usual.columns;
}

// The name of a column; of a comparison's "net_investment_before" that of the figure, and that it is the one before.
std::string head_of(Language language, std::string_view name) {
    for (const auto& [ending, sentence] :
         {std::pair<std::string_view, std::string_view>{"_before", "{0}, before"}, {"_change", "{0}, change"}})
        if (name.ends_with(ending) && name != "month_end_before" && name != "residual_change")
            return filled(tr(language, sentence), {label_of(language, name.substr(0, name.size() - ending.size()))});
    return label_of(language, name);
}

// Changes whenever something does that reports of the month are made from.
std::string marks_of(db::Connection& connection, Period period) {
    auto marks =
        std::to_string(db::book_version(connection)) + " " + std::to_string(db::counter(connection, "journal_entries"));
    for (const auto& step : db::close_steps(connection, period))
        marks += " " + step.step + std::to_string(step.records);
    return marks;
}

// Whether the close of the period had taken the step by then.
bool had_taken(db::Connection& c, Period period, CloseStep step, db::Moment moment) {
    const auto known = db::find_close_step(c, period, to_text(step));
    return known && known->finished_at && *known->finished_at <= moment;
}

// The books without the provisions of closes that had not come so far by then.
reports::MonthBooks month_known_at(db::Connection& c, std::shared_ptr<const Portfolio> portfolio, Period period,
                                   db::Moment moment) {
    auto books = read_month(c, std::move(portfolio), period, moment);
    if (!had_taken(c, period, CloseStep::Provisions, moment)) books.provisions.clear();
    if (!had_taken(c, period.previous(), CloseStep::Provisions, moment)) books.rated_before.clear();
    return books;
}

// Exposure at the last month's end before that of the day that had been closed by then.
std::vector<ExposureSnapshot> month_end_known_at(db::Connection& c, Date day, Currency currency, db::Moment moment) {
    auto last = period_of(day);
    while (db::find_close_step(c, last.previous(), to_text(CloseStep::Snapshot)) &&
           !had_taken(c, last.previous(), CloseStep::Snapshot, moment))
        last = last.previous();
    return db::month_end_before(c, last.last_day(), currency);
}

}  // namespace

std::vector<Period> ReportRoom::periods(Date today) {
    const auto kept = database_.read(db::periods);
    const auto first = kept ? kept->first() : period_of(today);
    std::vector<Period> list;
    for (auto period = period_of(today); period >= first; period = period.previous()) list.push_back(period);
    return list;
}

JournalTotals ReportRoom::write_journal(Period period, std::optional<db::Moment> known_at, std::ostream& out) {
    return database_.read([&](db::Connection& c) { return write_journal_lines(c, period, known_at, out); });
}

PeriodStatus ReportRoom::status(Period period) {
    const auto kept = database_.read(db::periods);
    return kept ? kept->state(period).status : PeriodStatus::Open;
}

std::optional<MadeReport> ReportRoom::kept(const ReportAsked& asked, const reports::ReportDefinition& definition) {
    const auto period = period_of(asked.as_of);
    if (!as_the_close_saw(asked, company_) || status(period) != PeriodStatus::Closed) return {};
    const auto snapshot =
        database_.read([&](db::Connection& c) { return db::find_report_snapshot(c, period, definition.name); });
    if (!snapshot) return {};
    return MadeReport{reports::from_kept(snapshot->content), definition.title, snapshot->hash.substr(0, run_digits)};
}

std::shared_ptr<const ReportRoom::Stock> ReportRoom::stock(const ReportAsked& asked) {
    // Held while reading: many readers of one day wait for one reading instead of doing it each.
    const std::lock_guard lock(mutex_);
    const auto marks = [&] {
        return database_.read([&](db::Connection& c) { return marks_of(c, period_of(asked.as_of)); });
    };
    Key key{asked.as_of, asked.currency, asked.known_at, marks()};
    if (key_ == key) return stock_;
    stock_.reset();
    auto fresh = std::make_shared<Stock>();
    fresh->curve = curves_.on(asked.currency.text(), asked.as_of);
    const auto* curve = *fresh->curve ? &**fresh->curve : nullptr;
    fresh->live = asked.known_at ? book_.as_known(asked.as_of, *asked.known_at, asked.currency, curve)
                                 : book_.exposure(asked.as_of, asked.currency, curve);
    database_.read([&](db::Connection& c) {
        fresh->parameters = db::pricing_parameters(c);
        // The portfolio is a part of the book, and lives as long.
        const std::shared_ptr<const Portfolio> portfolio(fresh->live.book, &fresh->live.book->portfolio);
        const auto period = period_of(asked.as_of);
        fresh->month_end = asked.known_at ? month_end_known_at(c, asked.as_of, asked.currency, *asked.known_at)
                                          : db::month_end_before(c, asked.as_of, asked.currency);
        fresh->books =
            asked.known_at ? month_known_at(c, portfolio, period, *asked.known_at) : read_month(c, portfolio, period);
    });
    key.marks = marks();  // a curve seen for the first time was written down meanwhile
    key_ = key;
    stock_ = fresh;
    return fresh;
}

Result<reports::Table> ReportRoom::arrears_as_known(const ReportAsked& asked,
                                                    const reports::ReportDefinition& definition) {
    return database_.read([&](db::Connection& c) -> Result<reports::Table> {
        const auto portfolio = portfolio_known_at(c, asked.as_of, *asked.known_at);
        const auto arrears = arrears_known_at(c, portfolio, asked.as_of, asked.currency, *asked.known_at);
        const auto filter = reports::segment_filter(portfolio, asked.cluster, asked.industry);
        if (!filter) return filter.errors();
        reports::ReportInput input{portfolio, asked.as_of, asked.currency};
        input.arrears = &arrears;
        const auto watch =
            definition.wants_watch ? watch_view(c, portfolio, asked.as_of, asked.known_at) : reports::WatchView{};
        input.watch = &watch;
        input.filter = *filter;
        return definition.make(input);
    });
}

Result<reports::Table> ReportRoom::delinquency(const ReportAsked& asked, const reports::ReportDefinition& definition) {
    if (!asked.scenario.empty())
        return invalid("against", "Reports of arrears tell what has happened: no scenario changes it.");
    if (asked.known_at) return arrears_as_known(asked, definition);
    const auto known = book_.watch(asked.as_of, asked.currency);
    const auto filter = reports::segment_filter(known.portfolio(), asked.cluster, asked.industry);
    if (!filter) return filter.errors();
    reports::ReportInput input{known.portfolio(), asked.as_of, asked.currency};
    input.arrears = known.arrears.arrears.get();
    input.watch = known.entered.get();
    input.filter = *filter;
    return definition.make(input);
}

Result<reports::Table> ReportRoom::stressed(const ReportAsked& asked, const reports::ReportDefinition& definition,
                                            const Stock& from) {
    RiskParameters risk;
    std::vector<IndustryCorrelation> correlations;
    const auto scenario = database_.read([&](db::Connection& c) {
        risk = db::risk_parameters(c);
        correlations = db::industry_correlations(c);
        return db::find_stress_scenario(c, asked.scenario);
    });
    if (!scenario) return not_found("against", "There is no scenario \"{0}\".", shortened(asked.scenario));
    const auto& before = from.live.book->portfolio;
    const auto portfolio = reports::stressed_portfolio(
        {before, from.parameters, risk, correlations, asked.as_of, asked.currency}, *scenario);
    if (!portfolio) return portfolio.errors();
    std::optional<pricing::DiscountCurve> curve;
    if (*from.curve) curve = reports::shifted(**from.curve, shocks_of(*scenario)->curve);
    std::vector<ExposureParts> parts;
    for (const auto& position : *from.live.positions) parts.push_back(position.parts);
    const auto* valued_on = curve ? &*curve : nullptr;
    const auto positions = reports::exposure_positions(*portfolio, parts, asked.as_of, asked.currency, valued_on);
    auto table = definition.make({*portfolio, asked.as_of, asked.currency, valued_on, positions, asked.axes,
                                  &from.parameters, &from.month_end, &from.books});
    table.notes.push_back(
        {"Under scenario {0}, compared with the book as it is. What is booked stays.", {scenario->name}});
    return table;
}

Result<reports::Table> ReportRoom::made(const ReportAsked& asked, const reports::ReportDefinition& definition) {
    if (definition.wants_arrears) return delinquency(asked, definition);
    const auto from = stock(asked);
    if (!asked.scenario.empty()) return stressed(asked, definition, *from);
    return definition.make({from->live.book->portfolio, asked.as_of, asked.currency,
                            *from->curve ? &**from->curve : nullptr, *from->live.positions, asked.axes,
                            &from->parameters, &from->month_end, &from->books});
}

Result<MadeReport> ReportRoom::make(const ReportAsked& asked) {
    const auto definition = reports::find_report(asked.name);
    if (!definition) return definition.errors();
    if (auto report = kept(asked, *definition)) return *std::move(report);
    auto fresh = made(asked, *definition);
    if (!fresh) return fresh.errors();
    auto table = *std::move(fresh);
    if (asked.known_at)
        table.notes.push_back(
            {"As known at {0}: what was recorded later is left out; the register is the one of today.",
             {db::moment_text(*asked.known_at)}});
    auto run = db::sha256_hex(reports::to_kept(table)).substr(0, run_digits);
    table.preliminary = status(period_of(asked.as_of)) != PeriodStatus::Closed;
    return MadeReport{std::move(table), definition->title, std::move(run)};
}

reports::Edition edition_of(Language language, const MadeReport& report, const std::string& company) {
    reports::Edition edition;
    edition.language = std::string(code_of(language));
    edition.title = tr(language, report.title);
    edition.entity = company;
    edition.run = report.run;
    edition.text = [language](std::string_view english) { return tr(language, english); };
    edition.label = [language](std::string_view name) { return head_of(language, name); };
    edition.word = [language](std::string_view name) { return value_text(language, name); };
    return edition;
}

}  // namespace leasebook::server
