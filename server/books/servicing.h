#pragma once
// Changing a lease that runs: what a request would do (events, amounts, schedule, postings), and doing exactly that.
// Preview and booking are the same function (R-C-01).
#include "db/contract_file.h"
#include "db/pending_change_store.h"
#include "domain/life/ending.h"
#include "pricing/schedule_change.h"
#include "server/books/bookkeeping.h"
#include "server/contracts.h"

namespace leasebook::server {

struct ChangeInput {
    ChangeKind kind = ChangeKind::RateReset;
    Fields fields;  // of the kind's request, in plain text
};

// What a request leads to, before anything is recorded.
struct ProposedChange {
    std::vector<ContractEvent> events;  // to be recorded in this order
    std::vector<NamedAmount> lines;     // each counts into the total as it stands
    std::optional<Money> total;
    std::optional<ModificationTest> test;
    std::optional<LeaseEntry> add_on;        // to be drafted, its number goes into the last event
    std::optional<ContractContent> renewal;  // to be drafted for the same machines
};
struct Proposal {
    ContractNumber contract;
    int version = 0;  // of the contract it was made from
    ChangeInput input;
    Date effective_on;
    ProposedChange change;
    std::vector<ScheduleRow> before, after;  // of the lessee's account, over the whole term
    Corrections postings;                    // that the change makes, beside those that time makes anyway
    std::string hash;                        // of input, version and events: what a confirmation is bound to
};

struct Asker {
    std::string by;
    Date today;
};
// Errors: whatever is wrong with the request, or forbids it.
Result<Proposal> propose(db::Connection& connection, const db::ContractFile& file, const ChangeInput& input,
                         const BookRules& rules, const Asker& asker);

// What the person saw when they said yes.
struct Confirmation {
    ContractNumber contract;
    int version = 0;
    ChangeInput input;
    std::optional<std::string> hash;  // of the proposal, where they saw one
    std::string by;
    db::Moment at;
};
struct Confirmed {
    Contract contract;
    std::optional<std::int64_t> pending;  // waits for a second person; nothing was recorded
};
// In the caller's transaction. Errors: as of propose; the contract was changed since, or the proposal is another one.
Result<Confirmed> confirm(db::Connection& connection, const Confirmation& confirmation);

// Records a change on which a second person has decided elsewhere, in the caller's transaction. Errors: as of propose.
Result<Contract> record_decided(db::Connection& connection, const ContractNumber& contract, const ChangeInput& input,
                                const std::string& by, db::Moment at);

struct Decision {
    ContractNumber contract;
    std::int64_t id = 0;
    std::string by;
    db::Moment at;
};
// Four eyes: refused to whoever proposed the change.
Result<Contract> approve_change(db::Connection& connection, const Decision& decision);
Result<Contract> reject_change(db::Connection& connection, const Decision& decision);

// For propose: what a request, its day checked, leads to.
Result<ProposedChange> proposed(db::Connection& connection, const db::ContractFile& file, const ChangeRequest& request,
                                const BookRules& rules, const std::string& by);

}  // namespace leasebook::server
