#include "db/packed_text.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <span>

#include "db/hash_chain.h"
#include "domain/result.h"

namespace leasebook::db {

namespace {

// A kept table begins with a brace, so no plain text begins like this.
constexpr std::string_view zstd_mark = "zstd:", zlib_mark = "zlib:";
constexpr std::size_t part_size = 375'000;  // half a megabyte in base64
constexpr std::size_t piece_size = 1 << 17;

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

class ZstdUnpacker {
public:
    // Takes in the next part of what was packed.
    void take(const std::string& packed, std::string& text) {
        ZSTD_inBuffer in{packed.data(), packed.size(), 0};
        ZSTD_outBuffer out{};
        do {
            out = {piece_.data(), piece_.size(), 0};
            ensure(ZSTD_isError(ZSTD_decompressStream(stream_.get(), &out, &in)) == 0, "a packed text is whole");
            text.append(piece_, 0, out.pos);
        } while (in.pos < in.size || out.pos == out.size);
    }

private:
    std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream_{ZSTD_createDStream(), ZSTD_freeDStream};
    std::string piece_ = std::string(piece_size, '\0');
};

Bytef* bytes_of(std::string& text) { return static_cast<Bytef*>(static_cast<void*>(text.data())); }

class ZlibUnpacker {
public:
    ZlibUnpacker() { ensure(inflateInit(&stream_) == Z_OK, "zlib can begin"); }
    ZlibUnpacker(const ZlibUnpacker&) = delete;
    ZlibUnpacker& operator=(const ZlibUnpacker&) = delete;
    ~ZlibUnpacker() { inflateEnd(&stream_); }
    void take(std::string packed, std::string& text) {
        stream_.next_in = bytes_of(packed);
        stream_.avail_in = static_cast<uInt>(packed.size());
        do {
            stream_.next_out = bytes_of(piece_);
            stream_.avail_out = static_cast<uInt>(piece_.size());
            const int result = inflate(&stream_, Z_NO_FLUSH);
            ensure(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR, "a packed text is whole");
            text.append(piece_, 0, piece_.size() - stream_.avail_out);
        } while (stream_.avail_out == 0);
    }

private:
    z_stream stream_{};
    std::string piece_ = std::string(piece_size, '\0');
};

template <class Unpacker>
std::string unpacked_by(const std::vector<std::string>& parts, std::string_view mark) {
    Unpacker unpacker;
    std::string text;
    for (const auto& part : parts) unpacker.take(from_base64(std::string_view(part).substr(mark.size())), text);
    return text;
}

}  // namespace

struct TextPacker::Works {
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> stream{ZSTD_createCCtx(), ZSTD_freeCCtx};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::string piece = std::string(piece_size, '\0');  // what zstd writes into
    std::string part;
    PackedText text;

    void end_part() {
        text.parts.push_back(std::string(zstd_mark) + base64(part));
        part.clear();
    }
    void take(std::string_view plain, ZSTD_EndDirective how) {
        ZSTD_inBuffer in{plain.data(), plain.size(), 0};
        for (bool more = true; more;) {
            ZSTD_outBuffer out{piece.data(), piece.size(), 0};
            const auto left = ZSTD_compressStream2(stream.get(), &out, &in, how);
            ensure(ZSTD_isError(left) == 0, "zstd goes on");
            part.append(piece, 0, out.pos);
            if (part.size() >= part_size) end_part();
            more = how == ZSTD_e_end ? left > 0 : in.pos < in.size;
        }
    }
};

TextPacker::TextPacker() : works_(std::make_unique<Works>()) {
    ensure(ZSTD_isError(ZSTD_CCtx_setParameter(works_->stream.get(), ZSTD_c_compressionLevel, 1)) == 0,
           "zstd can begin");
    ensure(EVP_DigestInit_ex(works_->hash.get(), EVP_sha256(), nullptr) == 1, "OpenSSL can begin");
}

TextPacker::~TextPacker() = default;

void TextPacker::append(std::string_view text) {
    ensure(EVP_DigestUpdate(works_->hash.get(), text.data(), text.size()) == 1, "OpenSSL goes on");
    works_->take(text, ZSTD_e_continue);
}

PackedText TextPacker::packed() && {
    works_->take({}, ZSTD_e_end);
    if (!works_->part.empty()) works_->end_part();
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    ensure(EVP_DigestFinal_ex(works_->hash.get(), hash.data(), &size) == 1, "OpenSSL can end");
    works_->text.hash = hex(std::span(hash).first(size));
    return std::move(works_->text);
}

std::string unpacked(const std::vector<std::string>& parts) {
    if (!parts.empty() && parts.front().starts_with(zstd_mark)) return unpacked_by<ZstdUnpacker>(parts, zstd_mark);
    if (!parts.empty() && parts.front().starts_with(zlib_mark)) return unpacked_by<ZlibUnpacker>(parts, zlib_mark);
    std::string plain;
    for (const auto& part : parts) plain += part;
    return plain;
}

}  // namespace leasebook::db
