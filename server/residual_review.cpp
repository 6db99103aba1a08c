#include "server/residual_review.h"

#include "db/residual_fit_store.h"
#include "pricing/rent.h"
#include "pricing/residual_curve.h"
#include "server/impairment_steps.h"

namespace leasebook::server {

namespace {

using db::ImpairmentProposal;
using db::ImpairmentStatus;

Date day_of(db::Moment moment) { return std::chrono::floor<std::chrono::days>(moment); }

ImpairmentProposal proposal_of(const Portfolio& portfolio, const reports::ResidualPosition& position, Date as_of,
                               const Reviewer& reviewer) {
    return {0,
            portfolio.contracts[position.contract].number,
            as_of,
            position.unguaranteed,
            position.guaranteed,
            position.forecast,
            position.reduction,
            ImpairmentStatus::Proposed,
            reviewer.by,
            reviewer.at};
}

bool same_figures(const ImpairmentProposal& a, const ImpairmentProposal& b) {
    return a.unguaranteed == b.unguaranteed && a.guaranteed == b.guaranteed && a.forecast == b.forecast &&
           a.reduction == b.reduction && a.proposed_by == b.proposed_by;
}

Result<ImpairmentProposal> waiting(db::Connection& connection, const ImpairmentDecision& decision) {
    auto proposal = db::find_impairment(connection, decision.id);
    if (!proposal) return not_found("", "There is no such impairment proposal.");
    if (proposal->status != ImpairmentStatus::Proposed)
        return conflict("This proposal was {0} already.", to_text(proposal->status));
    const auto reason = parse_text(decision.reason, "reason");
    if (!reason) return reason.errors();
    return *std::move(proposal);
}

}  // namespace

ResidualCurve curve_in_force(db::Connection& connection, const AssetClass& asset_class, Date on) {
    return pricing::curve_of(asset_class, points_in_force(db::curve_points_of(connection, asset_class.code), on));
}

Reviewed review_residuals(db::Connection& connection, const Portfolio& portfolio, const reports::ResidualBook& book,
                          const Reviewer& reviewer) {
    Reviewed reviewed{0, 0, 0, Money::zero(book.currency)};
    const auto known = db::last_impairments(connection);
    std::vector<ImpairmentProposal> fresh;
    for (const auto& position : book.positions) {
        if (reviewer.scope == ReviewScope::Due && !due_for_review(position.term_end, book.as_of)) continue;
        auto proposal = proposal_of(portfolio, position, book.as_of, reviewer);
        const auto last = known.find(proposal.contract);
        const bool waits = last != known.end() && last->second.status == ImpairmentStatus::Proposed;
        if (position.reduction.is_zero()) {
            if (!waits) continue;
            db::decide_impairment(connection, last->second.id, ImpairmentStatus::Withdrawn, reviewer.by, reviewer.at,
                                  "The forecast bears the residual again.");
            ++reviewed.withdrawn;
            continue;
        }
        const bool refused = last != known.end() && last->second.status == ImpairmentStatus::Rejected &&
                             last->second.reduction >= proposal.reduction;
        if (refused) continue;
        reviewed.reduction += proposal.reduction;
        if (!waits) {
            fresh.push_back(std::move(proposal));
            continue;
        }
        proposal.id = last->second.id;
        // Most forecasts stand still from month to month: nothing is written for these.
        if (!same_figures(proposal, last->second)) db::renew_impairment(connection, proposal);
        ++reviewed.renewed;
    }
    db::add_impairments(connection, fresh);
    reviewed.proposed = static_cast<std::int64_t>(fresh.size());
    return reviewed;
}

Result<Contract> accept_impairment(db::Connection& connection, const ImpairmentDecision& decision) {
    const auto proposal = waiting(connection, decision);
    if (!proposal) return proposal.errors();
    if (proposal->proposed_by == decision.by)
        return forbidden("You ran the review that proposed this: somebody else must decide on it.");
    const Date today = day_of(decision.at);
    const auto file = db::find_file(connection, proposal->contract);
    ensure(file.has_value(), "a proposal is of a contract that is there");
    const auto& content = file->contract.content;
    const auto agreed = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(agreed.has_value(), "the rent of a stored contract repays it");
    if (running_on(content, *agreed, file->events, today).unguaranteed_residual != proposal->unguaranteed)
        return conflict("The residual of lease {0} was changed since this was proposed. Run the review again.",
                        proposal->contract.text);
    auto contract = record_decided(connection, proposal->contract, impairment_change(*proposal, today, decision.reason),
                                   decision.by, decision.at);
    if (!contract) return contract;
    db::decide_impairment(connection, decision.id, ImpairmentStatus::Accepted, decision.by, decision.at,
                          decision.reason);
    return contract;
}

Result<ImpairmentProposal> reject_impairment(db::Connection& connection, const ImpairmentDecision& decision) {
    const auto proposal = waiting(connection, decision);
    if (!proposal) return proposal;
    db::decide_impairment(connection, decision.id, ImpairmentStatus::Rejected, decision.by, decision.at,
                          decision.reason);
    return *db::find_impairment(connection, decision.id);
}

}  // namespace leasebook::server
