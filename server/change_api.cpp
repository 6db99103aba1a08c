// Changes of running leases under /api/v1: previewed, confirmed, decided on by a second person.
#include "server/change_form.h"
#include "server/contract_steps.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

std::string lines_json(const std::vector<NamedAmount>& lines) {
    return json_array(lines, [](const NamedAmount& line) {
        RecordJson out;
        out("name", line.name);
        out("amount", line.amount);
        return out.object();
    });
}

std::string events_json(const std::vector<ContractEvent>& events) {
    return json_array(events, [](const ContractEvent& event) {
        RecordJson out;
        out("event", event_name(event));
        out("effective_date", act_of(event).on);
        out("replaces", replaced_by(event));
        return out.object();
    });
}

void append_entries(std::vector<std::string>& texts, const std::vector<JournalEntry>& entries, bool reversal) {
    for (const auto& entry : entries) {
        RecordJson out;
        out("business_date", entry.business_date);
        out("rule", entry.rule);
        out.with("reversal", reversal ? "true" : "false");
        out.with("lines", json_array(entry.lines, [](const JournalLine& line) {
                     RecordJson l;
                     l("account", line.account);
                     l("amount", line.amount);
                     return l.object();
                 }));
        texts.push_back(out.object());
    }
}

std::string test_json(const ModificationTest& test) {
    RecordJson out;
    out("carrying_amount", test.carrying);
    out("present_value", test.present_value);
    out("gain", test.gain());
    out("change", test.change);
    out("treatment", test.treatment);
    return out.object();
}

std::string proposal_json(const Proposal& proposal) {
    const auto& change = proposal.change;
    std::vector<std::string> postings;
    append_entries(postings, proposal.postings.reversals, true);
    append_entries(postings, proposal.postings.additions, false);
    RecordJson out;
    out("contract", proposal.contract);
    out("version", proposal.version);
    out("kind", proposal.input.kind);
    out("effective_date", proposal.effective_on);
    out.with("needs_second_person", needs_second_person(proposal.input.kind) ? "true" : "false");
    out.with("lines", lines_json(change.lines));
    out("total", change.total);
    out.with("modification", change.test ? test_json(*change.test) : "null");
    out.with("events", events_json(change.events));
    append_schedule_json(out.member("before"), proposal.before, {});
    append_schedule_json(out.member("after"), proposal.after, {});
    out.with("postings", json_array(postings, [](const std::string& text) { return text; }));
    out("proposal", proposal.hash);
    return out.object();
}

struct PostedChange {
    ChangeInput input;
    std::optional<std::string> hash;
};

Result<PostedChange> posted_change(const Call& call) {
    auto json = call.json();
    if (!json) return json.errors();
    JsonFields fields = *std::move(json);
    PostedChange posted;
    if (auto kind = fields.fields.extract("kind"); kind) {
        const auto named = parse_named<ChangeKind>(kind.mapped(), "kind");
        if (!named) return named.errors();
        posted.input.kind = *named;
    } else {
        return invalid("kind", "This field cannot be empty.");
    }
    if (auto hash = fields.fields.extract("proposal"); hash) posted.hash = std::move(hash.mapped());
    NumberCheck numbers(fields);
    std::visit([&](const auto& record) { visit_fields(record, numbers); }, blank_request(posted.input.kind));
    if (!numbers.errors.empty()) return numbers.errors;
    posted.input.fields = std::move(fields.fields);
    return posted;
}

Response post_preview(const Call& call) {
    const auto posted = posted_change(call);
    if (!posted) return problem(posted.errors());
    const auto proposal = preview_change(call, {call.path_value(0)}, posted->input);
    if (!proposal) return problem(proposal.errors());
    return json_text(proposal_json(*proposal)).with("ETag", "\"" + std::to_string(proposal->version) + "\"");
}

Response state_answer(const Contract& contract, std::optional<std::int64_t> pending) {
    RecordJson out;
    out("contract", contract.number);
    out("status", contract.status);
    out("version", contract.version);
    out.with("pending", pending ? std::to_string(*pending) : "null");
    return json_text(out.object(), pending ? 202 : 200).with("ETag", "\"" + std::to_string(contract.version) + "\"");
}

Response post_change(const Call& call) {
    const auto version = seen_version(call);
    if (!version) return problem(428, version.errors());
    const auto posted = posted_change(call);
    if (!posted) return problem(posted.errors());
    const auto change = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto done =
            confirm(c, {{call.path_value(0)}, *version, posted->input, posted->hash, call.who.name, call.app.clock()});
        if (!done) return done.errors();
        return Call::Changed{state_answer(done->contract, done->pending), done->contract.number.text,
                             to_text(posted->input.kind)};
    };
    return call.change("contract.change", change, [](const Errors& errors) { return problem(errors); });
}

std::string pending_json(const db::PendingChange& change) {
    RecordJson out, fields;
    for (const auto& [name, text] : change.fields) fields(name, text);
    out.with("id", std::to_string(change.id));
    out("kind", change.kind);
    out("status", change.status);
    out("version", change.version);
    out("proposed_by", change.proposed_by);
    out("proposed_at", db::moment_text(change.proposed_at));
    out("decided_by", change.decided_by);
    out.with("fields", fields.object());
    return out.object();
}

Response get_changes(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto [contract, changes] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find_contract(c, number), db::pending_changes_of(c, number)};
    });
    if (!contract) return problem({not_found("", "There is no contract {0}.", shortened(number.text))});
    return json_text("{\"items\":" + json_array(changes, pending_json) + ",\"next\":null}");
}

Response decide(const Call& call, std::string_view action,
                Result<Contract> (*decision)(db::Connection&, const Decision&)) {
    const auto id = parse_integer(call.path_value(1), 1, 1'000'000'000);
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = decision(c, {{call.path_value(0)}, id.value_or(0), call.who.name, call.app.clock()});
        if (!contract) return contract.errors();
        return Call::Changed{state_answer(*contract, {}), contract->number.text, call.path_value(1)};
    };
    return call.change(action, take, [](const Errors& errors) { return problem(errors); });
}

Response post_approval(const Call& call) { return decide(call, "contract.change.approve", approve_change); }
Response post_rejection(const Call& call) { return decide(call, "contract.change.reject", reject_change); }

}  // namespace

void add_change_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/api/v1/contracts/{number}/changes";
    routes.push_back({"GET", all, Read, get_changes, "Changes that waited for a second person", "", "ChangeList"});
    routes.push_back({"POST", all + "/preview", ServiceContracts, post_preview,
                      "What a change mid-term would do; nothing is kept", "ChangeRequest", "ChangeProposal"});
    routes.push_back({"POST", all, ServiceContracts, post_change,
                      "Change a running contract, or propose it where a second person is needed (If-Match)",
                      "ChangeRequest", "ChangeOutcome"});
    routes.push_back({"POST", all + "/{id}/approve", ApproveContracts, post_approval,
                      "Approve a change somebody else proposed", "", "ChangeOutcome"});
    routes.push_back({"POST", all + "/{id}/reject", ApproveContracts, post_rejection, "Reject a proposed change", "",
                      "ChangeOutcome"});
}

}  // namespace leasebook::server
