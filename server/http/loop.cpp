#include "server/http/loop.h"

#include <algorithm>
#include <cerrno>

#include <Poco/Net/StreamSocketImpl.h>
#include <sys/socket.h>

#include "server/http/answer.h"

namespace leasebook::server {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds sweep_every{50};
constexpr milliseconds linger_deadline{2'000};
constexpr std::size_t kept_buffer = 64 * 1024;  // a connection does not keep larger buffers between requests

void empty(std::string& buffer) {
    buffer.clear();
    if (buffer.capacity() > kept_buffer) buffer.shrink_to_fit();
}

// The address that a trusted proxy says it forwards for; only its own, last entry counts.
std::string forwarded_for(const Request& request, const std::string& proxy) {
    const auto& headers = request.headers;
    const auto last = std::find_if(headers.rbegin(), headers.rend(),
                                   [](const auto& header) { return header.first == "x-forwarded-for"; });
    if (last == headers.rend()) return proxy;
    const std::string& list = last->second;
    const auto begin = list.find_first_not_of(' ', list.rfind(',') + 1);  // npos + 1 is the beginning
    Poco::Net::IPAddress address;
    if (begin == std::string::npos || !Poco::Net::IPAddress::tryParse(list.substr(begin), address)) return proxy;
    return address.toString();
}

// Whether a trusted proxy says that the request came to it over TLS.
bool forwarded_over_tls(const Request& request) { return request.header("x-forwarded-proto") == "https"; }

}  // namespace

void Front::Loop::run() {
    auto next_sweep = Clock::now();
    while (true) {
        const bool timed = !connections_.empty() || !listening_;
        const auto events = poller_.wait(timed ? static_cast<int>(sweep_every.count()) : -1);
        now_ = Clock::now();
        for (const auto& event : events) {
            if (event.id == listener_id) accept_waiting();
            // A connection closed by an earlier event of this round is not found any more.
            else if (const auto found = connections_.find(event.id); found != connections_.end())
                on_event(found->second, event);
        }
        for (auto& finished : workers_->take_finished()) {
            tally_.answered(finished.status, finished.took);
            const auto found = connections_.find(finished.connection);
            if (found != connections_.end()) send_answer(found->second, std::move(finished.bytes), finished.keep_alive);
        }
        if (now_ >= next_sweep) {
            sweep();
            next_sweep = now_ + sweep_every;
        }
        if (stopping_ && !stop_begun_) begin_stop();
        if (stop_begun_ && (connections_.empty() || now_ >= stop_until_)) break;
    }
    while (!connections_.empty()) close(connections_.begin()->second);
}

void Front::Loop::sweep() {
    std::vector<std::uint64_t> late;
    for (const auto& [id, connection] : connections_)
        if (connection.phase != Phase::Working && connection.deadline <= now_) late.push_back(id);
    for (const auto id : late) {
        Connection& connection = connections_.at(id);
        if (connection.phase == Phase::Reading && !connection.in.empty())
            refuse(connection, {408, "The request did not arrive in time."});
        else
            close(connection);
    }
    if (!listening_ && !stop_begun_) {
        poller_.watch(listener_.impl()->sockfd(), listener_id, Interest::Reading);
        listening_ = true;
    }
}

void Front::Loop::begin_stop() {
    stop_begun_ = true;
    stop_until_ = now_ + settings_.stop_deadline;
    listener_.close();
    listening_ = false;
    std::vector<std::uint64_t> unheard;
    for (const auto& [id, connection] : connections_)
        if (connection.phase == Phase::Reading) unheard.push_back(id);
    for (const auto id : unheard) close(connections_.at(id));
}

// --- connections --------------------------------------------------------------------------------------------------

void Front::Loop::accept_waiting() {
    for (int i = 0; i < 64; ++i) {  // then the others have their turn
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        auto* const address = reinterpret_cast<sockaddr*>(&from);
        const int socket = ::accept4(listener_.impl()->sockfd(), address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0) {
            admit(socket, Poco::Net::SocketAddress(address, size).host());
        } else if (errno != EINTR && errno != ECONNABORTED) {
            // Out of descriptors or memory: the listener would be reported at once again, so it rests until the sweep.
            if (errno != EAGAIN && errno != EWOULDBLOCK) {
                poller_.forget(listener_.impl()->sockfd());
                listening_ = false;
            }
            return;
        }
    }
}

void Front::Loop::admit(int socket, const Poco::Net::IPAddress& peer) {
    Poco::Net::StreamSocket stream(new Poco::Net::StreamSocketImpl(socket));  // owns the descriptor from here
    std::string address = peer.toString();
    auto& of_peer = connections_of_[address];
    const auto most = peer.isLoopback() ? settings_.connections_from_loopback : settings_.connections_per_peer;
    if (connections_.size() >= settings_.connections || of_peer >= most) {
        if (of_peer == 0) connections_of_.erase(address);
        Tally::add(tally_.turned_away, 1);
        if (tls_) return;  // without a handshake there are no words
        std::string bytes;
        write_answer(bytes, plain_answer(503, "Too many connections.").with("Retry-After", "1"), {.keep_alive = false},
                     std::chrono::system_clock::now());
        ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);  // a courtesy, as far as it goes
        return;
    }
    try {
        stream.setNoDelay(true);
        if (tls_) stream = with_tls(stream, tls_);
        poller_.watch(socket, next_id_, Interest::Reading);
    } catch (const std::exception&) {  // reset meanwhile, or the machine has no room for one more
        if (of_peer == 0) connections_of_.erase(address);
        Tally::add(tally_.turned_away, 1);
        return;
    }
    ++of_peer;
    const auto id = next_id_++;
    connections_.try_emplace(id, Connection{.id = id,
                                            .socket = std::move(stream),
                                            .peer = std::move(address),
                                            .guard = Guard(settings_.limits),
                                            .deadline = now_ + settings_.header_deadline,
                                            .secure = !tls_.isNull()});
    Tally::add(tally_.accepted, 1);
    Tally::add(tally_.connections, 1);
}

void Front::Loop::close(Connection& connection) {
    bodies_announced_ -= connection.announced;
    const auto of_peer = connections_of_.find(connection.peer);
    if (--of_peer->second == 0) connections_of_.erase(of_peer);
    tally_.connections.fetch_sub(1, std::memory_order_relaxed);
    connections_.erase(connection.id);  // closes the socket, and the poller forgets a closed socket
}

void Front::Loop::watch(Connection& connection, Interest interest) {
    if (connection.interest == interest) return;
    poller_.change(connection.descriptor(), connection.id, interest);
    connection.interest = interest;
}

void Front::Loop::on_event(Connection& connection, const Poller::Event& event) {
    if (event.broken) return close(connection);
    switch (connection.phase) {
        case Phase::Reading:
        case Phase::Lingering: return receive(connection);
        case Phase::Working: return watch(connection, Interest::Nothing);  // what came waits in the kernel
        case Phase::Sending: return flush(connection);
    }
}

// --- requests in --------------------------------------------------------------------------------------------------

void Front::Loop::receive(Connection& connection) {
    const auto got = receive_from(connection.socket, connection.secure, scratch_.data(), scratch_.size());
    switch (got.outcome) {
        case Outcome::Moved: return received(connection, got.bytes);
        case Outcome::WantsReading: return watch(connection, Interest::Reading);
        case Outcome::WantsWriting: return watch(connection, Interest::Writing);  // TLS has something to say first
        case Outcome::Ended:
            // A request cut short has no effect; a client that only stopped sending is told so.
            if (connection.phase == Phase::Reading && !connection.in.empty())
                return refuse(connection, {400, "The request ended before all of it was there."});
            return close(connection);
        case Outcome::Broken: return close(connection);
    }
}

void Front::Loop::received(Connection& connection, std::size_t size) {
    Tally::add(tally_.bytes_in, size);
    if (connection.phase == Phase::Lingering) return;
    if (connection.in.empty()) connection.deadline = now_ + settings_.header_deadline;
    connection.in.append(scratch_.data(), size);
    examine(connection);
}

void Front::Loop::examine(Connection& connection) {
    Verdict verdict = connection.guard.examine(connection.in);
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) return refuse(connection, *refusal);
    if (auto* complete = std::get_if<Complete>(&verdict)) return hand_on(connection, std::move(*complete));
    if (!connection.body_begun && connection.guard.announced_body()) return await_body(connection);
    watch(connection, Interest::Reading);
}

void Front::Loop::await_body(Connection& connection) {
    connection.body_begun = true;
    connection.announced = *connection.guard.announced_body();
    bodies_announced_ += connection.announced;
    if (bodies_announced_ > settings_.body_memory) return refuse(connection, {503, "The server is busy. Try again."});
    connection.deadline = now_ + settings_.body_deadline + time_for(connection.announced);
    if (connection.guard.awaits_continue()) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        // A client that waits has read everything before, so a socket that cannot take 25 bytes is not worth keeping.
        const auto gone = send_to(connection.socket, connection.secure, go_on.data(), go_on.size());
        if (gone.outcome != Outcome::Moved || gone.bytes != go_on.size()) return close(connection);
    }
    watch(connection, Interest::Reading);
}

void Front::Loop::hand_on(Connection& connection, Complete complete) {
    connection.in.erase(0, complete.consumed);
    if (connection.in.empty()) empty(connection.in);
    Job job{connection.id, std::move(complete.request), now_};
    Request& request = job.request;
    const bool proxied =
        std::ranges::find(settings_.trusted_proxies, connection.peer) != settings_.trusted_proxies.end();
    request.peer = proxied ? forwarded_for(request, connection.peer) : connection.peer;
    request.secure = connection.secure || (proxied && forwarded_over_tls(request));
    request.id = id_prefix_ + std::to_string(next_request_++);
    request.keep_alive = request.keep_alive && ++connection.served < settings_.requests_per_connection;
    // Who sent more requests ahead waits for a worker each time, as the others wait for theirs.
    if (const auto ready = connection.in.empty() ? ready_answer(request) : nullptr) {
        Tally::add(tally_.requests, 1);
        auto answer = finished(job, *ready);
        tally_.answered(answer.status, answer.took);
        return send_answer(connection, std::move(answer.bytes), answer.keep_alive);
    }
    if (!workers_->submit(std::move(job))) return refuse(connection, {503, "The server is busy. Try again."});
    connection.phase = Phase::Working;
    Tally::add(tally_.requests, 1);
}

void Front::Loop::refuse(Connection& connection, Refusal refusal) {
    Response response = plain_answer(refusal.status, refusal.reason);
    if (refusal.status == 503) response.with("Retry-After", "1");
    std::string bytes;
    write_answer(bytes, response, {.keep_alive = false}, std::chrono::system_clock::now());
    tally_.refused(refusal.status);
    empty(connection.in);
    send_answer(connection, std::move(bytes), false);
}

// --- answers out --------------------------------------------------------------------------------------------------

void Front::Loop::send_answer(Connection& connection, std::string bytes, bool keep_alive) {
    connection.phase = Phase::Sending;
    connection.keep_alive = keep_alive && !stop_begun_;
    connection.deadline = now_ + settings_.send_deadline + time_for(bytes.size());
    connection.out = std::move(bytes);
    connection.sent = 0;
    flush(connection);
}

void Front::Loop::flush(Connection& connection) {
    while (connection.sent < connection.out.size()) {
        const auto gone = send_to(connection.socket, connection.secure, connection.out.data() + connection.sent,
                                  connection.out.size() - connection.sent);
        if (gone.outcome == Outcome::WantsReading) return watch(connection, Interest::Reading);
        if (gone.outcome == Outcome::WantsWriting) return watch(connection, Interest::Writing);
        if (gone.outcome != Outcome::Moved) return close(connection);
        connection.sent += gone.bytes;
        Tally::add(tally_.bytes_out, static_cast<std::uint64_t>(gone.bytes));
    }
    after_answer(connection);
}

void Front::Loop::after_answer(Connection& connection) {
    connection.out = {};
    bodies_announced_ -= connection.announced;
    connection.announced = 0;
    connection.body_begun = false;
    if (!connection.keep_alive) {
        if (!end_sending(connection.socket, connection.secure)) return close(connection);
        connection.phase = Phase::Lingering;
        connection.deadline = now_ + linger_deadline;
        return watch(connection, Interest::Reading);
    }
    connection.phase = Phase::Reading;
    connection.deadline = now_ + (connection.in.empty() ? settings_.idle_deadline : settings_.header_deadline);
    if (connection.in.empty()) return watch(connection, Interest::Reading);
    examine(connection);  // the client sent its next request ahead
}

}  // namespace leasebook::server
