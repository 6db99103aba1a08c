#pragma once
// The monthly pack: every report of a month in every format, in one ZIP with a manifest. The same figures give the same
// bytes.
#include <functional>
#include <string>
#include <vector>

#include "server/reporting/report_room.h"

namespace leasebook::server {

// "en", "zh" or "both"; anything else is English.
std::vector<Language> languages_of(const std::string& code);

struct PackOrder {
    Period period;
    Currency currency;
    std::string company;
    std::vector<Language> languages;
    std::string path;  // of the ZIP; written beside its place and moved there
    std::function<void(const std::string& what, std::size_t done, std::size_t of)> progress = {};
    std::string by = "command line";  // a user's name
};

struct Pack {
    std::size_t files = 0;
    std::uintmax_t bytes = 0;
    std::string hash;  // SHA-256 of the ZIP
    bool preliminary = false;
};

// Errors: the file cannot be written.
Result<Pack> make_pack(ReportRoom& room, const PackOrder& order);

}  // namespace leasebook::server
