// The watch list, early warnings, events of anchor enterprises and thresholds under /api/v1.
#include "server/arrears_view.h"
#include "server/record_json.h"
#include "server/watch_list.h"

namespace leasebook::server {

namespace {

std::string stay_json(const WatchStay& stay) {
    RecordJson out;
    visit_fields(stay.entry, out);
    out("put_by", stay.put_by);
    out("until", stay.end ? std::optional(stay.end->until) : std::nullopt);
    out("end_reason", stay.end ? std::optional(stay.end->reason) : std::nullopt);
    out("taken_off_by", stay.end ? std::optional(stay.taken_off_by) : std::nullopt);
    return out.object();
}

template <class Item, class Write>
Response list_of_all(const std::vector<Item>& items, Write write) {
    return json_text("{\"items\":" + json_array(items, write) + ",\"next\":null}");
}

Response refuse(const Errors& errors) { return problem(errors); }

Response get_stays(const Call& call) {
    return list_of_all(call.app.database.read([](db::Connection& c) { return db::watch_records(c).stays; }), stay_json);
}

Response post_stay(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<WatchEntry>(*json) : Result<WatchEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto put_on = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto stay = watch_lessee(c, *entry, call.act(), call.app.clock());
        if (!stay) return stay.errors();
        return Call::Changed{json_text(stay_json(*stay), 201), entry->lessee.text, record_json(*entry)};
    };
    return call.change("watch_list.put_on", put_on, refuse);
}

Response post_end(const Call& call) {
    const auto json = call.json();
    const auto end = json ? read_json_record<WatchEnd>(*json) : Result<WatchEnd>(json.errors());
    if (!end) return problem(end.errors());
    const LesseeCode lessee{call.path_value(0)};
    const auto take_off = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto stay = unwatch_lessee(c, lessee, *end, call.act(), call.app.clock());
        if (!stay) return stay.errors();
        return Call::Changed{json_text(stay_json(*stay)), lessee.text, record_json(*end)};
    };
    return call.change("watch_list.take_off", take_off, refuse);
}

std::string finding_json(const Portfolio& portfolio, const reports::Finding& finding) {
    RecordJson out;
    const auto& warning = finding.warning;
    out("trigger", warning.trigger);
    out("level", warning.level);
    out("subject", finding.subject);
    out("contract", finding.contract == unmapped ? std::optional<std::string>{}
                                                 : std::optional(portfolio.contracts[finding.contract].number.text));
    out("lessee", finding.lessee == unmapped ? std::optional<std::string>{}
                                             : std::optional(portfolio.lessees[finding.lessee].code.text));
    out("cluster", finding.cluster == unmapped ? std::optional<std::string>{}
                                               : std::optional(reports::cluster_code(portfolio, finding.cluster)));
    out.with("reasons", json_array(warning.reasons, [](const Reason& reason) { return json_string(message(reason)); }));
    out("rule", warning.rule);
    out("since", warning.since);
    out.with("acknowledged", finding.acknowledged ? "true" : "false");
    return out.object();
}

Response get_warnings(const Call& call) {
    const auto asked = arrears_asked(call);
    if (!asked) return problem(asked.errors());
    const auto watch = call.app.book.watch(asked->as_of, call.app.currency);
    std::vector<reports::Finding> findings;
    for (const auto& finding : *watch.findings)
        if (!asked->filter.cluster || *asked->filter.cluster == finding.cluster) findings.push_back(finding);
    return list_of_all(findings,
                       [&](const reports::Finding& finding) { return finding_json(watch.portfolio(), finding); });
}

Response post_acknowledgement(const Call& call) {
    const auto json = call.json();
    const auto record = json ? read_json_record<Acknowledgement>(*json) : Result<Acknowledgement>(json.errors());
    if (!record) return problem(record.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        db::keep_acknowledgement(c, *record, call.who.name, call.app.clock());
        return Call::Changed{json_text(record_json(*record), 201), record->subject, record_json(*record)};
    };
    return call.change("early_warning.acknowledge", keep, refuse);
}

Response get_events(const Call& call) {
    return list_of_all(call.app.database.read([](db::Connection& c) { return db::watch_records(c).anchor_events; }),
                       record_json<AnchorEvent>);
}

Response post_event(const Call& call) {
    const auto json = call.json();
    const auto event = json ? read_json_record<AnchorEvent>(*json) : Result<AnchorEvent>(json.errors());
    if (!event) return problem(event.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        db::keep_anchor_event(c, *event, call.who.name, call.app.clock());
        return Call::Changed{json_text(record_json(*event), 201), event->anchor, record_json(*event)};
    };
    return call.change("anchor_event.declare", keep, refuse);
}

Response get_thresholds(const Call& call) {
    return json_text(
        record_json(call.app.database.read([](db::Connection& c) { return db::watch_records(c).thresholds; })));
}

Response put_thresholds(const Call& call) {
    const auto json = call.json();
    const auto thresholds =
        json ? read_json_record<EarlyWarningThresholds>(*json) : Result<EarlyWarningThresholds>(json.errors());
    if (!thresholds) return problem(thresholds.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        db::keep_early_warning_thresholds(c, *thresholds, call.who.name, call.app.clock());
        return Call::Changed{json_text(record_json(*thresholds)), "early-warning-thresholds", record_json(*thresholds)};
    };
    return call.change("early_warning.thresholds", keep, refuse);
}

}  // namespace

void add_watch_api(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1";
    routes.push_back(
        {"GET", v1 + "/watch-list", Read, get_stays, "Lessees on the watch list, now or once", "", "WatchStayPage"});
    routes.push_back({"POST", v1 + "/watch-list", DecideCredit, post_stay, "Put a lessee on the watch list",
                      "WatchEntry", "WatchStay"});
    routes.push_back({"POST", v1 + "/watch-list/{lessee}/end", DecideCredit, post_end,
                      "Take a lessee off the watch list", "WatchEnd", "WatchStay"});
    routes.push_back({"GET", v1 + "/early-warnings", Read, get_warnings,
                      "What warns of trouble, worst first: as_of, cluster", "", "EarlyWarningPage"});
    routes.push_back({"POST", v1 + "/early-warnings/acknowledgements", DecideCredit, post_acknowledgement,
                      "Acknowledge a warning", "Acknowledgement", "Acknowledgement"});
    routes.push_back({"GET", v1 + "/anchor-events", Read, get_events, "What was declared about anchor enterprises", "",
                      "AnchorEventPage"});
    routes.push_back({"POST", v1 + "/anchor-events", DecideCredit, post_event,
                      "Declare an event of an anchor enterprise, or replace it", "AnchorEvent", "AnchorEvent"});
    routes.push_back({"GET", v1 + "/early-warning-thresholds", Read, get_thresholds,
                      "From which figures on warnings are given", "", "EarlyWarningThresholds"});
    routes.push_back({"PUT", v1 + "/early-warning-thresholds", DecideCredit, put_thresholds,
                      "Replace the thresholds of early warnings", "EarlyWarningThresholds", "EarlyWarningThresholds"});
}

}  // namespace leasebook::server
