#pragma once
// Where an event goes that would fall on a day nobody works.
#include "pricing/actus/terms.h"

namespace leasebook::pricing::actus {

bool is_business_day(Calendar calendar, Time time);
// The time an event takes place: moved to a business day as the convention says, the time of day kept.
Time event_time(BusinessDayConvention convention, Calendar calendar, Time scheduled);
// The time up to which an event reckons interest: the moved one when the convention shifts first, else the scheduled.
Time calculation_time(BusinessDayConvention convention, Calendar calendar, Time scheduled);

}  // namespace leasebook::pricing::actus
