#pragma once
// What the pages of arrears and of the watch list have in common: what is looked at, and the links to what is behind a
// figure.
#include "reports/arrears.h"
#include "server/routes.h"
#include "server/tables.h"

namespace leasebook::server {

struct ArrearsAsked {
    Date as_of;
    ArrearsPage page;
    reports::SegmentFilter filter;
    const Portfolio& portfolio() const { return page.portfolio(); }
    const reports::ArrearsView& view() const { return page.view(); }
};
// Parameters "as_of" (see arrears_day when left out), "cluster" and "industry".
Result<ArrearsAsked> arrears_asked(const Call& call);

// The names of the register in the person's language.
std::string cluster_name(const Call& call, const Portfolio& portfolio, std::uint32_t cluster);
std::string industry_name(const Call& call, const Portfolio& portfolio, std::uint32_t industry);

// The contracts behind a figure: /arrears/contracts narrowed by what is given, on the same day. What belongs to no
// cluster or industry has no list of its own: an empty link.
std::string contracts_behind(const ArrearsAsked& asked, reports::SegmentFilter filter, Fields more = {});

// The choices of cluster and industry, with the one that is looked at.
void add_segment_choices(Data& page, const Call& call, const ArrearsAsked& asked);

// "31-60 days", "Not past due".
std::string bucket_text(const Call& call, AgingBucket bucket);
// The parameter that narrows contracts_behind to a bucket.
Fields of_bucket(const char* parameter, AgingBucket bucket);

void number_link(Data& row, const std::string& text, const std::string& href);
void add_kpi(Data& page, const Call& call, const char* label, const std::string& value, const std::string& note = {},
             const char* colour = "");

// Everything around the figures of one view of arrears: the views, what is looked at, the files, and what a reader must
// know; and the answer made of it.
Data arrears_page(const Call& call, const ArrearsAsked& asked);
Response shown_page(const Call& call, const Data& page);

// Roll rates, vintages and cure rates.
void add_arrears_study_routes(std::vector<Route>& routes);

}  // namespace leasebook::server
