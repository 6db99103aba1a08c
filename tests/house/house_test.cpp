// The rules of the house, read off its files: which folder may know which, and what no file may be like.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = SOURCE_DIR;

struct SourceFile {
    std::string path;  // from the root
    std::vector<std::string> lines;
};

std::vector<std::string> lines_of(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

bool has_any_ending(const std::string& path, std::initializer_list<const char*> endings) {
    return std::ranges::any_of(endings, [&](const char* ending) { return path.ends_with(ending); });
}

// The house's own files: what git would keep, which is everything but the ignored folders.
const std::vector<SourceFile>& files() {
    static const std::vector<SourceFile> all = [] {
        std::vector<SourceFile> found;
        for (const char* folder : {"domain", "pricing", "db", "reports", "server", "tests"})
            for (const auto& entry : fs::recursive_directory_iterator(root / folder))
                if (entry.is_regular_file()) found.push_back({fs::relative(entry.path(), root).generic_string(), {}});
        std::ranges::sort(found, {}, &SourceFile::path);
        for (auto& file : found)
            if (has_any_ending(file.path, {".h", ".cpp", ".mjs", ".css", ".sql", ".sh", ".txt"}))
                file.lines = lines_of(root / file.path);
        return found;
    }();
    return all;
}
bool is_cpp(const SourceFile& file) { return has_any_ending(file.path, {".h", ".cpp"}); }
bool is_header(const SourceFile& file) { return file.path.ends_with(".h"); }
std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::string included(const std::string& line) {
    static const std::regex include(R"(^\s*#include\s+[<"]([^>"]+)[>"])");
    std::smatch match;
    return std::regex_search(line, match, include) ? match[1].str() : std::string{};
}

// Calls `check` with every line that is code or comment of the files that are wanted.
template <class Wanted, class Check>
void each_line(Wanted wanted, Check check) {
    for (const auto& file : files())
        if (wanted(file))
            for (std::size_t i = 0; i < file.lines.size(); ++i)
                check(file, file.path + ":" + std::to_string(i + 1), file.lines[i]);
}

// The line without its comment and without what stands in quotes.
std::string code_of(const std::string& line) {
    std::string code;
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quote != 0) {
            if (line[i] == '\\')
                ++i;
            else if (line[i] == quote)
                quote = 0;
            continue;
        }
        if (line.compare(i, 2, "//") == 0) break;
        const bool separates_digits =
            line[i] == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1])) != 0;
        if (line[i] == '"' || (line[i] == '\'' && !separates_digits))
            quote = line[i];
        else
            code += line[i];
    }
    return code;
}

TEST(TheHouse, EachFolderKnowsOnlyThoseBelowIt) {
    const std::map<std::string, std::set<std::string>> may{
        {"domain", {"domain"}},
        {"pricing", {"domain", "pricing"}},
        {"db", {"domain", "db", "embedded"}},
        {"reports", {"domain", "pricing", "reports"}},
        {"server", {"domain", "pricing", "db", "reports", "server", "embedded"}}};
    const std::set<std::string> ours{"domain", "pricing", "db", "reports", "server", "embedded", "tests"};
    each_line(is_cpp, [&](const SourceFile& file, const std::string& place, const std::string& line) {
        const auto target = folder_of(included(line));
        const auto allowed = may.find(folder_of(file.path));
        if (allowed == may.end() || !ours.contains(target)) return;
        EXPECT_TRUE(allowed->second.contains(target)) << place << " includes " << included(line);
    });
}

TEST(TheHouse, TheDomainKnowsTheStandardLibraryOnly) {
    each_line([](const SourceFile& file) { return is_cpp(file) && folder_of(file.path) == "domain"; },
              [](const SourceFile&, const std::string& place, const std::string& line) {
                  const auto header = included(line);
                  EXPECT_TRUE(header.empty() || header.starts_with("domain/") ||
                              header.find_first_of("./") == std::string::npos)
                      << place << " includes " << header;
              });
}

bool is_hidden_library(const std::string& header) {
    return std::ranges::any_of(
        std::initializer_list<const char*>{"ql/", "Poco/", "cppconn/", "mysql", "sqlite3", "sodium", "ctemplate/",
                                           "spdlog/", "CLI/", "toml", "openssl/", "qrencode"},
        [&](const char* library) { return header.starts_with(library); });
}

TEST(TheHouse, AHeaderThatShowsALibraryIsIncludedWithinItsFolderOnly) {
    std::map<std::string, std::string> showing;  // header to the library it shows
    each_line(is_header, [&](const SourceFile& file, const std::string&, const std::string& line) {
        if (is_hidden_library(included(line))) showing[file.path] = included(line);
    });
    const auto nearest = [](const std::string& path) { return path.substr(0, path.rfind('/')); };
    each_line(is_cpp, [&](const SourceFile& file, const std::string& place, const std::string& line) {
        const auto found = showing.find(included(line));
        if (found != showing.end())
            EXPECT_EQ(nearest(file.path), nearest(found->first)) << place << " gets " << found->second;
    });
}

TEST(TheHouse, NoFloatingPointReachesTheDomain) {
    static const std::regex floating(R"(\b(double|float)\b)");
    each_line([](const SourceFile& file) { return is_cpp(file) && folder_of(file.path) == "domain"; },
              [](const SourceFile&, const std::string& place, const std::string& line) {
                  EXPECT_FALSE(std::regex_search(code_of(line), floating)) << place << ": " << line;
              });
}

// Columns as an editor counts them: a character is one, however many bytes it takes.
std::size_t columns_of(const std::string& line) {
    return static_cast<std::size_t>(
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

TEST(TheHouse, NoLineIsLongerThanAScreenIsWide) {
    std::map<std::string, int> breaches;
    each_line(is_cpp, [&](const SourceFile& file, const std::string&, const std::string& line) {
        if (columns_of(line) > 120) ++breaches[file.path];
    });
    for (const auto& [path, count] : breaches) ADD_FAILURE() << path << " has " << count << " lines beyond 120 columns";
}

TEST(TheHouse, NoFileIsLongerThanOneCanOverlook) {
    for (const auto& file : files())
        if (is_cpp(file)) EXPECT_LE(file.lines.size(), 400U) << file.path;
}

TEST(TheHouse, NoNameHidesWhatAThingIs) {
    static const std::regex vague(
        R"(\b(class|struct)\s+\w*(Manager|Service|Helper|Util|Utils|Impl|Processor|Wrapper|Handler)\b\s*[:{])");
    each_line(is_cpp, [](const SourceFile&, const std::string& place, const std::string& line) {
        EXPECT_FALSE(std::regex_search(code_of(line), vague)) << place << ": " << line;
    });
}

TEST(TheHouse, NoFileIsADrawerForAnything) {
    static const std::regex drawer(R"((^|/)(utils?|helpers?|common|misc|impl|managers?|services?)(/|\.[a-z]+$))",
                                   std::regex::icase);
    for (const auto& file : files()) EXPECT_FALSE(std::regex_search(file.path, drawer)) << file.path;
}

TEST(TheHouse, NothingIsLeftForLater) {
    // Spelled apart, so that this file passes its own rule.
    static const std::regex later(
        "\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X|HA"
        "CK)\\b");
    each_line(is_cpp, [](const SourceFile&, const std::string& place, const std::string& line) {
        EXPECT_FALSE(std::regex_search(line, later)) << place << ": " << line;
    });
}

TEST(TheHouse, NoTestWaitsForTimeToPass) {
    static const std::regex waiting(R"(\b(sleep|usleep|nanosleep|sleep_for|sleep_until)\s*\()");
    each_line([](const SourceFile& file) { return is_cpp(file) && folder_of(file.path) == "tests"; },
              [](const SourceFile&, const std::string& place, const std::string& line) {
                  EXPECT_FALSE(std::regex_search(code_of(line), waiting)) << place << ": " << line;
              });
}

TEST(TheHouse, EveryHeaderIsReadOnce) {
    for (const auto& file : files())
        if (is_header(file)) EXPECT_TRUE(!file.lines.empty() && file.lines.front() == "#pragma once") << file.path;
}

TEST(TheHouse, TheTopHoldsWhatTheDesignNames) {
    const std::set<std::string> folders{"domain", "pricing", "db", "reports", "server", "tests", "docs"};
    const std::set<std::string> pages{"CMakeLists.txt",  "CMakePresets.json", "README.md", "SECURITY.md",
                                      "CONTRIBUTING.md", "CHANGELOG.md",      "run",       "check",
                                      "package.json",    "package-lock.json", "LICENSE",   "LICENCE"};
    const std::set<std::string> ignored{"build", "node_modules", "var"};
    for (const auto& entry : fs::directory_iterator(root)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with('.') || ignored.contains(name)) continue;
        EXPECT_TRUE(entry.is_directory() ? folders.contains(name) : pages.contains(name)) << name;
    }
    for (const auto& folder : folders)
        if (folder != "docs") EXPECT_TRUE(fs::is_directory(root / folder)) << folder;
}

TEST(TheHouse, NothingOfTheSharedFolderIsKeptHere) {
    const auto shared = root / ".." / "shared" / "data";
    if (!fs::is_directory(shared)) GTEST_SKIP() << "there is no shared folder beside this one";
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(shared))
        if (entry.is_regular_file() && entry.file_size() > 1'000) names.insert(entry.path().filename().string());
    for (const auto& file : files()) {
        const auto name = fs::path(file.path).filename().string();
        if (has_any_ending(name, {".csv", ".json", ".xlsx", ".xml", ".zip", ".pdf", ".gz"}))
            EXPECT_FALSE(names.contains(name)) << file.path;
    }
}

}  // namespace
