#include "reports/report_input.h"

#include "reports/kept_table.h"

namespace leasebook::reports {

ReportDefinition list_report(std::string name, std::string title, std::function<LongList(const ReportInput&)> list,
                             bool needs_positions, bool needs_books) {
    ReportDefinition report{std::move(name), std::move(title),
                            [list](const ReportInput& in) { return whole(list(in)); }, needs_positions, needs_books};
    report.list = std::move(list);
    return report;
}

void each_kept_piece(const ReportDefinition& report, const ReportInput& in,
                     const std::function<void(std::string_view)>& take) {
    if (report.list)
        each_kept_line(report.list(in), take);
    else
        take(to_kept(report.make(in)));
}

}  // namespace leasebook::reports
