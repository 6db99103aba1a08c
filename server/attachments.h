#pragma once
// Files that people add to a lease: what is taken, and the folder in which the bytes lie under the name of their hash.
#include <filesystem>
#include <string>
#include <string_view>

#include "db/attachment_store.h"

namespace leasebook::server {

inline constexpr std::size_t largest_attachment = 10 * 1024 * 1024;  // bytes

// What the bytes are: PDF, PNG, JPEG, or plain text (CSV included); an office document (XLSX, DOCX) by its bytes and
// the end of its name. What a browser says of them does not count. Errors on "file": empty, too large, of another kind.
Result<std::string> media_type_of(std::string_view name, std::string_view bytes);

// Folder <data>/attachments. Bytes are there, and on the disk, before anything refers to them; what nothing refers to
// does no harm. Throws when the disk refuses.
class AttachmentFolder {
public:
    explicit AttachmentFolder(const std::string& data);
    // Answers the hash.
    std::string keep(std::string_view bytes) const;
    // Nothing when the bytes are gone, or are no longer those of the hash.
    std::optional<std::string> read(const std::string& sha256) const;

private:
    std::filesystem::path path_of(const std::string& sha256) const;
    std::filesystem::path folder_;
};

// Every attachment's bytes are there and unchanged; a finding for each of which that is not so, at most 100.
Errors verify_attachments(db::Database& database, const AttachmentFolder& folder);

}  // namespace leasebook::server
