#include "server/contract_api.h"

#include "db/register_store.h"
#include "pricing/rent.h"
#include "server/contracts.h"
#include "server/record_json.h"

namespace leasebook::server {

namespace {

Error no_such_contract(const std::string& number) {
    return not_found("", "There is no contract {0}.", shortened(number));
}

std::string contract_json(const Contract& contract) {
    RecordJson out;
    out("number", contract.number);
    out("status", contract.status);
    out("version", contract.version);
    out("entered_by", contract.entered_by);
    visit_fields(contract.content, out);
    return out.object();
}

Response contract_answer(const Contract& contract, int status = 200) {
    return json_text(contract_json(contract), status).with("ETag", "\"" + std::to_string(contract.version) + "\"");
}

// The version that the client saw, from If-Match: "3" in quotes.
Result<int> seen_version(const Call& call) {
    const auto header = call.request.header("if-match");
    if (!header) return invalid("if_match", "Send If-Match with the ETag of the contract that you saw.");
    auto text = *header;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    const auto version = parse_integer(text, 1, 1'000'000'000);
    if (!version) return invalid("if_match", "Send If-Match with the ETag of the contract that you saw.");
    return static_cast<int>(*version);
}

Response list_contracts(const Call& call) {
    const auto query = contract_query(call);
    if (!query) return problem(query.errors());
    const auto page = call.app.database.read([&](db::Connection& c) { return db::list_contracts(c, *query); });
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

Response get_contract(const Call& call) {
    const auto contract =
        call.app.database.read([&](db::Connection& c) { return db::find_contract(c, {call.path_value(0)}); });
    return contract ? contract_answer(*contract) : problem({no_such_contract(call.path_value(0))});
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
        const auto contract = step(c, {call.path_value(0)}, *version);
        if (!contract) return contract.errors();
        return Call::Changed{contract_answer(*contract), contract->number.text, contract_json(*contract)};
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

Response post_approval(const Call& call) {
    return take_step(call, "contract.approve", [&](db::Connection& c, const ContractNumber& number, int version) {
        return approve_lease(c, number, version, call.act(), call.app.clock());
    });
}

Response post_activation(const Call& call) {
    return take_step(call, "contract.activate", [&](db::Connection& c, const ContractNumber& number, int version) {
        return activate_lease(c, number, version, call.act(), call.app.clock());
    });
}

Response get_schedule(const Call& call) {
    const auto contract =
        call.app.database.read([&](db::Connection& c) { return db::find_contract(c, {call.path_value(0)}); });
    if (!contract) return problem({no_such_contract(call.path_value(0))});
    const auto schedule =
        pricing::agreed_schedule(contract->content.terms, contract->content.plan, contract->content.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    return json_text("{\"contract\":" + json_string(contract->number.text) + ",\"schedule\":" +
                     json_array(schedule->rows, [](const ScheduleRow& row) { return schedule_row_json(row, {}); }) +
                     ",\"totals\":" + totals_json(totals(*schedule)) + "}");
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
                                    return out.object();
                                }) +
                     "}");
}

}  // namespace

Result<db::ContractQuery> contract_query(const Call& call) {
    db::ContractQuery query;
    const auto general = list_query(call);
    query.search = general.search;
    query.after = general.after;
    query.limit = general.limit;
    if (const auto status = call.parameter("status"); !status.empty()) {
        const auto known = parse_named<ContractStatus>(status, "status");
        if (!known) return known.errors();
        query.status = *known;
    }
    if (const auto lessee = call.parameter("lessee"); !lessee.empty()) query.lessee = LesseeCode{lessee};
    if (const auto cluster = call.parameter("cluster"); !cluster.empty()) query.cluster = ClusterCode{cluster};
    if (const auto industry = call.parameter("industry"); !industry.empty()) query.industry = IndustryCode{industry};
    return query;
}

void add_contract_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string all = "/api/v1/contracts", one = all + "/{number}";
    routes.push_back({"GET", all, Read, list_contracts, "List contracts", "", "ContractPage"});
    routes.push_back({"POST", all, EditContracts, post_contract, "Draft a contract", "LeaseEntry", "Contract"});
    routes.push_back({"GET", one, Read, get_contract, "Show a contract", "", "Contract"});
    routes.push_back({"PUT", one, EditContracts, put_contract, "Revise a draft (If-Match)", "LeaseEntry", "Contract"});
    routes.push_back({"POST", one + "/approve", ApproveContracts, post_approval,
                      "Approve a draft somebody else entered (If-Match)", "", "Contract"});
    routes.push_back({"POST", one + "/activate", EditContracts, post_activation,
                      "Activate an approved contract (If-Match)", "", "Contract"});
    routes.push_back({"GET", one + "/schedule", Read, get_schedule, "The rent schedule", "", "ScheduleDocument"});
    routes.push_back(
        {"GET", one + "/events", Read, get_events, "Everything that happened to a contract", "", "EventsDocument"});
}

}  // namespace leasebook::server
