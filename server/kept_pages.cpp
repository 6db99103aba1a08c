#include "server/kept_pages.h"

#include "db/counters.h"
#include "server/http/compression.h"

namespace leasebook::server {

namespace {

constexpr auto longest = std::chrono::seconds(1);
constexpr auto moment = std::chrono::milliseconds(20);  // shorter than anybody looks
constexpr std::size_t most_bytes = 16 * 1024 * 1024;

// All that a list follows from beside the data. The token of the forms stands for the session; roles and name may
// change within it.
std::string key_of(const Request& request, const SignedIn& who, Language language, Date day, Coding coding) {
    std::string key = who.csrf_token;
    for (const auto& part : {who.display_name, std::string(code_of(language)), std::string(name_of(coding)),
                             to_text(day), request.path, request.query})
        key += '\n' + part;
    for (const auto role : who.roles) key += '\n' + to_text(role);
    return key;
}

// A form that creates something has a key of its own each time it is shown, so its page is made each time.
bool may_be_kept(const Response& response) {
    return response.status == 200 && response.body.find("name=\"form_key\"") == std::string::npos;
}

}  // namespace

Response KeptPages::answer(const Call& call, const Route& route) {
    auto& database = call.app.database;
    if (call.who.csrf_token.empty()) return route.answer(call);  // an API token has no session
    const auto fresh = Freshness::now(database);
    const State state{fresh, database.read([](db::Connection& c) { return db::book_version(c); })};
    const auto coding = coding_of_page(call.request);
    auto key = key_of(call.request, call.who, call.language, call.today(), coding);
    if (const auto kept = find(key, state, database)) return *kept;
    auto response = route.answer(call);
    const bool keeps = may_be_kept(response);
    compress(response, coding);
    if (keeps) keep(std::move(key), state, std::make_shared<const Response>(response), database);
    return response;
}

KeptPages::Page KeptPages::at_hand(const App& app, const Request& request, const SignedIn& who, Language language) {
    if (who.csrf_token.empty()) return nullptr;
    const auto key = key_of(request, who, language, today(app.clock), coding_of_page(request));
    const std::lock_guard lock(mutex_);
    const bool holds = state_ && state_->fresh.holds(app.database, longest) && asked_->holds(app.database, moment);
    return holds ? lookup(key) : nullptr;
}

KeptPages::Page KeptPages::find(const std::string& key, const State& now, const db::Database& database) {
    const std::lock_guard lock(mutex_);
    if (!state_ || state_->book != now.book || !state_->fresh.holds(database, longest)) return nullptr;
    asked_ = now.fresh;
    return lookup(key);
}

KeptPages::Page KeptPages::lookup(const std::string& key) const {
    const auto found = pages_.find(key);
    return found == pages_.end() ? nullptr : found->second;
}

void KeptPages::keep(std::string key, const State& state, Page page, const db::Database& database) {
    if (!state.fresh.holds(database, longest)) return;  // written to meanwhile
    const std::lock_guard lock(mutex_);
    // Pages of one state are kept, and they age together.
    const bool same = state_ && state_->book == state.book && state_->fresh.holds(database, longest);
    if (!same || bytes_ > most_bytes) {
        pages_.clear();
        bytes_ = 0;
        state_ = state;
        asked_ = state.fresh;
    }
    bytes_ += page->body.size();
    pages_.insert_or_assign(std::move(key), std::move(page));
}

}  // namespace leasebook::server
