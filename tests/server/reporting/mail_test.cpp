#include "server/reporting/mail.h"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <gtest/gtest.h>

#include <thread>

namespace leasebook::server {
namespace {

// A mail server that takes one mail and keeps what it was told.
class OneMail {
public:
    OneMail() : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)), thread_([this] { serve(); }) {}
    ~OneMail() {
        if (thread_.joinable()) thread_.join();
    }
    OneMail(const OneMail&) = delete;
    OneMail& operator=(const OneMail&) = delete;
    std::string address() const { return socket_.address().toString(); }
    // All that it was told, once the client has gone.
    std::string heard() {
        thread_.join();
        return told_;
    }

private:
    void serve() {
        auto client = socket_.acceptConnection();
        const auto say = [&](const std::string& line) {
            client.sendBytes((line + "\r\n").data(), static_cast<int>(line.size() + 2));
        };
        say("220 test");
        bool in_text = false;
        std::string pending;
        for (char buffer[1'024];;) {
            const int got = client.receiveBytes(buffer, sizeof buffer);
            if (got <= 0) return;
            pending.append(buffer, static_cast<std::size_t>(got));
            for (std::size_t end = 0; (end = pending.find("\r\n")) != std::string::npos;) {
                const auto line = pending.substr(0, end);
                pending.erase(0, end + 2);
                told_ += line + "\n";
                if (in_text) {
                    if (line != ".") continue;
                    in_text = false;
                    say("250 taken");
                } else if (line == "DATA") {
                    in_text = true;
                    say("354 go on");
                } else {
                    say(line == "QUIT" ? "221 bye" : "250 well");
                    if (line == "QUIT") return;
                }
            }
        }
    }
    Poco::Net::ServerSocket socket_;
    std::string told_;
    std::thread thread_;
};

TEST(AMail, GoesToEachRecipientWithItsSubjectAndText) {
    OneMail server;
    send_mail({server.address(), "leasebook@example.com", "a@example.com, b@example.com"}, "Pack 2026-06 报表",
              "It is there.");
    const auto told = server.heard();
    EXPECT_NE(told.find("MAIL FROM: <leasebook@example.com>"), std::string::npos) << told;
    EXPECT_NE(told.find("RCPT TO: <a@example.com>"), std::string::npos) << told;
    EXPECT_NE(told.find("RCPT TO: <b@example.com>"), std::string::npos) << told;
    EXPECT_NE(told.find("It is there."), std::string::npos) << told;
    EXPECT_NE(told.find("Subject: =?UTF-8?"), std::string::npos) << told;
}

TEST(AMail, ThatNobodyTakesIsAnException) {
    const Poco::Net::ServerSocket closed(Poco::Net::SocketAddress("127.0.0.1", 0));
    auto address = closed.address().toString();
    Poco::Net::ServerSocket(closed).close();
    EXPECT_THROW(send_mail({address, "a@example.com", "b@example.com"}, "s", "t"), std::exception);
}

}  // namespace
}  // namespace leasebook::server
