#include "server/web/assets.h"

#include <gtest/gtest.h>

#include <regex>

namespace leasebook::server {
namespace {

TEST(AnAsset, IsFoundUnderItsHashedNameOnly) {
    const std::string path = asset_path("app.css");
    EXPECT_TRUE(std::regex_match(path, std::regex("/static/app\\.[0-9a-f]{8}\\.css"))) << path;
    ASSERT_NE(find_asset(path), nullptr);
    EXPECT_EQ(find_asset(path)->content_type, "text/css; charset=utf-8");
    EXPECT_EQ(find_asset("/static/app.css"), nullptr);
    EXPECT_EQ(asset_path("no-such.css"), "");
}

TEST(AnAsset, IsKeptInBothCodingsEachSmallerThanTheOneBefore) {
    const Asset& css = *find_asset(asset_path("app.css"));
    EXPECT_TRUE(css.gzip.starts_with("\x1f\x8b"));
    EXPECT_LT(css.in(Coding::Gzip).size() * 2, css.bytes.size());
    EXPECT_LT(css.in(Coding::Brotli).size(), css.gzip.size());
    const Asset& font = *find_asset(asset_path("inter-latin-wght-normal.woff2"));
    EXPECT_EQ(&font.in(Coding::Brotli), &font.bytes) << "compressed already";
}

TEST(TheScriptOfOurs, StaysSmall) { EXPECT_LT(find_asset(asset_path("app.js"))->bytes.size(), 9U * 1024U); }

TEST(TheStylesheet, NamesNoFileOfAnotherSite) {
    const std::string& css = find_asset(asset_path("app.css"))->bytes;
    EXPECT_EQ(css.find("http"), std::string::npos);
    EXPECT_EQ(css.find("@import"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
