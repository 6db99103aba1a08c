#include "server/http/compression.h"

#include "server/web/assets.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

TEST(Codings, AreChosenByWeightAndTheSmallerOfEquals) {
    EXPECT_EQ(chosen_coding("gzip, deflate, br, zstd"), Coding::Brotli);
    EXPECT_EQ(chosen_coding("gzip, deflate"), Coding::Gzip);
    EXPECT_EQ(chosen_coding("br;q=0.5, gzip;q=0.8"), Coding::Gzip);
    EXPECT_EQ(chosen_coding("BR ; q=0.800 , GZIP;Q=0.8"), Coding::Brotli);
    EXPECT_EQ(chosen_coding("x-gzip"), Coding::Gzip);
    EXPECT_EQ(chosen_coding("*"), Coding::Brotli);
    EXPECT_EQ(chosen_coding("*;q=0.1, br;q=0"), Coding::Gzip);
    EXPECT_EQ(chosen_coding("gzip;q=0.2, identity"), Coding::Identity) << "as it is, if that is liked better";
}

TEST(Codings, RefusedOrUnreadableAreNotUsed) {
    for (const char* header : {"", ",", "identity", "br;q=0", "br;q=0.000, gzip;q=0", "br;q=, gzip;q=x", "br;q=2",
                               "br;level=3", "deflate", "bridge", "*;q=0", "gzip;q=0.12345", "identity;q=0, *;q=0"})
        EXPECT_EQ(chosen_coding(header), Coding::Identity) << header;
}

Request asked_for(Headers headers) {
    Request request;
    request.headers = std::move(headers);
    request.headers.emplace_back("accept-encoding", "br, gzip");
    return request;
}

TEST(APage, IsCompressedForItsPersonOnlyWhenNoOtherSiteAskedForIt) {
    EXPECT_EQ(coding_of_page(asked_for({})), Coding::Brotli) << "nobody's secret is in it";
    EXPECT_EQ(coding_of_page(asked_for({{"authorization", "Bearer x"}})), Coding::Brotli);
    for (const char* site : {"same-origin", "none"})
        EXPECT_EQ(coding_of_page(asked_for({{"cookie", "s=1"}, {"sec-fetch-site", site}})), Coding::Brotli) << site;
    for (const char* site : {"cross-site", "same-site", ""})
        EXPECT_EQ(coding_of_page(asked_for({{"cookie", "s=1"}, {"sec-fetch-site", site}})), Coding::Identity) << site;
    EXPECT_EQ(coding_of_page(asked_for({{"cookie", "s=1"}})), Coding::Identity) << "a browser that does not say";
}

Response text_of(std::size_t size, const std::string& type = "text/html; charset=utf-8") {
    return {200, type, std::string(size, 'x'), {}, false};
}

TEST(AnAnswer, IsCompressedWhereItIsTextAndLongEnough) {
    auto page = text_of(5000);
    compress(page, Coding::Gzip);
    EXPECT_EQ(header_of(page, "Content-Encoding"), "gzip");
    EXPECT_EQ(header_of(page, "Vary"), "Accept-Encoding");
    EXPECT_LT(page.body.size(), 100U);
    for (auto other : {text_of(500), text_of(5000, "application/pdf"), text_of(5000).with("ETag", "\"3\"")}) {
        const auto bytes = other.body;
        compress(other, Coding::Brotli);
        EXPECT_EQ(other.body, bytes);
        EXPECT_EQ(header_of(other, "Content-Encoding"), "");
    }
    for (auto once : {page, text_of(5000).with("Vary", "Accept-Encoding")}) {
        const auto size = once.headers.size();
        compress(once, once.headers.size() == 1 ? Coding::Identity : Coding::Gzip);
        EXPECT_EQ(once.headers.size(), size) << "never twice";
    }
}

class Compression : public HouseCase {};

TEST_F(Compression, IsSeenOnPagesAndAssetsAsTheBrowserTakesThem) {
    const auto page = [&](const Headers& headers) { return send("GET", "/contracts", as(Role::Clerk), "", headers); };
    const auto plain = page({});
    EXPECT_EQ(header_of(plain, "Content-Encoding"), "");
    const auto small = page({{"accept-encoding", "gzip, br"}, {"sec-fetch-site", "none"}});
    EXPECT_EQ(header_of(small, "Content-Encoding"), "br");
    EXPECT_LT(small.body.size() * 3, plain.body.size());
    const auto led_here = page({{"accept-encoding", "gzip, br"}, {"sec-fetch-site", "cross-site"}});
    EXPECT_EQ(header_of(led_here, "Content-Encoding"), "");
    EXPECT_EQ(led_here.body, plain.body);

    const auto css = send("GET", asset_path("app.css"), {}, "", {{"accept-encoding", "gzip;q=0.9, br;q=0.1"}});
    EXPECT_EQ(header_of(css, "Content-Encoding"), "gzip");
    EXPECT_EQ(header_of(css, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header_of(css, "Cache-Control"), "public, max-age=31536000, immutable");
}

}  // namespace
}  // namespace leasebook::server
