#pragma once
// Mail about what was made by itself. Without a mail server in the settings nothing is sent.
#include <string>

namespace leasebook::server {

struct MailSettings {
    std::string server;      // "mail.example.com" or "mail.example.com:2525"; empty: none
    std::string sender, to;  // several recipients with commas

    bool complete() const { return !server.empty() && !sender.empty() && !to.empty(); }
};

// Plain text in UTF-8. Throws std::exception where the server does not take it.
void send_mail(const MailSettings& settings, const std::string& subject, const std::string& text);

}  // namespace leasebook::server
