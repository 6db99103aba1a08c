// What people give to the monthly close, under /api/v1: management overlays with their reason, and exchange rates.
#include "db/close_store.h"
#include "db/journal_store.h"
#include "db/register_store.h"
#include "server/close_inputs.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

Response get_overlays(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return problem(404, period.errors());
    db::Page<db::Overlay> page{call.app.database.read([&](db::Connection& c) { return db::overlays_of(c, *period); }),
                               ""};
    return json_text(page_json(page, [](const db::Overlay& overlay) {
        RecordJson out;
        out("cluster", overlay.cluster);
        out("share", overlay.share);
        out("reason", overlay.reason);
        out("entered_by", overlay.entered_by);
        return out.object();
    }));
}

}  // namespace

Errors refused_overlay(db::Connection& connection, Period period, const OverlayEntry& entry) {
    Errors errors;
    if (const auto step = db::find_close_step(connection, period, "provisions"); step && step->finished_at)
        errors.push_back(conflict("The provisions of {0} are made already: reopen the month first.", to_text(period)));
    if (entry.cluster != "*" && !db::find<Cluster>(connection, ClusterCode{entry.cluster}))
        errors.push_back(not_found("cluster", "There is no cluster \"{0}\".", entry.cluster));
    return errors;
}

namespace {

Response post_overlay(const Call& call) {
    const auto period = parse_period(call.path_value(0), "period");
    if (!period) return problem(404, period.errors());
    const auto json = call.json();
    const auto entry = json ? read_json_record<OverlayEntry>(*json) : Result<OverlayEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        if (auto errors = refused_overlay(c, *period, *entry); !errors.empty()) return errors;
        db::keep_overlay(c, *period, {entry->cluster, entry->share, entry->reason, call.who.name});
        return Call::Changed{json_text(record_json(*entry), 201), to_text(*period), record_json(*entry)};
    };
    return call.change("period.overlay", keep, [](const Errors& errors) { return problem(errors); });
}

Response put_exchange_rate(const Call& call) {
    const auto json = call.json();
    const auto entry = json ? read_json_record<ExchangeRateEntry>(*json) : Result<ExchangeRateEntry>(json.errors());
    if (!entry) return problem(entry.errors());
    const auto keep = [&](db::Connection& c) -> Result<Call::Changed> {
        db::keep_exchange_rate(c, entry->from, entry->to, entry->date, entry->rate);
        return Call::Changed{json_text(record_json(*entry)), entry->from.text() + entry->to.text(),
                             record_json(*entry)};
    };
    return call.change("exchange_rate.edit", keep, [](const Errors& errors) { return problem(errors); });
}

}  // namespace

Errors check(const OverlayEntry& entry) {
    if (entry.share.e10 >= -rate_scale / 2 && entry.share.e10 <= 5 * rate_scale) return {};
    return {
        invalid("share", "An overlay takes off at most half of the expected loss, and adds at most five times of it.")};
}

Errors check(const ExchangeRateEntry& entry) {
    Errors errors;
    if (entry.rate.e10 <= 0) errors.push_back(invalid("rate", "An exchange rate is above zero."));
    if (entry.from == entry.to) errors.push_back(invalid("to", "An exchange rate is between two currencies."));
    return errors;
}

void add_close_input_routes(std::vector<Route>& routes) {
    using enum Permission;
    const std::string v1 = "/api/v1";
    routes.push_back({"GET", v1 + "/periods/{period}/overlays", Read, get_overlays,
                      "What management adds to the provisions of a month", "", "OverlayPage"});
    routes.push_back({"POST", v1 + "/periods/{period}/overlays", ClosePeriods, post_overlay,
                      "Add to the provisions of a month, with the reason", "OverlayEntry", "OverlayEntry"});
    routes.push_back({"PUT", v1 + "/exchange-rates", EditMarket, put_exchange_rate,
                      "The closing rate of a day: units of `to` for one of `from`", "ExchangeRateEntry",
                      "ExchangeRateEntry"});
}

}  // namespace leasebook::server
