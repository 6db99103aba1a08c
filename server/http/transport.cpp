#include "server/http/transport.h"

#include <Poco/Exception.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

namespace leasebook::server {
namespace {

bool must_wait() { return errno == EAGAIN || errno == EWOULDBLOCK; }

// One call into OpenSSL. It keeps its errors a thread, so what another connection left there is thrown away first.
template <class Call>
Transfer through_tls(const Call& call) {
    ERR_clear_error();
    try {
        const int moved = call();
        if (moved > 0) return {Outcome::Moved, static_cast<std::size_t>(moved)};
        if (moved == Poco::Net::SecureStreamSocket::ERR_SSL_WANT_READ) return {Outcome::WantsReading};
        if (moved == Poco::Net::SecureStreamSocket::ERR_SSL_WANT_WRITE) return {Outcome::WantsWriting};
        return {moved == 0 ? Outcome::Ended : Outcome::Broken};
    } catch (const Poco::Exception&) {  // a stranger's bytes, no fault of ours: the connection is closed
        return {Outcome::Broken};
    }
}

}  // namespace

Poco::Net::Context::Ptr tls_context(const std::string& certificate, const std::string& key) {
    using Poco::Net::Context;
    try {
        Context::Ptr context(new Context(Context::TLS_SERVER_USE, key, certificate, "", Context::VERIFY_NONE, 9, false,
                                         "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL"));
        context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
        context->preferServerCiphers();
        return context;
    } catch (const Poco::Exception& error) {
        throw std::runtime_error("The certificate " + certificate + " and the key " + key +
                                 " cannot be used: " + error.displayText());
    }
}

Poco::Net::StreamSocket with_tls(const Poco::Net::StreamSocket& socket, const Poco::Net::Context::Ptr& context) {
    auto plain = socket;
    plain.setBlocking(false);  // the descriptor is so already, but Poco's TLS asks the object
    return Poco::Net::SecureStreamSocket::attach(plain, context);
}

// recv() and send() directly where there is no TLS, for Poco reports a reset or an empty socket as an exception.
Transfer receive_from(Poco::Net::StreamSocket& socket, bool secure, char* to, std::size_t room) {
    if (secure) return through_tls([&] { return socket.receiveBytes(to, static_cast<int>(room)); });
    const auto got = ::recv(socket.impl()->sockfd(), to, room, 0);
    if (got > 0) return {Outcome::Moved, static_cast<std::size_t>(got)};
    if (got == 0) return {Outcome::Ended};
    return {must_wait() || errno == EINTR ? Outcome::WantsReading : Outcome::Broken};
}

Transfer send_to(Poco::Net::StreamSocket& socket, bool secure, const char* from, std::size_t size) {
    constexpr std::size_t record = 16 * 1024;
    if (secure) return through_tls([&] { return socket.sendBytes(from, static_cast<int>(std::min(size, record))); });
    ssize_t gone = 0;
    do gone = ::send(socket.impl()->sockfd(), from, size, MSG_NOSIGNAL);
    while (gone < 0 && errno == EINTR);
    if (gone >= 0) return {Outcome::Moved, static_cast<std::size_t>(gone)};
    return {must_wait() ? Outcome::WantsWriting : Outcome::Broken};
}

bool end_sending(Poco::Net::StreamSocket& socket, bool secure) {
    if (secure) {
        const auto closed = through_tls([&] {
            socket.shutdown();  // TLS's close_notify; the socket itself stays open while it does not block
            return 1;
        });
        if (closed.outcome == Outcome::Broken) return false;
    }
    return ::shutdown(socket.impl()->sockfd(), SHUT_WR) == 0;
}

}  // namespace leasebook::server
