#include "server/http/compression.h"

#include <brotli/encode.h>
#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <array>

#include "domain/result.h"

namespace leasebook::server {

namespace {

constexpr std::size_t worth_it = 1024;  // bytes; below, the headers outweigh what is saved

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// "0.25" as 250 thousandths; what is no weight counts as a refusal.
int thousandths(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    if (text.size() > 1 && text[1] != '.') return 0;
    int weight = (text[0] - '0') * 1000;
    int place = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return 0;
        weight += (digit - '0') * place;
        place /= 10;
    }
    return std::min(weight, 1000);
}

struct Liking {
    std::string_view coding;
    int weight = 1000;
};

Liking read_liking(std::string_view item) {
    const auto semicolon = std::min(item.find(';'), item.size());
    Liking liking{trimmed(item.substr(0, semicolon))};
    const auto parameter = trimmed(item.substr(std::min(semicolon + 1, item.size())));
    if (parameter.empty()) return liking;
    const bool is_weight = parameter.starts_with("q=") || parameter.starts_with("Q=");
    liking.weight = is_weight ? thousandths(parameter.substr(2)) : 0;
    return liking;
}

bool same_word(std::string_view left, std::string_view lower_right) {
    return std::ranges::equal(left, lower_right,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// Calls with each item of a list.
template <class F>
void for_each_item(std::string_view list, const F& use) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto item = trimmed(list.substr(0, comma)); !item.empty()) use(item);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

std::string gzipped(std::string_view bytes, Effort effort) {
    z_stream stream{};
    constexpr int with_gzip_header = 15 + 16;
    const int level = effort == Effort::Highest ? Z_BEST_COMPRESSION : 4;
    ensure(deflateInit2(&stream, level, Z_DEFLATED, with_gzip_header, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib begins");
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<const Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    ensure(outcome == Z_STREAM_END, "zlib ends within its own bound");
    return out;
}

std::string brotlied(std::string_view bytes, Effort effort) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    std::string out(size, '\0');
    const int quality = effort == Effort::Highest ? BROTLI_MAX_QUALITY : 4;
    const auto done = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(out.data()));
    ensure(done == BROTLI_TRUE, "brotli ends within its own bound");
    out.resize(size);
    return out;
}

bool is_text(std::string_view content_type) {
    return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
           content_type.starts_with("application/problem+json") || content_type.starts_with("image/svg+xml");
}

bool has_header(const Response& response, std::string_view lower_case_name) {
    return std::ranges::any_of(response.headers,
                               [&](const auto& header) { return same_word(header.first, lower_case_name); });
}

}  // namespace

std::string_view name_of(Coding coding) {
    switch (coding) {
        case Coding::Identity: return "";
        case Coding::Gzip: return "gzip";
        case Coding::Brotli: return "br";
    }
    throw InvariantBroken("every coding has its name");
}

Coding chosen_coding(std::string_view accept_encoding) {
    int gzip = -1, brotli = -1, others = 0, identity = 1;  // as it is: taken by all, the last choice of most
    for_each_item(accept_encoding, [&](std::string_view item) {
        const auto [coding, weight] = read_liking(item);
        if (same_word(coding, "br")) brotli = weight;
        if (same_word(coding, "gzip") || same_word(coding, "x-gzip")) gzip = weight;
        if (same_word(coding, "identity")) identity = weight;
        if (coding == "*") others = weight;
    });
    if (gzip < 0) gzip = others;
    if (brotli < 0) brotli = others;
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return Coding::Brotli;
    return gzip > 0 && gzip >= identity ? Coding::Gzip : Coding::Identity;
}

std::string compressed(std::string_view bytes, Coding coding, Effort effort) {
    switch (coding) {
        case Coding::Identity: return std::string(bytes);
        case Coding::Gzip: return gzipped(bytes, effort);
        case Coding::Brotli: return brotlied(bytes, effort);
    }
    throw InvariantBroken("every coding can be made");
}

Coding coding_of_page(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    if (request.header("cookie") && site != "same-origin" && site != "none") return Coding::Identity;
    return chosen_coding(request.header("accept-encoding").value_or(""));
}

void compress(Response& response, Coding coding) {
    if (response.body.size() < worth_it || !is_text(response.content_type)) return;
    if (has_header(response, "content-encoding") || has_header(response, "etag")) return;
    if (!has_header(response, "vary")) response.with("Vary", "Accept-Encoding");
    if (coding == Coding::Identity) return;
    response.body = compressed(response.body, coding, Effort::Quick);
    response.with("Content-Encoding", std::string(name_of(coding)));
}

}  // namespace leasebook::server
