#pragma once
// Where reports are made: from what the close kept, if it kept them; else from the book and the ledger as they are.
#include <memory>
#include <mutex>
#include <optional>

#include "db/moment.h"
#include "domain/books/period.h"
#include "reports/edition.h"
#include "reports/report_input.h"
#include "server/book.h"
#include "server/curves.h"
#include "server/reporting/journal_file.h"
#include "server/web/catalogue.h"

namespace leasebook::server {

struct ReportAsked {
    std::string name;
    Date as_of;
    Currency currency;
    reports::Axes axes = {};                  // of the exposure report
    std::string cluster = {}, industry = {};  // of the reports of arrears; all when empty
    std::optional<db::Moment> known_at = {};  // as it was known then
    std::string scenario = {};                // as a stress scenario of that name would have it
    bool as_frozen = true;                    // where the close kept it; else from the book as it is now
};

struct MadeReport {
    reports::Table table;
    std::string title;  // English
    std::string run;    // names the figures: twelve digits of the hash of the table as the close keeps it
};

// Shares what was read between the reports of one day: it is read once, while nothing is recorded.
class ReportRoom {
public:
    ReportRoom(db::Database& database, Book& book, Curves& curves, Currency company)
        : database_(database), book_(book), curves_(curves), company_(company) {}

    // As the close of the month kept it, where the last day of a closed month is asked for as the close saw it. Else
    // made now, and preliminary while the month is not closed. Errors: there is no such report.
    Result<MadeReport> make(const ReportAsked& asked);

    // Every line of the month's journal; see journal_file.h.
    JournalTotals write_journal(Period period, std::optional<db::Moment> known_at, std::ostream& out);

    // Which months' ends there are, the last first: the current month, and those of the books.
    std::vector<Period> periods(Date today);
    PeriodStatus status(Period period);
    db::Database& database() const { return database_; }

private:
    struct Stock {
        LiveExposure live;
        std::shared_ptr<const CurveOutcome> curve;
        PricingParameters parameters;
        std::vector<ExposureSnapshot> month_end;
        reports::MonthBooks books;
    };
    std::shared_ptr<const Stock> stock(const ReportAsked& asked);
    // Of arrears and warnings, which stand on a book of their own.
    Result<reports::Table> arrears_as_known(const ReportAsked& asked, const reports::ReportDefinition& definition);
    Result<reports::Table> delinquency(const ReportAsked& asked, const reports::ReportDefinition& definition);
    // The book of the day under a scenario; the books stay as they are.
    Result<reports::Table> stressed(const ReportAsked& asked, const reports::ReportDefinition& definition,
                                    const Stock& from);
    Result<reports::Table> made(const ReportAsked& asked, const reports::ReportDefinition& definition);
    std::optional<MadeReport> kept(const ReportAsked& asked, const reports::ReportDefinition& definition);

    db::Database& database_;
    Book& book_;
    Curves& curves_;
    const Currency company_;
    std::mutex mutex_;  // of what follows
    struct Key {
        Date as_of;
        Currency currency;
        std::optional<db::Moment> known_at;
        std::string marks;  // of what the database held
        bool operator==(const Key&) const = default;
    };
    std::optional<Key> key_;
    std::shared_ptr<const Stock> stock_;
};

// How the report is shown in that language, in the company's name.
reports::Edition edition_of(Language language, const MadeReport& report, const std::string& company);

}  // namespace leasebook::server
