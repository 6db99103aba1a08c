#include "server/books/servicing.h"

#include <algorithm>

#include "db/asset_history.h"
#include "db/event_codec.h"
#include "db/hash_chain.h"
#include "db/register_store.h"

namespace leasebook::server {

namespace {

std::optional<Date> last_change_of_runs(const db::ContractFile& file) {
    std::optional<Date> last;
    for (const auto* event : effective_order(file.events))
        if (std::holds_alternative<ScheduleChanged>(event->event) ||
            std::holds_alternative<ResidualImpaired>(event->event))
            last = act_of(event->event).on;
    return last;
}

bool ends_the_lease(ChangeKind kind) {
    using enum ChangeKind;
    return kind == EarlySettlement || kind == BuyOut || kind == TotalLoss || kind == Repossession || kind == WriteOff ||
           kind == Purchase || kind == Return || kind == Renewal;
}

bool changes_the_schedule(ChangeKind kind) {
    using enum ChangeKind;
    return kind == RateReset || kind == Restructuring || kind == Extension || kind == PaymentHoliday ||
           kind == PartialPrepayment;
}

Date first_day_in_books(const db::ContractFile& file, const BookRules& rules) {
    const Date commencement = file.contract.content.terms.commencement;
    const bool taken_on = !file.events.empty() && std::holds_alternative<ContractTakenOn>(file.events.front().event);
    return taken_on ? std::max(commencement, rules.policy().books_from) : commencement;
}

// Whether the contract is one that a change of that kind may happen to on that day.
Result<Done> check_day(const db::ContractFile& file, ChangeKind kind, Date on, const BookRules& rules, Date today) {
    const auto& contract = file.contract;
    if (follows_the_end(kind)) {
        if (!contract.ended_on)
            return conflict("Contract {0} has not ended: nothing can be recovered or sold yet.", contract.number.text);
        if (on < *contract.ended_on)
            return invalid("effective_date", "Contract {0} ended on {1}: this comes later.", contract.number.text,
                           to_text(*contract.ended_on));
    } else if (const auto active = require_active(contract, on); !active) {
        auto errors = active.errors();
        for (auto& error : errors)
            if (error.field == "date") error.field = "effective_date";
        return errors;
    }
    if (const Date first = first_day_in_books(file, rules); on < first)
        return invalid("effective_date", "The books hold contract {0} from {1} on.", contract.number.text,
                       to_text(first));
    if (on > today && !changes_the_schedule(kind))
        return invalid("effective_date", "This has not happened yet: {0} lies ahead.", to_text(on));
    if (const auto last = last_change_of_runs(file); ends_the_lease(kind) && last && on < *last)
        return invalid("effective_date", "The lease was changed on {0}: it cannot end before.", to_text(*last));
    return Done{};
}

// The contract as it would be with the events.
db::ContractFile with_events(db::ContractFile file, const std::vector<ContractEvent>& events) {
    for (const auto& event : events) {
        file.contract = evolve(std::move(file.contract), event);
        file.events.push_back({file.contract.version, event});
        file.recorded.push_back(file.recorded.back());
    }
    return file;
}

// Time is never posted ahead: a change that lies ahead is booked when its day comes.
Date posted_until(const std::vector<ContractEvent>& events, Date today) {
    Date until = act_of(events.front()).on;
    for (const auto& event : events) until = std::max(until, act_of(event).on);
    return std::min(until, today);
}

std::string hash_of(const Proposal& proposal) {
    std::vector<std::string> parts{proposal.contract.text, std::to_string(proposal.version),
                                   to_text(proposal.input.kind)};
    for (const auto& [name, text] : proposal.input.fields) parts.push_back(name + "=" + text);
    for (const auto& event : proposal.change.events) {
        parts.push_back(event_name(event));
        parts.push_back(to_text(act_of(event).on));
        parts.push_back(db::event_payload(event));
    }
    return db::chained_hash(db::chain_start, parts);
}

Result<db::ContractFile> file_of(db::Connection& connection, const ContractNumber& number) {
    auto file = db::find_file(connection, number, db::Lock::ForUpdate);
    if (!file) return not_found("", "There is no contract {0}.", shortened(number.text));
    return *std::move(file);
}

Date day_of(db::Moment moment) { return std::chrono::floor<std::chrono::days>(moment); }

// The drafts that go with a change: a further machine under a contract of its own, or the same ones leased again.
Result<Done> draft_contracts(db::Connection& connection, const ContractNumber& parent, ProposedChange& change,
                             const Act& act, db::Moment at) {
    if (change.add_on) {
        const auto drafted = draft_lease(connection, *change.add_on, act, at);
        if (!drafted) return drafted.errors();
        std::get<AddOnWritten>(change.events.back()).contract = drafted->number;
    }
    if (change.renewal) {
        const auto year = static_cast<int>(std::chrono::year_month_day{day_of(at)}.year());
        const auto number = db::next_contract_number(connection, year);
        const auto drafted = db::create_contract(connection, number, ContractDrafted{act, *change.renewal}, at);
        if (!drafted) return drafted.errors();
        for (const auto& before : db::assets_of(connection, parent)) {
            auto asset = before;
            asset.contract = number;
            if (const auto moved = db::upsert(connection, asset); !moved) return moved.errors();
            db::note_asset_change(connection, before, asset, act.by, at);
        }
    }
    return Done{};
}

Result<Contract> record_proposal(db::Connection& connection, const db::ContractFile& before, Proposal proposal,
                                 const BookRules& rules, const Asker& asker, db::Moment at) {
    auto& change = proposal.change;
    const Act act{asker.by, asker.today};
    if (const auto drafted = draft_contracts(connection, proposal.contract, change, act, at); !drafted)
        return drafted.errors();
    auto contract = before.contract;
    for (const auto& event : change.events) {
        auto next = db::append(connection, contract, event, at);
        if (!next) return next;
        contract = *std::move(next);
    }
    post(connection, with_events(before, change.events), posted_until(change.events, asker.today), rules,
         Poster::Anybody, at);
    return contract;
}

}  // namespace

Result<Proposal> propose(db::Connection& connection, const db::ContractFile& file, const ChangeInput& input,
                         const BookRules& rules, const Asker& asker) {
    const auto request = read_request(input.kind, input.fields, file.contract.content.terms.currency);
    if (!request) return request.errors();
    const Date on = effective_date(*request);
    if (const auto may = check_day(file, input.kind, on, rules, asker.today); !may) return may.errors();
    auto change = proposed(connection, file, *request, rules, asker.by);
    if (!change) return change.errors();
    Proposal proposal{file.contract.number, file.contract.version, input, on, *std::move(change), {}, {}, {}, {}};
    const auto after = with_events(file, proposal.change.events);
    const Date until = std::max(posted_until(proposal.change.events, asker.today),
                                file.posted_through.value_or(first_day_in_books(file, rules)));
    auto life_before = life_of(file, rules.policy(), until), life_after = life_of(after, rules.policy(), until);
    proposal.postings = corrections(entries_for(life_before), entries_for(life_after));
    proposal.before = std::move(life_before.runs.account.rows);
    proposal.after = std::move(life_after.runs.account.rows);
    proposal.hash = hash_of(proposal);
    return proposal;
}

Result<Confirmed> confirm(db::Connection& connection, const Confirmation& asked) {
    const auto file = file_of(connection, asked.contract);
    if (!file) return file.errors();
    if (file->contract.version != asked.version)
        return conflict("Contract {0} was changed meanwhile. Load it again.", asked.contract.text);
    const Asker asker{asked.by, day_of(asked.at)};
    const BookRules rules(connection, asker.today);
    auto proposal = propose(connection, *file, asked.input, rules, asker);
    if (!proposal) return proposal.errors();
    if (asked.hash && *asked.hash != proposal->hash)
        return conflict("This is not what was previewed. Preview the change again.");
    if (needs_second_person(asked.input.kind)) {
        const db::PendingChange pending{0,
                                        asked.contract,
                                        asked.input.kind,
                                        asked.input.fields,
                                        asked.version,
                                        proposal->hash,
                                        db::PendingStatus::Waiting,
                                        asked.by,
                                        asked.at,
                                        {}};
        return Confirmed{file->contract, db::add_pending_change(connection, file->id, pending)};
    }
    auto contract = record_proposal(connection, *file, *std::move(proposal), rules, asker, asked.at);
    if (!contract) return contract.errors();
    return Confirmed{*std::move(contract), {}};
}

Result<Contract> record_decided(db::Connection& connection, const ContractNumber& contract, const ChangeInput& input,
                                const std::string& by, db::Moment at) {
    const auto file = file_of(connection, contract);
    if (!file) return file.errors();
    const Asker asker{by, day_of(at)};
    const BookRules rules(connection, asker.today);
    auto proposal = propose(connection, *file, input, rules, asker);
    if (!proposal) return proposal.errors();
    return record_proposal(connection, *file, *std::move(proposal), rules, asker, at);
}

namespace {

Result<db::PendingChange> waiting_change(db::Connection& connection, const Decision& decision) {
    auto pending = db::find_pending_change(connection, decision.contract, decision.id);
    if (!pending) return not_found("", "Contract {0} has no such change.", shortened(decision.contract.text));
    if (pending->status != db::PendingStatus::Waiting)
        return conflict("This change was {0} already.", to_text(pending->status));
    return *std::move(pending);
}

}  // namespace

Result<Contract> approve_change(db::Connection& connection, const Decision& decision) {
    const auto file = file_of(connection, decision.contract);
    if (!file) return file.errors();
    const auto pending = waiting_change(connection, decision);
    if (!pending) return pending.errors();
    if (pending->proposed_by == decision.by)
        return forbidden("You proposed this change of contract {0} and cannot approve it: somebody else must.",
                         decision.contract.text);
    const Asker asker{pending->proposed_by, day_of(decision.at)};
    const BookRules rules(connection, asker.today);
    auto proposal = propose(connection, *file, {pending->kind, pending->fields}, rules, asker);
    if (!proposal) return proposal.errors();
    if (proposal->hash != pending->hash)
        return conflict("Contract {0} was changed since this was proposed. Reject it, and propose it again.",
                        decision.contract.text);
    auto contract = record_proposal(connection, *file, *std::move(proposal), rules, asker, decision.at);
    if (!contract) return contract;
    db::decide_pending_change(connection, decision.id, db::PendingStatus::Approved, decision.by, decision.at);
    return contract;
}

Result<Contract> reject_change(db::Connection& connection, const Decision& decision) {
    const auto file = file_of(connection, decision.contract);
    if (!file) return file.errors();
    const auto pending = waiting_change(connection, decision);
    if (!pending) return pending.errors();
    db::decide_pending_change(connection, decision.id, db::PendingStatus::Rejected, decision.by, decision.at);
    return file->contract;
}

}  // namespace leasebook::server
