#pragma once
// What people typed into forms and have not sent yet. Each belongs to one person, and nobody else gets to see it.
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/identifiers.h"

namespace leasebook::db {

struct FormDraft {
    std::string id;  // random, of the tab in which it was typed
    UserId user;
    std::string page;    // the address at which the form opens
    std::string title;   // of the form, as the person saw it
    std::string fields;  // as a browser posts them: "name=value&…"
    Moment saved_at;
    bool operator==(const FormDraft&) const = default;
};

inline constexpr int drafts_of_a_person = 30;  // beyond that the oldest go

// Keeps it in the place of what that id held, and forgets the draft that it was taken up from (empty: none). False,
// and nothing is kept, when it was sent already or the id is somebody else's.
bool keep_draft(Connection& connection, const FormDraft& draft, const std::string& taken_up_from);
// The form of that id was sent: what was typed is forgotten, and what comes late of it will not be kept.
void draft_was_sent(Connection& connection, UserId user, const std::string& id, Moment at);
// Of that person alone, and not sent yet.
std::optional<FormDraft> find_draft(Connection& connection, UserId user, const std::string& id);
std::vector<FormDraft> drafts_of(Connection& connection, UserId user);  // last saved first
// Nothing happens where there is none of that id and person.
void discard_draft(Connection& connection, UserId user, const std::string& id);
// Those of everybody that were saved or sent before; answers how many.
std::int64_t forget_drafts_before(Connection& connection, Moment saved);

}  // namespace leasebook::db
