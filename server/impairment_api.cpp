// Impairments of residuals under /api/v1.
#include "server/impairment_steps.h"

#include "server/books/running_book.h"
#include "server/record_json.h"
#include "server/residual_view.h"
#include "server/routes.h"

namespace leasebook::server {

using db::ImpairmentProposal;
using db::ImpairmentStatus;

Errors check(const ImpairmentDecisionEntry& entry) {
    if (!entry.decision) return {invalid("decision", "Say whether the proposal is accepted or rejected.")};
    return {};
}

ChangeInput impairment_change(const ImpairmentProposal& proposal, Date on, const std::string& reason) {
    return {
        ChangeKind::ResidualImpairment,
        {{"effective_date", to_text(on)}, {"unguaranteed_residual", to_text(proposal.expected())}, {"reason", reason}}};
}

Reviewed review_book(db::Connection& connection, const Call& call) {
    const auto portfolio = running_portfolio(connection, call.today());
    const auto book = reports::residual_book(portfolio, call.today(), call.app.currency);
    return review_residuals(connection, portfolio, book, {call.who.name, call.app.clock(), ReviewScope::All});
}

Result<ImpairmentProposal> decide_on_impairment(db::Connection& connection, ImpairmentVerdict verdict,
                                                const ImpairmentDecision& decision) {
    if (verdict == ImpairmentVerdict::Reject) return reject_impairment(connection, decision);
    if (const auto contract = accept_impairment(connection, decision); !contract) return contract.errors();
    return *db::find_impairment(connection, decision.id);
}

namespace {

constexpr int most_listed = 1'000;

std::string proposal_json(const ImpairmentProposal& proposal) {
    RecordJson out;
    out.with("id", std::to_string(proposal.id));
    out("contract", proposal.contract);
    out("as_of", proposal.as_of);
    out("currency", proposal.reduction.currency());
    out("unguaranteed_residual", proposal.unguaranteed);
    out("guaranteed_residual", proposal.guaranteed);
    out("forecast", proposal.forecast);
    out("reduction", proposal.reduction);
    out("status", proposal.status);
    out("proposed_by", proposal.proposed_by);
    out("proposed_at", db::moment_text(proposal.proposed_at));
    out("decided_by", proposal.decided_by);
    out("decided_at", proposal.decided_at ? std::optional(db::moment_text(*proposal.decided_at)) : std::nullopt);
    out("reason", proposal.reason);
    return out.object();
}

Response get_impairments(const Call& call) {
    std::optional<ImpairmentStatus> status;
    if (const auto asked = call.parameter("status"); !asked.empty()) {
        const auto named = parse_named<ImpairmentStatus>(asked, "status");
        if (!named) return problem(named.errors());
        status = *named;
    }
    const auto proposals =
        call.app.database.read([&](db::Connection& c) { return db::list_impairments(c, status, most_listed); });
    return json_text("{\"items\":" + json_array(proposals, proposal_json) + ",\"next\":null}");
}

Response post_review(const Call& call) {
    const auto review = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto reviewed = review_book(c, call);
        RecordJson out;
        out("as_of", call.today());
        out.with("proposed", std::to_string(reviewed.proposed));
        out.with("renewed", std::to_string(reviewed.renewed));
        out.with("withdrawn", std::to_string(reviewed.withdrawn));
        out("reduction", reviewed.reduction);
        auto text = out.object();
        return Call::Changed{json_text(text), to_text(call.today()), text};
    };
    return call.change("residual.review", review, [](const Errors& errors) { return problem(errors); });
}

Response decide(const Call& call, ImpairmentVerdict verdict) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto reason = json->fields.find("reason");
    if (reason == json->fields.end() || json->fields.size() > 1)
        return problem({invalid("reason", "Give the reason, and nothing else.")});
    const auto id = parse_integer(call.path_value(0), 1, 1'000'000'000'000);
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto decided =
            decide_on_impairment(c, verdict, {id.value_or(0), call.who.name, reason->second, call.app.clock()});
        if (!decided) return decided.errors();
        return Call::Changed{json_text(proposal_json(*decided)), decided->contract.text, reason->second};
    };
    return call.change("residual.decide", take, [](const Errors& errors) { return problem(errors); });
}

Response post_accept(const Call& call) { return decide(call, ImpairmentVerdict::Accept); }
Response post_reject(const Call& call) { return decide(call, ImpairmentVerdict::Reject); }

}  // namespace

void add_impairment_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/api/v1/impairments";
    routes.push_back({"GET", all, Read, get_impairments,
                      "Impairments of residuals that were proposed: status=proposed|accepted|rejected|withdrawn", "",
                      "ImpairmentPage"});
    routes.push_back({"POST", all + "/review", Appraise, post_review,
                      "Review every booked residual and propose what must go", "", "ReviewOutcome"});
    routes.push_back({"POST", all + "/{id}/accept", ApproveContracts, post_accept,
                      "Accept a proposal that somebody else's review made: it is booked", "Reason", "Impairment"});
    routes.push_back({"POST", all + "/{id}/reject", ApproveContracts, post_reject,
                      "Reject a proposal; it stays on record", "Reason", "Impairment"});
}

}  // namespace leasebook::server
