// The program as its operators call it: a process with its words, its exit code and what it prints.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "db/database.h"
#include "server/config.h"

namespace leasebook::server {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    int exit_code = -1;
    std::string out, err;
};

class CommandLine : public testing::Test {
protected:
    CommandLine() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::temp_directory_path() / ("leasebook-cli-" + std::to_string(::getpid()) + "-" + test->name());
        fs::create_directories(folder_);
    }
    ~CommandLine() override { fs::remove_all(folder_); }

    std::string database() const { return "sqlite:" + (folder_ / "book.db").string(); }
    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return (folder_ / name).string();
    }
    static std::string read(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // The words are ours, without blanks or quotes: the shell only redirects.
    Outcome run(const std::string& words, const std::string& input = {}) const {
        const auto in = write("in", input), out = (folder_ / "out").string(), err = (folder_ / "err").string();
        const auto command = "env -i PATH=/usr/bin:/bin LEASEBOOK_DATABASE='" + database() + "' LEASEBOOK_DATA='" +
                             (folder_ / "data").string() + "' '" PROGRAM "' " + words + " <'" + in + "' >'" + out +
                             "' 2>'" + err + "'";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(out), read(err)};
    }
    // A stored row, altered behind the program's back.
    void alter(const std::string& sql) const {
        const auto database_file = db::open(database());
        database_file->write([&](db::Connection& c) { c.execute(sql); });
    }
    fs::path folder_;
};

constexpr const char* l1 =
    R"({"currency":"CNY","financed_amount":"1000000.00","commencement":"2025-01-20","first_rent_date":"2025-02-20",
    "periods":36,"rate":{"type":"fixed","annual":"0.06"}})";

TEST_F(CommandLine, WrongUsageIsExitCode2) {
    for (const char* words :
         {"", "dance", "demo --contracts many", "demo --contracts 0", "import lessees", "serve --no-such-flag", "user"})
        EXPECT_EQ(run(words).exit_code, 2) << words;
}

TEST_F(CommandLine, HelpIsNotAnError) {
    const auto help = run("--help");
    EXPECT_EQ(help.exit_code, 0);
    for (const char* verb : {"serve", "demo", "import", "quote", "report", "verify", "migrate", "user", "config"})
        EXPECT_NE(help.out.find(verb), std::string::npos) << verb;
}

TEST_F(CommandLine, ABrokenEnvironmentIsExitCode3) {
    for (const char* address :
         {"sqlite:/proc/nowhere/book.db", "mysql://u:p@127.0.0.1:1/none", "postgres://x", "sqlite:"}) {
        const auto outcome = run("verify --database " + std::string(address));
        EXPECT_EQ(outcome.exit_code, 3) << address << " " << outcome.err;
        EXPECT_FALSE(outcome.err.empty()) << address;
        EXPECT_EQ(outcome.err.find("u:p@"), std::string::npos) << "no password in a message";
    }
}

TEST_F(CommandLine, BadInputIsExitCode1WithTheFieldNamed) {
    const auto quote = run("quote", R"({"financed_amount":"NaN"})");
    EXPECT_EQ(quote.exit_code, 1);
    EXPECT_NE(quote.err.find("financed_amount: "), std::string::npos) << quote.err;
    EXPECT_NE(quote.err.find("periods: "), std::string::npos) << quote.err;
    EXPECT_TRUE(quote.out.empty());
    EXPECT_EQ(run("report exposure --as-of 2026-02-31").exit_code, 1);
    EXPECT_EQ(run("report exposure --format docx").exit_code, 1);
    EXPECT_EQ(run("report exposure --currency QQQ").exit_code, 1);
    EXPECT_EQ(run("quote /nowhere/request.json").exit_code, 1);
    EXPECT_EQ(run("user dance eve").exit_code, 1);
}

TEST_F(CommandLine, TheReportsThereAreAreListed) {
    const auto list = run("report --list");
    EXPECT_EQ(list.exit_code, 0);
    EXPECT_NE(list.out.find("exposure"), std::string::npos);
    EXPECT_NE(list.out.find("residuals"), std::string::npos);
}

TEST_F(CommandLine, AnUnknownReportListsThoseThereAre) {
    const auto outcome = run("report profit");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_NE(outcome.err.find("portfolio_summary, exposure"), std::string::npos) << outcome.err;
}

TEST_F(CommandLine, ConfigShowsWhatIsInForceAndNoPassword) {
    const auto outcome = run("config --database mysql://lease:s3cret@db.example:3306/book --port 9000");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.out.find("s3cret"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("db.example"), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("9000"), std::string::npos);
    EXPECT_NE(outcome.out.find("flag"), std::string::npos);
    EXPECT_NE(outcome.out.find("environment"), std::string::npos);
}

TEST_F(CommandLine, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    const auto file = write("leasebook.toml", "port = 7777\ndatabase = \"sqlite:/from/file.db\"\n");
    const auto outcome = run("config --config " + file);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("7777"), std::string::npos);
    EXPECT_EQ(outcome.out.find("/from/file.db"), std::string::npos);
    EXPECT_NE(run("config --port 8888 --config " + file).out.find("8888"), std::string::npos);
    EXPECT_EQ(run("verify --port many").exit_code, 1);
    EXPECT_EQ(run("config --config " + write("bad.toml", "port = = 1")).exit_code, 1);
    EXPECT_EQ(run("config --config " + write("odd.toml", "prot = 1")).exit_code, 1);
}

TEST_F(CommandLine, AQuoteFromStandardInputIsTheSameAsFromAFile) {
    const auto piped = run("quote", l1);
    ASSERT_EQ(piped.exit_code, 0) << piped.err;
    const auto quote = nlohmann::json::parse(piped.out);
    EXPECT_EQ(quote["rent"], "30421.94");
    EXPECT_EQ(quote["schedule"].size(), 36U);
    EXPECT_EQ(quote["schedule"][35]["closing"], "0.00");
    EXPECT_EQ(run("quote " + write("request.json", l1)).out, piped.out);
}

TEST_F(CommandLine, AnImportWithAFaultNamesLineAndColumnAndStoresNothing) {
    ASSERT_EQ(run("migrate").exit_code, 0);
    const auto file =
        write("lessees.csv",
              "code,name,size_class,grade\nGOOD1,Good firm,small,BBB\nBAD1,Bad firm,huge,BBB\nGOOD1,Twice,small,BBB\n");
    const auto outcome = run("import lessees " + file);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_NE(outcome.err.find("line 3, column size_class: "), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("line 4, column code: "), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("nothing was stored"), std::string::npos) << outcome.err;
    EXPECT_NE(run("verify").out.find(" 0 lessees"), std::string::npos);
    EXPECT_EQ(run("import dragons " + file).exit_code, 1);
}

TEST_F(CommandLine, AnImportFromStandardInputStoresAllRows) {
    const auto outcome =
        run("import lessees -", "code,name,size_class,grade\nGOOD1,Good firm,small,BBB\nGOOD2,Another,small,BBB\n");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "2 rows stored\n");
    EXPECT_NE(run("verify").out.find(" 2 lessees"), std::string::npos);
}

TEST_F(CommandLine, TheDemoPassesItsVerification) {
    ASSERT_EQ(run("demo --contracts 40").exit_code, 0);
    const auto outcome = run("verify");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    EXPECT_NE(outcome.out.find("40 contracts"), std::string::npos);
    EXPECT_EQ(run("demo").exit_code, 1) << "only into an empty database";
}

TEST_F(CommandLine, AnAlteredRowFailsTheVerification) {
    ASSERT_EQ(run("demo --contracts 40").exit_code, 0);
    alter("UPDATE contracts SET financed_amount = financed_amount + 1 WHERE id = 7");
    const auto outcome = run("verify");
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out;
    EXPECT_NE(outcome.out.find("L-"), std::string::npos) << "the contract is named: " << outcome.out;
    EXPECT_EQ(run("rebuild").exit_code, 0);
    EXPECT_EQ(run("verify").exit_code, 0) << "the events hold the truth";
}

TEST_F(CommandLine, ARemovedEventFailsTheVerification) {
    ASSERT_EQ(run("demo --contracts 40").exit_code, 0);
    alter("DELETE FROM contract_events WHERE sequence = 20");
    EXPECT_EQ(run("verify").exit_code, 1);
}

TEST_F(CommandLine, AReportGoesToItsFileWholeAndAsPrinted) {
    ASSERT_EQ(run("demo --contracts 40").exit_code, 0);
    const auto file = folder_ / "exposure.csv";
    ASSERT_EQ(run("report exposure --as-of 2026-06-30 --out " + file.string()).exit_code, 0);
    EXPECT_EQ(read(file), run("report exposure --as-of 2026-06-30").out);
    EXPECT_FALSE(fs::exists(file.string() + ".part"));
    EXPECT_TRUE(nlohmann::json::accept(run("report residuals --as-of 2026-06-30 --format json").out));
    EXPECT_EQ(run("report exposure --as-of 2026-06-30 --out /nowhere/x.csv").exit_code, 1);
}

TEST_F(CommandLine, AUserIsAddedOnceAndGetsAOneTimePassword) {
    EXPECT_EQ(run("user add wang --roles clerk,approver").exit_code, 0);
    EXPECT_EQ(run("user add wang --roles clerk").exit_code, 1);
    EXPECT_EQ(run("user add li --roles king").exit_code, 1);
    EXPECT_EQ(run("user add li").exit_code, 1) << "at least one role";
    EXPECT_NE(run("user list").out.find("wang"), std::string::npos);
    EXPECT_EQ(run("user reset nobody").exit_code, 1);
    const auto token = run("user token wang");
    EXPECT_EQ(token.exit_code, 0);
    EXPECT_TRUE(token.out.starts_with("lp_")) << token.out;
}

TEST_F(CommandLine, ATokenHasTheScopesThatWereAskedFor) {
    run("user add wang --roles clerk");
    EXPECT_EQ(run("user token wang --scopes read").exit_code, 0);
    EXPECT_EQ(run("user token wang --scopes approve").exit_code, 1);
    EXPECT_EQ(run("user token nobody").exit_code, 1);
    db::open(database())->read([](db::Connection& c) {
        auto& scopes = c.prepare("SELECT `scopes` FROM `api_tokens`");
        ASSERT_TRUE(scopes.step());
        EXPECT_EQ(scopes.text(0), "read");
    });
}

TEST_F(CommandLine, ASecondFactorIsRequiredExceptInADemoThatIsNotToldOtherwise) {
    const auto in_force = [&](const std::string& words) {
        const auto text = run(words).out;
        const auto at = text.find("second-factor = ");
        return text.substr(at + 16, text.find(' ', at + 16) - at - 16);
    };
    EXPECT_EQ(in_force("config"), "required");
    EXPECT_EQ(in_force("config --second-factor optional"), "optional");
    EXPECT_EQ(demo_standards(), (std::map<std::string, std::string>{{"second-factor", "optional"}}));
    EXPECT_EQ(read_config({.flags = {}, .file = {}, .standards = demo_standards()})->second_factor, "optional");
    EXPECT_EQ(read_config({.flags = {{"second-factor", "required"}}, .file = {}, .standards = demo_standards()})
                  ->second_factor,
              "required");
}

TEST_F(CommandLine, SettingsOfTheDoorThatMakeNoSenseAreRefused) {
    for (const auto& [words, field] : {std::pair{"--second-factor maybe", "second-factor: "},
                                       {"--tls-key key.pem", "tls-key: "},
                                       {"--public-url leasebook.example", "public-url: "},
                                       {"--oidc-issuer http://login.example", "oidc-issuer: "},
                                       {"--oidc-issuer https://login.example", "oidc-client-id: "},
                                       {"--rate-limit many", "rate-limit: "},
                                       {"--password-blocklist /nowhere", "password-blocklist: "},
                                       {"--tls-key nowhere.pem --tls-certificate nowhere.pem", "nowhere.pem"}}) {
        const auto outcome = run(std::string(words) + " --port 0 serve");
        EXPECT_NE(outcome.exit_code, 0) << words;
        EXPECT_NE(outcome.err.find(field), std::string::npos) << words << ": " << outcome.err;
    }
}

TEST_F(CommandLine, ConfigShowsNoSecretOfTheProvider) {
    const auto outcome = run("config --oidc-client-secret s3cret");
    EXPECT_EQ(outcome.out.find("s3cret"), std::string::npos);
    EXPECT_NE(outcome.out.find("oidc-client-secret = ***"), std::string::npos) << outcome.out;
}

TEST_F(CommandLine, TheHeadOfTheAuditLogProvesItLater) {
    run("user add wang --roles clerk");
    const auto head = run("audit head");
    EXPECT_EQ(head.exit_code, 0);
    ASSERT_EQ(head.out.size(), 67U) << head.out;
    const auto kept = head.out.substr(0, 66);
    run("user reset wang");
    EXPECT_EQ(run("verify --audit-head " + kept).exit_code, 0);
    EXPECT_EQ(run("verify --audit-head nonsense").exit_code, 1);
    const auto csv = run("audit export");
    EXPECT_NE(csv.out.find(",command line,,,user.reset,wang,,"), std::string::npos) << csv.out;
    // Cut off with its counter, and something else in its place: only the head that was kept tells.
    alter("DELETE FROM audit_log");
    alter("UPDATE counters SET value = 0 WHERE name = 'audit_log'");
    run("user reset wang");
    EXPECT_EQ(run("verify").exit_code, 0);
    const auto found = run("verify --audit-head " + kept);
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_NE(found.out.find("is not the one whose hash was kept elsewhere"), std::string::npos) << found.out;
    EXPECT_EQ(run("audit dance").exit_code, 1);
}

TEST_F(CommandLine, APersonIsLinkedToAProviderOnlyWhereOneIsSet) {
    run("user add wang --roles clerk");
    run("user add li --roles clerk");
    const std::string provider =
        " --oidc-issuer https://login.example --oidc-client-id x --public-url https://leasebook.example";
    EXPECT_EQ(run("user link wang --subject 7").exit_code, 1);
    EXPECT_EQ(run("user link wang --subject 7" + provider).exit_code, 0);
    EXPECT_EQ(run("user link li --subject 7" + provider).exit_code, 1) << "seven is wang";
    EXPECT_EQ(run("user remove-factor wang").exit_code, 0);
    EXPECT_EQ(run("user remove-factor nobody").exit_code, 1);
}

}  // namespace
}  // namespace leasebook::server
