// The pack of a month: what is in it, that it is the same each time, who shares it, and when it is made by itself.
#include "server/reporting/pack.h"

#include <fstream>
#include <iterator>

#include "reports/catalogue.h"
#include "tests/reports/outside.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

constexpr Period june{std::chrono::year{2026} / std::chrono::June};

class ReportPack : public HouseCase {
protected:
    Result<Pack> make(const std::string& name, const std::string& languages) {
        return make_pack(app_.reports,
                         {june, CNY, "Huaxin Leasing", languages_of(languages), (folder_.path / name).string(), {}});
    }
    std::string bytes(const std::string& name) {
        std::ifstream in(folder_.path / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string unzipped(const std::string& name, const std::string& file) {
        return tests::output_of("unzip -p '" + (folder_.path / name).string() + "' '" + file + "'");
    }
    void close_june() {
        ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
    }
};

TEST_F(ReportPack, OfAClosedMonthIsTheSameBytesEachTime) {
    close_june();
    const auto first = make("first.zip", "both"), second = make("second.zip", "both");
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->preliminary);
    EXPECT_EQ(first->hash, second->hash);
    EXPECT_EQ(bytes("first.zip"), bytes("second.zip"));
    EXPECT_EQ(first->hash, sha256_hex(bytes("first.zip")));
}

TEST_F(ReportPack, HoldsEveryReportInEveryFormatWithItsHash) {
    close_june();
    ASSERT_TRUE(make("pack.zip", "both"));
    tests::output_of("unzip -tq '" + (folder_.path / "pack.zip").string() + "'");
    const auto manifest = nlohmann::json::parse(unzipped("pack.zip", "manifest.json"));
    EXPECT_EQ(manifest["pack"], "2026-06");
    EXPECT_EQ(manifest["preliminary"], false);
    EXPECT_EQ(manifest["reports"].size(), reports::catalogue().size());
    std::map<std::string, std::string> hashes;
    for (const auto& file : manifest["files"]) hashes[file["file"]] = file["sha256"];
    // csv, json and schema once; xlsx and html in two languages; one paper a language; and the journal's lines.
    EXPECT_EQ(hashes.size(), reports::catalogue().size() * 7 + 3);
    for (const char* file : {"data/01_portfolio_summary.csv", "data/01_portfolio_summary.schema.json",
                             "en/01_portfolio_summary.xlsx", "zh/01_portfolio_summary.html",
                             "en/report_pack_2026-06.pdf", "zh/report_pack_2026-06.pdf", "data/journal_lines.csv"}) {
        ASSERT_TRUE(hashes.contains(file)) << file;
        EXPECT_EQ(sha256_hex(unzipped("pack.zip", file)), hashes[file]) << file;
    }
    const tests::WrittenFile paper(unzipped("pack.zip", "zh/report_pack_2026-06.pdf"), ".pdf");
    const auto text = tests::output_of("pdftotext -layout '" + paper.path + "' -");
    EXPECT_NE(text.find("月度报表包"), std::string::npos);
    EXPECT_NE(text.find("目录"), std::string::npos);
    EXPECT_NE(text.find("租赁投资净额"), std::string::npos);
}

TEST_F(ReportPack, OfAnOpenMonthSaysItIsPreliminary) {
    const auto pack = make("pack.zip", "en");
    ASSERT_TRUE(pack);
    EXPECT_TRUE(pack->preliminary);
    EXPECT_EQ(nlohmann::json::parse(unzipped("pack.zip", "manifest.json"))["preliminary"], true);
    EXPECT_NE(unzipped("pack.zip", "en/01_portfolio_summary.html").find("PRELIMINARY"), std::string::npos);
}

TEST_F(ReportPack, IsMadeByAButtonAndDownloaded) {
    close_june();
    const auto started = post_form("/reports/pack?period=2026-06", {{"language", "en"}}, as(Role::Finance));
    ASSERT_EQ(started.status, 303);
    EXPECT_EQ(header_of(started, "Location"), "/reports?period=2026-06");
    packs_.wait();
    const auto page = get("/reports?period=2026-06", as(Role::Finance));
    ASSERT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("/reports/pack/file?language=en&amp;period=2026-06"), std::string::npos);
    const auto file = get("/reports/pack/file?language=en&period=2026-06", as(Role::Auditor));
    ASSERT_EQ(file.status, 200);
    EXPECT_EQ(file.content_type, "application/zip");
    EXPECT_TRUE(file.body.starts_with("PK"));
    EXPECT_EQ(get("/reports/pack/file?language=zh&period=2026-06", as(Role::Finance)).status, 404);
    EXPECT_EQ(post_form("/reports/pack?period=2026-06", {{"language", "fr"}}, as(Role::Finance)).status, 422);
}

TEST_F(ReportPack, IsSharedByAllWhoAskForItAtOnce) {
    ASSERT_TRUE(packs_.start(june, "en", "finance"));
    int taken = 0;
    // While the first runs, the same is shared and another one refused; once it is done, each starts its own.
    while (packs_.state(june)->running && taken == 0) taken += packs_.start(june, "en", "finance") ? 1 : 0;
    packs_.wait();
    EXPECT_EQ(packs_.kept(june).size(), 1U);
    EXPECT_EQ(packs_.state(june)->done, packs_.state(june)->of);
}

TEST_F(ReportPack, IsMadeByItselfOnItsBusinessDayOnceTheMonthIsClosed) {
    // The third business day of July 2026, a Friday.
    const Date third = date(2026, 7, 3);
    EXPECT_FALSE(packs_.start_due(third)) << "the month is open";
    close_june();
    EXPECT_FALSE(packs_.start_due(third - std::chrono::days(1)));
    EXPECT_TRUE(packs_.start_due(third));
    packs_.wait();
    ASSERT_EQ(packs_.kept(june).size(), 1U);
    EXPECT_EQ(packs_.kept(june)[0].language, "both");
    EXPECT_EQ(announced_, std::vector<Period>{june});
    EXPECT_FALSE(packs_.start_due(third + std::chrono::days(4))) << "there is one";
}

TEST(BusinessDays, AreCountedFromTheFirstOfTheMonth) {
    const BusinessCalendar calendar("T", BusinessCalendar::Weekend::SaturdaySunday,
                                    {{"T", date(2026, 8, 3), CalendarDayKind::Holiday, {}}});
    const Period august{std::chrono::year{2026} / std::chrono::August};  // begins on a Saturday
    EXPECT_EQ(nth_business_day(calendar, august, 1), date(2026, 8, 4));
    EXPECT_EQ(nth_business_day(calendar, august, 5), date(2026, 8, 10));
}

}  // namespace
}  // namespace leasebook::server
