#include "db/second_factor_store.h"

#include "db/access_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {
namespace {

class SecondFactors : public OnBothBooks {
protected:
    UserId entered(const std::string& name) {
        return database->write([&](Connection& c) { return add_user(c, {.id = {}, .name = name, .created_at = noon}); })
            ->id;
    }
    template <class F>
    auto write(F use) {
        return database->write(use);
    }
};
INSTANTIATE_TEST_SUITE_P(Both, SecondFactors, both_databases, dialect_name);

TEST_P(SecondFactors, AreKeptOneAUser) {
    const auto li = entered("li");
    SecondFactor factor{.user = li, .secret = "", .pending = "sealed", .last_step = 0, .confirmed_at = {}};
    write([&](Connection& c) { keep_second_factor(c, factor); });
    EXPECT_EQ(database->read([&](Connection& c) { return find_second_factor(c, li); }), factor);
    factor = {.user = li, .secret = "sealed", .pending = "", .last_step = 7, .confirmed_at = noon};
    write([&](Connection& c) { keep_second_factor(c, factor); });
    EXPECT_EQ(database->read([&](Connection& c) { return find_second_factor(c, li); }), factor);
    write([&](Connection& c) { remove_second_factor(c, li); });
    EXPECT_FALSE(database->read([&](Connection& c) { return find_second_factor(c, li); }));
}

TEST_P(SecondFactors, AStepIsTakenOnceAndNoneBeforeIt) {
    const auto li = entered("li");
    write([&](Connection& c) { keep_second_factor(c, {.user = li, .last_step = 5}); });
    const auto take = [&](std::int64_t step) { return write([&](Connection& c) { return take_step(c, li, step); }); };
    EXPECT_FALSE(take(5));
    EXPECT_TRUE(take(7));
    EXPECT_FALSE(take(7));
    EXPECT_FALSE(take(6));
    EXPECT_TRUE(take(8));
}

TEST_P(SecondFactors, ARecoveryCodeIsTakenOnce) {
    const auto li = entered("li"), wang = entered("wang");
    write([&](Connection& c) {
        replace_recovery_codes(c, li, {"a", "b"});
        replace_recovery_codes(c, wang, {"a"});
    });
    const auto take = [&](UserId user, const char* hash) {
        return write([&](Connection& c) { return take_recovery_code(c, user, hash); });
    };
    EXPECT_TRUE(take(li, "a"));
    EXPECT_FALSE(take(li, "a"));
    EXPECT_TRUE(take(wang, "a"));
    EXPECT_EQ(database->read([&](Connection& c) { return count_recovery_codes(c, li); }), 1);
    write([&](Connection& c) { replace_recovery_codes(c, li, {"c"}); });
    EXPECT_FALSE(take(li, "b"));
}

TEST_P(SecondFactors, TheLatestDevicesAreRemembered) {
    const auto li = entered("li"), wang = entered("wang");
    write([&](Connection& c) {
        for (int i = 0; i < 4; ++i) remember_device(c, li, "d" + std::to_string(i), noon + std::chrono::minutes(i), 3);
        remember_device(c, li, "d1", noon + std::chrono::minutes(9), 3);
        remember_device(c, li, "d4", noon + std::chrono::minutes(10), 3);
    });
    const auto known = [&](UserId user, const char* device) {
        return database->read([&](Connection& c) { return is_known_device(c, user, device); });
    };
    EXPECT_FALSE(known(li, "d0"));
    EXPECT_TRUE(known(li, "d1")) << "used again meanwhile";
    EXPECT_FALSE(known(li, "d2"));
    EXPECT_TRUE(known(li, "d3"));
    EXPECT_TRUE(known(li, "d4"));
    EXPECT_FALSE(known(wang, "d4"));
    write([&](Connection& c) { forget_devices(c, li); });
    EXPECT_FALSE(known(li, "d4"));
}

TEST_P(SecondFactors, ASubjectStandsForOneUser) {
    const auto li = entered("li"), wang = entered("wang");
    const auto link = [&](UserId user, const char* issuer, const char* subject) {
        return write([&](Connection& c) { return link_subject(c, user, issuer, subject); });
    };
    const auto linked = [&](const char* issuer, const char* subject) {
        return database->read([&](Connection& c) { return find_linked(c, issuer, subject); });
    };
    EXPECT_TRUE(link(li, "https://a", "7"));
    EXPECT_TRUE(link(li, "https://a", "7")) << "again is nothing new";
    EXPECT_EQ(linked("https://a", "7"), li);
    EXPECT_FALSE(linked("https://b", "7"));
    EXPECT_FALSE(link(wang, "https://a", "7"));
    EXPECT_TRUE(link(wang, "https://b", "7")) << "another issuer's seven is somebody else";
    EXPECT_TRUE(link(li, "https://a", "8"));
    EXPECT_FALSE(linked("https://a", "7"));
    EXPECT_TRUE(link(wang, "https://a", "7"));
    EXPECT_TRUE(link(li, "https://a", ""));
    EXPECT_FALSE(linked("https://a", "8"));
    EXPECT_EQ(database->read([&](Connection& c) { return subject_of(c, li, "https://a"); }), "");
}

}  // namespace
}  // namespace leasebook::db
