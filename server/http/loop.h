#pragma once
// What Front::start() sets going: the thread that watches every socket, and what it knows of its connections.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <Poco/Net/IPAddress.h>
#include <Poco/Net/ServerSocket.h>

#include "server/http/connection.h"
#include "server/http/front.h"
#include "server/http/poller.h"
#include "server/http/tally.h"
#include "server/http/transport.h"
#include "server/http/workers.h"

namespace leasebook::server {

class Front::Loop {
public:
    using Clock = std::chrono::steady_clock;

    Loop(FrontSettings settings, Handler handler, AtHand at_hand);
    ~Loop() { stop(); }

    void start();
    bool stop();
    std::uint16_t port() const { return port_; }
    FrontFigures figures() const;

private:
    void run();
    void sweep();
    void begin_stop();

    void accept_waiting();
    void admit(int socket, const Poco::Net::IPAddress& peer);
    void on_event(Connection& connection, const Poller::Event& event);
    void receive(Connection& connection);
    void received(Connection& connection, std::size_t size);
    void examine(Connection& connection);
    void await_body(Connection& connection);
    void hand_on(Connection& connection, Complete complete);
    void refuse(Connection& connection, Refusal refusal);
    void send_answer(Connection& connection, std::string bytes, bool keep_alive);
    void flush(Connection& connection);
    void after_answer(Connection& connection);
    void watch(Connection& connection, Interest interest);
    void close(Connection& connection);  // the reference is dead afterwards

    Finished finished(const Job& job, const Response& response) const;
    std::shared_ptr<const Response> ready_answer(const Request& request) const;
    Response respond(const Request& request) const;
    void report(const Request& request, std::string_view what) const;

    std::chrono::milliseconds time_for(std::size_t bytes) const {
        return settings_.time_per_100_kib * static_cast<std::int64_t>(bytes / (100 * 1024));
    }

    const FrontSettings settings_;
    const Handler handler_;
    const AtHand at_hand_;         // may be empty
    const std::string id_prefix_;  // of request ids, so that two runs share none
    static constexpr std::uint64_t listener_id = 1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    Tally tally_;

    // The rest belongs to the loop thread while it runs.
    Poco::Net::Context::Ptr tls_;  // null: in the clear
    Poco::Net::ServerSocket listener_;
    bool listening_ = false;  // the poller watches the listener
    Poller poller_;
    std::unordered_map<std::uint64_t, Connection> connections_;
    std::unordered_map<std::string, std::size_t> connections_of_;
    std::uint64_t next_id_ = 2;  // 0 and 1 are the poller's and the listener's
    std::uint64_t next_request_ = 1;
    std::size_t bodies_announced_ = 0;
    Clock::time_point now_;
    std::vector<char> scratch_ = std::vector<char>(64 * 1024);
    bool stop_begun_ = false;
    Clock::time_point stop_until_;

    std::unique_ptr<Workers> workers_;
    std::thread thread_;
};

}  // namespace leasebook::server
