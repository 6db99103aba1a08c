#pragma once
// Long texts as any text column of any database takes them: packed to about a quarter, in parts.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leasebook::db {

// Each part is a mark and base64 of a piece of what zstd made of the text. Hash: SHA-256 of the plain text.
struct PackedText {
    std::string hash;
    std::vector<std::string> parts;
};

// Packs a text while it is made, so that the whole of it is never held.
class TextPacker {
public:
    TextPacker();
    ~TextPacker();
    void append(std::string_view text);
    PackedText packed() &&;

private:
    struct Works;
    std::unique_ptr<Works> works_;
};

// The text of those parts, which earlier programs packed by zlib, and those before them not at all.
std::string unpacked(const std::vector<std::string>& parts);

}  // namespace leasebook::db
