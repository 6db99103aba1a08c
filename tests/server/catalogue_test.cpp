#include "server/web/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "server/web/view.h"

namespace leasebook::server {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

// Each place where a text is written in the sources, with the file for the message.
using Keys = std::set<std::pair<std::string, std::string>>;

// The literal that begins at or after `at`, adjacent ones joined; empty when something else stands there.
std::string literal_at(const std::string& source, std::size_t at) {
    std::string text;
    for (;;) {
        at = source.find_first_not_of(" \t\r\n", at);
        if (at == std::string::npos || source[at] != '"') return text;
        for (++at; at < source.size() && source[at] != '"'; ++at) {
            if (source[at] == '\\') ++at;
            text += source[at];
        }
        ++at;
    }
}

// Behind the comma that ends the argument which begins at `at`; npos when there is no further argument.
std::size_t next_argument(const std::string& source, std::size_t at) {
    int depth = 0;
    bool quoted = false;
    for (; at < source.size(); ++at) {
        const char c = source[at];
        if (c == '\\')
            ++at;
        else if (c == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (c == '(' || c == '{' || c == '[')
            ++depth;
        else if ((c == ')' || c == '}' || c == ']') && --depth < 0)
            return std::string::npos;
        else if (c == ',' && depth == 0)
            return at + 1;
    }
    return std::string::npos;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Two strokes begin a comment, but behind a colon or a quotation mark an address.
std::string without_comments(const std::string& source) {
    std::string code;
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line); code += line + '\n')
        for (auto at = line.find("//"); at != std::string::npos; at = line.find("//", at + 1))
            if (at == 0 || (line[at - 1] != ':' && line[at - 1] != '"')) line.resize(at);
    return code;
}

void collect_calls(const std::string& source, const std::string& function, bool second_argument,
                   const std::string& file, Keys& keys) {
    const std::string call = function + "(";
    for (auto found = source.find(call); found != std::string::npos; found = source.find(call, found + 1)) {
        if (found > 0 && is_word(source[found - 1])) continue;
        auto at = found + call.size();
        if (second_argument) at = next_argument(source, at);
        if (at == std::string::npos) continue;
        if (const std::string text = literal_at(source, at); !text.empty()) keys.emplace(text, file);
    }
}

void collect_pattern(
    const std::string& source, const char* pattern, const std::string& file, Keys& keys,
    std::string (*key)(std::string_view) = [](std::string_view text) { return std::string(text); }) {
    const std::regex expression(pattern);
    for (std::sregex_iterator found(source.begin(), source.end(), expression), end; found != end; ++found)
        keys.emplace(key((*found)[1].str()), file);
}

void collect_values(const std::string& source, const std::string& file, Keys& keys) {
    const std::regex names("names\\{\\{([^;]*)\\}\\};"), value("\"([^\"]*)\"");
    for (std::sregex_iterator list(source.begin(), source.end(), names), end; list != end; ++list) {
        const std::string inner = (*list)[1].str();
        for (std::sregex_iterator found(inner.begin(), inner.end(), value); found != end; ++found)
            keys.emplace(english_value((*found)[1].str()), file);
    }
}

void collect_source(const std::filesystem::path& path, Keys& keys) {
    const std::string file = path.filename().string();
    const std::string source = without_comments(text_of(path));
    for (const char* refusal : {"invalid", "not_found"}) collect_calls(source, refusal, true, file, keys);
    for (const char* refusal : {"conflict", "forbidden", "because", "saying"})
        collect_calls(source, refusal, false, file, keys);
    collect_calls(source, "t", false, file, keys);
    collect_calls(source, "tr", true, file, keys);
    collect_pattern(source, "\\b(?:call|language|call\\.language),\\s*\"([A-Z][a-z][^\"]*)\"", file,
                    keys);                                                          // labels handed on
    collect_pattern(source, "Control::\\w+,\\s*\\d,\\s*\"([^\"]+)\"", file, keys);  // hints of fields
    collect_pattern(source, "\\bfield\\(\"([\\w.]+)\"", file, keys, english_label);
    collect_values(source, file, keys);
}

Keys keys_in_sources() {
    Keys keys;
    for (const char* folder : {"domain", "pricing", "db", "reports", "server"})
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(std::filesystem::path(SOURCE_DIR) / folder))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h")
                collect_source(entry.path(), keys);
    return keys;
}

// Codes such as "AAA" or "30/360" are the same in every language.
bool has_words(const std::string& text) {
    return std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::vector<std::string> placeholders(const std::string& text) {
    std::vector<std::string> found;
    const std::regex placeholder("\\{\\d\\}");
    for (std::sregex_iterator at(text.begin(), text.end(), placeholder), end; at != end; ++at)
        found.push_back(at->str());
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

TEST(TheChineseCatalogue, HasEveryTextOfTheSources) {
    const auto keys = keys_in_sources();
    EXPECT_GT(keys.size(), 200U) << "the scan of the sources finds nothing";
    const Catalogue& chinese = catalogue_of(Language::Chinese);
    for (const auto& [text, file] : keys) {
        if (has_words(text)) {
            EXPECT_TRUE(chinese.contains(text)) << file << ": " << text;
        }
    }
}

TEST(TheChineseCatalogue, HasEveryTextOfTheTemplates) {
    const View view;
    for (const std::string& text : view.missing_translations()) ADD_FAILURE() << "missing: " << text;
}

TEST(TheChineseCatalogue, KeepsThePlaceholdersOfEveryText) {
    for (const auto& [english, chinese] : catalogue_of(Language::Chinese))
        EXPECT_EQ(placeholders(english), placeholders(chinese)) << english;
}

TEST(ACatalogue, JoinsContinuedLinesAndLeavesOutFuzzyOnes) {
    const auto catalogue = read_catalogue(
        "msgid \"\"\nmsgstr \"Language: zh_CN\\n\"\n\n# note\nmsgid \"a \"\n\"\\\"b\\\"\"\nmsgstr \"甲\"\n\"乙\"\n\n"
        "#, fuzzy\nmsgid \"c\"\nmsgstr \"丙\"\n\nmsgid \"d\"\nmsgstr \"\"\n\nmsgid \"e\"\nmsgstr \"戊\"\n");
    EXPECT_EQ(catalogue, (Catalogue{{"a \"b\"", "甲乙"}, {"e", "戊"}}));
}

TEST(ACatalogue, NamesTheLineThatIsNotWellFormed) {
    try {
        read_catalogue("msgid \"a\"\nmsgstr oops\n");
        FAIL() << "accepted";
    } catch (const InvariantBroken& fault) {
        EXPECT_NE(std::string(fault.what()).find("line 2"), std::string::npos);
    }
}

TEST(AnErrorMessage, IsTranslatedBeforeItsArgumentsAreFilledIn) {
    const auto error = not_found("cluster", "There is no cluster \"{0}\".", "SZ");
    EXPECT_EQ(tr(Language::English, error), "There is no cluster \"SZ\".");
    EXPECT_EQ(tr(Language::Chinese, error), "没有产业集群“SZ”。");
}

TEST(ALabel, IsMadeFromTheFieldNameUnlessPeopleSayItOtherwise) {
    EXPECT_EQ(english_label("unguaranteed_residual"), "Unguaranteed residual");
    EXPECT_EQ(english_label("name_zh"), "Chinese name");
    EXPECT_EQ(label_of(Language::Chinese, "lessee"), "承租人");
    EXPECT_EQ(value_text(Language::English, "arrears"), "In arrears");
    EXPECT_EQ(value_text(Language::Chinese, "mature"), "成熟期");
    EXPECT_EQ(value_text(Language::Chinese, "AAA"), "AAA");
}

}  // namespace
}  // namespace leasebook::server
