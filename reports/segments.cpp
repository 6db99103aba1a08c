#include "reports/segments.h"

#include <algorithm>

#include "domain/decimal_text.h"
#include "reports/exposure.h"

namespace leasebook::reports {

namespace {

template <class R>
std::optional<std::uint32_t> position_of(const std::vector<R>& records, const std::string& code) {
    if (code == unmapped_name) return unmapped;
    const auto found = std::ranges::find(records, code, [](const R& record) { return record.code.text; });
    if (found == records.end()) return {};
    return static_cast<std::uint32_t>(found - records.begin());
}

}  // namespace

Result<SegmentFilter> segment_filter(const Portfolio& portfolio, const std::string& cluster,
                                     const std::string& industry) {
    SegmentFilter filter;
    Errors errors;
    if (!cluster.empty() && !(filter.cluster = position_of(portfolio.clusters, cluster)))
        errors.push_back(not_found("cluster", "There is no cluster \"{0}\".", shortened(cluster)));
    if (!industry.empty() && !(filter.industry = position_of(portfolio.industries, industry)))
        errors.push_back(not_found("industry", "There is no industry \"{0}\".", shortened(industry)));
    if (!errors.empty()) return errors;
    return filter;
}

std::string cluster_code(const Portfolio& portfolio, std::uint32_t cluster) {
    return cluster == unmapped ? std::string(unmapped_name) : portfolio.clusters[cluster].code.text;
}

std::string industry_code(const Portfolio& portfolio, std::uint32_t industry) {
    return industry == unmapped ? std::string(unmapped_name) : portfolio.industries[industry].code.text;
}

std::vector<Column> segment_columns() {
    return {{"axis", ColumnType::Text}, {"cluster", ColumnType::Text}, {"industry", ColumnType::Text}};
}

}  // namespace leasebook::reports
