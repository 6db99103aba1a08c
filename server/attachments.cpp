#include "server/attachments.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "db/hash_chain.h"
#include "domain/utf8.h"

namespace leasebook::server {

namespace {

bool is_text(std::string_view bytes) {
    using namespace std::string_view_literals;
    const bool plain = std::ranges::all_of(bytes, [](char c) {
        return static_cast<unsigned char>(c) >= ' ' || "\t\n\f\r"sv.find(c) != std::string_view::npos;
    });
    return plain && is_utf8(bytes);
}

bool ends_with(std::string_view name, std::string_view ending) {
    if (name.size() < ending.size()) return false;
    return std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
}

[[noreturn]] void refused_by_disk(const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), path.filename().string());
}

// On the disk when it returns.
void write_file(const std::filesystem::path& path, std::string_view bytes) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) refused_by_disk(path);
    bool well = true;
    while (well && !bytes.empty()) {
        const auto written = write(file, bytes.data(), bytes.size());
        well = written > 0;
        if (well) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    well = well && fsync(file) == 0;
    well = close(file) == 0 && well;
    if (!well) refused_by_disk(path);
}

void sync_folder(const std::filesystem::path& folder) {
    const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) refused_by_disk(folder);
    const bool well = fsync(file) == 0;
    close(file);
    if (!well) refused_by_disk(folder);
}

}  // namespace

Result<std::string> media_type_of(std::string_view name, std::string_view bytes) {
    if (bytes.empty()) return invalid("file", "The file is empty.");
    if (bytes.size() > largest_attachment) return invalid("file", "A file has at most 10 MiB.");
    using namespace std::string_view_literals;
    if (bytes.starts_with("%PDF-"sv)) return std::string("application/pdf");
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return std::string("image/png");
    if (bytes.starts_with("\xff\xd8\xff"sv)) return std::string("image/jpeg");
    const bool archive = bytes.starts_with("PK\x03\x04"sv);
    if (archive && ends_with(name, ".xlsx"))
        return std::string("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    if (archive && ends_with(name, ".docx"))
        return std::string("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    if (is_text(bytes)) return std::string("text/plain; charset=utf-8");
    return invalid("file", "Only PDF, PNG, JPEG, XLSX, DOCX and text files are taken.");
}

AttachmentFolder::AttachmentFolder(const std::string& data) : folder_(std::filesystem::path(data) / "attachments") {}

std::filesystem::path AttachmentFolder::path_of(const std::string& sha256) const {
    return folder_ / sha256.substr(0, 2) / sha256;
}

std::string AttachmentFolder::keep(std::string_view bytes) const {
    auto hash = db::sha256_hex(bytes);
    if (read(hash)) return hash;
    const auto path = path_of(hash);
    std::filesystem::create_directories(path.parent_path());
    // Written aside and then put in its place, so that nobody ever sees half of it.
    const std::filesystem::path aside = path.string() + "." + std::to_string(getpid()) + ".new";
    write_file(aside, bytes);
    std::filesystem::rename(aside, path);
    sync_folder(path.parent_path());
    return hash;
}

std::optional<std::string> AttachmentFolder::read(const std::string& sha256) const {
    std::ifstream file(path_of(sha256), std::ios::binary);
    if (!file) return {};
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (db::sha256_hex(bytes) != sha256) return {};
    return bytes;
}

Errors verify_attachments(db::Database& database, const AttachmentFolder& folder) {
    constexpr int batch = 500;
    constexpr std::size_t most_findings = 100;
    Errors findings;
    for (std::int64_t after = 0;;) {
        const auto list = database.read([&](db::Connection& c) { return db::attachments_after(c, after, batch); });
        for (const auto& attachment : list)
            if (findings.size() < most_findings && !folder.read(attachment.sha256))
                findings.push_back(conflict("The file \"{0}\" of lease {1} is missing or was changed.", attachment.name,
                                            attachment.contract.text));
        if (list.size() < batch) return findings;
        after = list.back().id;
    }
}

}  // namespace leasebook::server
