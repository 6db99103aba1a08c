#pragma once
// What the suites of others have in common: their data is read from the shared folder, never compiled in; every case
// goes through the same door as `leasebook eval`; a deviation counts as explained only under a named convention.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/evaluate.h"

namespace leasebook::server {

using nlohmann::json;

inline std::filesystem::path shared_folder(const std::string& name) {
    const char* shared = std::getenv("LEASEBOOK_SHARED");
    const std::filesystem::path root = shared ? shared : std::filesystem::path(SOURCE_DIR) / ".." / "shared";
    return root / "data" / name;
}

inline std::string missing(const std::filesystem::path& folder) {
    return "no data at " + folder.string() + ": set LEASEBOOK_SHARED to the folder that holds data/";
}

inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline json json_file(const std::filesystem::path& path) { return json::parse(text_of(path)); }

inline std::vector<std::string> cells_of(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> cells{""};
    for (const char c : line) {
        if (c == ',')
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

// Rows by the names in the header; the suites' files quote nothing.
inline std::vector<std::map<std::string, std::string>> csv_rows(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string line;
    std::getline(in, line);
    const auto names = cells_of(line);
    std::vector<std::map<std::string, std::string>> rows;
    while (std::getline(in, line)) {
        const auto cells = cells_of(line);
        std::map<std::string, std::string> row;
        for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

inline json ask(const json& one) { return json::parse(evaluate(one.dump(), built_in_calendar_days())); }

inline bool near(const json& answer, double expected, double absolute, double relative = 0) {
    return answer.contains("value") && answer["value"].is_number() &&
           std::abs(answer["value"].get<double>() - expected) <= absolute + relative * std::abs(expected);
}

class Suite {
public:
    explicit Suite(std::string name, std::map<std::string, std::string> conventions = {})
        : name_(std::move(name)), conventions_(std::move(conventions)) {}
    ~Suite() {
        std::cout << name_ << ": " << passed_ << " of " << total_ << " pass";
        if (explained_ > 0) std::cout << ", " << explained_ << " differ by a named convention";
        std::cout << "\n";
        EXPECT_GT(total_, 0U) << name_ << " holds no cases";
    }
    Suite(const Suite&) = delete;
    Suite& operator=(const Suite&) = delete;

    void check(const std::string& id, bool passes, const std::string& detail) {
        ++total_;
        const auto convention = conventions_.find(id);
        if (passes) {
            ++passed_;
            EXPECT_EQ(convention, conventions_.end()) << id << " passes: take it off the list of deviations";
        } else if (convention != conventions_.end()) {
            ++explained_;
        } else {
            ADD_FAILURE() << name_ << " " << id << ": " << detail;
        }
    }

private:
    std::string name_;
    std::map<std::string, std::string> conventions_;  // by case id: why the answer differs
    std::size_t passed_ = 0, explained_ = 0, total_ = 0;
};

}  // namespace leasebook::server
