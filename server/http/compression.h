#pragma once
// Compression of what is sent (RFC 9110, 12.5.3): which coding a client takes, and which answers are given in one.
#include <string>
#include <string_view>

#include "server/http/message.h"

namespace leasebook::server {

enum class Coding { Identity, Gzip, Brotli };

// What "Content-Encoding" says; empty for Identity.
std::string_view name_of(Coding coding);

// The coding that an Accept-Encoding header likes best; the smaller one of two that it likes equally. Identity for an
// empty header, for one that refuses everything, and for what cannot be read.
Coding chosen_coding(std::string_view accept_encoding);

enum class Effort {
    Quick,   // for an answer that is sent once
    Highest  // for bytes that are kept and sent often
};
// The bytes in that coding.
std::string compressed(std::string_view bytes, Coding coding, Effort effort);

// The coding in which this request's page may be answered. A page holds a secret (the token of its forms, and what it
// shows) beside text from its address, and its size tells how much they share (BREACH). So a request that carries a
// cookie gets a compressed answer only when the browser says that our own page, or the person, asked for it.
Coding coding_of_page(const Request& request);

// Puts the body of text that is worth it into that coding and says so in the headers. An answer that is coded already,
// or whose ETag names its bytes, stays as it is.
void compress(Response& response, Coding coding);

}  // namespace leasebook::server
