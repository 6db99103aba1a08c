#include "server/contracts.h"

#include <algorithm>

#include "db/asset_history.h"
#include "db/calendar_store.h"
#include "db/limit_overrides.h"
#include "db/register_store.h"
#include "domain/life/ending.h"
#include "domain/title.h"
#include "pricing/rent.h"
#include "server/books/bookkeeping.h"
#include "server/lease_classification.h"
#include "server/lease_start.h"
#include "server/limit_check.h"
#include "server/residual_review.h"

namespace leasebook::server {

namespace {

Error no_such_contract(const ContractNumber& number) {
    return not_found("", "There is no contract {0}.", shortened(number.text));
}

Error renewal_finances(Money carrying) {
    return invalid("financed_amount", "A renewal finances what the machine stands in the books for: {0}.",
                   to_text(carrying));
}

// A contract that is the one the person saw: approving what somebody changed meanwhile is refused (the approval is
// bound to the content approved).
Result<Contract> seen_contract(db::Connection& connection, const ContractNumber& number, int version) {
    auto contract = db::find_contract(connection, number, db::Lock::ForUpdate);
    if (!contract) return no_such_contract(number);
    if (contract->version != version)
        return conflict("Contract {0} was changed meanwhile. Load it again.", number.text);
    return *std::move(contract);
}

Result<ContractContent> content_of(const LeaseEntry& entry) {
    auto terms = validated(entry.terms);
    if (!terms) return terms.errors();
    const auto rent = pricing::agreed_rent(*terms, entry.plan);
    if (!rent) return rent.errors();
    return ContractContent{entry.lessee, entry.supplier, *terms, entry.plan, *rent, entry.conditions, entry.branch};
}

Asset asset_of(const LeaseEntry& entry, const ContractNumber& number) {
    return {AssetCode{number.text + "-1"},
            entry.serial_number,
            entry.asset_class,
            entry.terms.currency,
            entry.asset_cost.value_or(entry.terms.financed_amount),
            entry.terms.commencement,
            entry.supplier,
            {},
            {},
            number};
}

// The machine as the lease says it is now; what the register knows of it beside that stays.
Result<Done> keep_asset(db::Connection& connection, Asset asset, const std::string& by, db::Moment at) {
    const auto before = db::find<Asset>(connection, asset.code);
    const bool is_its_own = before && before->contract == asset.contract;
    if (before) {
        auto known = *before;
        known.serial_number = asset.serial_number;
        known.asset_class = asset.asset_class;
        known.currency = asset.currency;
        known.cost = asset.cost;
        known.acquired = asset.acquired;
        known.supplier = asset.supplier;
        asset = std::move(known);
    }
    const auto stored = !before      ? db::add_with_contract(connection, asset)
                        : is_its_own ? db::replace_with_contract(connection, asset)
                                     : db::replace(connection, asset);
    if (stored) db::note_asset_change(connection, before, asset, by, at);
    return stored;
}

}  // namespace

Errors check(const LeaseEntry& entry) {
    Errors errors;
    const auto terms = validated(entry.terms);
    if (!terms) errors = terms.errors();
    if (const auto plan = terms ? validated(entry.plan, *terms) : Result<RentPlan>(entry.plan); !plan)
        errors = plan.errors();
    for (auto& error : check(entry.conditions, entry.terms.financed_amount)) errors.push_back(std::move(error));
    if (errors.empty())
        errors = check_guarantee(entry.conditions, terms->guaranteed_residual, final_date(*terms, entry.plan));
    if (entry.asset_cost && *entry.asset_cost <= Money::zero(entry.terms.currency))
        errors.push_back(invalid("asset_cost", "The cost must be above zero."));
    return errors;
}

Errors check(const LeaseEntry& entry, const Errors& unread) {
    auto errors = check(entry);
    if (names_field(unread, "commencement") || names_field(unread, "timing"))
        std::erase_if(errors, [](const Error& error) { return error.field == "first_rent_date"; });
    return errors;
}

Fields with_first_rent_date(Fields fields) {
    const auto text = [&](const char* name) { return fields.contains(name) ? fields.at(name) : std::string{}; };
    if (!text("first_rent_date").empty()) return fields;
    // Where these two cannot be read, their own messages say so; nobody is asked for a date that may be left out.
    const auto typed = parse_date(text("commencement"), "commencement");
    const auto commencement = typed ? *typed : date(2000, 1, 1);
    const auto months = parse_integer(text("period_months"), 1, 12).value_or(1);
    const bool advance = text("timing") == to_text(Timing::Advance);
    const auto first = advance ? commencement : due_dates(commencement, 2, static_cast<int>(months), true).back();
    fields.insert_or_assign("first_rent_date", to_text(first));
    return fields;
}

namespace {

// A renewal leases what it found, for what that stands in the books for.
Result<Done> check_renewed_machine(db::Connection& connection, const Contract& renewal, const LeaseEntry& entry) {
    const auto known = entry_of(renewal, db::assets_of(connection, renewal.number));
    Errors errors;
    if (entry.serial_number != known.serial_number)
        errors.push_back(
            invalid("serial_number", "A renewal leases the same machine again: {0}.", known.serial_number));
    if (entry.asset_class != known.asset_class)
        errors.push_back(invalid("asset_class", "A renewal leases the same machine again: {0}.", known.serial_number));
    if (entry.terms.financed_amount != renewal.content.terms.financed_amount)
        errors.push_back(renewal_finances(renewal.content.terms.financed_amount));
    if (!errors.empty()) return errors;
    return Done{};
}

Errors missing_calendar(db::Connection& connection, const LeaseConditions& conditions) {
    if (!conditions.calendar) return {};
    const auto& name = *conditions.calendar;
    const auto known = calendar_named(name, db::calendar_days(connection, name), "calendar");
    return known ? Errors{} : known.errors();
}

// What may be written: terms that a rent repays, and references that lead somewhere.
Result<ContractContent> writable_content(db::Connection& connection, const LeaseEntry& entry) {
    auto content = content_of(entry);
    Errors errors = content ? Errors{} : content.errors();
    const ContractContent references{entry.lessee, entry.supplier, {}, {}, {}};
    for (auto& error : db::missing_references(connection, references)) errors.push_back(std::move(error));
    for (auto& error : missing_calendar(connection, entry.conditions)) errors.push_back(std::move(error));
    if (!db::find<AssetClass>(connection, entry.asset_class))
        errors.push_back(not_found("asset_class", "There is no asset class \"{0}\".", entry.asset_class.text));
    if (!errors.empty()) return errors;
    return content;
}

}  // namespace

Result<Contract> draft_lease(db::Connection& connection, const LeaseEntry& entry, const Act& act,
                             db::Moment recorded_at) {
    auto content = writable_content(connection, entry);
    if (!content) return content.errors();
    const auto number =
        db::next_contract_number(connection, static_cast<int>(std::chrono::year_month_day{act.on}.year()));
    auto contract = db::create_contract(connection, number, ContractDrafted{act, *std::move(content)}, recorded_at);
    if (!contract) return contract;
    const auto asset = asset_of(entry, number);
    if (const auto added = db::add_with_contract(connection, asset); !added) return added.errors();
    db::note_asset_change(connection, {}, asset, act.by, recorded_at);
    return contract;
}

Result<Contract> revise_lease(db::Connection& connection, const ContractNumber& number, int version,
                              const LeaseEntry& entry, const Act& act, db::Moment recorded_at) {
    const auto contract = seen_contract(connection, number, version);
    if (!contract) return contract.errors();
    auto written = writable_content(connection, entry);
    if (!written) return written.errors();
    auto content = *std::move(written);
    content.renewal_of = contract->content.renewal_of;
    if (content.renewal_of)
        if (const auto same = check_renewed_machine(connection, *contract, entry); !same) return same.errors();
    const auto event = revise(*contract, act, std::move(content));
    if (!event) return event.errors();
    auto revised = db::append(connection, *contract, *event, recorded_at);
    if (!revised || event->content.renewal_of) return revised;
    if (const auto kept = keep_asset(connection, asset_of(entry, number), act.by, recorded_at); !kept)
        return kept.errors();
    return revised;
}

namespace {

// One step of a contract's life: the decision of the domain, recorded where it is one.
template <class Decide>
Result<Contract> take_step(db::Connection& connection, const ContractNumber& number, int version,
                           db::Moment recorded_at, const Decide& decide) {
    const auto contract = seen_contract(connection, number, version);
    if (!contract) return contract.errors();
    const auto event = decide(*contract);
    if (!event) return event.errors();
    return db::append(connection, *contract, *event, recorded_at);
}

// The same where the books are told of it.
template <class Decide>
Result<Contract> take_booked_step(db::Connection& connection, const ContractNumber& number, int version,
                                  db::Moment recorded_at, const Decide& decide) {
    const auto contract = seen_contract(connection, number, version);
    if (!contract) return contract.errors();
    const auto event = decide(*contract);
    if (!event) return event.errors();
    const BookRules rules(connection, std::chrono::floor<std::chrono::days>(recorded_at));
    return record(connection, *db::find_file(connection, number), *event, rules, recorded_at);
}

std::vector<LeasedMachine> machines_of(db::Connection& connection, const ContractNumber& number, Date on) {
    std::vector<LeasedMachine> machines;
    for (auto& asset : db::assets_of(connection, number)) {
        auto asset_class = db::find<AssetClass>(connection, asset.asset_class);
        ensure(asset_class.has_value(), "the class of an asset is in the register");
        auto curve = curve_in_force(connection, *asset_class, on);
        machines.push_back({std::move(asset), *std::move(asset_class), std::move(curve)});
    }
    return machines;
}

Result<ContractActivated> activated(db::Connection& connection, const Contract& contract, const Act& act,
                                    const std::optional<std::string>& classification_override) {
    const auto& content = contract.content;
    const auto machines = machines_of(connection, contract.number, content.terms.commencement);
    auto decided = activate(contract, act, static_cast<int>(machines.size()));
    if (!decided) return decided;
    std::vector<Asset> assets;
    for (const auto& machine : machines) assets.push_back(machine.asset);
    if (auto errors = titles_missing(assets, content.terms.commencement); !errors.empty()) return errors;
    const auto start = measured_at_start(content);
    if (!start) return start.errors();
    auto record = classify_lease(content, start->measurement, machines, classification_override);
    if (!record) return record.errors();
    auto event = *std::move(decided);
    event.implicit_rate = start->implicit_rate;
    event.sale = start->sale;
    event.classified = *std::move(record);
    return event;
}

}  // namespace

Result<Contract> apply_for_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                                 db::Moment recorded_at) {
    return take_step(connection, number, version, recorded_at, [&](const Contract& c) { return apply(c, act); });
}

Result<Contract> decide_credit_of_lease(db::Connection& connection, const ContractNumber& number, int version,
                                        const Act& act, CreditDecision decision, std::string reason,
                                        db::Moment recorded_at) {
    return take_step(connection, number, version, recorded_at,
                     [&](const Contract& c) { return decide_credit(c, act, decision, reason); });
}

namespace {

Date day_of(db::Moment moment) { return std::chrono::floor<std::chrono::days>(moment); }

// What lets this version of the contract break limits, if somebody did.
std::optional<db::LimitOverride> override_of(db::Connection& connection, const Contract& contract) {
    auto granted = db::find_limit_override(connection, contract.number);
    return granted && granted->version == contract.version ? std::move(granted) : std::nullopt;
}

// Whether approval let all these limits be broken, and the stop of the cluster.
bool approved_with(db::Connection& connection, const Contract& contract, const LimitCheck& check) {
    std::string passed;
    for (const auto& recorded : db::events_of(connection, contract.number))
        if (const auto* e = std::get_if<ContractApproved>(&recorded.event)) passed = e->overridden_limits.value_or("");
    const auto let_pass = [&](const std::string& code) {
        return (", " + passed + ", ").find(", " + code + ", ") != std::string::npos;
    };
    return (!check.stop || let_pass(stop_code(*check.stop))) &&
           std::ranges::all_of(check.effects, [&](const LimitEffect& effect) {
               return effect.after.status != LimitStatus::Breach || let_pass(effect.limit->code.text);
           });
}

}  // namespace

Result<Contract> approve_lease(db::Connection& connection, Book& book, const ContractNumber& number, int version,
                               const Act& act, db::Moment recorded_at) {
    return take_step(connection, number, version, recorded_at, [&](const Contract& c) -> Result<ContractApproved> {
        auto approved = approve(c, act);
        if (!approved) return approved;
        const auto check = check_contract(connection, book, day_of(recorded_at), c);
        if (!check.needs_override()) return approved;
        const auto granted = override_of(connection, c);
        if (!granted) return broken_limits(check);
        if (granted->granted_by == act.by)
            return forbidden("You let contract {0} break its limits: somebody else has to approve it.", number.text);
        auto event = *std::move(approved);
        event.overridden_limits = broken_codes(check);
        event.override_by = granted->granted_by;
        event.override_reason = granted->reason;
        return event;
    });
}

Result<Contract> override_limits_of_lease(db::Connection& connection, Book& book, const ContractNumber& number,
                                          int version, const Act& act, std::string reason, db::Moment recorded_at) {
    auto contract = seen_contract(connection, number, version);
    if (!contract) return contract;
    if (contract->entered_by == act.by)
        return forbidden("You entered contract {0}: somebody else has to let it break its limits.", number.text);
    using enum ContractStatus;
    if (contract->status != Accepted && contract->status != Approved && contract->status != Signed)
        return conflict("Contract {0} is {1}: limits are overridden between credit's acceptance and the payment out.",
                        number.text, to_text(contract->status));
    const auto check = check_contract(connection, book, day_of(recorded_at), *contract);
    if (!check.needs_override()) return conflict("Contract {0} breaks no limit.", number.text);
    db::keep_limit_override(connection, {number, version, act.by, recorded_at, broken_codes(check), std::move(reason)});
    return contract;
}

Result<Contract> sign_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                            db::Moment recorded_at) {
    return take_step(connection, number, version, recorded_at, [&](const Contract& c) { return sign(c, act); });
}

Result<Contract> pay_supplier_of_lease(db::Connection& connection, Book& book, const ContractNumber& number,
                                       int version, const Act& act, std::optional<Money> amount, std::string reference,
                                       db::Moment recorded_at) {
    return take_booked_step(connection, number, version, recorded_at, [&](const Contract& c) -> Result<SupplierPaid> {
        auto paid = pay_supplier(c, act, amount.value_or(c.content.terms.financed_amount - c.disbursed), reference);
        if (!paid) return paid;
        const auto check = check_contract(connection, book, day_of(recorded_at), c);
        const bool passes =
            !check.needs_override() || override_of(connection, c) || approved_with(connection, c, check);
        return passes ? paid : Result<SupplierPaid>(broken_limits(check));
    });
}

namespace {

// The machine of a renewed lease goes into the new one (R-C-17): what the old lease still holds of it is financed.
Result<Done> lease_again(db::Connection& connection, const Contract& renewal, const Act& act, const BookRules& rules,
                         db::Moment recorded_at) {
    const auto& before = *renewal.content.renewal_of;
    const auto& terms = renewal.content.terms;
    const auto old = db::find_file(connection, before, db::Lock::ForUpdate);
    ensure(old.has_value(), "a renewed contract is there");
    const Money held = assets_held(old->events, terms.currency);
    if (held.is_zero())
        return conflict("The machine of contract {0} no longer stands in its books: it was sold or leased again.",
                        before.text);
    if (held != terms.financed_amount) return renewal_finances(held);
    if (terms.commencement < *old->contract.ended_on)
        return invalid("commencement", "Contract {0} ended on {1}: a renewal commences then or later.", before.text,
                       to_text(*old->contract.ended_on));
    const AssetLeasedAgain event{{act.by, terms.commencement}, held, renewal.number};
    const auto handed_on = record(connection, *old, event, rules, recorded_at);
    if (!handed_on) return handed_on.errors();
    return Done{};
}

}  // namespace

Result<Contract> activate_lease(db::Connection& connection, const ContractNumber& number, int version, const Act& act,
                                const std::optional<std::string>& classification_override, db::Moment recorded_at) {
    const auto contract = seen_contract(connection, number, version);
    if (!contract) return contract.errors();
    const auto event = activated(connection, *contract, act, classification_override);
    if (!event) return event.errors();
    const BookRules rules(connection, std::chrono::floor<std::chrono::days>(recorded_at));
    if (contract->content.renewal_of)
        if (const auto again = lease_again(connection, *contract, act, rules, recorded_at); !again)
            return again.errors();
    return record(connection, *db::find_file(connection, number), *event, rules, recorded_at);
}

LeaseEntry entry_of(const Contract& contract, const std::vector<Asset>& assets) {
    const auto& content = contract.content;
    LeaseEntry entry{content.lessee,     content.supplier, {}, {}, {}, content.terms, content.plan,
                     content.conditions, content.branch};
    if (!assets.empty()) {
        entry.asset_class = assets.front().asset_class;
        entry.serial_number = assets.front().serial_number;
        entry.asset_cost = assets.front().cost;
    }
    return entry;
}

}  // namespace leasebook::server
