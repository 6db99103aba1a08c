// What the monthly close brings forth and what people give it, under /api/v1: invoices, management overlays with their
// reason, and exchange rates.
#include "db/close_store.h"
#include "db/invoice_store.h"
#include "db/journal_store.h"
#include "db/register_store.h"
#include "server/close_inputs.h"
#include "server/record_json.h"
#include "server/routes.h"

namespace leasebook::server {

namespace {

constexpr int page_size = 100;

std::string invoice_json(const db::IssuedInvoice& issued) {
    const auto& invoice = issued.invoice;
    RecordJson out;
    out("number", issued.number);
    out("contract", issued.contract);
    out("kind", invoice.kind);
    out("due", invoice.due);
    out("due_date", invoice.due_date);
    out("issued", issued.issued);
    out("currency", invoice.net.currency());
    out("net", invoice.net);
    out("vat", invoice.vat);
    out("gross", invoice.net + invoice.vat);
    return out.object();
}

Response get_invoices(const Call& call) {
    db::InvoiceQuery query;
    Errors errors;
    const auto day = [&](const char* name, std::optional<Date>& value) {
        const auto text = call.parameter(name);
        if (text.empty()) return;
        const auto read = parse_date(text, name);
        if (read)
            value = *read;
        else
            errors.push_back(read.error());
    };
    day("from", query.from);
    day("until", query.until);
    if (!errors.empty()) return problem(errors);
    if (const auto contract = call.parameter("contract"); !contract.empty()) query.contract = ContractNumber{contract};
    query.after = call.parameter("after");
    query.limit = page_size + 1;
    db::Page<db::IssuedInvoice> page{
        call.app.database.read([&](db::Connection& c) { return db::list_invoices(c, query); }), ""};
    if (page.rows.size() > page_size) {
        page.rows.pop_back();
        page.next = page.rows.back().number;
    }
    return json_text(page_json(page, invoice_json));
}

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

// Refused once the provisions of the month are made: it would say nothing any more.
Errors refused_overlay(db::Connection& connection, Period period, const OverlayEntry& entry) {
    Errors errors;
    if (const auto step = db::find_close_step(connection, period, "provisions"); step && step->finished_at)
        errors.push_back(conflict("The provisions of {0} are made already: reopen the month first.", to_text(period)));
    if (entry.cluster != "*" && !db::find<Cluster>(connection, ClusterCode{entry.cluster}))
        errors.push_back(not_found("cluster", "There is no cluster \"{0}\".", entry.cluster));
    return errors;
}

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
    routes.push_back({"GET", v1 + "/invoices", Read, get_invoices,
                      "Invoices and credit notes, by contract and due date", "", "InvoicePage"});
    routes.push_back({"GET", v1 + "/periods/{period}/overlays", Read, get_overlays,
                      "What management adds to the provisions of a month", "", "OverlayPage"});
    routes.push_back({"POST", v1 + "/periods/{period}/overlays", ClosePeriods, post_overlay,
                      "Add to the provisions of a month, with the reason", "OverlayEntry", "OverlayEntry"});
    routes.push_back({"PUT", v1 + "/exchange-rates", EditMarket, put_exchange_rate,
                      "The closing rate of a day: units of `to` for one of `from`", "ExchangeRateEntry",
                      "ExchangeRateEntry"});
}

}  // namespace leasebook::server
