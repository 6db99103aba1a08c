#include "db/snapshot_store.h"

#include "db/register_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class Snapshots : public OnBothBooks {
protected:
    static CurveSnapshot of_march(std::int64_t rate = 200'000'000) {
        const Date day = date(2026, 3, 31);
        CurveSnapshot snapshot{"",
                               "CNY",
                               day,
                               "log_linear_discount",
                               {quote(day, "3M", rate), quote(day, "6M", 210'000'000)},
                               Moment(date(2026, 4, 1))};
        snapshot.id = snapshot_id(snapshot);
        return snapshot;
    }
    void keep(const CurveSnapshot& snapshot) {
        database->write([&](Connection& c) { keep_snapshot(c, snapshot); });
    }
    std::optional<CurveSnapshot> found(const std::string& id) {
        return database->read([&](Connection& c) { return find_snapshot(c, id); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, Snapshots, both_databases, dialect_name);

TEST_P(Snapshots, AreGivenBackAsTheyWereKept) {
    keep(of_march());
    EXPECT_EQ(found(of_march().id), of_march());
    EXPECT_FALSE(found("3f2a"));
}

TEST_P(Snapshots, NeverChangeOnceTheyAreKept) {
    keep(of_march());
    auto later = of_march();
    later.created_at = Moment(date(2026, 5, 1));
    later.quotes.pop_back();
    keep(later);
    EXPECT_EQ(found(of_march().id), of_march());
    EXPECT_EQ(number("SELECT COUNT(*) FROM `curve_snapshots`"), 1);
}

TEST_P(Snapshots, AreNamedByWhatTheyHoldAndNotByWhenOrInWhichOrder) {
    const auto snapshot = of_march();
    EXPECT_EQ(snapshot.id.size(), 16U);
    auto same = snapshot;
    std::swap(same.quotes[0], same.quotes[1]);
    same.created_at = Moment(date(2027, 1, 1));
    EXPECT_EQ(snapshot_id(same), snapshot.id);
    EXPECT_NE(of_march(200'000'001).id, snapshot.id);
    auto smoother = snapshot;
    smoother.interpolation = "linear_zero";
    EXPECT_NE(snapshot_id(smoother), snapshot.id);
    auto other_day = snapshot;
    other_day.day = date(2026, 4, 1);
    EXPECT_NE(snapshot_id(other_day), snapshot.id);
}

}  // namespace

}  // namespace leasebook::db
