#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "server/http/guard.h"

using namespace leasebook::server;

namespace {

struct Case {
    const char* what;
    std::string bytes;
    int status;  // 0: accepted, -1: more bytes needed
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.what; }

RequestLimits limits() {
    RequestLimits limits;
    limits.body = 100;
    limits.upload = 1'000;
    limits.takes_upload = [](const Request& request) { return request.path == "/upload"; };
    return limits;
}

int outcome(const Verdict& verdict) {
    if (const auto* refusal = std::get_if<Refusal>(&verdict)) return refusal->status;
    return std::holds_alternative<Complete>(verdict) ? 0 : -1;
}

Verdict all_at_once(const std::string& bytes, const RequestLimits& limits) { return Guard(limits).examine(bytes); }

Verdict byte_by_byte(const std::string& bytes, const RequestLimits& limits) {
    Guard guard(limits);
    Verdict verdict = NeedMore{};
    for (std::size_t size = 1; size <= bytes.size() && std::holds_alternative<NeedMore>(verdict); ++size)
        verdict = guard.examine(std::string_view(bytes).substr(0, size));
    return verdict;
}

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
std::string with(const std::string& headers) { return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"; }
std::string post(const std::string& headers, const std::string& body = "") {
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}
std::string many_headers(int count) {
    std::string headers;
    for (int i = 0; i < count; ++i) headers += "X-" + std::to_string(i) + ": 1\r\n";
    return with(headers);
}
const std::string nul(1, '\0');

const Case cases[] = {
    // Accepted.
    {"a plain request", get("/"), 0},
    {"the last complete bytes of a body", post("Content-Length: 5\r\n", "a=b&c"), 0},
    {"an empty body", post("Content-Length: 0\r\n"), 0},
    {"an escaped Chinese path", get("/%E5%90%88%E5%90%8C"), 0},
    {"a query with blanks and Chinese", get("/?q=a+b%20%E5%90%88"), 0},
    {"HTTP 1.0 with a host", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 0},
    {"a header value in UTF-8", with("X-Name: \xE5\x90\x88\r\n"), 0},
    {"an IPv6 host with port", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 0},
    {"an upload up to its own limit",
     "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'), 0},
    {"deleting without a body", "DELETE /x HTTP/1.1\r\nHost: a\r\n\r\n", 0},
    {"64 headers", many_headers(63), 0},
    {"a dot at the start of a name", get("/.well-known/x"), 0},
    // Unfinished.
    {"half a request line", "GET / HT", -1},
    {"a head without its empty line", "GET / HTTP/1.1\r\nHost: a\r\n", -1},
    {"a body cut short", post("Content-Length: 5\r\n", "a=b"), -1},
    // Smuggling.
    {"chunks", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 501},
    {"an identity encoding", post("Transfer-Encoding: identity\r\n"), 501},
    {"a length and an encoding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"an encoding and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
    {"two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), 400},
    {"two different lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400},
    {"a list of lengths", post("Content-Length: 5, 5\r\n", "hello"), 400},
    {"a length with a comma", post("Content-Length: 1,0\r\n", "helloworld"), 400},
    {"a length with a plus", post("Content-Length: +5\r\n", "hello"), 400},
    {"a negative length", post("Content-Length: -5\r\n", "hello"), 400},
    {"a hexadecimal length", post("Content-Length: 0x5\r\n", "hello"), 400},
    {"an empty length", post("Content-Length:\r\n", "hello"), 400},
    {"a length of eleven digits", post("Content-Length: 00000000005\r\n", "hello"), 400},
    {"a length beyond 64 bits", post("Content-Length: 18446744073709551621\r\n", "hello"), 400},
    {"no length", post(""), 411},
    {"putting without a length", "PUT /x HTTP/1.1\r\nHost: a\r\n\r\n", 411},
    {"patching without a length", "PATCH /x HTTP/1.1\r\nHost: a\r\n\r\n", 411},
    {"a body of GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 400},
    {"too large a body", post("Content-Length: 101\r\n"), 413},
    {"too large an upload", "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", 413},
    {"a space before the colon", with("X-A : 1\r\n"), 400},
    {"a tab before the colon", with("X-A\t: 1\r\n"), 400},
    {"a folded header", with("X-A: 1\r\n  2\r\n"), 400},
    {"a folded header with a tab", with("X-A: 1\r\n\t2\r\n"), 400},
    {"an empty header name", with(": 1\r\n"), 400},
    {"a header without a colon", with("nonsense\r\n"), 400},
    {"bare line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
    {"one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n", 400},
    {"a bare carriage return", "GET / HTTP/1.1\r\nHost: a\rX: 1\r\n\r\n", 400},
    {"an empty line first", "\r\n" + get("/"), 400},
    {"NUL in a value", with("X-A: 1" + nul + "\r\n"), 400},
    {"NUL in the target", get("/a" + nul), 400},
    {"DEL in a value", with("X-A: \x7F\r\n"), 400},
    {"an escape character in a value", with("X-A: \x1B[31m\r\n"), 400},
    {"a value that is not UTF-8", with("X-A: \xFF\r\n"), 400},
    {"a name beyond ASCII", with("X-\xC3\xA9: 1\r\n"), 400},
    // Host.
    {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
    {"no host in HTTP 1.0", "GET / HTTP/1.0\r\n\r\n", 400},
    {"two hosts", with("Host: b\r\n"), 400},
    {"two equal hosts", with("Host: a\r\n"), 400},
    {"an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"a host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
    {"two cookies headers", with("Cookie: a=1\r\nCookie: a=2\r\n"), 400},
    {"two authorizations", with("Authorization: a\r\nAuthorization: b\r\n"), 400},
    // Request line.
    {"HTTP 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"HTTP 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
    {"HTTP 0.9", "GET /\r\n\r\n", 400},
    {"a version in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"a version with a long number", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
    {"an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"a method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"a method with a bracket", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"two spaces after the method", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"a space inside the target", get("/a b"), 400},
    {"TLS on a plain port", "\x16\x03\x01\x02", 400},
    // Target and path.
    {"an absolute URI", get("http://a/"), 400},
    {"a target without a slash", get("a"), 400},
    {"a fragment", get("/a#b"), 400},
    {"a raw byte beyond ASCII", get("/\xE5\x90\x88"), 400},
    {"climbing", get("/a/../b"), 400},
    {"escaped climbing", get("/a/%2e%2E/b"), 400},
    {"half-escaped climbing", get("/.%2e/b"), 400},
    {"an escaped slash", get("/a%2Fb"), 400},
    {"an escaped slash in lower case", get("/%2fetc"), 400},
    {"a backslash", get("/a\\b"), 400},
    {"an escaped backslash", get("/a%5Cb"), 400},
    {"an escaped NUL", get("/a%00"), 400},
    {"an escaped line end", get("/a%0D%0Ab"), 400},
    {"two slashes", get("/a//b"), 400},
    {"two leading slashes", get("//a"), 400},
    {"a dot segment", get("/a/./b"), 400},
    {"a last dot segment", get("/a/."), 400},
    {"an overlong slash", get("/%C0%AF"), 400},
    {"a lone surrogate", get("/%ED%A0%80"), 400},
    {"a bad escape", get("/%zz"), 400},
    {"a cut escape", get("/%e"), 400},
    {"a bad escape in the query", get("/?a=%zz"), 400},
    {"a query that is not UTF-8", get("/?a=%FF"), 400},
    {"NUL in the query", get("/?a=%00"), 400},
    // Sizes.
    {"too long a target", get("/" + std::string(8 * 1024, 'a')), 414},
    {"a target without an end", "GET /" + std::string(16 * 1024, 'a'), 414},
    {"too long a value", with("X-A: " + std::string(8 * 1024 + 1, 'a') + "\r\n"), 431},
    {"too long a name", with(std::string(257, 'a') + ": 1\r\n"), 431},
    {"65 headers", many_headers(64), 431},
    {"a head without an end", "GET / HTTP/1.1\r\n" + std::string(16 * 1024, 'a'), 431},
    {"an unknown expectation", post("Content-Length: 1\r\nExpect: 200-ok\r\n", "a"), 417},
};

class Requests : public testing::TestWithParam<Case> {};

TEST_P(Requests, GetTheirVerdict) { EXPECT_EQ(outcome(all_at_once(GetParam().bytes, limits())), GetParam().status); }

TEST_P(Requests, GetTheSameVerdictByteByByte) {
    const RequestLimits l = limits();
    const Verdict whole = all_at_once(GetParam().bytes, l), bytewise = byte_by_byte(GetParam().bytes, l);
    ASSERT_EQ(whole.index(), bytewise.index());
    if (const auto* refusal = std::get_if<Refusal>(&whole)) {
        EXPECT_EQ(*refusal, std::get<Refusal>(bytewise));
    }
    if (const auto* complete = std::get_if<Complete>(&whole)) {
        const auto& other = std::get<Complete>(bytewise);
        EXPECT_EQ(complete->consumed, other.consumed);
        EXPECT_EQ(complete->request.path, other.request.path);
        EXPECT_EQ(complete->request.headers, other.request.headers);
        EXPECT_EQ(complete->request.body, other.request.body);
    }
}

INSTANTIATE_TEST_SUITE_P(Guard, Requests, testing::ValuesIn(cases));

TEST(Guard, TellsTheRequestAsItCame) {
    const RequestLimits l = limits();
    const std::string bytes =
        "POST /a%20b/c?x=1&y=%E5%90%88 HTTP/1.1\r\nHOST: Shop.Example:80\r\nCookie: a=1;  sid=t=k \r\n"
        "Content-Length: 7\r\nConnection: close\r\n\r\nx=1&y=2GET / HTTP";
    const auto complete = std::get<Complete>(all_at_once(bytes, l));
    const Request& request = complete.request;
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/a b/c");
    EXPECT_EQ(request.query, "x=1&y=%E5%90%88");
    EXPECT_EQ(request.parameters().at("y"), "\xE5\x90\x88");
    EXPECT_EQ(request.header("host"), "Shop.Example:80");
    EXPECT_EQ(request.cookie("sid"), "t=k");
    EXPECT_EQ(request.cookie("si"), std::nullopt);
    EXPECT_EQ(request.body, "x=1&y=2");
    EXPECT_FALSE(request.keep_alive);
    EXPECT_EQ(complete.consumed, bytes.size() - 10);
}

TEST(Guard, ReadsTheNextRequestAfterAComplete) {
    const RequestLimits l = limits();
    Guard guard(l);
    std::string bytes = post("Content-Length: 1\r\n", "a") + get("/two");
    auto first = std::get<Complete>(guard.examine(bytes));
    EXPECT_EQ(first.request.body, "a");
    bytes.erase(0, first.consumed);
    EXPECT_EQ(std::get<Complete>(guard.examine(bytes)).request.path, "/two");
}

TEST(Guard, KeepsConnectionsAsTheVersionAndTheHeaderSay) {
    const RequestLimits l = limits();
    const auto kept = [&](const std::string& version, const std::string& headers) {
        const std::string bytes = "GET / HTTP/" + version + "\r\nHost: a\r\n" + headers + "\r\n";
        return std::get<Complete>(all_at_once(bytes, l)).request.keep_alive;
    };
    EXPECT_TRUE(kept("1.1", ""));
    EXPECT_FALSE(kept("1.1", "Connection: foo, Close\r\n"));
    EXPECT_FALSE(kept("1.0", ""));
    EXPECT_TRUE(kept("1.0", "Connection: Keep-Alive\r\n"));
    EXPECT_FALSE(kept("1.0", "Connection: close, keep-alive\r\n"));
}

TEST(Guard, ServesOnlyTheHostsItIsGiven) {
    RequestLimits l = limits();
    l.hosts = {"lease.example", "[::1]"};
    const auto status = [&](const std::string& host) {
        return outcome(all_at_once("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", l));
    };
    EXPECT_EQ(status("Lease.Example"), 0);
    EXPECT_EQ(status("lease.example:8080"), 0);
    EXPECT_EQ(status("[::1]:8080"), 0);
    EXPECT_EQ(status("evil.example"), 400);
    EXPECT_EQ(status("[::1"), 400);
}

TEST(Guard, SaysWhenTheClientWaitsForContinue) {
    const RequestLimits l = limits();
    Guard guard(l);
    EXPECT_EQ(outcome(guard.examine(post("Content-Length: 3\r\nExpect: 100-Continue\r\n"))), -1);
    EXPECT_TRUE(guard.awaits_continue());
    EXPECT_EQ(guard.announced_body(), 3U);
}

TEST(Forms, AreReadStrictly) {
    const auto form = parse_form("a=1&b=x+y%26&empty=&flag&a=2&note=one%0D%0Atwo&%E5%90%88=%E5%90%8C");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->at("a"), "2");
    EXPECT_EQ(form->at("b"), "x y&");
    EXPECT_EQ(form->at("empty"), "");
    EXPECT_EQ(form->at("flag"), "");
    EXPECT_EQ(form->at("note"), "one\r\ntwo");
    EXPECT_EQ(form->at("\xE5\x90\x88"), "\xE5\x90\x8C");
    for (const char* bad : {"a=%", "a=%4", "a=%4x", "%zz=1", "a=%FF", "a=%C0%80", "a=%00", "a=\xFF"})
        EXPECT_FALSE(parse_form(bad)) << bad;
}

}  // namespace
