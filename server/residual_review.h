#pragma once
// Where residuals are looked after: the curve in force, the review that proposes impairments, and what people make of
// its proposals (R-D-08, R-F-02). All in the caller's transaction.
#include "db/impairment_store.h"
#include "domain/contract.h"
#include "domain/residual.h"
#include "reports/residual_position.h"

namespace leasebook::server {

// Of the class on the day: its curve in force, or that of its own two losses.
ResidualCurve curve_in_force(db::Connection& connection, const AssetClass& asset_class, Date on);

enum class ReviewScope { All, Due };  // Due: what R-F-02 asks to be looked at on a month's end

struct Reviewer {
    std::string by;
    db::Moment at;
    ReviewScope scope = ReviewScope::All;
};
struct Reviewed {
    std::int64_t proposed = 0, renewed = 0, withdrawn = 0;
    Money reduction;  // of all that is proposed now
};
// Proposes a reduction for each position whose unguaranteed residual the forecast at term end does not bear. One that
// waits already gets the new figures, or is withdrawn where the forecast bears the residual again; one that was
// rejected comes back only for a larger reduction.
Reviewed review_residuals(db::Connection& connection, const Portfolio& portfolio, const reports::ResidualBook& book,
                          const Reviewer& reviewer);

struct ImpairmentDecision {
    std::int64_t id = 0;
    std::string by, reason;
    db::Moment at;
};
// Books the reduction on the day of the decision. Four eyes: refused to whoever ran the review. Errors: no such
// proposal, decided already, the residual was changed since.
Result<Contract> accept_impairment(db::Connection& connection, const ImpairmentDecision& decision);
// Nothing is booked; the proposal stays on record with the reason.
Result<db::ImpairmentProposal> reject_impairment(db::Connection& connection, const ImpairmentDecision& decision);

}  // namespace leasebook::server
