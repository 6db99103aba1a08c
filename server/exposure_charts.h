#pragma once
// The pictures of the exposure page.
#include "db/exposure_snapshots.h"
#include "server/exposure_query.h"

namespace leasebook::server {

// A page of exposure while it is filled.
struct ExposureView {
    const Call& call;
    const ExposureAsked& asked;
    const reports::Exposure& book;

    std::string row_name(std::uint32_t place) const;
    std::string column_name(std::uint32_t place) const;
    // The contracts behind a group or a cell.
    std::string contracts_of(std::uint32_t row, std::optional<std::uint32_t> column) const;
};

// Treemap and bars in the colours of the leading columns, with their legend; heat map of the largest rows and columns.
void draw_parts(Data& page, const ExposureView& view);
void draw_heat_map(Data& page, const ExposureView& view);
// Month ends of the whole book and of its largest groups; nothing before two months are closed.
void draw_trend(Data& page, const ExposureView& view);

}  // namespace leasebook::server
