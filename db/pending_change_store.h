#pragma once
// Changes of contracts that wait for a second person, and what became of them.
#include <optional>
#include <vector>

#include "db/contract_file.h"
#include "domain/life/change_request.h"

namespace leasebook::db {

enum class PendingStatus { Waiting, Approved, Rejected };

}  // namespace leasebook::db
namespace leasebook {
template <>
struct NamesOf<db::PendingStatus> {
    static constexpr Names<db::PendingStatus, 3> names{{{db::PendingStatus::Waiting, "waiting"},
                                                        {db::PendingStatus::Approved, "approved"},
                                                        {db::PendingStatus::Rejected, "rejected"}}};
};
}  // namespace leasebook
namespace leasebook::db {

struct PendingChange {
    std::int64_t id = 0;
    ContractNumber contract;
    ChangeKind kind = ChangeKind::Restructuring;
    Fields fields;     // of the kind's request
    int version = 0;   // of the contract it was proposed on
    std::string hash;  // of exactly what was proposed
    PendingStatus status = PendingStatus::Waiting;
    std::string proposed_by;
    Moment proposed_at;
    std::optional<std::string> decided_by;
};

// Answers its id.
std::int64_t add_pending_change(Connection& connection, std::int64_t contract_id, const PendingChange& change);
std::optional<PendingChange> find_pending_change(Connection& connection, const ContractNumber& contract,
                                                 std::int64_t id);
// Newest first.
std::vector<PendingChange> pending_changes_of(Connection& connection, const ContractNumber& contract);
// Of all contracts, those that somebody else than `decider` proposed: the longest waiting first, at most `limit`.
std::vector<PendingChange> waiting_changes(Connection& connection, const std::string& decider, int limit);
void decide_pending_change(Connection& connection, std::int64_t id, PendingStatus status, const std::string& by,
                           Moment at);

}  // namespace leasebook::db
