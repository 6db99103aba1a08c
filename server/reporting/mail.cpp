#include "server/reporting/mail.h"

#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/SMTPClientSession.h>

#include "domain/decimal_text.h"

namespace leasebook::server {

namespace {

constexpr long seconds_to_answer = 20;

struct Address {
    std::string host;
    Poco::UInt16 port = Poco::Net::SMTPClientSession::SMTP_PORT;
};
Address address_of(const std::string& server) {
    const auto colon = server.rfind(':');
    const auto port = colon == std::string::npos ? std::nullopt : parse_integer(server.substr(colon + 1), 1, 65'535);
    if (!port) return {server};
    return {server.substr(0, colon), static_cast<Poco::UInt16>(*port)};
}

}  // namespace

void send_mail(const MailSettings& settings, const std::string& subject, const std::string& text) {
    using Poco::Net::MailMessage;
    MailMessage message;
    message.setSender(settings.sender);
    message.setSubject(MailMessage::encodeWord(subject, "UTF-8"));
    message.setContentType("text/plain; charset=UTF-8");
    for (std::string_view rest = settings.to; !rest.empty();) {
        const auto comma = std::min(rest.find(','), rest.size());
        auto recipient = std::string(rest.substr(0, comma));
        std::erase(recipient, ' ');
        if (!recipient.empty()) message.addRecipient({Poco::Net::MailRecipient::PRIMARY_RECIPIENT, recipient});
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    message.setContent(text, MailMessage::ENCODING_QUOTED_PRINTABLE);
    const auto [host, port] = address_of(settings.server);
    Poco::Net::SMTPClientSession session(host, port);
    session.setTimeout(Poco::Timespan(seconds_to_answer, 0));
    session.login();
    session.sendMessage(message);
    session.close();
}

}  // namespace leasebook::server
