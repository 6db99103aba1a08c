#pragma once
// Every report there is. A new one is a file of its own and a line in the catalogue.
#include "reports/report_input.h"

namespace leasebook::reports {

const std::vector<ReportDefinition>& catalogue();

// The report of that name; an unknown one is an error that lists those there are.
Result<ReportDefinition> find_report(const std::string& name);

}  // namespace leasebook::reports
