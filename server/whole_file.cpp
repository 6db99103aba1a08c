#include "server/whole_file.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace leasebook::server {

Result<Done> write_whole(const std::string& path, const std::string& bytes) {
    if (path.empty()) {
        std::cout << bytes << std::flush;
        return Done{};
    }
    const auto beside = path + ".part";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    std::error_code failed;
    if (file) std::filesystem::rename(beside, path, failed);
    if (!file || failed) return invalid("out", "The file {0} cannot be written.", path);
    return Done{};
}

}  // namespace leasebook::server
