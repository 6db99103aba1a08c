// Against the examples that the RFCs print.
#include "server/access/totp.h"

#include <gtest/gtest.h>

#include <set>

#include "server/access/qr_code.h"

namespace leasebook::server {
namespace {

const std::string rfc_secret = "12345678901234567890";

UnixTime at(std::int64_t seconds) { return UnixTime(std::chrono::seconds(seconds)); }

TEST(Hotp, GivesTheValuesOfRfc4226) {  // appendix D
    const char* expected[] = {"755224", "287082", "359152", "969429", "338314",
                              "254676", "287922", "162583", "399871", "520489"};
    for (int count = 0; count < 10; ++count) EXPECT_EQ(hotp(rfc_secret, count), expected[count]) << count;
}

TEST(Totp, GivesTheValuesOfRfc6238) {  // appendix B, SHA-1, eight digits
    for (const auto& [seconds, code] : {std::pair{59LL, "94287082"},
                                        {1111111109LL, "07081804"},
                                        {1111111111LL, "14050471"},
                                        {1234567890LL, "89005924"},
                                        {2000000000LL, "69279037"},
                                        {20000000000LL, "65353130"}})
        EXPECT_EQ(hotp(rfc_secret, time_step(at(seconds)), 8), code) << seconds;
}

TEST(Totp, TakesTheStepBeforeAndAfterAndNoOther) {
    const auto code = hotp(rfc_secret, 100);
    for (const std::int64_t step : {99, 100, 101})
        EXPECT_EQ(matching_step(rfc_secret, code, at(30 * step + 15)), 100) << step;
    for (const std::int64_t step : {98, 102}) EXPECT_FALSE(matching_step(rfc_secret, code, at(30 * step + 15))) << step;
    EXPECT_EQ(matching_step(rfc_secret, code.substr(0, 3) + " " + code.substr(3), at(3000)), 100);
    for (const char* wrong : {"", "12345", "abcdef", "0000000"})
        EXPECT_FALSE(matching_step(rfc_secret, wrong, at(3000))) << wrong;
}

TEST(Base32, GivesTheValuesOfRfc4648WithoutPadding) {  // section 10
    for (const auto& [bytes, text] : {std::pair{"", ""},
                                      {"f", "MY"},
                                      {"fo", "MZXQ"},
                                      {"foo", "MZXW6"},
                                      {"foob", "MZXW6YQ"},
                                      {"fooba", "MZXW6YTB"},
                                      {"foobar", "MZXW6YTBOI"}}) {
        EXPECT_EQ(base32(bytes), text);
        EXPECT_EQ(base32_decoded(text), bytes);
    }
    EXPECT_EQ(base32_decoded("mzxw 6ytb-oi"), "foobar");
    EXPECT_FALSE(base32_decoded("MZXW0"));
}

TEST(TotpSecret, HasTheLengthOfASha1AndIsNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) seen.insert(new_totp_secret());
    EXPECT_EQ(seen.size(), 100U);
    EXPECT_EQ(seen.begin()->size(), 20U);
}

TEST(OtpauthUri, EncodesTheAccount) {
    EXPECT_EQ(otpauth_uri("foobar", "li wei?王"),
              "otpauth://totp/Leasebook:li%20wei%3F%E7%8E%8B?secret=MZXW6YTBOI&issuer=Leasebook&algorithm=SHA1&digits="
              "6&period=30");
}

TEST(QrCode, IsADrawingWithItsThreeFinderPatternsAndALabel) {
    const auto svg = qr_code(otpauth_uri("foobar", "li"), "\"secret\"").text;
    EXPECT_NE(svg.find("aria-label=\"&quot;secret&quot;\""), std::string::npos);
    for (const char* corner : {"M4 4h1v1h-1z", "M10 10h1v1h-1z"})
        EXPECT_NE(svg.find(corner), std::string::npos) << corner;
    EXPECT_EQ(svg.find("M3 3h"), std::string::npos) << "the quiet zone is white";
}

}  // namespace
}  // namespace leasebook::server
