#pragma once
// Discount curves by name and day, bootstrapped once and kept until market quotes or anything else changes: at once
// when this process changes it, within a second when another does. The quotes of every curve handed out are kept as a
// snapshot in the database, and the curve names it.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <tuple>

#include "db/database.h"
#include "db/moment.h"
#include "pricing/curve.h"
#include "pricing/floating.h"
#include "server/freshness.h"

namespace leasebook::server {

// A curve, or why the quotes of that day give none.
using CurveOutcome = Result<pricing::DiscountCurve>;
// A calendar, or why there is none of that name; an error is on field "calendar".
using CalendarOutcome = Result<BusinessCalendar>;

// A tenor quoted within these days, but too long ago to be used, is named; one quoted before is taken for dropped.
inline constexpr int quoted_lately_days = 60;

class Curves {
public:
    Curves(db::Database& database, std::function<db::Moment()> now) : database_(database), now_(std::move(now)) {}

    // From the last quotes on or before `day`; the curve's reference day is `day`. Not within a read or write of the
    // same thread: a curve seen for the first time is written down.
    std::shared_ptr<const CurveOutcome> on(const std::string& name, Date day,
                                           std::optional<pricing::Interpolation> interpolation = {});

    // What was published of the index on or before the day, oldest first.
    std::vector<pricing::Fixing> index_fixings(pricing::RateIndex index, Date day) const;

    // The business calendar of that name, by its rules and the days stored for it. Not within a read or write of the
    // same thread.
    std::shared_ptr<const CalendarOutcome> calendar(std::string_view name);
    // By which the loan prime rate is published and a market is open.
    std::shared_ptr<const BusinessCalendar> market_calendar(std::string_view name);

private:
    struct Kept {
        std::int64_t version = 0;
        std::shared_ptr<const CurveOutcome> outcome;
    };
    // Of all stored data: what is kept under another version is made anew.
    std::int64_t version();
    CurveOutcome made(const std::string& name, Date day, std::optional<pricing::Interpolation> interpolation);
    void write_down(pricing::DiscountCurve& curve);

    db::Database& database_;
    std::function<db::Moment()> now_;
    std::mutex mutex_;  // of what follows
    struct Seen {
        std::int64_t version = 0;
        Freshness fresh;
    };
    std::optional<Seen> seen_;
    std::map<std::tuple<std::string, Date, std::optional<pricing::Interpolation>>, Kept> kept_;
    std::set<std::string> written_down_;  // snapshots that the database has for certain
    struct KeptCalendar {
        std::int64_t version = 0;
        std::shared_ptr<const CalendarOutcome> outcome;
    };
    std::map<std::string, KeptCalendar, std::less<>> calendars_;
};

}  // namespace leasebook::server
