#pragma once
// A front on a free port of the loopback, and a client that speaks to it byte by byte.
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>

#include <cstddef>
#include <string>
#include <utility>

#include "server/http/front.h"

namespace leasebook::server::tests {

struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    bool has(const std::string& line) const { return head.find("\r\n" + line + "\r\n") != std::string::npos; }
};

class Client {
public:
    explicit Client(const Front& front) : socket_(Poco::Net::SocketAddress("127.0.0.1", front.port())) {
        socket_.setReceiveTimeout(Poco::Timespan(10, 0));
    }
    void send(const std::string& bytes) {
        for (std::size_t sent = 0; sent < bytes.size();)
            sent +=
                static_cast<std::size_t>(socket_.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent)));
    }
    void get(const std::string& path) { send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"); }
    void finish_sending() { socket_.shutdownSend(); }

    // The next answer; status 0 when the connection ended before a complete one.
    Answer answer(bool with_body = true) {
        Answer answer;
        while (received_.find("\r\n\r\n") == std::string::npos)
            if (!receive()) return answer;
        const auto end = received_.find("\r\n\r\n") + 4;
        answer.head = received_.substr(0, end);
        received_.erase(0, end);
        const auto length = answer.head.find("Content-Length: ");
        const auto size = with_body && length != std::string::npos ? std::stoul(answer.head.substr(length + 16)) : 0;
        while (received_.size() < size)
            if (!receive()) return answer;
        answer.body = received_.substr(0, size);
        received_.erase(0, size);
        answer.status = std::stoi(answer.head.substr(9, 3));
        return answer;
    }
    // Whether the server ends the connection without another byte.
    bool ended() { return received_.empty() && !receive(); }

private:
    bool receive() {
        char buffer[16 * 1024];
        int got = 0;
        try {
            got = socket_.receiveBytes(buffer, sizeof buffer);
        } catch (const Poco::Net::NetException&) {
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(got));
        return got > 0;
    }
    Poco::Net::StreamSocket socket_;
    std::string received_;
};

inline FrontSettings quick() {
    FrontSettings settings;
    settings.port = 0;
    settings.workers = 2;
    return settings;
}

inline Response echo(const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = request.method + " " + request.path + " " + request.body;
    return response;
}

struct Running : Front {
    Running(FrontSettings settings, Handler handler, AtHand at_hand = {})
        : Front(std::move(settings), std::move(handler), std::move(at_hand)) {
        start();
    }
};

}  // namespace leasebook::server::tests
