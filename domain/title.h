#pragma once
// The lessor's title to a machine, which stands against others in good faith only while it is registered (R-A-03).
#include "domain/register.h"

namespace leasebook {

enum class TitleStanding {
    Missing,
    Expired,
    Late,  // registered after the deadline: an earlier floating charge of the lessee's ranks before it
    InTime
};

// The last day on which a registration ranks before an earlier floating charge: ten days after delivery.
Date title_deadline(const Asset& asset);
TitleStanding title_on(const Asset& asset, Date day);

// Why a lease of these machines cannot commence on the day: one error for each whose title is not registered then.
Errors titles_missing(const std::vector<Asset>& assets, Date commencement);

}  // namespace leasebook
