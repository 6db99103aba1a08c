#pragma once
// What a report may draw on, and what the definition of one says.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "domain/exposure/snapshot.h"
#include "domain/portfolio.h"
#include "domain/pricing_parameters.h"
#include "pricing/curve.h"
#include "reports/arrears.h"
#include "reports/early_warnings.h"
#include "reports/exposure.h"
#include "reports/long_list.h"
#include "reports/month_books.h"
#include "reports/table.h"

namespace leasebook::reports {

struct ReportInput {
    const Portfolio& portfolio;
    Date as_of;
    Currency currency;
    const pricing::DiscountCurve* curve = nullptr;  // its reference day is as_of; none: no market values
    // What stands on each contract at the end of the day, beside the contracts and valued on the curve; none: only what
    // their terms say is known.
    std::span<const ExposurePosition> positions = {};
    Axes axes = {};                                            // of the exposure report
    const PricingParameters* parameters = nullptr;             // rates of default by grade; none: no capital
    const std::vector<ExposureSnapshot>* month_end = nullptr;  // the one before the day's month; none: no trend
    const MonthBooks* books = nullptr;                         // of the day's month; none: nothing is posted
    const ArrearsView* arrears = nullptr;  // up to as_of, in the currency; none: as if no month end was kept
    const WatchView* watch = nullptr;      // of the same day; none: nothing is watched
    SegmentFilter filter = {};             // for the reports that are told apart by cluster and industry
};

struct ReportDefinition {
    std::string name, title;
    std::function<Table(const ReportInput&)> make;
    bool needs_positions = false;  // asks for what stands on contracts, not only for their terms
    bool needs_books = false;      // asks for the books of the month
    bool wants_arrears = false;    // month ends must be read for it
    bool wants_watch = false;      // and what early warnings are made from
    // Where the report is a long list; `make` answers the whole of it.
    std::function<LongList(const ReportInput&)> list = {};
};
ReportDefinition list_report(std::string name, std::string title, std::function<LongList(const ReportInput&)> list,
                             bool needs_positions, bool needs_books);
// Hands over the text that the close keeps of the report, in pieces that end with a line.
void each_kept_piece(const ReportDefinition& report, const ReportInput& in,
                     const std::function<void(std::string_view)>& take);

}  // namespace leasebook::reports
