#pragma once
// Linux epoll behind three verbs. Poco's PollSet cannot be woken from another thread in 1.11, locks on every call
// and builds a map for every answer.
#include <cstdint>
#include <span>
#include <vector>

#include <sys/epoll.h>

namespace leasebook::server {

enum class Interest : std::uint32_t { Nothing = 0, Reading = EPOLLIN, Writing = EPOLLOUT };

class Poller {
public:
    struct Event {
        std::uint64_t id = 0;
        bool ready = false;   // for what it was watched for; a closed connection is ready for reading
        bool broken = false;  // reset, or closed in both directions
    };

    Poller();  // throws std::system_error
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    // Level-triggered: what is not dealt with is reported again. The id 0 is the poller's own.
    void watch(int socket, std::uint64_t id, Interest interest);
    void change(int socket, std::uint64_t id, Interest interest);
    void forget(int socket);

    // Waits at most so many milliseconds (-1: for ever). The events are valid until the next call.
    std::span<const Event> wait(int milliseconds);
    // Makes wait() return; safe to call from any thread.
    void wake() const;

private:
    void control(int operation, int socket, std::uint64_t id, Interest interest) const;

    int epoll_ = -1;
    int waker_ = -1;
    std::vector<epoll_event> raw_;
    std::vector<Event> events_;
};

}  // namespace leasebook::server
