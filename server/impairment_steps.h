#pragma once
// What pages and API ask for when impairments are reviewed and decided on.
#include "server/books/servicing.h"
#include "server/call.h"
#include "server/residual_review.h"

namespace leasebook::server {

enum class ImpairmentVerdict { Accept, Reject };

}  // namespace leasebook::server
namespace leasebook {
template <>
struct NamesOf<server::ImpairmentVerdict> {
    static constexpr Names<server::ImpairmentVerdict, 2> names{
        {{server::ImpairmentVerdict::Accept, "accept"}, {server::ImpairmentVerdict::Reject, "reject"}}};
};
}  // namespace leasebook
namespace leasebook::server {

struct ImpairmentDecisionEntry {
    std::optional<ImpairmentVerdict> decision;
    std::string reason;
};
void visit_fields(auto& entry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, ImpairmentDecisionEntry> {
    field("decision", entry.decision);
    field("reason", entry.reason);
}
Errors check(const ImpairmentDecisionEntry& entry);

// The change of the lease that accepting it that day is.
ChangeInput impairment_change(const db::ImpairmentProposal& proposal, Date on, const std::string& reason);

// The whole book as of today, in the company's currency.
Reviewed review_book(db::Connection& connection, const Call& call);

Result<db::ImpairmentProposal> decide_on_impairment(db::Connection& connection, ImpairmentVerdict verdict,
                                                    const ImpairmentDecision& decision);

}  // namespace leasebook::server
