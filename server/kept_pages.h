#pragma once
// Lists as they were last made, to be given again to the same session while nothing changed: most of what people do
// is go back to a list they have just seen.
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "server/freshness.h"
#include "server/routes.h"

namespace leasebook::server {

// A page is given again only within its session, language, address and day, and only while its state of the data holds:
// until this process writes anything, until any process changes the book, and for a second at most, since other
// processes may write what is not of the book. So whoever reads after a change sees it; after one that another process
// made to the book, within the moment for which its version is not asked for again.
class KeptPages {
public:
    // What the route answers to the call, made anew where it must be; compressed as the call may have it.
    Response answer(const Call& call, const Route& route);
    // What `answer` would give, where the version of the book was asked for a moment ago: the database is not asked.
    // Nothing otherwise.
    std::shared_ptr<const Response> at_hand(const App& app, const Request& request, const SignedIn& who,
                                            Language language);

private:
    // Of the database, marked before a page was read from it.
    struct State {
        Freshness fresh;
        std::int64_t book;
    };
    using Page = std::shared_ptr<const Response>;
    Page find(const std::string& key, const State& now, const db::Database& database);
    Page lookup(const std::string& key) const;
    void keep(std::string key, const State& state, Page page, const db::Database& database);

    std::mutex mutex_;
    std::optional<State> state_;      // of all pages kept
    std::optional<Freshness> asked_;  // when the book last had that version
    std::unordered_map<std::string, Page> pages_;
    std::size_t bytes_ = 0;  // of their bodies
};

}  // namespace leasebook::server
