#include "server/http/guard.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "domain/percent.h"
#include "domain/utf8.h"

namespace leasebook::server {
namespace {

using MaybeRefusal = std::optional<Refusal>;

constexpr Refusal bad_bytes{400, "The request head holds a control character or a bare line feed."};

bool is_token(std::string_view text) {
    constexpr std::string_view punctuation = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               punctuation.find(c) != std::string_view::npos;
    });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
    return out;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

// Cuts the next line off; the scan has shown that every line ends in CR LF.
std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find("\r\n");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

MaybeRefusal read_path(std::string_view raw, std::string& path) {
    constexpr std::string_view slash_again = "%2";
    for (auto at = raw.find(slash_again); at != std::string_view::npos; at = raw.find(slash_again, at + 1))
        if (raw.size() - at > 2 && lower(raw[at + 2]) == 'f')
            return Refusal{400, "The path hides a slash behind an escape."};
    auto decoded = percent_decoded(raw, Plus::IsPlus);
    if (!decoded) return Refusal{400, "The path is not well-formed."};
    const bool control = std::ranges::any_of(*decoded, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
    const bool climbs = decoded->find("..") != std::string::npos || decoded->find("//") != std::string::npos ||
                        decoded->find('\\') != std::string::npos || decoded->find("/./") != std::string::npos ||
                        decoded->ends_with("/.");
    if (control || climbs) return Refusal{400, "The path holds something that a path must not hold."};
    path = std::move(*decoded);
    return std::nullopt;
}

MaybeRefusal read_target(std::string_view target, const RequestLimits& limits, Request& request) {
    if (target.size() > limits.target) return Refusal{414, "The address is too long."};
    if (!target.starts_with('/')) return Refusal{400, "The address must start with a slash."};
    const bool printable = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
    if (!printable) return Refusal{400, "The address holds a character that must be escaped."};
    const auto question = std::min(target.find('?'), target.size());
    request.query = target.substr(std::min(question + 1, target.size()));
    if (!request.query.empty() && !parse_form(request.query)) return Refusal{400, "The query is not well-formed."};
    return read_path(target.substr(0, question), request.path);
}

MaybeRefusal read_request_line(std::string_view line, const RequestLimits& limits, Request& request) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return Refusal{400, "The request line needs three parts."};
    const auto method = line.substr(0, first), version = line.substr(last + 1);
    const bool is_version = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                            version[5] >= '0' && version[5] <= '9' && version[7] >= '0' && version[7] <= '9';
    if (!is_token(method) || !is_version) return Refusal{400, "The request line is not HTTP."};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refusal{505, "Only HTTP 1.1 and 1.0 are spoken here."};
    constexpr std::array<std::string_view, 6> known{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    if (std::ranges::find(known, method) == known.end()) return Refusal{501, "This method is not known here."};
    request.method = method;
    request.keep_alive = version == "HTTP/1.1";
    return read_target(line.substr(first + 1, last - first - 1), limits, request);
}

MaybeRefusal read_header(std::string_view line, const RequestLimits& limits, Request& request) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return Refusal{400, "A header has no colon."};
    const auto name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
    if (!is_token(name)) return Refusal{400, "A header name is malformed."};
    if (name.size() > limits.name || value.size() > limits.value || request.headers.size() == limits.headers)
        return Refusal{431, "The headers are too many or too long."};
    if (!is_utf8(value)) return Refusal{400, "A header value is not valid UTF-8."};
    request.headers.emplace_back(lower(name), value);
    return std::nullopt;
}

// A second copy of one of these would let two readers see two requests.
MaybeRefusal check_sent_once(const Request& request) {
    constexpr std::array<std::string_view, 10> once{"host",          "content-length", "content-type", "expect",
                                                    "authorization", "cookie",         "origin",       "referer",
                                                    "if-match",      "idempotency-key"};
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const auto& name = request.headers[i].first;
        if (std::ranges::find(once, name) == once.end()) continue;
        for (std::size_t j = 0; j < i; ++j)
            if (request.headers[j].first == name) return Refusal{400, "A header that may come once came twice."};
    }
    return std::nullopt;
}

MaybeRefusal check_host(const Request& request, const RequestLimits& limits) {
    const auto host = request.header("host");
    if (!host || host->empty()) return Refusal{400, "The request names no host."};
    const bool plausible = std::ranges::all_of(*host, [](char c) {
        return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view(".-_:[]").find(c) != std::string_view::npos;
    });
    if (!plausible) return Refusal{400, "The host is malformed."};
    if (limits.hosts.empty()) return std::nullopt;
    const auto end = host->starts_with('[') ? host->find(']') + 1 : host->find(':');
    if (std::ranges::find(limits.hosts, lower(host->substr(0, end))) == limits.hosts.end())
        return Refusal{400, "The host is not served here."};
    return std::nullopt;
}

MaybeRefusal read_body_size(const Request& request, const RequestLimits& limits, std::size_t& size) {
    const auto length = request.header("content-length");
    if (request.header("transfer-encoding"))
        return length ? Refusal{400, "A body has either a length or an encoding."}
                      : Refusal{501, "Transfer encodings are not accepted: send a Content-Length."};
    if (!length) {
        const bool must = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
        return must ? MaybeRefusal(Refusal{411, "This method needs a Content-Length."}) : std::nullopt;
    }
    const bool digits = !length->empty() && length->size() <= 10 &&
                        std::ranges::all_of(*length, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return Refusal{400, "The Content-Length is not a number."};
    std::from_chars(length->data(), length->data() + length->size(), size);
    if (size > 0 && (request.method == "GET" || request.method == "HEAD"))
        return Refusal{400, "This method has no body."};
    if (size <= limits.body) return std::nullopt;
    if (size > limits.upload || !limits.takes_upload || !limits.takes_upload(request))
        return Refusal{413, "The body is too large."};
    return std::nullopt;
}

void read_connection(Request& request) {
    const std::string all = lower(request.header("connection").value_or(""));
    std::string_view rest = all;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        const auto option = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (option == "keep-alive") request.keep_alive = true;
        if (option == "close") {  // wins over everything
            request.keep_alive = false;
            return;
        }
    }
}

MaybeRefusal read_expect(const Request& request, bool& awaits_continue) {
    const auto expect = request.header("expect");
    if (!expect) return std::nullopt;
    if (lower(*expect) != "100-continue") return Refusal{417, "This expectation is not known here."};
    awaits_continue = true;
    return std::nullopt;
}

enum class Scan { Unfinished, Finished, Dirty };

// Looks at bytes from `at` on until the empty line; `at` then stands behind it, or behind the last byte judged.
Scan scan_head(std::string_view bytes, std::size_t& at) {
    while (at < bytes.size()) {
        const char c = bytes[at];
        if (c == '\r') {
            if (at + 1 == bytes.size()) return Scan::Unfinished;
            if (bytes[at + 1] != '\n') return Scan::Dirty;
            at += 2;
            if (at == 2 || (at >= 4 && bytes[at - 4] == '\r')) return Scan::Finished;
        } else if ((c >= 0 && c < 0x20) || c == 0x7F) {
            return Scan::Dirty;
        } else {
            ++at;
        }
    }
    return Scan::Unfinished;
}

}  // namespace

Verdict Guard::examine(std::string_view bytes) {
    if (!head_) {
        const auto head = bytes.substr(0, limits_->head);
        const Scan scan = scan_head(head, scanned_);
        if (scan == Scan::Dirty) return bad_bytes;
        if (scan == Scan::Unfinished) {
            if (bytes.size() < limits_->head) return NeedMore{};
            return head.find('\r') == std::string_view::npos ? Refusal{414, "The address is too long."}
                                                             : Refusal{431, "The request head is too long."};
        }
        if (auto refusal = read_head(bytes.substr(0, scanned_))) return *refusal;
    }
    if (bytes.size() - head_->size < head_->body) return NeedMore{};
    Complete complete{std::move(head_->request), head_->size + head_->body};
    complete.request.body = bytes.substr(head_->size, head_->body);
    head_.reset();
    scanned_ = 0;
    return complete;
}

std::optional<std::size_t> Guard::announced_body() const {
    if (!head_) return std::nullopt;
    return head_->body;
}

std::optional<Refusal> Guard::read_head(std::string_view head) {
    Head read;
    read.size = head.size();
    Request& request = read.request;
    if (auto refusal = read_request_line(next_line(head), *limits_, request)) return refusal;
    request.headers.reserve(8);
    for (auto line = next_line(head); !line.empty(); line = next_line(head))
        if (auto refusal = read_header(line, *limits_, request)) return refusal;
    if (auto refusal = check_sent_once(request)) return refusal;
    if (auto refusal = check_host(request, *limits_)) return refusal;
    read_connection(request);
    if (auto refusal = read_body_size(request, *limits_, read.body)) return refusal;
    if (auto refusal = read_expect(request, read.awaits_continue)) return refusal;
    head_ = std::move(read);
    return std::nullopt;
}

}  // namespace leasebook::server
