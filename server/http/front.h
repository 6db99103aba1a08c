#pragma once
// The front: every connection of the server lives here. One thread watches all sockets (epoll), so a slow or idle
// client costs a few hundred bytes and no thread; complete requests go through a bounded queue to a fixed number
// of workers, unless their answer is at hand: waking a worker takes longer than sending what lies ready. Poco's
// HTTPServer gives each connection a thread and leaves the rest unanswered without a word.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/figures.h"
#include "server/http/guard.h"
#include "server/http/message.h"

namespace leasebook::server {

// Called on worker threads, several at once. What it throws becomes a 500 with a fixed text.
using Handler = std::function<Response(const Request&)>;
// An answer that lies ready, or nothing. Called on the thread that watches all sockets: it must not wait for anything.
using AtHand = std::function<std::shared_ptr<const Response>(const Request&)>;

struct FrontSettings {
    std::string address = "127.0.0.1";  // a numeric address; "::" and "0.0.0.0" listen everywhere
    std::uint16_t port = 8080;          // 0: any free port, see Front::port()
    std::size_t workers = 16;
    std::size_t queue = 256;  // complete requests that may wait for a worker; one more is answered 503

    std::chrono::milliseconds header_deadline{5'000};  // from the first byte of a request to its empty line
    std::chrono::milliseconds body_deadline{30'000};   // and time_per_100_kib for what was announced
    std::chrono::milliseconds send_deadline{30'000};   // and time_per_100_kib for what is sent
    std::chrono::milliseconds time_per_100_kib{1'000};
    std::chrono::milliseconds idle_deadline{5'000};   // a kept connection waits so long for its next request
    std::chrono::milliseconds stop_deadline{10'000};  // stop() waits so long for running requests

    std::size_t requests_per_connection = 1'000;
    std::size_t connections = 4'096;
    std::size_t connections_per_peer = 256;
    std::size_t connections_from_loopback = 4'096;  // a reverse proxy on this machine is one peer
    std::size_t body_memory = 512 * 1024 * 1024;    // bytes of bodies announced and not yet answered; more: 503
    std::string tls_certificate, tls_key;           // paths of PEM files; both empty: in the clear
    // Addresses of reverse proxies: from them, the last X-Forwarded-For address is the peer, and X-Forwarded-Proto
    // says whether it came over TLS.
    std::vector<std::string> trusted_proxies;

    RequestLimits limits;
    // Told of what a handler threw, for the log; called on worker threads, must not throw.
    std::function<void(const Request&, std::string_view what)> on_failure;
};

class Front {
public:
    // What is not at hand is asked of the handler.
    Front(FrontSettings settings, Handler handler, AtHand at_hand = {});
    ~Front();  // stops, and waits for handlers that still run however long they take
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    // Binds, listens and returns; throws std::system_error or Poco::Exception when the address cannot be had,
    // std::runtime_error when the TLS files are no certificate and its key.
    void start();
    // Accepts nothing more, drops half-sent requests, finishes running ones, at most stop_deadline long. False when
    // a handler still ran then: its client got no answer, and only the destructor waits for it.
    bool stop();

    std::uint16_t port() const;  // the port bound by start()
    FrontFigures figures() const;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace leasebook::server
