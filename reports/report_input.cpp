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

std::string kept_text(const ReportDefinition& report, const ReportInput& in) {
    return report.list ? to_kept(report.list(in)) : to_kept(report.make(in));
}

}  // namespace leasebook::reports
