#pragma once
// Delinquency of the book: aging (RP-05), roll rates (RP-06), vintages (RP-07), cure rates, and the contracts behind
// them. Every function looks only at what the filter admits.
#include "domain/credit/arrears.h"
#include "reports/segments.h"

namespace leasebook::reports {

// What the month ends tell, up to the day of a report.
struct ArrearsView {
    ArrearsHistory history;
    bool provisional = false;  // the last day is not the end of a closed month: days past due and balances as of
                               // that day, stage and class as at the last month end unless the days are worse
    std::int64_t other_currencies = 0;  // contracts left out on the last day because they are in another currency
    explicit ArrearsView(Currency currency) : history(currency) {}
};

// The segment a contract is in: that of its lessee.
Segment segment_of(const Portfolio& portfolio, std::uint32_t contract);

// Of the last day. The whole net investment of a contract stands in the bucket of its days past due.
struct AgingFigures {
    std::int64_t contracts = 0;
    ByBucket<Money> balances;
    Money total, overdue, non_performing;
    explicit AgingFigures(Currency currency);
    AgingFigures& operator+=(const AgingFigures& other);
    Rate non_performing_share() const;
    Rate share_beyond(int days) const;  // of the balance that is more than 30, 60 or 90 days past due
};
using Aging = BySegment<AgingFigures>;
Aging aging(const ArrearsView& view, const SegmentFilter& filter = {});
Table aging_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter = {});

// From one month end to the next; the rates of a bucket are shares of the balance that stood in it.
struct RollMonth {
    Date month_end;  // the later one
    RollMatrix matrix;
    ByBucket<Rate> average;   // roll rates, mean of this month and up to two before it
    Rate flow, average_flow;  // of current to more than 90 days: product of the first four rates (EX-G7)
};
// Oldest first, at most `months` of them.
std::vector<RollMonth> roll_months(const ArrearsView& view, const SegmentFilter& filter = {}, std::size_t months = 12);
// Details from bucket to bucket, a subtotal for what moved further from each bucket, as total the flow to more than 90
// days of the last month.
Table roll_rate_table(const ArrearsView& view, Date as_of, const SegmentFilter& filter = {});

// What commenced in a month, and what has defaulted of it and come back since.
struct VintageFigures {
    Date month;
    Vintage vintage;
    Money recovered;
    int month_on_book() const { return static_cast<int>(vintage.cumulative_defaults.size()) - 1; }
    Money defaulted() const { return vintage.cumulative_defaults.back(); }
    Rate net_loss_rate() const;  // (defaulted − recovered) / disbursed
};
// Oldest first.
std::vector<VintageFigures> vintage_figures(const Portfolio& portfolio, const ArrearsView& view, Date as_of,
                                            const SegmentFilter& filter = {});
// Details every three months on book, a subtotal for the newest month of each vintage.
Table vintage_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter = {});

// Over up to twelve months: balances are added up month by month, so a rate is that of a month.
BySegment<CureFigures> cures(const ArrearsView& view, const SegmentFilter& filter = {});
Table cure_rate_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of,
                      const SegmentFilter& filter = {});

// The contracts past due or non-performing on the last day, latest first.
Table arrears_table(const Portfolio& portfolio, const ArrearsView& view, Date as_of, const SegmentFilter& filter = {});
std::vector<Standing> in_arrears(const ArrearsView& view, const SegmentFilter& filter = {});

}  // namespace leasebook::reports
