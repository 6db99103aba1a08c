// The front under slow, idle, greedy and vanishing clients. Nothing here sleeps: a test waits for bytes, for the end
// of a connection or for a worker's signal, and deadlines are set to milliseconds where one is under test.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/server/front_client.h"

using namespace leasebook::server;
using namespace leasebook::server::tests;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

namespace {

TEST(FrontUnderLoad, NeverHandsOnABodyCutShort) {
    std::atomic<int> calls{0};
    Running front(quick(), [&](const Request& request) {
        ++calls;
        return echo(request);
    });
    for (const std::string part : {"", "a=b&c"}) {
        Client client(front);
        client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + part);
        client.finish_sending();
        EXPECT_EQ(client.answer().status, 400);
    }
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(front.figures().requests, 0U);
}

TEST(FrontUnderLoad, RefusesMoreBodyThanItHasMemoryFor) {
    FrontSettings settings = quick();
    settings.body_memory = 1'000;
    Running front(settings, echo);
    Client first(front), second(front);
    const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 600\r\n\r\n";
    first.send(head);
    EXPECT_EQ(first.answer().status, 100);
    second.send(head);
    EXPECT_EQ(second.answer().status, 503);
    first.send(std::string(600, 'x'));
    EXPECT_EQ(first.answer().status, 200);
    Client third(front);
    third.send(head);
    EXPECT_EQ(third.answer().status, 100) << "what was answered counts no more";
}

TEST(FrontUnderLoad, ClosesIdleConnectionsAndTellsSlowSenders) {
    FrontSettings settings = quick();
    settings.header_deadline = settings.body_deadline = settings.idle_deadline = 100ms;
    Running front(settings, echo);
    Client silent(front), kept(front), slow_head(front), slow_body(front);
    kept.get("/");
    slow_head.send("GET / HT");
    slow_body.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(kept.answer().status, 200);
    EXPECT_TRUE(kept.ended());
    EXPECT_TRUE(silent.ended());
    EXPECT_EQ(slow_head.answer().status, 408);
    EXPECT_EQ(slow_body.answer().status, 408);
    EXPECT_EQ(front.figures().refused.at(408), 2U);
}

TEST(FrontUnderLoad, ByteAtATimeCannotStretchTheDeadline) {
    FrontSettings settings = quick();
    settings.header_deadline = 150ms;
    Running front(settings, echo);
    Client client(front);
    const auto begin = Steady::now();
    try {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n");
        while (front.figures().refused.empty() && Steady::now() < begin + 5s) client.send("x");
    } catch (const Poco::Exception&) {  // the server hung up between two bytes
    }
    EXPECT_LT(Steady::now() - begin, 3s);
    EXPECT_GE(Steady::now() - begin, 10ms);
    EXPECT_EQ(front.figures().requests, 0U);
}

TEST(FrontUnderLoad, DropsAClientThatDoesNotReadItsAnswer) {
    FrontSettings settings = quick();
    settings.send_deadline = settings.time_per_100_kib = 1ms;
    Running front(settings, [](const Request&) {
        Response response;
        response.body.assign(50'000'000, 'x');
        return response;
    });
    Client client(front);
    client.get("/");
    while (front.figures().answers.empty()) std::this_thread::yield();
    while (front.figures().connections_now > 0) std::this_thread::yield();
    EXPECT_EQ(client.answer().status, 0) << "the answer broke off";
}

TEST(FrontUnderLoad, ServesEveryoneBesideIdleAndSlowConnections) {
    Running front(quick(), echo);
    std::vector<std::unique_ptr<Client>> idle, slow;
    for (int i = 0; i < 300; ++i) idle.push_back(std::make_unique<Client>(front));
    for (int i = 0; i < 100; ++i) slow.push_back(std::make_unique<Client>(front));
    const std::string request = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
    auto worst = Steady::duration::zero();
    for (const char byte : request) {
        for (auto& client : slow) client->send(std::string(1, byte));
        const auto begin = Steady::now();
        Client legitimate(front);
        legitimate.get("/");
        EXPECT_EQ(legitimate.answer().status, 200);
        worst = std::max(worst, Steady::now() - begin);
    }
    EXPECT_LT(worst, 1s);
    for (auto& client : slow) EXPECT_EQ(client->answer().body, "GET /slow ");
    for (auto& client : idle) {
        client->get("/late");
        EXPECT_EQ(client->answer().body, "GET /late ");
    }
}

TEST(FrontUnderLoad, Answers503WhenTheQueueIsFull) {
    FrontSettings settings = quick();
    settings.workers = 1;
    settings.queue = 1;
    std::counting_semaphore<> go(0), began(0);
    Running front(settings, [&](const Request& request) {
        began.release();
        go.acquire();
        return echo(request);
    });
    Client running(front), queued(front), surplus(front);
    running.get("/running");
    began.acquire();
    queued.get("/queued");
    while (front.figures().queued_now == 0) std::this_thread::yield();
    surplus.get("/surplus");
    const Answer answer = surplus.answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.has("Retry-After: 1"));
    EXPECT_TRUE(surplus.ended());
    go.release(2);
    EXPECT_EQ(running.answer().body, "GET /running ");
    EXPECT_EQ(queued.answer().body, "GET /queued ");
}

TEST(FrontUnderLoad, GivesWhatIsAtHandWhileEveryWorkerIsBusy) {
    FrontSettings settings = quick();
    settings.workers = 1;
    std::counting_semaphore<> go(0), began(0);
    Running front(
        settings,
        [&](const Request& request) {
            began.release();
            go.acquire();
            return echo(request);
        },
        [](const Request& request) -> std::shared_ptr<const Response> {
            if (request.path == "/broken") throw std::runtime_error("then the handler is asked");
            return request.path == "/ready" ? std::make_shared<const Response>(echo(request)) : nullptr;
        });
    Client slow(front), quick(front);
    slow.get("/slow");
    began.acquire();
    for (int i = 0; i < 3; ++i) {
        quick.get("/ready");
        EXPECT_EQ(quick.answer().body, "GET /ready ");
    }
    quick.get("/broken");
    go.release(2);
    EXPECT_EQ(slow.answer().body, "GET /slow ");
    EXPECT_EQ(quick.answer().body, "GET /broken ");
    EXPECT_EQ(front.figures().requests, 5U);
    EXPECT_EQ(front.figures().answers.at(200), 5U);
}

TEST(FrontUnderLoad, KeepsTheOrderOfRequestsSentAheadWhateverIsAtHand) {
    Running front(quick(), echo, [](const Request& request) -> std::shared_ptr<const Response> {
        return request.path == "/ready" ? std::make_shared<const Response>(echo(request)) : nullptr;
    });
    Client client(front);
    std::string ahead;
    for (int i = 0; i < 100; ++i)
        ahead += i % 2 == 0 ? "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n" : "GET /asked HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(ahead);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client.answer().body, i % 2 == 0 ? "GET /ready " : "GET /asked ");
}

TEST(FrontUnderLoad, TurnsConnectionsAwayOverItsLimits) {
    FrontSettings settings = quick();
    settings.connections_from_loopback = 2;
    Running front(settings, echo);
    Client first(front);
    {
        Client second(front), third(front);
        EXPECT_EQ(third.answer().status, 503);
        second.get("/");
        EXPECT_EQ(second.answer().status, 200);
    }
    while (front.figures().connections_now > 1) std::this_thread::yield();
    Client fourth(front);
    fourth.get("/");
    EXPECT_EQ(fourth.answer().status, 200);
    EXPECT_EQ(front.figures().turned_away, 1U);
}

TEST(FrontUnderLoad, FinishesRunningRequestsWhenItStops) {
    std::counting_semaphore<> go(0), began(0);
    Running front(quick(), [&](const Request& request) {
        began.release();
        go.acquire();
        return echo(request);
    });
    Client running(front), idle(front), half(front);
    half.send("GET / HTT");
    running.get("/running");
    began.acquire();
    auto stopped = std::async(std::launch::async, [&] { return front.stop(); });
    EXPECT_TRUE(idle.ended());
    EXPECT_TRUE(half.ended());
    EXPECT_THROW(Client{front}, Poco::Exception) << "nobody listens any more";
    go.release();
    const Answer answer = running.answer();
    EXPECT_EQ(answer.body, "GET /running ");
    EXPECT_TRUE(answer.has("Connection: close"));
    EXPECT_TRUE(running.ended());
    running.finish_sending();
    EXPECT_TRUE(stopped.get());
}

TEST(FrontUnderLoad, StopsInBoundedTimeThoughAHandlerHangs) {
    FrontSettings settings = quick();
    settings.stop_deadline = 100ms;
    std::counting_semaphore<> go(0), began(0);
    Running front(settings, [&](const Request& request) {
        began.release();
        go.acquire();
        return echo(request);
    });
    Client client(front);
    client.get("/");
    began.acquire();
    const auto begin = Steady::now();
    EXPECT_FALSE(front.stop());
    EXPECT_LT(Steady::now() - begin, 5s);
    EXPECT_TRUE(client.ended());
    go.release();
}

}  // namespace
