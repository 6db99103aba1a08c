// Market quotes and the curves made of them: API and page.
#include <algorithm>
#include <cmath>

#include "db/market_store.h"
#include "db/register_store.h"
#include "db/snapshot_store.h"
#include "server/kept_forms.h"
#include "server/record_json.h"
#include "server/register.h"
#include "server/web/form.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::Canvas;
using reports::LineChart;

// "as_of" of the request, or today.
Result<Date> day_of(const Call& call) {
    const auto text = call.parameter("as_of");
    return text.empty() ? Result<Date>(call.today()) : parse_date(text, "as_of");
}

std::string curve_name(const Call& call) {
    const auto name = call.parameter("curve");
    return name.empty() ? call.app.currency.text() : name;
}

// The way to interpolate that is asked for; none: the curve's own.
Result<std::optional<pricing::Interpolation>> interpolation_of(const Call& call) {
    const auto text = call.parameter("interpolation");
    if (text.empty()) return std::optional<pricing::Interpolation>{};
    const auto named = parse_named<pricing::Interpolation>(text, "interpolation");
    if (!named) return named.errors();
    return std::optional(*named);
}

std::vector<MarketQuote> quotes_on(const Call& call, const std::string& curve, Date day) {
    auto quotes = call.app.database.read([&](db::Connection& c) { return db::quotes_on(c, curve, day); });
    std::ranges::sort(quotes, {}, [](const MarketQuote& quote) {
        return std::pair{quote.instrument, approximate_days(*parse_tenor(quote.tenor, "tenor"))};
    });
    return quotes;
}

// What the curve of the day is made of or, where there is none, the last quotes there are.
std::vector<MarketQuote> quotes_shown(const Call& call, const std::string& curve, Date day) {
    auto found = call.app.database.read([&](db::Connection& c) {
        return db::quotes_for_day(c, curve, day, pricing::oldest_quote_days, quoted_lately_days);
    });
    if (found.quotes.empty()) return quotes_on(call, curve, day);
    found.quotes.insert(found.quotes.end(), found.too_old.begin(), found.too_old.end());
    return std::move(found.quotes);
}

Response store_quote(const Call& call, const MarketQuote& quote, const Response& done, const Call::Refusal& refused) {
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        const auto stored = db::upsert(c, quote);
        if (!stored) return stored.errors();
        return Call::Changed{done, quote.curve + " " + quote.tenor + " " + to_text(quote.date), record_json(quote)};
    };
    return call.change("market.quote", store, refused);
}

Response get_market_quotes(const Call& call) {
    const auto day = day_of(call);
    if (!day) return problem(day.errors());
    const auto quotes = quotes_on(call, curve_name(call), *day);
    return json_text("{\"items\":" + json_array(quotes, record_json<MarketQuote>) + ",\"next\":null}");
}

Response post_market_quote(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto quote = read_json_record<MarketQuote>(*json);
    if (!quote) return problem(quote.errors());
    return store_quote(call, *quote, json_text(record_json(*quote), 201),
                       [](const Errors& errors) { return problem(errors); });
}

std::string factor_text(double value) { return decimal_text(std::llround(value * 1e10), 10); }

// What the curve pays for three months from the day on.
double quarter_forward(const pricing::DiscountCurve& curve, Date day) {
    return curve.forward_rate(day, add_months(day, 3));
}

Response get_curve(const Call& call) {
    const auto day = day_of(call);
    if (!day) return problem(day.errors());
    if (const auto known = parse_curve_name(call.path_value(0), "name"); !known) return problem(404, known.errors());
    const auto interpolation = interpolation_of(call);
    if (!interpolation) return problem(interpolation.errors());
    const auto outcome = call.app.curves.on(call.path_value(0), *day, *interpolation);
    if (!*outcome) return problem(outcome->errors());
    const auto& curve = **outcome;
    RecordJson out;
    out("name", curve.name);
    out("reference", curve.reference);
    out("interpolation", to_text(curve.interpolation));
    out("snapshot", curve.snapshot);
    out.with("notes", json_array(curve.notes, [](const Error& note) { return json_string(message(note)); }));
    out.with("nodes", json_array(curve.nodes, [&](const pricing::CurveNode& node) {
                 RecordJson n;
                 n("date", node.date);
                 n("discount", factor_text(node.discount));
                 n("zero_rate", factor_text(curve.zero_rate(node.date)));
                 n("forward_rate", factor_text(quarter_forward(curve, node.date)));
                 return n.object();
             }));
    out.with("instruments", json_array(curve.instruments, [](const pricing::PricedInstrument& instrument) {
                 RecordJson i;
                 visit_fields(instrument.quote, i);
                 i("maturity", instrument.maturity);
                 i("repricing_error_bp", factor_text(instrument.error_bp));
                 return i.object();
             }));
    out.with("left_out", json_array(curve.left_out, record_json<MarketQuote>));
    return json_text(out.object());
}

Response get_snapshot(const Call& call) {
    const auto& id = call.path_value(0);
    const auto snapshot = call.app.database.read([&](db::Connection& c) { return db::find_snapshot(c, id); });
    if (!snapshot) return problem(404, {not_found("id", "There is no curve snapshot \"{0}\".", shortened(id))});
    RecordJson out;
    out("id", snapshot->id);
    out("curve", snapshot->curve);
    out("day", snapshot->day);
    out("interpolation", snapshot->interpolation);
    out.with("quotes", json_array(snapshot->quotes, record_json<MarketQuote>));
    out("created_at", db::moment_text(snapshot->created_at));
    return json_text(out.object());
}

std::vector<Choice> curve_choices() {
    std::vector<Choice> choices;
    for (const auto& curve : known_curves) choices.push_back({std::string(curve.name), std::string(curve.name)});
    return choices;
}

std::vector<FormField> quote_fields(Language language) {
    return {{"curve", Control::Select, 2, "", curve_choices()},
            {"instrument", Control::Select, 2, "", choices_of<Instrument>(language)},
            {"tenor", Control::Text, 2, "7D, 2W, 3M or 5Y", {}},
            {"date", Control::Date, 3, "", {}},
            {"rate", Control::Percent, 3, "", {}},
            {"source", Control::Text, 6, "", {}, true}};
}

// One point a month keeps the drawing small and shows every bend that a node can make.
LineChart rates_chart(const pricing::DiscountCurve& curve) {
    LineChart chart;
    chart.lines = {{{}, 0, false}, {{}, 2, true}};
    const Date last = curve.nodes.back().date;
    for (Date day = curve.reference; day < last; day = add_months(day, 1)) {
        const double years = days_between(curve.reference, day) / 365.0;
        chart.lines[0].points.push_back({years, curve.zero_rate(day) * 100});
        chart.lines[1].points.push_back({years, curve.forward_rate(day, add_months(day, 1)) * 100});
    }
    for (const auto& node : curve.nodes)
        chart.marks.push_back(
            {{days_between(curve.reference, node.date) / 365.0, curve.zero_rate(node.date) * 100}, to_text(node.date)});
    chart.from_zero = false;
    chart.y_text = [](double percent) { return decimal_text(std::llround(percent * 100), 2) + "%"; };
    return chart;
}

LineChart discount_chart(const pricing::DiscountCurve& curve) {
    LineChart chart;
    chart.lines = {{{}, 0, false}};
    const Date last = curve.nodes.back().date;
    for (Date day = curve.reference; day < last; day = add_months(day, 1))
        chart.lines[0].points.push_back({days_between(curve.reference, day) / 365.0, curve.discount(day)});
    chart.y_text = [](double factor) { return decimal_text(std::llround(factor * 100), 2); };
    return chart;
}

void add_year_ticks(LineChart& chart, const pricing::DiscountCurve& curve, const Call& call) {
    const double years = days_between(curve.reference, curve.nodes.back().date) / 365.0;
    for (const double year : reports::round_steps(0, years))
        if (year <= years)
            chart.x_ticks.push_back({year, std::to_string(static_cast<int>(year)) + " " + call.t("years")});
}

void add_cell(Data& row, const std::string& text, bool numeric = false) {
    row.add("CELL").set("TEXT", text).show("NUMERIC", numeric);
}

void add_quote_table(Data& page, const Call& call, const CurveOutcome& outcome,
                     const std::vector<MarketQuote>& quotes) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Market quotes"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No market quotes on or before this day."));
    for (const auto& [name, numeric] : {std::pair{"Instrument", false},
                                        {"Tenor", false},
                                        {"Rate", true},
                                        {"Maturity", false},
                                        {"Repricing error", true},
                                        {"Source", false}})
        table.add("COLUMN").set("TEXT", call.t(name)).show("NUMERIC", numeric);
    if (!quotes.empty()) table.set("META", date_text(quotes.front().date, call.language));
    for (const auto& quote : quotes) {
        auto& row = table.add("ROW");
        const pricing::PricedInstrument* priced = nullptr;
        if (outcome)
            for (const auto& instrument : outcome->instruments)
                if (instrument.quote == quote) priced = &instrument;
        add_cell(row, value_text(call.language, to_text(quote.instrument)));
        add_cell(row, quote.tenor);
        add_cell(row, percent_text(quote.rate, 4), true);
        add_cell(row, priced != nullptr ? date_text(priced->maturity, call.language) : call.t("not in this curve"));
        add_cell(row, priced != nullptr ? decimal_text(std::llround(priced->error_bp * 1e6), 6) + " bp" : "", true);
        add_cell(row, quote.source.value_or(""));
    }
}

void add_node_table(Data& page, const Call& call, const pricing::DiscountCurve& curve) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Rates of the curve")).set("SPAN", "s7");
    for (const auto& [name, numeric] : {std::pair{"Maturity", false},
                                        {"Zero rate", true},
                                        {"Forward rate, 3 months", true},
                                        {"Discount factor", true}})
        table.add("COLUMN").set("TEXT", call.t(name)).show("NUMERIC", numeric);
    table.set("META", call.t("Snapshot") + " " + curve.snapshot);
    const auto percent = [](double rate) { return percent_text(Rate{std::llround(rate * rate_scale)}, 4); };
    for (const auto& node : curve.nodes) {
        auto& row = table.add("ROW");
        add_cell(row, date_text(node.date, call.language));
        add_cell(row, percent(curve.zero_rate(node.date)), true);
        add_cell(row, percent(quarter_forward(curve, node.date)), true);
        add_cell(row, decimal_text(std::llround(node.discount * 1e8), 8), true);
    }
}

// What a reader must know of the curve, and the ways to interpolate it.
void add_curve_notes(Data& page, const Call& call, const pricing::DiscountCurve& curve) {
    for (const auto& note : curve.notes) page.add("NOTE").set("TEXT", tr(call.language, note));
    for (const auto& [interpolation, name] : NamesOf<pricing::Interpolation>::names)
        page.add("INTERPOLATION")
            .set("TEXT", value_text(call.language, name))
            .set("HREF", "/curves?curve=" + curve.name + "&as_of=" + to_text(curve.reference) +
                             "&interpolation=" + std::string(name))
            .show("ON", interpolation == curve.interpolation);
}

void add_curve_choice(Data& page, const Call& call, const std::string& curve, Date day) {
    page.set("AS_OF", to_text(day)).set("ACTION_PATH", "/curves");
    page.add("KEPT").set("NAME", "curve").set("VALUE", curve);
    if (const auto asked = call.parameter("interpolation"); !asked.empty())
        page.add("KEPT").set("NAME", "interpolation").set("VALUE", asked);
    const auto [curves, days] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::quoted_curves(c), db::quote_dates(c, curve, 6)};
    });
    for (const auto& name : curves)
        page.add("CHIP")
            .set("TEXT", name)
            .set("HREF", "/curves?curve=" + name + "&as_of=" + to_text(day))
            .show("ON", name == curve);
    for (const auto& quoted : days)
        page.add("CHIP")
            .set("TEXT", date_text(quoted, call.language))
            .set("HREF", "/curves?curve=" + curve + "&as_of=" + to_text(quoted))
            .show("ON", quoted == day);
}

Response curve_page(const Call& call, Date day, const Fields& shown, const Errors& errors) {
    const auto curve = curve_name(call);
    const auto interpolation = interpolation_of(call);
    const auto outcome = call.app.curves.on(curve, day, interpolation ? *interpolation : std::nullopt);
    const auto quotes = quotes_shown(call, curve, day);
    Data page;
    page.set("TITLE", call.t("Yield curve") + " " + curve)
        .set("SUB", call.t("Bootstrapped from deposits and swaps; rates continuously compounded, actual/365."));
    add_errors(page, call.language, errors.empty() && !interpolation ? interpolation.errors() : errors);
    add_curve_choice(page, call, curve, day);
    if (*outcome) {
        auto rates = rates_chart(**outcome), factors = discount_chart(**outcome);
        add_year_ticks(rates, **outcome, call);
        add_year_ticks(factors, **outcome, call);
        page.draw("CHART", reports::line_chart(rates, {760, 300, call.t("Zero and forward rates")}));
        page.draw("DISCOUNT_CHART", reports::line_chart(factors, {480, 300, call.t("Discount factors")}));
        add_curve_notes(page, call, **outcome);
    } else {
        page.add("WITHOUT_CURVE").set("TEXT", tr(call.language, outcome->errors().front()));
    }
    add_quote_table(page, call, *outcome, quotes);
    if (*outcome) add_node_table(page, call, **outcome);
    if (call.may(Permission::EditMarket)) {
        auto& form = page.add("ADD_QUOTE");
        form.set("ACTION_PATH", "/curves?curve=" + curve + "&as_of=" + to_text(day));
        add_group(form, call.language, "", quote_fields(call.language),
                  kept_form(page, call, call.t("New market quote"), shown), errors);
    }
    const auto frame = call.frame(call.t("Curves"), "curves", {{call.t("Market"), ""}, {call.t("Curves"), ""}});
    return html(call.app.view.page("curves", frame, page), errors.empty() && interpolation ? 200 : 422);
}

Response show_curve(const Call& call) {
    const auto day = day_of(call);
    if (!day) return curve_page(call, call.today(), {}, day.errors());
    return curve_page(call, *day, {{"curve", curve_name(call)}, {"date", to_text(*day)}, {"instrument", "deposit"}},
                      {});
}

Response add_quote(const Call& call) {
    const auto day = day_of(call);
    const auto form = call.form();
    if (!form) return problem(form.errors());
    const auto fields = as_typed(*form, quote_fields(call.language));
    const auto quote = read_record<MarketQuote>(fields);
    const Date shown_day = day ? *day : call.today();
    if (!quote) return curve_page(call, shown_day, *form, quote.errors());
    return store_quote(call, *quote,
                       see_other("/curves?saved=1&curve=" + quote->curve + "&as_of=" + to_text(quote->date)),
                       [&](const Errors& errors) { return curve_page(call, shown_day, *form, errors); });
}

}  // namespace

void add_market_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/curves", Read, show_curve});
    routes.push_back({"POST", "/curves", EditMarket, add_quote});
    routes.push_back({"GET", "/api/v1/market-quotes", Read, get_market_quotes, "Market quotes of a curve on a day", "",
                      "MarketQuotePage"});
    routes.push_back({"POST", "/api/v1/market-quotes", EditMarket, post_market_quote, "Store a market quote",
                      "MarketQuote", "MarketQuote"});
    routes.push_back(
        {"GET", "/api/v1/curves/{name}", Read, get_curve, "The bootstrapped curve of a day", "", "CurveDocument"});
    routes.push_back({"GET", "/api/v1/curves/snapshots/{id}", Read, get_snapshot, "The quotes that a curve was made of",
                      "", "CurveSnapshot"});
}

}  // namespace leasebook::server
