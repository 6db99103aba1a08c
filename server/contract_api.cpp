#include "server/contract_api.h"

#include "db/register_store.h"
#include "pricing/rent.h"
#include "server/contract_steps.h"
#include "server/contract_view.h"
#include "server/contracts.h"
#include "server/filters.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

Error no_such_contract(const std::string& number) {
    return not_found("", "There is no contract {0}.", shortened(number));
}

void write_contract(RecordJson& out, const Contract& contract) {
    out("number", contract.number);
    out("status", contract.status);
    out("version", contract.version);
    out("entered_by", contract.entered_by);
    visit_fields(contract.content, out);
}

}  // namespace

std::string contract_json(const Contract& contract) {
    RecordJson out;
    write_contract(out, contract);
    return out.object();
}

namespace {

Response contract_answer(const Contract& contract, int status = 200) {
    return json_text(contract_json(contract), status).with("ETag", "\"" + std::to_string(contract.version) + "\"");
}

Response list_contracts(const Call& call) {
    const auto listing = contract_listing(call);
    if (!listing) return problem(listing.errors());
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, *listing); });
    return json_text(page_json(page, [](const db::ContractRow& row) {
        RecordJson out;
        out("number", row.number);
        out("status", row.status);
        out("lessee", row.lessee);
        out("lessee_name", row.lessee_name);
        out("currency", row.financed_amount.currency());
        out("financed_amount", row.financed_amount);
        out("rent", row.rent);
        out("annual_rate", row.annual_rate);
        out("commencement", row.commencement);
        out("periods", row.periods);
        out("version", row.version);
        return out.object();
    }));
}

// The contract on a day as it was known at a time, and what its account held then.
Response get_contract(const Call& call) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return problem(as_of.errors());
    const auto view = call.app.database.read(
        [&](db::Connection& c) { return view_contract(c, {call.path_value(0)}, *as_of, call.today()); });
    if (!view) return problem(view.errors());
    RecordJson out;
    write_contract(out, view->state);
    out("as_of", as_of->on);
    out("known_at", as_of->known_at ? std::optional(db::moment_text(*as_of->known_at)) : std::nullopt);
    out("ended_on", view->state.ended_on);
    out.with("position", view->position ? record_json(*view->position) : "null");
    return json_text(out.object()).with("ETag", "\"" + std::to_string(view->state.version) + "\"");
}

Result<LeaseEntry> posted_entry(const Call& call) {
    auto json = call.json();
    if (!json) return json.errors();
    JsonFields fields = *std::move(json);
    fields.fields = with_first_rent_date(std::move(fields.fields));
    return read_json_record<LeaseEntry>(fields);
}

Response post_contract(const Call& call) {
    const auto entry = posted_entry(call);
    if (!entry) return problem(entry.errors());
    const auto draft = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto contract = draft_lease(c, *entry, call.act(), call.app.clock());
        if (!contract) return contract.errors();
        return Call::Changed{
            contract_answer(*contract, 201).with("Location", "/api/v1/contracts/" + contract->number.text),
            contract->number.text, contract_json(*contract)};
    };
    return call.change("contract.draft", draft, [](const Errors& errors) { return problem(errors); });
}

// One step of a contract's life: `step` gets the contract's number and the version the client saw.
Response take_step(const Call& call, std::string_view action,
                   const std::function<Result<Contract>(db::Connection&, const ContractNumber&, int)>& step) {
    const auto version = seen_version(call);
    if (!version) return problem(428, version.errors());
    const auto take = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto before = db::find_contract(c, {call.path_value(0)});
        const auto contract = step(c, {call.path_value(0)}, *version);
        if (!contract) return contract.errors();
        return Call::Changed{.response = contract_answer(*contract),
                             .subject = contract->number.text,
                             .detail = contract_json(*contract),
                             .before = before ? contract_json(*before) : std::string{}};
    };
    return call.change(action, take, [](const Errors& errors) { return problem(errors); });
}

Response put_contract(const Call& call) {
    const auto entry = posted_entry(call);
    if (!entry) return problem(entry.errors());
    return take_step(call, "contract.revise", [&](db::Connection& c, const ContractNumber& number, int version) {
        return revise_lease(c, number, version, *entry, call.act(), call.app.clock());
    });
}

Response take_contract_step(const Call& call, const ContractStep& asked_step) {
    JsonFields fields;
    // A step may be taken without a body where it asks for nothing that must be said.
    if (asked_step.fields != nullptr && !call.request.body.empty()) {
        auto json = call.json();
        if (!json) return problem(json.errors());
        fields = *std::move(json);
    }
    return take_step(
        call, "contract." + asked_step.name, [&](db::Connection& c, const ContractNumber& number, int version) {
            return asked_step.take(c, {number, version, call.act(), call.app.clock(), fields, &call.app.book});
        });
}

std::string due_json(const Due& due) {
    RecordJson out;
    out("number", due.number);
    out("kind", due.kind);
    out("event", due.event);
    out("due_date", due.due_date);
    out("collection_date", due.collection_date);
    for (const auto& [component, name] : NamesOf<ClaimComponent>::names) out(name, due.owed[component]);
    out("owed", due.owed.sum());
    out("paid", due.paid.sum());
    out("written_off", due.written_off);
    return out.object();
}

// As the lease runs, changes included, and what of it was due and paid on the day.
Response get_schedule(const Call& call) {
    const auto as_of = as_of_asked(call);
    if (!as_of) return problem(as_of.errors());
    const auto view = call.app.database.read(
        [&](db::Connection& c) { return view_contract(c, {call.path_value(0)}, *as_of, call.today()); });
    if (!view) return problem(view.errors());
    const auto schedule = running_schedule(*view);
    RecordJson out;
    out("contract", view->state.number);
    append_schedule_json(out.member("schedule"), schedule.rows, {});
    out.with("totals", totals_json(totals(schedule)));
    out.with("dues", json_array(view->life ? view->life->dues : std::vector<Due>{}, due_json));
    return json_text(out.object());
}

// What the event holds of its own.
std::string fields_json(const ContractEvent& event) {
    return std::visit([](const auto& e) { return record_json(e); }, event);
}

Response get_events(const Call& call) {
    const ContractNumber number{call.path_value(0)};
    const auto events = call.app.database.read([&](db::Connection& c) { return db::events_of(c, number); });
    if (events.empty()) return problem({no_such_contract(number.text)});
    return json_text("{\"contract\":" + json_string(number.text) + ",\"events\":" +
                     json_array(events,
                                [](const db::RecordedEvent& recorded) {
                                    RecordJson out;
                                    out("number", recorded.number);
                                    out("event", event_name(recorded.event));
                                    out("effective_date", act_of(recorded.event).on);
                                    out("recorded_at", db::moment_text(recorded.recorded_at));
                                    out("by", act_of(recorded.event).by);
                                    out("hash", recorded.hash);
                                    out.with("fields", fields_json(recorded.event));
                                    return out.object();
                                }) +
                     "}");
}

}  // namespace

std::vector<FormField> lease_filters() {
    return {{"lessee", Control::Text, 3, "", {}},
            {"cluster", Control::Text, 3, "", {}},
            {"industry", Control::Text, 3, "", {}},
            {"entered_by", Control::Text, 3, "", {}},
            {"commencement_from", Control::Date, 3, "", {}},
            {"commencement_to", Control::Date, 3, "", {}},
            {"amount_from", Control::Money, 3, "", {}},
            {"amount_to", Control::Money, 3, "", {}}};
}

namespace {

// The parameters that narrow and sort, read with all that is wrong about them.
class ListingReader {
public:
    explicit ListingReader(const Call& call) : typed_(as_typed(call.request.parameters(), lease_filters())) {}

    template <class C>
    std::optional<C> code(const char* name) const {
        const auto value = text(name);
        return value.empty() ? std::nullopt : std::optional(C{value});
    }
    template <class T>
    void read(const char* name, std::optional<T>& into, const auto& parse) {
        const auto value = text(name);
        if (value.empty()) return;
        if (const auto parsed = parse(value, name))
            into = *parsed;
        else
            errors.push_back(parsed.error());
    }
    std::string text(const char* name) const {
        const auto found = typed_.find(name);
        return found == typed_.end() ? std::string{} : found->second;
    }
    Errors errors;

private:
    const Fields typed_;
};

}  // namespace

Result<db::ContractListing> contract_listing(const Call& call) {
    ListingReader asked(call);
    db::ContractListing listing;
    auto& which = listing.which;
    const auto general = list_query(call);
    which.search = general.search;
    which.after = general.after;
    which.limit = general.limit;
    if (const auto status = call.parameter("status"); !status.empty()) {
        if (const auto known = parse_named<ContractStatus>(status, "status"))
            which.status = *known;
        else
            asked.errors.push_back(known.error());
    }
    which.lessee = asked.code<LesseeCode>("lessee");
    which.cluster = asked.code<ClusterCode>("cluster");
    which.industry = asked.code<IndustryCode>("industry");
    which.entered_by = asked.text("entered_by");
    which.not_entered_by = call.parameter("not_entered_by");
    which.returned = call.parameter("returned") == "yes";
    const auto amount = [](const std::string& text, const char* name) { return parse_money(text, CNY, name); };
    asked.read("commencement_from", listing.from, parse_date);
    asked.read("commencement_to", listing.to, parse_date);
    asked.read("amount_from", listing.amount_from, amount);
    asked.read("amount_to", listing.amount_to, amount);
    read_sort(call.parameter("sort"), listing.sort, listing.descending, asked.errors);
    if (!asked.errors.empty()) return asked.errors;
    return listing;
}

void add_contract_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/api/v1/contracts", one = all + "/{number}";
    routes.push_back(
        {"GET", all, Read, list_contracts,
         "List contracts: search, status, lessee, cluster, industry, entered_by, commencement_from and _to, "
         "amount_from and _to, sort (a column, with - for the largest first), after, limit",
         "", "ContractPage"});
    routes.push_back({"POST", all, EditContracts, post_contract, "Draft a contract", "LeaseEntry", "Contract"});
    routes.push_back({"GET", one, Read, get_contract, "Show a contract (as_of, known_at)", "", "ContractState"});
    routes.push_back({"PUT", one, EditContracts, put_contract, "Revise a draft (If-Match)", "LeaseEntry", "Contract"});
    for (const auto& step : contract_steps())
        routes.push_back({"POST", one + "/" + step.name, step.permission,
                          [&step](const Call& call) { return take_contract_step(call, step); }, step.summary,
                          step.request_schema, "Contract"});
    routes.push_back({"GET", one + "/schedule", Read, get_schedule, "The rent schedule", "", "ScheduleDocument"});
    routes.push_back(
        {"GET", one + "/events", Read, get_events, "Everything that happened to a contract", "", "EventsDocument"});
}

}  // namespace leasebook::server
