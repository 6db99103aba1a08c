#include "server/web/view.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace leasebook::server {
namespace {

const View& view() {
    static const View loaded;
    return loaded;
}

std::vector<std::pair<std::string, std::string>> template_files() {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(SOURCE_DIR) / "server/web/templates")) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        files.emplace_back(entry.path().filename().string(), std::move(text).str());
    }
    return files;
}

Frame frame_of(Language language) {
    Frame frame;
    frame.language = language;
    frame.title = "<Leases>";
    frame.user = "Chen & Li";
    frame.section = "asset-classes";
    frame.crumbs = {{"Register", "/lessees"}, {"Asset classes", ""}};
    frame.csrf_token = "token\"><b>";
    return frame;
}

TEST(EveryTemplate, BeginsWithAutomaticEscapingAndItsDescription) {
    EXPECT_GT(template_files().size(), 20U);
    for (const auto& [name, text] : template_files())
        EXPECT_TRUE(text.starts_with("{{%AUTOESCAPE context=\"HTML\"}}{{!")) << name;
}

TEST(EveryTemplate, HasNothingThatEscapingOrTheContentPolicyCannotGuard) {
    const std::regex forbidden(
        ":none|hx-on|js:|javascript:|<style|\\sstyle=|\\son[a-z]+=|target=\"?_blank|<script(?![^>]*src=)|=\\{\\{",
        std::regex::icase);
    for (const auto& [name, text] : template_files()) {
        std::smatch found;
        EXPECT_FALSE(std::regex_search(text, found, forbidden)) << name << ": " << found.str();
    }
}

TEST(EveryTemplate, EscapesEveryValueButTheDrawingsOfOurOwn) {
    const std::regex modified("\\{\\{[A-Z_0-9]+:([^}]*)\\}\\}"), pragmas("\\{\\{%"), includes("\\{\\{>");
    int drawings = 0;
    for (const auto& [name, text] : template_files()) {
        const auto count = [&](const std::regex& what) {
            return std::distance(std::sregex_iterator(text.begin(), text.end(), what), {});
        };
        EXPECT_EQ(count(pragmas), 1) << name << ": a second one could switch escaping off for what follows";
        EXPECT_EQ(count(includes), 0) << name << ": an engine's include has an escaping of its own";
        for (std::sregex_iterator at(text.begin(), text.end(), modified), end; at != end; ++at, ++drawings)
            EXPECT_EQ((*at)[1].str(), "x-drawing") << name << ": " << at->str();
    }
    EXPECT_GT(drawings, 5);
}

TEST(EveryTemplate, SendsTheTokenInEachFormThatPosts) {
    const std::regex form(
        "<form[^>]*method=\"post\"[^>]*>\\s*<input type=\"hidden\" name=\"csrf\" value=\"\\{\\{CSRF\\}\\}\">"),
        any_post("method=\"post\"");
    for (const auto& [name, text] : template_files()) {
        const auto count = [&](const std::regex& what) {
            return std::distance(std::sregex_iterator(text.begin(), text.end(), what), {});
        };
        EXPECT_EQ(count(form), count(any_post)) << name;
    }
}

TEST(EveryTemplate, IsRenderedInBothLanguagesWithoutAnythingToFillItWith) {
    for (const std::string& name : view().template_names()) {
        if (name == "layout") continue;
        for (const Language language : {Language::English, Language::Chinese}) {
            const std::string html = view().page(name, frame_of(language), {});
            EXPECT_NE(html.find("</html>"), std::string::npos) << name;
            EXPECT_EQ(html.find("{{"), std::string::npos) << name;
            EXPECT_EQ(html.find("[["), std::string::npos) << name;
            EXPECT_NE(view().part(name, frame_of(language), {}), html) << name;
        }
    }
}

TEST(APage, EscapesWhatItIsFilledWith) {
    Data page;
    page.set("TITLE", "<script>alert(1)</script>").add("ACTION").set("HREF", "javascript:alert(1)").set("TEXT", "New");
    const std::string html = view().page("record", frame_of(Language::English), page);
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
    EXPECT_NE(html.find("&lt;script&gt;alert"), std::string::npos);
    EXPECT_EQ(html.find("javascript:"), std::string::npos);
    EXPECT_EQ(html.find("token\"><b>"), std::string::npos);
    EXPECT_NE(html.find("&lt;Leases&gt; · Leasebook"), std::string::npos);
}

TEST(APage, TakesDrawingsAsTheyAreButNoTextInTheirPlace) {
    Data drawn, faked;
    drawn.draw("CHART", {"<svg><rect/></svg>"});
    faked.set("CHART", "\x02<svg><rect/></svg>");
    EXPECT_NE(view().part("record", frame_of(Language::English), drawn).find("<svg><rect/></svg>"), std::string::npos);
    EXPECT_EQ(view().part("record", frame_of(Language::English), faked).find("<svg><rect/>"), std::string::npos);
}

TEST(APage, SpeaksTheLanguageOfItsFrame) {
    EXPECT_NE(view().page("record", frame_of(Language::Chinese), {}).find("<html lang=\"zh-CN\">"), std::string::npos);
    EXPECT_NE(view().page("record", frame_of(Language::Chinese), {}).find("跳到正文"), std::string::npos);
    EXPECT_NE(view().page("record", frame_of(Language::English), {}).find("Skip to content"), std::string::npos);
}

TEST(APage, MarksItsEntryInTheNavigation) {
    const std::string html = view().page("record", frame_of(Language::English), {});
    EXPECT_NE(html.find("href=\"/asset-classes\" aria-current=\"page\""), std::string::npos);
    EXPECT_EQ(html.find("href=\"/assets\" aria-current"), std::string::npos);
}

TEST(APage, ShowsNoNavigationToWhoIsNotSignedIn) {
    EXPECT_EQ(view().page("sign_in", Frame{}, {}).find("href=\"/contracts\""), std::string::npos);
}

TEST(APage, ShowsWhatStandsForAMissingValueOnlyWhereItIsMissing) {
    Data page;
    page.add("PAIR").set("LABEL", "Supplier").set("TEXT", "");
    page.add("PAIR").set("LABEL", "Lessee").set("TEXT", "Hengye").set("HREF", "/lessees/1");
    const std::string html = view().part("definitions", frame_of(Language::English), page);
    EXPECT_NE(html.find("<dt>Supplier</dt><dd><span class=\"muted\">none</span></dd>"), std::string::npos) << html;
    EXPECT_NE(html.find("<dt>Lessee</dt><dd><a href=\"/lessees/1\">Hengye</a></dd>"), std::string::npos) << html;
}

TEST(AnUnknownTemplate, IsAFaultOfOurs) {
    EXPECT_THROW(static_cast<void>(view().part("no-such-page", Frame{}, {})), InvariantBroken);
}

}  // namespace
}  // namespace leasebook::server
