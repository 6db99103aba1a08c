#include "server/http/front.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <random>
#include <utility>

#include "server/http/answer.h"
#include "server/http/loop.h"

namespace leasebook::server {
namespace {

std::string random_prefix() {
    std::random_device random;
    std::array<char, 10> text{};
    std::snprintf(text.data(), text.size(), "%08x-", static_cast<unsigned>(random()));
    return text.data();
}

Response broken() { return plain_answer(500, "The server could not answer this request."); }

}  // namespace

Front::Front(FrontSettings settings, Handler handler, AtHand at_hand)
    : loop_(std::make_unique<Loop>(std::move(settings), std::move(handler), std::move(at_hand))) {}
Front::~Front() = default;
void Front::start() { loop_->start(); }
bool Front::stop() { return loop_->stop(); }
std::uint16_t Front::port() const { return loop_->port(); }
FrontFigures Front::figures() const { return loop_->figures(); }

Front::Loop::Loop(FrontSettings settings, Handler handler, AtHand at_hand)
    : settings_(std::move(settings)),
      handler_(std::move(handler)),
      at_hand_(std::move(at_hand)),
      id_prefix_(random_prefix()) {}

void Front::Loop::start() {
    if (!settings_.tls_certificate.empty()) {
        tls_ = tls_context(settings_.tls_certificate, settings_.tls_key);
        // OpenSSL writes to sockets that the other side closed; the error is answer enough.
        std::signal(SIGPIPE, SIG_IGN);
    }
    const Poco::Net::SocketAddress address(settings_.address, settings_.port);
    // Not the two-argument bind: it also shares the port with another server (SO_REUSEPORT).
    if (address.family() == Poco::Net::AddressFamily::IPv6)
        listener_.bind6(address, true, false, false);
    else
        listener_.bind(address, true, false);
    listener_.listen(1024);
    listener_.setBlocking(false);
    port_ = listener_.address().port();
    poller_.watch(listener_.impl()->sockfd(), listener_id, Interest::Reading);
    listening_ = true;
    workers_ = std::make_unique<Workers>(
        settings_.workers, settings_.queue, [this](const Job& job) { return finished(job, respond(job.request)); },
        [this] { poller_.wake(); });
    thread_ = std::thread([this] { run(); });
}

bool Front::Loop::stop() {
    if (!thread_.joinable()) return true;
    const auto until = Clock::now() + settings_.stop_deadline;
    stopping_ = true;
    poller_.wake();
    thread_.join();
    return workers_->stop(until);
}

FrontFigures Front::Loop::figures() const {
    FrontFigures figures = tally_.figures();
    if (workers_) figures.queued_now = workers_->queued();
    return figures;
}

Finished Front::Loop::finished(const Job& job, const Response& response) const {
    const Request& request = job.request;
    Finished finished{.connection = job.connection};
    const Manner manner{request.keep_alive && !stopping_, request.method == "HEAD", request.secure};
    const auto finish_with = [&](const Response& given) {
        write_answer(finished.bytes, given, manner, std::chrono::system_clock::now());
        finished.status = given.status;
        finished.keep_alive = manner.keep_alive && !given.close;
    };
    try {
        finish_with(response);
    } catch (const std::exception& error) {
        report(request, error.what());
        finished.bytes.clear();
        finish_with(broken());
    }
    finished.took = Clock::now() - job.received;
    return finished;
}

std::shared_ptr<const Response> Front::Loop::ready_answer(const Request& request) const {
    if (!at_hand_) return nullptr;
    try {
        return at_hand_(request);
    } catch (const std::exception& error) {  // then the handler is asked
        report(request, error.what());
        return nullptr;
    }
}

Response Front::Loop::respond(const Request& request) const {
    try {
        return handler_(request);
    } catch (const std::exception& error) {
        report(request, error.what());
    } catch (...) {
        report(request, "something that is no exception");
    }
    return broken();
}

void Front::Loop::report(const Request& request, std::string_view what) const {
    if (settings_.on_failure) settings_.on_failure(request, what);
}

}  // namespace leasebook::server
