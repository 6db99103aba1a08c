#include "server/download.h"

#include "server/tables.h"

namespace leasebook::server {

std::string download_named(const std::string& name) {
    std::string plain;
    for (const char c : name) plain += c >= ' ' && c < 0x7F && c != '"' && c != '\\' ? c : '_';
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + path_to("", name).substr(1);
}

}  // namespace leasebook::server
