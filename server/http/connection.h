#pragma once
// What the front keeps of one connection. Only the loop thread touches it.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <Poco/Net/StreamSocket.h>

#include "server/http/guard.h"
#include "server/http/poller.h"

namespace leasebook::server {

enum class Phase {
    Reading,   // waiting for the rest of a request, or for one at all
    Working,   // a worker has the request; nothing is read meanwhile, so pipelined requests stay in order
    Sending,   // the answer is on its way out
    Lingering  // the last answer is out; reading on, for closing on unread bytes would reset it away
};

struct Connection {
    using Time = std::chrono::steady_clock::time_point;

    std::uint64_t id;
    Poco::Net::StreamSocket socket;
    std::string peer;
    Guard guard;
    Phase phase = Phase::Reading;
    Interest interest = Interest::Reading;
    Time deadline{};            // of the phase; Working has none, a handler takes the time it needs
    std::string in{};           // received, not yet part of a request handed on
    std::string out{};          // the answer
    std::size_t sent = 0;       // bytes of `out` already gone
    bool body_begun = false;    // the head of the request in `in` is complete
    bool keep_alive = false;    // after the answer at hand
    std::size_t announced = 0;  // bytes of body counted against FrontSettings::body_memory
    std::size_t served = 0;     // requests so far
    bool secure = false;        // the socket speaks TLS

    int descriptor() const { return socket.impl()->sockfd(); }
};

}  // namespace leasebook::server
