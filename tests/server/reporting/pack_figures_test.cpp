// The figures of a whole pack as other people's programs read them: in every format the same, and a lessee's name that
// is a formula or a script is a name in all of them.
#include <fstream>

#include "reports/catalogue.h"
#include "reports/edition.h"
#include "server/import/csv.h"
#include "server/reporting/pack.h"
#include "tests/reports/outside.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

constexpr Period june{std::chrono::year{2026} / std::chrono::June};
const std::string hostile = "=HYPERLINK(\"http://x\",\"y\")<script>alert(1)</script>";

class PackFigures : public HouseCase {
protected:
    // Of the closed June in English, unpacked.
    void SetUp() override {
        database_->write([](db::Connection& c) {
            auto& rename = c.prepare("UPDATE `lessees` SET `name` = ?");
            rename.bind(1, hostile).execute();
            db::book_changed(c);
        });
        ASSERT_EQ(post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance)).status, 202);
        wait_for_close();
        const auto zip = (folder_.path / "pack.zip").string();
        ASSERT_TRUE(make_pack(app_.reports, {june, CNY, "Huaxin Leasing", {Language::English}, zip, {}}));
        tests::output_of("unzip -q '" + zip + "' -d '" + folder_.path.string() + "'");
        for (const auto& definition : reports::catalogue())
            made_.push_back(*app_.reports.make({definition.name, june.last_day(), CNY}));
    }
    std::string file(std::size_t report, const char* folder, const char* ending) const {
        const auto number = std::to_string(report + 1);
        return (folder_.path / folder / ((number.size() < 2 ? "0" : "") + number + "_" + made_[report].table.name))
                   .string() +
               ending;
    }
    static std::string content(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        EXPECT_TRUE(in) << path;
        return {std::istreambuf_iterator<char>(in), {}};
    }
    // Calls back with each sum of the report's total, its column beside it.
    template <class Look>
    static void each_sum(const reports::Table& table, const Look& look) {
        if (table.rows.empty() || table.rows.back().role != reports::RowRole::Total) return;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].sums && std::holds_alternative<Money>(table.rows.back().cells[i]))
                look(table.columns[i], std::get<Money>(table.rows.back().cells[i]));
    }

    std::vector<MadeReport> made_;
};

// Details are added up by SQLite, in fen; where it cannot read a line of the file, the sums differ.
TEST_F(PackFigures, OfEveryCsvAreAddedUpBySqliteToItsTotal) {
    for (std::size_t i = 0; i < made_.size(); ++i) {
        std::string sums = "SELECT COUNT(*) FROM t";
        std::string expected = std::to_string(made_[i].table.rows.size()) + "\n";
        each_sum(made_[i].table, [&](const reports::Column& column, Money total) {
            sums += "; SELECT COALESCE(SUM(CAST(REPLACE(" + column.name + ", '.', '') AS INTEGER)), 0) FROM t WHERE " +
                    "row = 'detail'";
            expected += std::to_string(total.minor_units()) + "\n";
        });
        auto read = tests::output_of("sqlite3 :memory: '.mode csv' '.import " + file(i, "data", ".csv") + " t' \"" +
                                     sums + "\"");
        std::erase(read, '\r');
        EXPECT_EQ(read, expected) << made_[i].table.name;
    }
}

TEST_F(PackFigures, AreInLibreOfficeCellByCellWhatTheReportHolds) {
    tests::output_of("HOME='" + folder_.path.string() + "' soffice -env:UserInstallation='file://" +
                     folder_.path.string() +
                     "/profile' --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1' --outdir '" +
                     (folder_.path / "office").string() + "' '" + folder_.path.string() + "'/en/*.xlsx");
    for (std::size_t i = 0; i < made_.size(); ++i) {
        const auto& table = made_[i].table;
        const auto text = content(file(i, "office", ".csv"));
        std::size_t head = 0;
        for (int line = 0; line < 3; ++line) head = text.find('\n', head) + 1;
        RowErrors faults;
        const auto read = read_csv(std::string_view(text).substr(head), faults, NamelessColumns::Ignored);
        ASSERT_TRUE(faults.empty()) << table.name << " " << message(faults.kept()[0].error);
        ASSERT_GE(read.rows(), table.rows.size()) << table.name;
        const auto edition = edition_of(Language::English, made_[i], "Huaxin Leasing");
        for (std::size_t r = 0; r < table.rows.size(); ++r)
            for (std::size_t c = 0; c < table.columns.size(); ++c) {
                const auto& cell = table.rows[r].cells[c];
                if (std::holds_alternative<std::monostate>(cell)) continue;
                auto shown = reports::shown(cell, table.columns[c], edition);
                if (table.columns[c].type == reports::ColumnType::Share) std::erase(shown, ',');  // ungrouped there
                EXPECT_EQ(read.row(r)[c], shown) << table.name << ", row " << r << ", " << table.columns[c].name;
            }
    }
}

TEST_F(PackFigures, AreTheSameTotalsInJsonHtmlAndOnPaper) {
    const auto paper =
        tests::output_of("pdftotext -layout '" + (folder_.path / "en/report_pack_2026-06.pdf").string() + "' -");
    for (std::size_t i = 0; i < made_.size(); ++i) {
        const auto json = nlohmann::json::parse(content(file(i, "data", ".json")));
        const auto html = content(file(i, "en", ".html"));
        EXPECT_NE(paper.find(made_[i].title), std::string::npos) << made_[i].title;
        each_sum(made_[i].table, [&](const reports::Column& column, Money total) {
            const auto where = made_[i].table.name + " " + column.name;
            EXPECT_EQ(json["total"][column.name], to_text(total)) << where;
            EXPECT_NE(html.find(">" + reports::grouped(total) + "<"), std::string::npos) << where;
            EXPECT_NE(paper.find(reports::grouped(total)), std::string::npos) << where;
        });
    }
}

TEST_F(PackFigures, ANameThatIsAFormulaOrAScriptIsANameInEveryFormat) {
    const auto contracts = static_cast<std::size_t>(
        std::ranges::find(made_, "contracts", [](const MadeReport& m) { return m.table.name; }) - made_.begin());
    EXPECT_NE(content(file(contracts, "data", ".csv"))
                  .find("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")<script>alert(1)</script>\""),
              std::string::npos);
    const auto json = nlohmann::json::parse(content(file(contracts, "data", ".json")));
    EXPECT_EQ(json["rows"][0]["lessee_name"], hostile);
    const auto workbook = tests::read_xlsx(file(contracts, "en", ".xlsx"));
    EXPECT_NE(workbook.find("\ts\tGeneral\t'" + hostile + "'\t"), std::string::npos) << "a string, no formula";
    const auto shown = "=HYPERLINK(&quot;http://x&quot;,&quot;y&quot;)&lt;script&gt;alert(1)&lt;/script&gt;";
    for (const auto& page :
         {content(file(contracts, "en", ".html")), get("/reports/contracts?period=2026-06", as(Role::Finance)).body}) {
        EXPECT_EQ(page.find("<script>alert"), std::string::npos);
        EXPECT_NE(page.find(shown), std::string::npos) << page.substr(page.find("HYPERLINK") - 20, 120);
    }
    const auto paper = tests::output_of("pdftotext '" + (folder_.path / "en/report_pack_2026-06.pdf").string() + "' -");
    EXPECT_NE(paper.find("=HYPERLINK("), std::string::npos);
}

TEST_F(PackFigures, OfTheJournalsLinesAreThoseOfTheTrialBalance) {
    const auto manifest = nlohmann::json::parse(content((folder_.path / "manifest.json").string()));
    const auto& balance =
        std::ranges::find(made_, "trial_balance", [](const MadeReport& m) { return m.table.name; })->table;
    const auto total = [&](const char* column) {
        const auto at = std::ranges::find(balance.columns, column, &reports::Column::name) - balance.columns.begin();
        return reports::plain_text(balance.rows.back().cells[static_cast<std::size_t>(at)]);
    };
    EXPECT_EQ(manifest["journal"]["debits"]["CNY"], total("debits"));
    EXPECT_EQ(manifest["journal"]["credits"]["CNY"], total("credits"));
    auto read =
        tests::output_of("sqlite3 :memory: '.mode csv' '.import " + (folder_.path / "data/journal_lines.csv").string() +
                         " t' \"SELECT COUNT(*) FROM t\" \"SELECT COUNT(*) FROM (SELECT journal FROM t GROUP BY "
                         "journal, currency HAVING SUM(CAST(REPLACE(amount, '.', '') AS INTEGER) * CASE side WHEN "
                         "'debit' THEN 1 ELSE -1 END) <> 0)\"");
    std::erase(read, '\r');
    EXPECT_EQ(read, std::to_string(manifest["journal"]["lines"].get<int>()) + "\n0\n") << "entries that do not balance";
    const auto answer = get("/api/v1/journal/lines?period=2026-06", as(Role::Auditor));
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, content((folder_.path / "data/journal_lines.csv").string()));
    const auto known = get("/api/v1/journal/lines?period=2026-06&known_at=2020-01-01", as(Role::Auditor));
    EXPECT_EQ(std::ranges::count(known.body, '\n'), 1) << "nothing had been posted by then";
    EXPECT_EQ(get("/api/v1/journal/lines?period=June", as(Role::Auditor)).status, 422);
}

}  // namespace
}  // namespace leasebook::server
