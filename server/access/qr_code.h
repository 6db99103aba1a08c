#pragma once
// A QR code as a drawing, for the authenticator app's camera.
#include <string>
#include <string_view>

#include "reports/chart.h"

namespace leasebook::server {

// Black on white with the quiet zone of four modules that ISO/IEC 18004 asks for; `label` says what it is to those
// who cannot see it.
reports::Svg qr_code(const std::string& text, std::string_view label);

}  // namespace leasebook::server
