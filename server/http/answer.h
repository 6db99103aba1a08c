#pragma once
// The one writer of answers: the security headers are set here and nowhere else.
#include <chrono>
#include <string>

#include "server/http/message.h"

namespace leasebook::server {

struct Manner {
    bool keep_alive = true;
    bool head_only = false;  // the answer to HEAD: headers of the body, not the body
    bool secure = false;     // came over TLS: browsers are told never to come without it (HSTS)
};

// Appends the answer as it goes over the wire. Throws InvariantBroken when a header holds CR, LF or NUL, when its
// name is no token, or when it is one that only this writer sets (Content-Length, Date, the security headers …).
// A response may bring its own Cache-Control; without one nothing is kept by browsers and proxies.
void write_answer(std::string& out, const Response& response, Manner manner, std::chrono::system_clock::time_point now);

// A short plain-text answer that closes the connection.
Response plain_answer(int status, std::string_view sentence);

}  // namespace leasebook::server
