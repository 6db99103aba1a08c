#pragma once
// What a request about exposure asks for: day, currency and axes, and the live book to answer it from.
#include <memory>
#include <optional>
#include <string>

#include "reports/exposure.h"
#include "server/call.h"

namespace leasebook::server {

struct ExposureAsked {
    Date as_of;
    Currency currency;
    reports::Axes axes;
    std::shared_ptr<const CurveOutcome> curve;
    std::optional<db::Moment> known_at;  // none: as known now
    LiveExposure live;

    const pricing::DiscountCurve* curve_if_any() const { return *curve ? &**curve : nullptr; }
    const Portfolio& portfolio() const { return live.book->portfolio; }
    reports::Exposure exposure() const;
    // "as_of=…&currency=…&rows=…&columns=…&known_at=…"
    Fields parameters() const;
};
// Parameters "as_of", "currency", "rows", "columns" and "known_at"; today, the company's, clusters by industries and as
// known now when left out.
Result<ExposureAsked> exposure_asked(const Call& call);

// The place of an axis that a key names: "unmapped" or one that the portfolio has. An error on the field otherwise.
Result<std::uint32_t> place_named(Axis axis, const Portfolio& portfolio, const std::string& code,
                                  const std::string& field);

// The name in the person's language.
std::string place_text(const Call& call, Axis axis, const Portfolio& portfolio, std::uint32_t place);

}  // namespace leasebook::server
