#pragma once
// A request as it passed the guard, and the answer to it. Values only: what reads and writes sockets is front.h.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leasebook::server {

struct Request {
    std::string method;  // GET, HEAD, POST, PUT, PATCH, DELETE
    std::string path;    // decoded once; starts with '/', no "..", no "//", no NUL, no backslash
    std::string query;   // as it came, without the '?'
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;                                          // exactly Content-Length bytes
    std::string peer;                                          // address of the client
    std::string id;                                            // for the logs and the audit
    bool keep_alive = true;
    bool secure = false;  // it came over TLS, to us or to a proxy that we trust

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
    std::optional<std::string> cookie(std::string_view name) const;
    // Decoded parameters of the query; a repeated name keeps its last value.
    std::map<std::string, std::string, std::less<>> parameters() const;
};

// application/x-www-form-urlencoded text to name and value; empty optional when it is malformed.
std::optional<std::map<std::string, std::string, std::less<>>> parse_form(std::string_view text);

struct Response {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // beside the ones every answer carries
    bool close = false;

    Response& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

}  // namespace leasebook::server
