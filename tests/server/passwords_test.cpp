#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "server/access/passwords.h"
#include "server/access/secrets.h"

using namespace leasebook;
using namespace leasebook::server;

namespace {

constexpr HashingCost cheap{.passes = 1, .memory = 8 * 1024};
// As where a second factor is shown too, and no other list is kept.
Result<Done> check(std::string_view password, std::string_view name) {
    return check_new_password(password, name, {.only_factor = false});
}
std::string times(int count, const std::string& text) {
    std::string out;
    for (int i = 0; i < count; ++i) out += text;
    return out;
}

TEST(PasswordRules, AcceptLongTextOfAnyScript) {
    for (const std::string good :
         {"tractor seven umbrella", "Vx9#kQ2!mLp0", "我们的设备租赁系统很安全稳定", "pässwörtér zwölf"})
        EXPECT_TRUE(check(good, "li.wei")) << good;
    EXPECT_TRUE(check("tractor umbrella " + std::string(111, 'x'), "li.wei"));
}

TEST(PasswordRules, CountCharactersNotBytes) {
    const std::string eleven = "我们的设备租赁系统很安";
    EXPECT_FALSE(check(eleven, "li.wei"));
    EXPECT_TRUE(check(eleven + "全", "li.wei"));
    EXPECT_TRUE(check(times(16, "合同租赁设备系统"), "li.wei"));
    EXPECT_FALSE(check(times(16, "合同租赁设备系统") + "合", "li.wei"));
}

TEST(PasswordRules, RefuseWhatIsEasyToGuessAndNameTheField) {
    for (const std::string bad :
         {"password1234", "Password!!2026", "passwordpassword", "123456789012", "2026-11-23 2026", "qwertyqwerty",
          "aaaaaaaaaaaa", "121212121212", "LeaseBook-2026x", "my li.wei secret", "Li.Wei2026!!", "short",
          "not utf-8 \xFF\xFE at all", "abcabcabcabc", "密码密码密码密码密码密码"}) {
        const auto checked = check(bad, "li.wei");
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().field, "password");
    }
}

TEST(PasswordRules, AskForFifteenCharactersWhereNothingElseIsShown) {
    const auto alone = [](std::string_view password) { return check_new_password(password, "li.wei", {}); };
    EXPECT_TRUE(check("Vx9#kQ2!mLp0s4", "li.wei"));
    const auto refused = alone("Vx9#kQ2!mLp0s4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()), "Choose a password of at least 15 characters.");
    EXPECT_TRUE(alone("Vx9#kQ2!mLp0s4w"));
}

TEST(PasswordRules, RefuseWhatStandsOnTheOperatorsList) {
    const auto path = std::filesystem::temp_directory_path() / ("leasebook-blocklist-" + std::to_string(::getpid()));
    std::ofstream(path) << "short\nTractor Seven Umbrella\r\n";
    const auto list = read_blocklist(path.string());
    std::filesystem::remove(path);
    ASSERT_TRUE(list);
    EXPECT_EQ(list->size(), 1U);
    EXPECT_FALSE(check_new_password("tractor SEVEN umbrella", "li.wei", {.only_factor = true, .blocklist = &*list}));
    EXPECT_TRUE(check_new_password("tractor eight umbrella", "li.wei", {.only_factor = true, .blocklist = &*list}));
    EXPECT_EQ(read_blocklist(path.string()).error().field, "password-blocklist");
}

TEST(PasswordHasher, KnowsTheRightPasswordAndNoOther) {
    PasswordHasher hasher(cheap);
    const std::string kept = *hasher.hash("tractor seven umbrella");
    EXPECT_TRUE(kept.starts_with("$argon2id$"));
    EXPECT_NE(kept, *hasher.hash("tractor seven umbrella"));
    EXPECT_TRUE(*hasher.verify(kept, "tractor seven umbrella"));
    EXPECT_FALSE(*hasher.verify(kept, "tractor seven umbrellA"));
    EXPECT_FALSE(*hasher.verify(kept, ""));
    EXPECT_FALSE(*hasher.verify("", "tractor seven umbrella"));
    EXPECT_FALSE(*hasher.verify("not a hash", "tractor seven umbrella"));
    EXPECT_FALSE(*hasher.verify_nobody("tractor seven umbrella"));
}

TEST(PasswordHasher, AsksToHashAgainAtAnotherCost) {
    PasswordHasher hasher(cheap);
    const std::string kept = *hasher.hash("tractor seven umbrella");
    EXPECT_FALSE(hasher.needs_rehash(kept));
    EXPECT_TRUE(PasswordHasher({.passes = 2, .memory = 16 * 1024}).needs_rehash(kept));
    EXPECT_TRUE(hasher.needs_rehash("not a hash"));
}

TEST(PasswordHasher, UsesSixtyFourMebibytesAndTwoPassesByDefault) {
    PasswordHasher hasher;
    EXPECT_TRUE(hasher.hash("x")->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST(PasswordHasher, TurnsTheSurplusAwayAndServesTheRest) {
    PasswordHasher hasher({.passes = 2, .memory = 16 * 1024 * 1024}, 2, 3);
    std::atomic<int> done{0}, busy{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 32; ++i) threads.emplace_back([&] { (hasher.hash("tractor seven umbrella") ? done : busy)++; });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done + busy, 32);
    EXPECT_GE(done, 5);  // two at once and three waiting at the least
    EXPECT_TRUE(hasher.hash("tractor seven umbrella")) << "the places are free again";
}

TEST(PasswordHasher, WaitsNoLongerThanItsPatience) {
    PasswordHasher hasher(cheap, 0, 1, std::chrono::milliseconds(20));
    const auto hashed = hasher.hash("tractor seven umbrella");
    ASSERT_FALSE(hashed);
    EXPECT_EQ(hashed.error().code, ErrorCode::Conflict);
    EXPECT_FALSE(hasher.verify_nobody("tractor seven umbrella"));
}

TEST(Secrets, AreLongDifferentAndFitForUrls) {
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random_token());
    EXPECT_EQ(seen.size(), 1'000U);
    for (const auto& token : seen) {
        EXPECT_EQ(token.size(), 43U);
        EXPECT_EQ(token.find_first_of("+/="), std::string::npos);
    }
}

TEST(Secrets, HashLikeSha256) {  // FIPS 180-4, example "abc"
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Secrets, AreComparedWhole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "abcd"));
}

}  // namespace
