#pragma once
// Files that an output must equal byte by byte. UPDATE_GOLDEN=1 writes them anew; the difference is then read in git.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace leasebook::tests {

inline void expect_golden(const std::string& name, const std::string& bytes) {
    const auto path = std::filesystem::path(SOURCE_DIR) / "tests" / "golden" / name;
    if (const char* update = std::getenv("UPDATE_GOLDEN"); update != nullptr && std::string(update) == "1") {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
        return;
    }
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file) << path << " is missing: run once with UPDATE_GOLDEN=1 and look at it";
    EXPECT_EQ(bytes, std::string(std::istreambuf_iterator<char>(file), {})) << path;
}

}  // namespace leasebook::tests
