// What the front answers, on real sockets of the loopback.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/front_client.h"

using namespace leasebook::server;
using namespace leasebook::server::tests;

namespace {

TEST(Front, AnswersWithTheHeadersThatEveryAnswerCarries) {
    Running front(quick(), echo);
    Client client(front);
    client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /a body");
    EXPECT_TRUE(answer.head.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_TRUE(answer.has("Connection: keep-alive"));
    EXPECT_TRUE(answer.has("Content-Length: 12"));
    EXPECT_TRUE(answer.has("Content-Type: text/plain"));
    EXPECT_TRUE(answer.has("X-Content-Type-Options: nosniff"));
    EXPECT_TRUE(answer.has("Referrer-Policy: same-origin"));
    EXPECT_TRUE(answer.has("Cross-Origin-Opener-Policy: same-origin"));
    EXPECT_TRUE(answer.has("Cache-Control: no-store"));
    EXPECT_TRUE(
        answer.has("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src "
                   "'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors "
                   "'none'; base-uri 'none'"));
}

TEST(Front, KeepsTheResponsesOwnCacheControl) {
    Running front(quick(), [](const Request&) { return Response{}.with("Cache-Control", "max-age=60"); });
    Client client(front);
    client.get("/");
    const Answer answer = client.answer();
    EXPECT_TRUE(answer.has("Cache-Control: max-age=60"));
    EXPECT_EQ(answer.head.find("no-store"), std::string::npos);
}

TEST(Front, SendsNoBodyForHeadAnd204And304) {
    Running front(quick(), [](const Request& request) {
        Response response = echo(request);
        if (request.path != "/") response.status = std::stoi(request.path.substr(1));
        return response;
    });
    Client client(front);
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.answer(false).has("Content-Length: 7"));
    client.get("/204");
    const Answer no_content = client.answer(false);
    EXPECT_EQ(no_content.status, 204);
    EXPECT_EQ(no_content.head.find("Content-Length"), std::string::npos);
    client.get("/304");
    EXPECT_EQ(client.answer(false).status, 304);
    client.get("/200");
    EXPECT_EQ(client.answer().body, "GET /200 ") << "nothing of the earlier bodies is left over";
}

TEST(Front, GivesEachRequestItsPeerAndItsOwnId) {
    std::mutex mutex;
    std::set<std::string> ids;
    Running front(quick(), [&](const Request& request) {
        const std::lock_guard lock(mutex);
        ids.insert(request.id);
        Response response;
        response.body = request.peer;
        return response;
    });
    Client client(front);
    for (int i = 0; i < 3; ++i) {
        client.get("/");
        EXPECT_EQ(client.answer().body, "127.0.0.1");
    }
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.9\r\n\r\n");
    EXPECT_EQ(client.answer().body, "127.0.0.1") << "a proxy is believed only when it is listed";
    EXPECT_EQ(ids.size(), 4U);
}

TEST(Front, BelievesTheLastForwardedAddressOfAListedProxy) {
    FrontSettings settings = quick();
    settings.trusted_proxies = {"127.0.0.1"};
    Running front(settings, [](const Request& request) {
        Response response;
        response.body = request.peer;
        return response;
    });
    const auto peer = [&](const std::string& headers) {
        Client client(front);
        client.send("GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
        return client.answer().body;
    };
    EXPECT_EQ(peer("X-Forwarded-For: 1.2.3.4, 10.0.0.9\r\n"), "10.0.0.9");
    EXPECT_EQ(peer("X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 2001:db8::1\r\n"), "2001:db8::1");
    EXPECT_EQ(peer("X-Forwarded-For: nonsense\r\n"), "127.0.0.1");
    EXPECT_EQ(peer(""), "127.0.0.1");
}

TEST(Front, RefusesAndClosesWhateverFollowed) {
    std::atomic<int> calls{0};
    Running front(quick(), [&](const Request& request) {
        ++calls;
        return echo(request);
    });
    Client client(front);
    client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 400);
    EXPECT_TRUE(answer.has("Connection: close"));
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(front.figures().refused.at(400), 1U);
}

TEST(Front, LetsTheClientReadTheRefusalOfABodyItStillSends) {
    Running front(quick(), echo);
    Client client(front);
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n" + std::string(3'000'000, 'x'));
    EXPECT_EQ(client.answer().status, 413);
}

TEST(Front, TellsAWaitingClientToContinue) {
    Running front(quick(), echo);
    Client client(front);
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.answer().status, 100);
    client.send("abc");
    EXPECT_EQ(client.answer().body, "POST /x abc");
}

TEST(Front, TakesAndGivesLargeBodiesWhole) {
    FrontSettings settings = quick();
    settings.limits.takes_upload = [](const Request& request) { return request.path == "/upload"; };
    Running front(settings, [](const Request& request) {
        Response response;
        response.body = request.body + request.body;
        return response;
    });
    std::string body(20'000'000, 'x');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
    Client client(front);
    client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body);
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body == body + body);
}

TEST(Front, AnswersPipelinedRequestsInOrder) {
    Running front(quick(), echo);
    Client client(front);
    std::string bytes;
    for (int i = 0; i < 100; ++i) {
        const std::string body = std::to_string(i);
        bytes += "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    client.send(bytes);
    client.finish_sending();
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client.answer().body, "POST /x " + std::to_string(i));
    EXPECT_TRUE(client.ended());
}

TEST(Front, ClosesAfterTheLastRequestOfAConnection) {
    FrontSettings settings = quick();
    settings.requests_per_connection = 3;
    Running front(settings, echo);
    Client client(front);
    for (int i = 1; i <= 3; ++i) {
        client.get("/");
        const Answer answer = client.answer();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.has("Connection: close"), i == 3);
    }
    EXPECT_TRUE(client.ended());
}

TEST(Front, TurnsWhatAHandlerThrowsIntoAFixedText) {
    std::mutex mutex;
    std::vector<std::string> failures;
    FrontSettings settings = quick();
    settings.on_failure = [&](const Request&, std::string_view what) {
        const std::lock_guard lock(mutex);
        failures.emplace_back(what);
    };
    Running front(settings, [](const Request& request) -> Response {
        if (request.path == "/number") throw 7;
        throw std::runtime_error("SELECT secret FROM users");
    });
    for (const std::string path : {"/", "/number"}) {
        Client client(front);
        client.get(path);
        const Answer answer = client.answer();
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.body, "The server could not answer this request.\n");
    }
    ASSERT_EQ(failures.size(), 2U);
    EXPECT_EQ(failures[0], "SELECT secret FROM users");
}

TEST(Front, RefusesToWriteASplitHeader) {
    const std::string nul(1, '\0');
    const std::map<std::string, std::pair<std::string, std::string>> bad{
        {"/crlf", {"Location", "/a\r\nSet-Cookie: sid=1"}},
        {"/lf", {"X-A", "a\nb"}},
        {"/nul", {"X-A", "a" + nul}},
        {"/name", {"X-A\r\nX-B", "1"}},
        {"/empty", {"", "1"}},
        {"/colon", {"X:A", "1"}},
        {"/length", {"content-length", "5"}},
        {"/encoding", {"Transfer-Encoding", "chunked"}}};
    Running front(quick(), [&](const Request& request) {
        const auto& [name, value] = bad.at(request.path);
        return Response{}.with(name, value);
    });
    for (const auto& [path, header] : bad) {
        Client client(front);
        client.get(path);
        const Answer answer = client.answer();
        EXPECT_EQ(answer.status, 500) << path;
        EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos) << path;
    }
}

TEST(Front, CountsWhatItDoes) {
    Running front(quick(), echo);
    Client client(front);
    client.get("/");
    const Answer answer = client.answer();
    const FrontFigures figures = front.figures();
    EXPECT_EQ(figures.connections_now, 1U);
    EXPECT_EQ(figures.accepted, 1U);
    EXPECT_EQ(figures.requests, 1U);
    EXPECT_EQ(figures.bytes_in, std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n").size());
    EXPECT_EQ(figures.answers.at(200), 1U);
    std::uint64_t measured = 0;
    for (const auto count : figures.latency_counts) measured += count;
    EXPECT_EQ(measured, 1U);
    EXPECT_GT(figures.latency_sum, 0.0);
}

TEST(Front, DoesNotShareItsPort) {
    Running front(quick(), echo);
    FrontSettings settings = quick();
    settings.port = front.port();
    EXPECT_THROW(Running(settings, echo), Poco::Exception);
}

}  // namespace
