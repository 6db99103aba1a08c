// Appraisals, history and remarketing of machines under /api/v1.
#include "db/register_store.h"
#include "db/remarketing_store.h"
#include "server/asset_records.h"
#include "server/asset_steps.h"
#include "server/record_json.h"
#include "server/residual_view.h"
#include "server/routes.h"

namespace leasebook::server {

Result<Done> store_appraisal(db::Connection& connection, const Appraisal& appraisal) {
    const auto asset = db::find<Asset>(connection, appraisal.asset);
    if (!asset) return not_found("asset", "There is no asset \"{0}\".", shortened(appraisal.asset.text));
    if (asset->currency != appraisal.currency)
        return invalid("currency", "This asset is valued in {0}, not in {1}.", asset->currency.text(),
                       appraisal.currency.text());
    if (appraisal.date < asset->acquired)
        return invalid("date", "The asset was acquired only on {0}.", to_text(asset->acquired));
    return db::upsert(connection, appraisal);
}

Result<OffLeaseMachine> take_remarketing_step(db::Connection& connection, const RemarketingStep& step, Date today) {
    const auto records = asset_records(connection, step.asset, today);
    if (!records) return not_found("asset", "There is no asset \"{0}\".", shortened(step.asset.text));
    if (!records->off_lease) return conflict("Machine {0} has not come back from its lease.", step.asset.text);
    if (step.date > today) return invalid("date", "This has not happened yet: {0} lies ahead.", to_text(step.date));
    if (const auto may = may_follow(*records->off_lease, step); !may) return may.errors();
    db::add_step(connection, step);
    return *asset_records(connection, step.asset, today)->off_lease;
}

namespace {

Response post_appraisal(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto appraisal = read_json_record<Appraisal>(*json);
    if (!appraisal) return problem(appraisal.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        if (const auto stored = store_appraisal(c, *appraisal); !stored) return stored.errors();
        return Call::Changed{json_text(record_json(*appraisal), 201), appraisal->asset.text, record_json(*appraisal)};
    };
    return call.change("asset.appraise", store, [](const Errors& errors) { return problem(errors); });
}

Response get_appraisals(const Call& call) {
    const AssetCode asset{call.parameter("asset")};
    if (asset.text.empty()) return problem({invalid("asset", "Name the asset: ?asset=…")});
    const auto appraisals = call.app.database.read([&](db::Connection& c) { return db::appraisals_of(c, asset); });
    return json_text("{\"items\":" + json_array(appraisals, record_json<Appraisal>) + ",\"next\":null}");
}

Response no_such_asset(const Call& call) {
    return problem({not_found("", "There is no asset \"{0}\".", shortened(call.path_value(0)))});
}

std::string change_json(const db::AssetChange& change) {
    RecordJson out;
    out("number", change.number);
    out("field", change.field);
    out("before", change.before);
    out("after", change.after);
    out("changed_by", change.changed_by);
    out("changed_at", db::moment_text(change.changed_at));
    return out.object();
}

Response get_history(const Call& call) {
    const AssetCode code{call.path_value(0)};
    const auto [asset, changes] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find<Asset>(c, code), db::changes_of(c, code)};
    });
    if (!asset) return no_such_asset(call);
    return json_text("{\"items\":" + json_array(changes, change_json) + ",\"next\":null}");
}

std::string machine_json(const OffLeaseMachine& machine, Date today, const std::vector<RemarketingStep>& steps) {
    RecordJson out;
    out("asset", machine.asset);
    out("contract", machine.contract);
    out("state", machine.state);
    out("returned", machine.returned);
    out("since", machine.since);
    out("days_off_lease", days_off_lease(machine, today));
    out("currency", machine.carrying.currency());
    out("carrying_amount", machine.carrying);
    out("costs", machine.costs);
    out("asked", machine.asked);
    out("place", machine.place);
    out("channel", machine.channel);
    const bool sold = machine.state == OffLeaseState::Sold;
    out("buyer", machine.buyer);
    out("price", sold ? std::optional(machine.price) : std::nullopt);
    out("vat", sold ? std::optional(machine.vat) : std::nullopt);
    out("gain", sold ? std::optional(machine.gain()) : std::nullopt);
    out.with("steps", json_array(steps, record_json<RemarketingStep>));
    return out.object();
}

Response get_remarketing(const Call& call) {
    const auto records =
        call.app.database.read([&](db::Connection& c) { return asset_records(c, {call.path_value(0)}, call.today()); });
    if (!records) return no_such_asset(call);
    if (!records->off_lease)
        return problem({not_found("", "Machine {0} has not come back from its lease.", records->asset.code.text)});
    return json_text(machine_json(*records->off_lease, call.today(), records->steps));
}

Response post_remarketing(const Call& call) {
    auto json = call.json();
    if (!json) return problem(json.errors());
    auto fields = *std::move(json);
    fields.fields.insert_or_assign("asset", call.path_value(0));
    const auto step = read_json_record<RemarketingStep>(fields);
    if (!step) return problem(step.errors());
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto machine = take_remarketing_step(c, *step, call.today());
        if (!machine) return machine.errors();
        return Call::Changed{json_text(machine_json(*machine, call.today(), db::steps_of(c, step->asset)), 201),
                             step->asset.text, record_json(*step)};
    };
    return call.change("asset.remarket", store, [](const Errors& errors) { return problem(errors); });
}

}  // namespace

void add_asset_api(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back(
        {"GET", "/api/v1/appraisals", Read, get_appraisals, "The appraisals of an asset", "", "AppraisalPage"});
    routes.push_back(
        {"POST", "/api/v1/appraisals", Appraise, post_appraisal, "Store an appraisal", "Appraisal", "Appraisal"});
    routes.push_back(
        {"GET", "/api/v1/assets/{code}/history", Read, get_history, "Every change of an asset", "", "AssetChangePage"});
    routes.push_back({"GET", "/api/v1/assets/{code}/remarketing", Read, get_remarketing,
                      "A machine that came back: its state, costs and sale", "", "OffLeaseMachine"});
    routes.push_back({"POST", "/api/v1/assets/{code}/remarketing", ServiceContracts, post_remarketing,
                      "Store it, offer it, note costs; its sale is a change of its lease", "RemarketingStep",
                      "OffLeaseMachine"});
}

}  // namespace leasebook::server
