#include "db/report_store.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <zlib.h>

#include <array>

#include "db/hash_chain.h"

namespace leasebook::db {

namespace {

// A kept table begins with a brace, so no plain text begins like this.
constexpr std::string_view packed_mark = "zlib:";
constexpr std::size_t part_size = 375'000;  // half a megabyte in base64

std::string base64(const std::string& bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    const auto* data = static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
    sodium_bin2base64(text.data(), text.size(), data, bytes.size(), variant);
    text.pop_back();  // the end that C looks for
    return text;
}

std::string from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    auto* data = static_cast<unsigned char*>(static_cast<void*>(bytes.data()));
    ensure(sodium_base642bin(data, bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                             sodium_base64_VARIANT_ORIGINAL) == 0,
           "a packed text is base64");
    bytes.resize(size);
    return bytes;
}

Bytef* bytes_of(std::string& text) { return static_cast<Bytef*>(static_cast<void*>(text.data())); }

// zlib reads from memory that it does not change, but says so nowhere.
Bytef* bytes_of(std::string_view text) {
    return static_cast<Bytef*>(const_cast<void*>(static_cast<const void*>(text.data())));
}

// Takes in the next part of what was packed.
void unpack_into(z_stream& stream, std::string_view packed, std::string& text) {
    std::string piece(1 << 18, '\0');
    stream.next_in = bytes_of(packed);
    stream.avail_in = static_cast<uInt>(packed.size());
    do {
        stream.next_out = bytes_of(piece);
        stream.avail_out = static_cast<uInt>(piece.size());
        const int result = inflate(&stream, Z_NO_FLUSH);
        ensure(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR, "a packed text is whole");
        text.append(piece, 0, piece.size() - stream.avail_out);
    } while (stream.avail_out == 0);
}

std::string unpacked(const std::vector<std::string>& parts) {
    z_stream stream{};
    ensure(inflateInit(&stream) == Z_OK, "zlib can begin");
    std::string text;
    for (const auto& part : parts)
        unpack_into(stream, from_base64(std::string_view(part).substr(packed_mark.size())), text);
    inflateEnd(&stream);
    return text;
}

}  // namespace

struct TextPacker::Works {
    z_stream stream{};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::string piece = std::string(1 << 16, '\0');  // what zlib writes into
    std::string part;
    PackedText text;

    void end_part() {
        text.parts.push_back(std::string(packed_mark) + base64(part));
        part.clear();
    }
    void deflate_all(int flush) {
        do {
            stream.next_out = bytes_of(piece);
            stream.avail_out = static_cast<uInt>(piece.size());
            ensure(deflate(&stream, flush) != Z_STREAM_ERROR, "zlib goes on");
            part.append(piece, 0, piece.size() - stream.avail_out);
            if (part.size() >= part_size) end_part();
        } while (stream.avail_out == 0);
    }
};

TextPacker::TextPacker() : works_(std::make_unique<Works>()) {
    ensure(deflateInit(&works_->stream, Z_BEST_SPEED) == Z_OK, "zlib can begin");
    ensure(EVP_DigestInit_ex(works_->hash.get(), EVP_sha256(), nullptr) == 1, "OpenSSL can begin");
}

TextPacker::~TextPacker() { deflateEnd(&works_->stream); }

void TextPacker::append(std::string_view text) {
    ensure(EVP_DigestUpdate(works_->hash.get(), text.data(), text.size()) == 1, "OpenSSL goes on");
    works_->stream.next_in = bytes_of(text);
    works_->stream.avail_in = static_cast<uInt>(text.size());
    works_->deflate_all(Z_NO_FLUSH);
}

PackedText TextPacker::packed() && {
    works_->deflate_all(Z_FINISH);
    if (!works_->part.empty()) works_->end_part();
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    ensure(EVP_DigestFinal_ex(works_->hash.get(), hash.data(), &size) == 1, "OpenSSL can end");
    works_->text.hash = hex(std::span(hash).first(size));
    return std::move(works_->text);
}

void keep_report_snapshot(Connection& connection, Period period, const std::string& report, const PackedText& text) {
    static const std::vector<std::string> keys{"period", "report"}, columns{"period", "report", "hash", "content"};
    static const std::vector<std::string> part_columns{"period", "report", "part", "content"};
    const auto& parts = text.parts;
    connection.prepare(connection.upsert("report_snapshots", keys, columns))
        .bind(1, to_text(period))
        .bind(2, report)
        .bind(3, text.hash)
        .bind(4, parts.size() == 1 ? parts.front() : std::string{})
        .execute();
    connection.prepare("DELETE FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ?")
        .bind(1, to_text(period))
        .bind(2, report)
        .execute();
    if (parts.size() == 1) return;
    std::int64_t number = 0;
    for (const auto& part : parts) {
        const std::vector<std::vector<Connection::Cell>> row{{to_text(period), report, ++number, part}};
        connection.insert_rows("report_snapshot_parts", part_columns, row);
    }
}

std::optional<ReportSnapshot> find_report_snapshot(Connection& connection, Period period, const std::string& report) {
    auto& select =
        connection.prepare("SELECT `hash`, `content` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    const auto hash = select.text(0);
    std::vector<std::string> contents;
    if (auto whole = select.text(1); !whole.empty()) contents.push_back(std::move(whole));
    select.reset();
    auto& parts = connection.prepare(
        "SELECT `content` FROM `report_snapshot_parts` WHERE `period` = ? AND `report` = ? ORDER BY `part`");
    parts.bind(1, to_text(period)).bind(2, report);
    while (parts.step()) contents.push_back(parts.text(0));
    if (!contents.empty() && contents.front().starts_with(packed_mark)) return ReportSnapshot{hash, unpacked(contents)};
    std::string plain;
    for (const auto& content : contents) plain += content;
    return ReportSnapshot{hash, std::move(plain)};
}

std::optional<std::string> find_report_hash(Connection& connection, Period period, const std::string& report) {
    auto& select = connection.prepare("SELECT `hash` FROM `report_snapshots` WHERE `period` = ? AND `report` = ?");
    if (!select.bind(1, to_text(period)).bind(2, report).step()) return {};
    auto hash = select.text(0);
    select.reset();
    return hash;
}

}  // namespace leasebook::db
