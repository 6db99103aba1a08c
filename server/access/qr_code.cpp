#include "server/access/qr_code.h"

#include <qrencode.h>

#include <memory>

#include "domain/result.h"
#include "reports/markup.h"

namespace leasebook::server {

reports::Svg qr_code(const std::string& text, std::string_view label) {
    constexpr int quiet = 4, pixels = 5;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    ensure(code != nullptr, "an address of an authenticator fits into a QR code");
    const int width = code->width, side = width + 2 * quiet;
    std::string path;
    for (int y = 0; y < width; ++y)
        for (int x = 0; x < width; ++x)
            if ((code->data[y * width + x] & 1U) != 0)
                path += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h1v1h-1z";
    const auto size = std::to_string(side), pixel_size = std::to_string(side * pixels);
    return {"<svg role=\"img\" aria-label=\"" + reports::markup_text(label) + "\" width=\"" + pixel_size +
            "\" height=\"" + pixel_size + "\" viewBox=\"0 0 " + size + " " + size +
            "\" shape-rendering=\"crispEdges\"><rect width=\"" + size + "\" height=\"" + size +
            "\" fill=\"#fff\"/><path d=\"" + path + "\" fill=\"#000\"/></svg>"};
}

}  // namespace leasebook::server
