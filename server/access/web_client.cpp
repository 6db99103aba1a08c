#include "server/access/web_client.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPBasicCredentials.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/URI.h>

#include <array>
#include <memory>

#include "server/log.h"

namespace leasebook::server {

namespace {

constexpr std::size_t longest_answer = 256 * 1024;

// Poco asks a process-wide handler what to do with a certificate that OpenSSL refused: refuse it.
void refuse_bad_certificates() {
    static const bool told = [] {
        const Poco::Net::SSLManager::InvalidCertificateHandlerPtr refusing(
            new Poco::Net::RejectCertificateHandler(false));
        Poco::Net::SSLManager::instance().initializeClient({}, refusing, {});
        return true;
    }();
    static_cast<void>(told);
}

std::unique_ptr<Poco::Net::HTTPClientSession> session_to(const Poco::URI& address) {
    std::unique_ptr<Poco::Net::HTTPClientSession> session;
    if (address.getScheme() == "https") {
        refuse_bad_certificates();
        Poco::Net::Context::Ptr context(
            new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_STRICT, 9, true));
        context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
        session = std::make_unique<Poco::Net::HTTPSClientSession>(address.getHost(), address.getPort(), context);
    } else {
        session = std::make_unique<Poco::Net::HTTPClientSession>(address.getHost(), address.getPort());
    }
    session->setTimeout(Poco::Timespan(5, 0));
    return session;
}

std::string form_text(const std::map<std::string, std::string>& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += name + "=";
        Poco::URI::encode(value, "!#$&'()*+,/:;=?@[]%", text);
    }
    return text;
}

// Answers that are too long end as errors, not as memory.
Result<std::string> short_text(std::istream& in) {
    std::string text;
    std::array<char, 8192> piece;
    while (in.read(piece.data(), piece.size()) || in.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > longest_answer) return conflict("The sign-in service does not answer as it should.");
    }
    return text;
}

Result<std::string> ask(const WebQuestion& question) {
    const Poco::URI address(question.url);
    const auto session = session_to(address);
    const auto body = form_text(question.form);
    Poco::Net::HTTPRequest request(body.empty() ? Poco::Net::HTTPRequest::HTTP_GET : Poco::Net::HTTPRequest::HTTP_POST,
                                   address.getPathAndQuery(), Poco::Net::HTTPMessage::HTTP_1_1);
    request.set("Accept", "application/json");
    if (!question.user.empty()) Poco::Net::HTTPBasicCredentials(question.user, question.password).authenticate(request);
    if (!body.empty()) {
        request.setContentType("application/x-www-form-urlencoded");
        request.setContentLength(static_cast<std::streamsize>(body.size()));
    }
    session->sendRequest(request) << body;
    Poco::Net::HTTPResponse response;
    auto& stream = session->receiveResponse(response);
    auto text = short_text(stream);
    if (response.getStatus() == Poco::Net::HTTPResponse::HTTP_OK) return text;
    log_event(
        LogLevel::Warn, "provider_refused",
        {{"host", address.getHost()}, {"path", address.getPath()}, {"status", std::to_string(response.getStatus())}});
    return conflict("The sign-in service does not answer as it should.");
}

}  // namespace

bool may_be_asked(const std::string& url) {
    try {
        const Poco::URI address(url);
        if (address.getHost().empty() || !address.getUserInfo().empty()) return false;
        if (address.getScheme() == "https") return true;
        Poco::Net::IPAddress ip;
        return address.getScheme() == "http" &&
               (address.getHost() == "localhost" ||
                (Poco::Net::IPAddress::tryParse(address.getHost(), ip) && ip.isLoopback()));
    } catch (const Poco::SyntaxException&) {
        return false;
    }
}

Result<std::string> ask_web(const WebQuestion& question) {
    const auto silent = [] { return conflict("The sign-in service does not answer. Try again in a moment."); };
    if (!may_be_asked(question.url)) return silent();
    try {
        return ask(question);
    } catch (const Poco::Exception& error) {
        log_event(LogLevel::Warn, "provider_unreachable", {{"reason", error.displayText()}});
        return silent();
    }
}

}  // namespace leasebook::server
