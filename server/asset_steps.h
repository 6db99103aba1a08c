#pragma once
// What people do to a machine beside editing it: appraise it, take it a step on towards its sale. In the caller's
// transaction.
#include "db/database.h"
#include "domain/remarketing.h"

namespace leasebook::server {

// An appraisal is of a machine that exists and in the currency of its cost; the same day again replaces the value.
Result<Done> store_appraisal(db::Connection& connection, const Appraisal& appraisal);

// A step of a machine that came back and is not sold; not ahead of `today`, not before the step before it.
Result<OffLeaseMachine> take_remarketing_step(db::Connection& connection, const RemarketingStep& step, Date today);

}  // namespace leasebook::server
