#pragma once
// How the made-up leases were paid before the books of the demo begin: the month ends that a company would bring along
// from the system it had.
#include <vector>

#include "domain/credit/month_end.h"
#include "server/demo/leases.h"

namespace leasebook::server {

// A time in which a lessee paid nothing: from the due date of the oldest unpaid rent to the day everything was paid.
struct LateTime {
    Date since, until;
};
// In order, and apart from each other. Weaker lessees and clusters in decline have more of them.
std::vector<LateTime> made_up_late_times(Random& random, const ContractContent& content, RatingGrade grade,
                                         DevelopmentStage cluster);

// The month ends of the two years before June 2026 in which the lease ran; its number is filled in later.
std::vector<MonthEnd> made_up_month_ends(const ContractContent& content, const std::vector<LateTime>& late);

// Whether the lessee is late on the day the books begin: then nothing of June is paid.
bool is_late_in_june(const std::vector<LateTime>& late);

}  // namespace leasebook::server
