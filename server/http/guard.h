#pragma once
// The guard at the door: bytes in, a Request or a refusal out. It reads no socket and no clock, so every hostile
// request is one line of a test. What it refuses also closes the connection: nothing after a doubtful request on
// the same connection can be trusted (request smuggling).
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/http/message.h"

namespace leasebook::server {

struct RequestLimits {
    std::size_t head = 16 * 1024;  // bytes up to and with the empty line
    std::size_t headers = 64;
    std::size_t name = 256;
    std::size_t value = 8 * 1024;
    std::size_t target = 8 * 1024;
    std::size_t body = 1024 * 1024;
    std::size_t upload = 64 * 1024 * 1024;  // body of a request for which takes_upload says yes
    // Sees the request without its body, before anyone is signed in; empty: no request may upload.
    std::function<bool(const Request&)> takes_upload;
    std::vector<std::string> hosts;  // lower case, without port; empty: any host
};

struct Refusal {
    int status = 400;
    std::string_view reason;  // one English sentence of ours, never text of the request
    bool operator==(const Refusal&) const = default;
};
struct NeedMore {};
struct Complete {
    Request request;           // without peer and id, which the bytes do not tell
    std::size_t consumed = 0;  // bytes of it; what follows belongs to the next request
};
using Verdict = std::variant<NeedMore, Refusal, Complete>;

// Follows one connection. It keeps only what it learned of the request at hand, never the bytes.
class Guard {
public:
    explicit Guard(const RequestLimits& limits) : limits_(&limits) {}  // the limits must outlive the guard

    // All bytes that came since the last complete request; each call sees the earlier ones again. After Complete
    // the guard is ready for the next request; after a Refusal it must not be asked again.
    Verdict examine(std::string_view bytes);

    // Bytes of body that the request at hand announced; empty while its head is not complete.
    std::optional<std::size_t> announced_body() const;
    // The client waits for "100 Continue" before it sends the body.
    bool awaits_continue() const { return head_ && head_->awaits_continue; }

private:
    struct Head {
        Request request;
        std::size_t size = 0;
        std::size_t body = 0;
        bool awaits_continue = false;
    };
    std::optional<Refusal> read_head(std::string_view head);

    const RequestLimits* limits_;
    std::size_t scanned_ = 0;  // bytes of the head known to be clean, so that slow senders cost no second look
    std::optional<Head> head_;
};

}  // namespace leasebook::server
