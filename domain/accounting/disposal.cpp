#include "domain/accounting/disposal.h"

#include <algorithm>

#include "domain/accounting/share.h"

namespace leasebook {

ResidualShortfall residual_shortfall(const ResidualGuarantee& guarantee, Money value) {
    const Money missing = not_below_zero(guarantee.expected - value);
    const Money paid = guarantee.kind == GuaranteeKind::Floor ? not_below_zero(guarantee.cover - value)
                                                              : std::min(guarantee.cover, missing);
    return {paid, not_below_zero(missing - paid)};
}

}  // namespace leasebook
