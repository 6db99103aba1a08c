#pragma once
// One request on its way through the house: what a handler sees of the outside and what it may answer with.
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/access_store.h"
#include "db/database.h"
#include "domain/access.h"
#include "domain/fields.h"
#include "server/access/door.h"
#include "server/access/passwords.h"
#include "server/access/throttle.h"
#include "server/book.h"
#include "server/books/close_jobs.h"
#include "server/config.h"
#include "server/curves.h"
#include "server/http/figures.h"
#include "server/http/message.h"
#include "server/json.h"
#include "server/reporting/pack_jobs.h"
#include "server/risk/loss_jobs.h"
#include "server/web/view.h"

namespace leasebook::server {

// The only source of time. Business logic gets a Date out of it, never the clock itself.
using Clock = std::function<db::Moment()>;
Date today(const Clock& clock);

// What the handlers share. Everything here outlives them.
struct App {
    const Config& config;
    db::Database& database;
    const View& view;
    Book& book;
    Curves& curves;
    CloseJobs& closes;
    LossJobs& losses;
    Currency currency;  // of reports unless asked otherwise
    PasswordHasher& hasher;
    Throttle& throttle;
    Clock clock;
    std::function<FrontFigures()> figures;  // of the front, for /metrics
    Door& door;
    ReportRoom& reports;
    PackJobs& packs;
};

struct SignedIn {
    UserId id;
    std::string name, display_name;
    std::set<Role> roles;
    std::string csrf_token;    // empty for an API token, which needs none
    std::string session_hash;  // empty for an API token
    bool must_change_password = false;
    bool must_set_up_code = false;  // the role asks for a second factor that is not there yet
    bool awaits_code = false;       // the password was right; nothing but the code's page is open yet
    std::set<Scope> scopes = {};    // of an API token
};

class Call {
public:
    Call(const App& shared, const Request& asked, std::vector<std::string> path_values, SignedIn person,
         Language spoken)
        : app(shared), request(asked), who(std::move(person)), language(spoken), path_values_(std::move(path_values)) {}

    const App& app;
    const Request& request;
    const SignedIn who;
    const Language language;

    // The n-th {…} of the route's pattern.
    const std::string& path_value(std::size_t n) const { return path_values_.at(n); }
    // A parameter of the query, empty when absent.
    std::string parameter(std::string_view name) const;
    // The posted form without our own hidden fields; an error when it is malformed.
    Result<Fields> form() const;
    Result<JsonFields> json() const;

    bool may(Permission permission) const { return allows(who.roles, permission); }
    Date today() const { return server::today(app.clock); }
    Act act() const { return {who.name, today()}; }

    // A frame for a page of this section, with everything about the person and the request filled in.
    Frame frame(std::string title, std::string section, std::vector<Crumb> crumbs) const;
    std::string t(std::string_view english) const { return tr(language, english); }

    struct Changed {
        Response response;
        std::string subject;  // what the audit log says was changed; "L-2026-000123"
        std::string detail;
        std::optional<Response> if_repeated = {};  // what a repetition gets where the answer holds a secret
        std::string before = {};                   // what stood before the change, for the audit log
    };
    using Change = std::function<Result<Changed>(db::Connection&)>;
    using Refusal = std::function<Response(const Errors&)>;
    // Runs a change in one transaction with its audit entry and, when the request carries one, its idempotency key:
    // the same request again gives the first answer and no second effect; another one with that key is refused.
    // Errors roll back; what `refused` makes of them is made after the transaction.
    Response change(std::string_view action, const Change& use, const Refusal& refused) const;

private:
    std::vector<std::string> path_values_;
};

Response html(std::string body, int status = 200);
Response json_text(std::string body, int status = 200);
// 303 to a path of ours.
Response see_other(std::string path);
// RFC 9457, status taken from the errors.
Response problem(const Errors& errors);
Response problem(int status, const Errors& errors = {});

}  // namespace leasebook::server
