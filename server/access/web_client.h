#pragma once
// Asking another server something over HTTP: the sign-in provider's documents and tokens. Short answers, no
// redirects, certificates checked against those the system trusts.
#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "domain/result.h"

namespace leasebook::server {

struct WebQuestion {
    std::string url;                          // https, or http to this machine itself
    std::map<std::string, std::string> form;  // posted when there is anything in it; else it is a GET
    std::string user, password;               // HTTP Basic, when the user is not empty
};
// The body of a 200; anything else is an error without details of the other side's answer. Throws nothing.
using AskWeb = std::function<Result<std::string>(const WebQuestion&)>;

Result<std::string> ask_web(const WebQuestion& question);

// Whether an address may be asked: https to anywhere, http to the loopback only.
bool may_be_asked(const std::string& url);

}  // namespace leasebook::server
