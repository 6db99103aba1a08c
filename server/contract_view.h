#pragma once
// A contract as it stood on a day, as it was known at a time: what the API and the page of a lease show.
#include <optional>

#include "db/contract_file.h"
#include "domain/books/accounts.h"
#include "domain/life/life.h"
#include "server/call.h"

namespace leasebook::server {

struct AsOf {
    Date on;
    std::optional<db::Moment> known_at;  // now, when left out
};
// Parameters "as_of" and "known_at" of the request; today and now, when left out.
Result<AsOf> as_of_asked(const Call& call);

struct Position {
    Money net_investment;  // as the ledger has it: receivables less unearned income, accrued interest included
    Money overdue;         // due and unpaid, late interest apart
    Money late_interest;   // claimed and unpaid
    Money unapplied;       // received, and not owed yet
    Money deposit;         // held
    int days_past_due = 0;
};
void visit_fields(auto& position,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(position)>, Position> {
    field("net_investment", position.net_investment);
    field("overdue", position.overdue);
    field("late_interest", position.late_interest);
    field("unapplied", position.unapplied);
    field("deposit", position.deposit);
    field("days_past_due", position.days_past_due);
}

struct ContractView {
    db::ContractFile file;     // as known, later effects included
    Contract state;            // on that day; its content is the one as known
    std::optional<Life> life;  // and this: nothing before commencement
    std::optional<Position> position;
};
// Errors: there is no such contract, or it was not known then.
Result<ContractView> view_contract(db::Connection& connection, const ContractNumber& number, const AsOf& as_of,
                                   Date today);

// Whether the account is part of what the ledger holds of a lease.
bool in_net_investment(Account account);

// How the balance runs down: by the life where there is one, or as agreed.
Schedule running_schedule(const ContractView& view);

}  // namespace leasebook::server
