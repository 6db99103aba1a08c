#include "server/http/answer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <string_view>

#include "domain/result.h"

namespace leasebook::server {
namespace {

constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

constexpr std::array<std::string_view, 11> writers_own{"content-length",
                                                       "content-type",
                                                       "connection",
                                                       "date",
                                                       "transfer-encoding",
                                                       "referrer-policy",
                                                       "permissions-policy",
                                                       "content-security-policy",
                                                       "x-content-type-options",
                                                       "cross-origin-opener-policy",
                                                       "strict-transport-security"};

std::string_view phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return "Other";  // a client acts on the number
    }
}

bool same_name(std::string_view left, std::string_view lower_right) {
    return std::ranges::equal(left, lower_right, {},
                              [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_two(std::string& out, unsigned number) {
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
void append_date(std::string& out, std::chrono::system_clock::time_point now) {
    using namespace std::chrono;
    constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto day = floor<days>(now);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(now - day));
    out.append(weekdays.substr(3 * weekday(day).c_encoding(), 3)).append(", ");
    append_two(out, static_cast<unsigned>(date.day()));
    out.append(" ").append(months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3)).append(" ");
    append_number(out, static_cast<std::size_t>(static_cast<int>(date.year())));
    out += ' ';
    append_two(out, static_cast<unsigned>(time.hours().count()));
    out += ':';
    append_two(out, static_cast<unsigned>(time.minutes().count()));
    out += ':';
    append_two(out, static_cast<unsigned>(time.seconds().count()));
    out += " GMT";
}

bool is_header_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    });
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    ensure(is_header_name(name), "a header name is a token");
    ensure(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos,
           "a header value holds no line end and no NUL");
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

void write_answer(std::string& out, const Response& response, Manner manner,
                  std::chrono::system_clock::time_point now) {
    ensure(response.status >= 200 && response.status <= 599, "an answer has a final status");
    const bool bodiless = response.status == 204 || response.status == 304;
    out.reserve(out.size() + 1024 + (manner.head_only || bodiless ? 0 : response.body.size()));
    out += "HTTP/1.1 ";
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(phrase(response.status)).append("\r\nDate: ");
    append_date(out, now);
    out += manner.keep_alive && !response.close ? "\r\nConnection: keep-alive\r\n" : "\r\nConnection: close\r\n";
    if (!bodiless) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
        if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
    }
    out += security_headers;
    if (manner.secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
    bool own_cache_control = false;
    for (const auto& [name, value] : response.headers) {
        ensure(std::ranges::none_of(writers_own, [&](std::string_view own) { return same_name(name, own); }),
               "a response does not set what the writer of answers sets");
        own_cache_control = own_cache_control || same_name(name, "cache-control");
        append_header(out, name, value);
    }
    if (!own_cache_control) out += "Cache-Control: no-store\r\n";
    out += "\r\n";
    if (!manner.head_only && !bodiless) out += response.body;
}

Response plain_answer(int status, std::string_view sentence) {
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body.append(sentence).append("\n");
    response.close = true;
    return response;
}

}  // namespace leasebook::server
