#pragma once
// The way every request takes, once: route, person, right, cross-site check, handler, log. Handlers see only
// requests that may pass.
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "server/kept_pages.h"
#include "server/routes.h"
#include "server/session.h"

namespace leasebook::server {

class Corridor {
public:
    Corridor(const App& app, std::vector<Route> routes) : app_(app), routes_(std::move(routes)) {}

    Response handle(const Request& request);
    // What handle would answer, where that lies ready in memory: files of ours, and a list that its reader has just
    // seen. Nothing otherwise; never waits.
    std::shared_ptr<const Response> at_hand(const Request& request);

    const std::vector<Route>& routes() const { return routes_; }

private:
    Response pass(const Request& request, std::string& who);
    // How long this person must wait first; zero: not at all.
    std::chrono::seconds too_fast(const Route& route, const SignedIn& person);
    Response enter(const Request& request, Match match, SignedIn person, std::string& who);

    const App& app_;
    std::vector<Route> routes_;
    Doorkeeper doorkeeper_;
    KeptPages kept_;
};

// The page (or, under /api, the problem document) for a request that leads nowhere.
Response refusal(const App& app, const Request& request, const SignedIn& person, int status, const Errors& errors);

}  // namespace leasebook::server
