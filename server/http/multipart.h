#pragma once
// multipart/form-data, the way browsers send a form with a file, read strictly from a complete body.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/result.h"

namespace leasebook::server {

struct Part {
    std::string name;
    std::optional<std::string> filename;  // present for a file input; the last component only, never a path
    std::string content_type;             // as the browser guessed it; empty when it did not
    std::string bytes;
};

struct MultipartLimits {
    std::size_t parts = 200;
    std::size_t part_head = 4 * 1024;
    std::size_t name = 100;
    std::size_t filename = 255;
};

// Whether the Content-Type header says multipart/form-data.
bool is_multipart(std::string_view content_type);

// Every part in the order sent. Refused: a bad or missing boundary, text before the first or after the last part, a
// part without a name, a transfer encoding, bytes that end early, and whatever exceeds the limits.
Result<std::vector<Part>> parse_multipart(std::string_view content_type, std::string_view body,
                                          const MultipartLimits& limits = {});

}  // namespace leasebook::server
