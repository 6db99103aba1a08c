#pragma once
// Discount curves by name and day, bootstrapped once and kept until market quotes or anything else changes.
#include <map>
#include <memory>
#include <mutex>

#include "db/database.h"
#include "pricing/curve.h"

namespace leasebook::server {

// A curve, or why the quotes of that day give none.
using CurveOutcome = Result<pricing::DiscountCurve>;

class Curves {
public:
    explicit Curves(db::Database& database) : database_(database) {}

    // From the quotes of the last day on or before `day`; the curve's reference day is `day`.
    std::shared_ptr<const CurveOutcome> on(const std::string& name, Date day);

private:
    struct Kept {
        std::int64_t version = 0;
        std::shared_ptr<const CurveOutcome> outcome;
    };
    db::Database& database_;
    std::mutex mutex_;
    std::map<std::pair<std::string, Date>, Kept> kept_;
};

}  // namespace leasebook::server
