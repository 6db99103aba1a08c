#include "server/web/assets.h"

#include <sodium.h>

#include <array>
#include <map>

#include "domain/result.h"
#include "embedded/assets.h"

namespace leasebook::server {

namespace {

constexpr std::string_view font_file = "inter-latin-wght-normal.woff2";

// In front of the stylesheet, when the font is there to be loaded.
std::string font_face(const std::string& path) {
    return "@font-face{font-family:\"Inter Variable\";font-style:normal;font-display:swap;font-weight:100 "
           "900;src:url(" +
           path +
           ") format(\"woff2\");unicode-range:U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,"
           "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215}\n";
}

std::string_view content_type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types{
        {{".css", "text/css; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".woff2", "font/woff2"},
         {".svg", "image/svg+xml"}}};
    for (const auto& [ending, type] : types)
        if (name.ends_with(ending)) return type;
    throw InvariantBroken("every kind of asset has a content type");
}

// "app.css" becomes "/static/app.1a2b3c4d.css".
std::string hashed_path(std::string_view name, const std::string& bytes) {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string short_hash;
    for (std::size_t i = 0; i < 4; ++i) short_hash += {digits[hash[i] >> 4U], digits[hash[i] & 15U]};
    const auto ending = name.rfind('.');
    return "/static/" + std::string(name.substr(0, ending)) + "." + short_hash + std::string(name.substr(ending));
}

struct Shelf {
    std::map<std::string, Asset, std::less<>> by_path;
    std::map<std::string, std::string, std::less<>> path_by_name;

    std::string put(std::string_view name, std::string bytes) {
        Asset asset{std::move(bytes), {}, {}, content_type_of(name)};
        if (asset.content_type != "font/woff2") {
            asset.gzip = compressed(asset.bytes, Coding::Gzip, Effort::Highest);
            asset.brotli = compressed(asset.bytes, Coding::Brotli, Effort::Highest);
        }
        const std::string path = hashed_path(name, asset.bytes);
        by_path.insert_or_assign(path, std::move(asset));
        path_by_name.insert_or_assign(std::string(name), path);
        return path;
    }
};

const Shelf& shelf() {
    static const Shelf filled_shelf = [] {
        Shelf shelf;
        std::string font;
        for (const auto& file : embedded::assets())
            if (file.name == font_file) font = font_face(shelf.put(file.name, std::string(file.bytes)));
        for (const auto& file : embedded::assets())
            if (file.name != font_file)
                shelf.put(file.name, (file.name == "app.css" ? font : "") + std::string(file.bytes));
        return shelf;
    }();
    return filled_shelf;
}

}  // namespace

const std::string& Asset::in(Coding coding) const {
    if (coding == Coding::Brotli && !brotli.empty()) return brotli;
    return coding == Coding::Gzip && !gzip.empty() ? gzip : bytes;
}

std::string asset_path(std::string_view name) {
    const auto found = shelf().path_by_name.find(name);
    return found == shelf().path_by_name.end() ? std::string() : found->second;
}

const Asset* find_asset(std::string_view path) {
    const auto found = shelf().by_path.find(path);
    return found == shelf().by_path.end() ? nullptr : &found->second;
}

}  // namespace leasebook::server
