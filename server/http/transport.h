#pragma once
// Bytes in and out of one socket that does not block, in the clear or through TLS.
#include <cstddef>
#include <string>

#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>

namespace leasebook::server {

enum class Outcome {
    Moved,         // some bytes, at least one
    WantsReading,  // again when the socket can be read
    WantsWriting,  // again when it can be written
    Ended,         // the other side sends no more
    Broken         // reset, or no TLS that we speak
};
struct Transfer {
    Outcome outcome = Outcome::Broken;
    std::size_t bytes = 0;
};

// TLS 1.2 and 1.3 with forward secrecy only. Throws std::runtime_error when the files are no certificate
// and its key.
Poco::Net::Context::Ptr tls_context(const std::string& certificate, const std::string& key);
// The socket with TLS on it; the handshake happens with the first bytes that are asked for.
Poco::Net::StreamSocket with_tls(const Poco::Net::StreamSocket& socket, const Poco::Net::Context::Ptr& context);

// `secure` says whether the socket was made by with_tls. A send that did not move all must be repeated with the same
// bytes that are left.
Transfer receive_from(Poco::Net::StreamSocket& socket, bool secure, char* to, std::size_t room);
Transfer send_to(Poco::Net::StreamSocket& socket, bool secure, const char* from, std::size_t size);
// Tells the other side that nothing more comes; false when the connection is broken.
bool end_sending(Poco::Net::StreamSocket& socket, bool secure);

}  // namespace leasebook::server
