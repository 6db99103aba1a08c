#pragma once
// Forms whose typing is kept: while somebody types (app.js sends it to /drafts), and when a form is posted by somebody
// whose session has ended. What is kept is shown again only to the person for whom the form was made, and sending the
// form forgets it.
//
// Each form carries a ticket, sealed by the server, that says whose it is, where it opens and under which id it is
// kept; each opening has an id of its own, so two tabs never overwrite each other. By its ticket a form is known even
// when its session is not: whoever signs in next on the same browser gets nothing of it.
#include <optional>
#include <string>

#include "server/call.h"
#include "server/routes.h"

namespace leasebook::server {

// Makes the form of this page a kept one (parts kept.html and keep.html of the templates), offers what this person
// typed into it before, and answers what is to stand in it: what was kept when the address names that (?draft=…),
// else `shown`. What was posted and is shown again with its mistakes stays the same form.
Fields kept_form(Data& page, const Call& call, const std::string& title, Fields shown);
// The same for a form that is shown in answer to a request for something else, but opens at that address of ours.
void kept_form_of(Data& page, const Call& call, const std::string& title, const std::string& address);

// Keeps what a form that is not let through held, so that it can be sent later: for whom the form was made, and only
// when nobody else is signed in. Nothing of it is carried out. Answers the address at which it can be gone on with;
// nothing when the request is no form of ours.
std::optional<std::string> keep_for_later(const App& app, const Request& request, const SignedIn& person);

// The kept form that this request sends, in the transaction of its effect: forgets what was typed into it.
void forget_kept_form(db::Connection& connection, const App& app, const Request& request, const SignedIn& person);

// Whether that address, to which a sign-in leads, is one where something typed waits.
bool leads_to_kept_form(std::string_view address);

// What this person typed and has not sent, as one more of the home page's tables; none where there is nothing.
void add_kept_forms(Data& page, const Call& call);

// How long what was typed is kept.
inline constexpr auto drafts_last = std::chrono::days(30);

}  // namespace leasebook::server
