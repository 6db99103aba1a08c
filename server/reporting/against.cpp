#include "server/reporting/against.h"

namespace leasebook::server {

Date day_against(Against against, Date day) {
    return due_date(day, 1, against == Against::PreviousMonth ? -1 : -12, true);
}

}  // namespace leasebook::server
