#pragma once
// Other people's programs that read what the renderers wrote.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace leasebook::tests {

// What the command wrote; the test fails where it did not end well.
inline std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        ADD_FAILURE() << command;
        return {};
    }
    std::string output;
    std::array<char, 4'096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        output.append(buffer.data(), got);
    EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << output;
    return output;
}

// Bytes in a file of their own, gone with this.
class WrittenFile {
public:
    WrittenFile(const std::string& bytes, const std::string& ending)
        : path((std::filesystem::temp_directory_path() /
                ("leasebook-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count()) + ending))
                   .string()) {
        std::ofstream(path, std::ios::binary) << bytes;
    }
    ~WrittenFile() { std::filesystem::remove(path); }
    WrittenFile(const WrittenFile&) = delete;
    WrittenFile& operator=(const WrittenFile&) = delete;
    std::string path;

private:
    static int& count() {
        static int files = 0;
        return files;
    }
};

inline std::string read_xlsx(const std::string& path) {
    return output_of("/usr/bin/python3 " SOURCE_DIR "/tests/reports/read_xlsx.py '" + path + "'");
}

// The first sheet as LibreOffice calculates and writes it.
inline std::string by_libreoffice(const std::string& path) {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / ("leasebook-office-" + std::to_string(::getpid()));
    output_of("HOME='" + folder.string() + "' soffice -env:UserInstallation='file://" + folder.string() +
              "/profile' --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1' --outdir '" +
              folder.string() + "' '" + path + "'");
    std::ifstream csv(folder / fs::path(path).stem().concat(".csv"), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(csv), {});
    fs::remove_all(folder);
    return text;
}

}  // namespace leasebook::tests
