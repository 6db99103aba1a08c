#pragma once
// Impairments of unguaranteed residuals that a review proposed (R-D-08), and what a person made of them. What was
// rejected stays on record.
#include <map>
#include <optional>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/fields.h"

namespace leasebook::db {

enum class ImpairmentStatus { Proposed, Accepted, Rejected, Withdrawn };

}  // namespace leasebook::db
namespace leasebook {
template <>
struct NamesOf<db::ImpairmentStatus> {
    static constexpr Names<db::ImpairmentStatus, 4> names{{{db::ImpairmentStatus::Proposed, "proposed"},
                                                           {db::ImpairmentStatus::Accepted, "accepted"},
                                                           {db::ImpairmentStatus::Rejected, "rejected"},
                                                           {db::ImpairmentStatus::Withdrawn, "withdrawn"}}};
};
}  // namespace leasebook
namespace leasebook::db {

struct ImpairmentProposal {
    std::int64_t id = 0;
    ContractNumber contract;
    Date as_of;                                // day of the forecast
    Money unguaranteed, guaranteed, forecast;  // booked then; expected at term end
    Money reduction;                           // of the unguaranteed residual
    ImpairmentStatus status = ImpairmentStatus::Proposed;
    std::string proposed_by;
    Moment proposed_at;
    std::optional<std::string> decided_by = {};
    std::optional<Moment> decided_at = {};
    std::optional<std::string> reason = {};
    bool operator==(const ImpairmentProposal&) const = default;

    Money expected() const { return unguaranteed - reduction; }  // of the unguaranteed residual
};

// At most one a contract; their ids are given here.
void add_impairments(Connection& connection, std::vector<ImpairmentProposal> proposals);
// Its figures, in the place of those of an earlier review.
void renew_impairment(Connection& connection, const ImpairmentProposal& proposal);
void decide_impairment(Connection& connection, std::int64_t id, ImpairmentStatus status, const std::string& by,
                       Moment at, const std::string& reason);

std::optional<ImpairmentProposal> find_impairment(Connection& connection, std::int64_t id);
// The last one of each contract that has any.
std::map<ContractNumber, ImpairmentProposal> last_impairments(Connection& connection);
// Newest first.
std::vector<ImpairmentProposal> impairments_of(Connection& connection, const ContractNumber& contract);
// The largest reduction first, at most `limit`; of that status, or of any.
std::vector<ImpairmentProposal> list_impairments(Connection& connection, std::optional<ImpairmentStatus> status,
                                                 int limit);
std::int64_t count_impairments(Connection& connection, ImpairmentStatus status);

}  // namespace leasebook::db
