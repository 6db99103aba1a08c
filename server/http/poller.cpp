#include "server/http/poller.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <sys/eventfd.h>
#include <unistd.h>

namespace leasebook::server {
namespace {

constexpr std::uint64_t own_id = 0;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), waker_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), raw_(256) {
    if (epoll_ < 0 || waker_ < 0) fail("epoll");
    watch(waker_, own_id, Interest::Reading);
}

Poller::~Poller() {
    ::close(waker_);
    ::close(epoll_);
}

void Poller::watch(int socket, std::uint64_t id, Interest interest) { control(EPOLL_CTL_ADD, socket, id, interest); }
void Poller::change(int socket, std::uint64_t id, Interest interest) { control(EPOLL_CTL_MOD, socket, id, interest); }
void Poller::forget(int socket) { control(EPOLL_CTL_DEL, socket, own_id, Interest::Nothing); }

void Poller::control(int operation, int socket, std::uint64_t id, Interest interest) const {
    epoll_event event{};
    event.events = static_cast<std::uint32_t>(interest);
    event.data.u64 = id;
    if (::epoll_ctl(epoll_, operation, socket, &event) < 0) fail("epoll_ctl");
}

std::span<const Poller::Event> Poller::wait(int milliseconds) {
    events_.clear();
    const int count = ::epoll_wait(epoll_, raw_.data(), static_cast<int>(raw_.size()), milliseconds);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; ++i) {
        const auto& event = raw_[static_cast<std::size_t>(i)];
        if (event.data.u64 == own_id) {
            std::uint64_t times = 0;
            if (::read(waker_, &times, sizeof times) < 0 && errno != EAGAIN) fail("eventfd");
        } else {
            events_.push_back({event.data.u64, (event.events & (EPOLLIN | EPOLLOUT)) != 0,
                               (event.events & (EPOLLERR | EPOLLHUP)) != 0});
        }
    }
    return events_;
}

void Poller::wake() const {
    const std::uint64_t once = 1;
    // EAGAIN: the counter is full, so the loop is about to wake anyway.
    if (::write(waker_, &once, sizeof once) < 0 && errno != EAGAIN) fail("eventfd");
}

}  // namespace leasebook::server
