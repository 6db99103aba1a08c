#include "server/record_json.h"

namespace leasebook::server {

std::string schedule_row_json(const ScheduleRow& row, std::optional<Date> pay_date) {
    RecordJson out;
    out("number", row.number);
    out("due_date", row.due_date);
    if (pay_date) out("pay_date", *pay_date);
    out("opening", row.opening);
    out("rent", row.rent);
    out("interest", row.interest);
    out("principal", row.principal);
    out("closing", row.closing);
    out("kind", row.kind);
    return out.object();
}

std::string totals_json(const ScheduleTotals& totals) {
    RecordJson out;
    out("rent", totals.rent);
    out("interest", totals.interest);
    out("principal", totals.principal);
    return out.object();
}

}  // namespace leasebook::server
