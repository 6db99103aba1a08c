#pragma once
// Figures added up by cluster and industry at once: of each cell, each cluster, each industry and all of them.
#include <map>
#include <optional>
#include <string>

#include "domain/credit/arrears.h"
#include "domain/portfolio.h"
#include "reports/table.h"

namespace leasebook::reports {

// Narrows a report down to a cluster, an industry, or where they meet.
struct SegmentFilter {
    std::optional<std::uint32_t> cluster, industry;
    bool admits(Segment segment) const {
        return cluster.value_or(segment.cluster) == segment.cluster &&
               industry.value_or(segment.industry) == segment.industry;
    }
};
// By the codes of the register, empty ones for all; an unknown code is not_found on "cluster" or "industry".
Result<SegmentFilter> segment_filter(const Portfolio& portfolio, const std::string& cluster,
                                     const std::string& industry);

// Figures have += and are made of `nothing` at first.
template <class Figures>
struct BySegment {
    explicit BySegment(const Figures& nothing) : total(nothing), nothing_(nothing) {}

    std::map<Segment, Figures> cells;
    std::map<std::uint32_t, Figures> clusters, industries;
    Figures total;

    void add(Segment segment, const Figures& figures) {
        cells.try_emplace(segment, nothing_).first->second += figures;
        clusters.try_emplace(segment.cluster, nothing_).first->second += figures;
        industries.try_emplace(segment.industry, nothing_).first->second += figures;
        total += figures;
    }

private:
    Figures nothing_;
};

// The code in the register, or "unmapped".
std::string cluster_code(const Portfolio& portfolio, std::uint32_t cluster);
std::string industry_code(const Portfolio& portfolio, std::uint32_t industry);

// Columns "axis", "cluster" and "industry", which say what a row of segment_rows is about.
std::vector<Column> segment_columns();

// Cells as details, then each cluster and each industry as subtotals, then the total. `cells_of` writes the figures.
template <class Figures, class Write>
void append_segment_rows(Table& table, const Portfolio& portfolio, const BySegment<Figures>& figures, Write cells_of) {
    const auto append = [&](RowRole role, const char* axis, Cell cluster, Cell industry, const Figures& f) {
        std::vector<Cell> cells{std::string(axis), std::move(cluster), std::move(industry)};
        for (auto& cell : cells_of(f)) cells.push_back(std::move(cell));
        table.rows.push_back({role, std::move(cells)});
    };
    for (const auto& [segment, f] : figures.cells)
        append(RowRole::Detail, "cluster_industry", cluster_code(portfolio, segment.cluster),
               industry_code(portfolio, segment.industry), f);
    for (const auto& [cluster, f] : figures.clusters)
        append(RowRole::Subtotal, "cluster", cluster_code(portfolio, cluster), Cell{}, f);
    for (const auto& [industry, f] : figures.industries)
        append(RowRole::Subtotal, "industry", Cell{}, industry_code(portfolio, industry), f);
    append(RowRole::Total, "total", Cell{}, Cell{}, figures.total);
}

}  // namespace leasebook::reports
