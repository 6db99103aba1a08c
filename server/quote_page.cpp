#include "server/quote_page.h"

#include <cmath>

#include "server/contract_pages.h"
#include "server/limit_check.h"
#include "server/risk_quote.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string year_of(Date date) { return to_text(date).substr(0, 4); }

Data& add_line(Data& schedule, const std::string& number, const std::string& when, const ScheduleTotals& sums,
               Money closing, bool subtotal, const std::string& kind) {
    auto& line = schedule.add("LINE");
    line.set("NUMBER", number)
        .set("DATE", when)
        .set("RENT", money_text(sums.rent))
        .set("INTEREST", money_text(sums.interest));
    line.set("PRINCIPAL", money_text(sums.principal)).set("CLOSING", money_text(closing)).set("KIND", kind);
    return line.show("SUBTOTAL", subtotal);
}

void add_pair(Data& page, const Call& call, const char* label, const std::string& text) {
    page.add("PAIR").set("LABEL", call.t(label)).set("TEXT", text);
}

std::string percent_or_none(const std::optional<Rate>& rate) { return rate ? percent_text(*rate, 4) : std::string{}; }

void fill_figures(Data& result, const Call& call, const pricing::Quote& quote) {
    add_pair(result, call, "Nominal rate", percent_text(quote.nominal_rate, 4));
    add_pair(result, call, "Implicit rate (effective)", percent_or_none(quote.implicit_rate));
    add_pair(result, call, "IFRS 16 implicit rate", percent_or_none(quote.ifrs16_rate));
    add_pair(result, call, "Customer rate (effective)", percent_or_none(quote.customer_rate));
    add_pair(result, call, "Total interest", money_text(quote.totals.interest));
    add_pair(result, call, "Net present value", quote.npv ? money_text(*quote.npv) : "");
    add_pair(result, call, "PV01", quote.pv01 ? money_text(*quote.pv01) : "");
    if (!quote.snapshot.empty()) add_pair(result, call, "Curve snapshot", quote.snapshot);
    add_pair(result, call, "Spread over curve",
             quote.spread_over_curve ? basis_points_text(*quote.spread_over_curve) : "");
    add_pair(result, call, "Weighted average life, years",
             decimal_text((quote.weighted_average_life.e6 + 5'000) / 10'000, 2));
    add_pair(result, call, "Modified duration, years",
             quote.modified_duration ? decimal_text((quote.modified_duration->e6 + 5'000) / 10'000, 2) : "");
}

const char* rent_note(int period_months) {
    switch (period_months) {
        case 1: return "a month";
        case 3: return "a quarter";
        case 6: return "a half-year";
        default: return "a year";
    }
}

// When the rate is set, from which index, and what is only expected.
void fill_resets(Data& result, const Call& call, const std::vector<pricing::RateReset>& resets) {
    if (resets.empty()) return;
    auto& shown = result.add("RESETS");
    for (const auto& reset : resets)
        shown.add("RESET")
            .set("DATE", date_text(reset.date, call.language))
            .set("OBSERVED", date_text(reset.observed, call.language))
            .set("PUBLISHED", date_text(reset.published, call.language))
            .set("INDEX", percent_text(reset.index, 4))
            .set("RATE", percent_text(reset.rate, 4))
            .show("PROJECTED", reset.projected);
}

void fill_problems(Data& page, const Call& call, const Errors& errors, Problems problems) {
    auto& incomplete = page.add("INCOMPLETE");
    incomplete.set(
        "TEXT", call.t(problems == Problems::Shown ? "The result appears here as soon as the entries below are right."
                                                   : "Correct the entries that are marked."));
    if (problems != Problems::Shown) return;
    for (const auto& error : errors) {
        auto& line = incomplete.add("PROBLEM");
        const auto label = error.field.empty() ? std::string{} : label_of(call.language, error.field) + ": ";
        line.set("TEXT", label + tr(call.language, error))
            .set("HREF", error.field.empty() ? "" : "#field-" + error.field);
    }
    incomplete.show("HAS_PROBLEM", !errors.empty());
}

}  // namespace

Result<Priced> price_on_curve(Curves& curves, const PricingRequest& request) {
    const Date day = request.as_of.value_or(request.quote.terms.commencement);
    const auto outcome = curves.on(request.curve, day);
    auto asked = request.quote;
    if (asked.floating) {
        asked.index_fixings = curves.index_fixings(asked.floating->index, day);
        asked.index_calendar = curves.market_calendar("CN");
    }
    const auto collected_by = curves.calendar(request.collection.calendar);
    if (!*collected_by) return collected_by->errors();
    auto quote = pricing::price(asked, *outcome ? &**outcome : nullptr);
    if (!quote) return quote.errors();
    Priced priced{*std::move(quote), {}, *outcome ? Errors{} : outcome->errors()};
    for (const auto& row : priced.quote.schedule.rows)
        priced.pay_dates.push_back((*collected_by)->adjust(row.due_date, request.collection.convention));
    if (*outcome && priced.quote.npv) {
        const auto& notes = (*outcome)->notes;
        priced.quote.warnings.insert(priced.quote.warnings.end(), notes.begin(), notes.end());
    }
    return priced;
}

void fill_quote_result(Data& page, const Call& call, const Fields& form, Problems problems) {
    const auto request = read_typed_quote(form, call.language);
    const auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
    if (!priced) return fill_problems(page, call, priced.errors(), problems);
    const auto& quote = priced->quote;
    auto& result = page.add("RESULT");
    result.set("RENT", money_with_sign(quote.rent)).set("RENT_NOTE", call.t(rent_note(quote.terms.period_months)));
    fill_figures(result, call, quote);
    for (const auto& warning : quote.warnings) result.add("WARNING").set("TEXT", tr(call.language, warning));
    for (const auto& error : priced->curve_errors) result.add("WARNING").set("TEXT", tr(call.language, error));
    fill_risk_price(result, call, form, *request, quote);
    add_form_effects(result, call, form, quote.terms, quote.schedule.rows.back().due_date);
    add_form_loss_effect(result, call, form, quote.terms);
    draw_cash_flows(result, quote.schedule, call);
    fill_resets(result, call, quote.resets);
    const bool adjusted = request->collection.convention != BusinessDay::Unadjusted;
    fill_schedule(result, quote.schedule, call.language, quote.row_rates,
                  adjusted ? priced->pay_dates : std::vector<Date>{});
}

void fill_schedule(Data& page, const Schedule& schedule, Language language, const std::vector<Rate>& row_rates,
                   const std::vector<Date>& pay_dates) {
    auto& shown = page.add("SCHEDULE").show("COLLECTED", !pay_dates.empty());
    const auto zero = Money::zero(schedule.rows.front().rent.currency());
    ScheduleTotals year{zero, zero, zero};
    for (std::size_t i = 0; i < schedule.rows.size(); ++i) {
        const auto& row = schedule.rows[i];
        auto& line = add_line(shown, std::to_string(row.number), date_text(row.due_date, language),
                              {row.rent, row.interest, row.principal}, row.closing, false,
                              row.kind != RowKind::Rent ? value_text(language, to_text(row.kind))
                              : row_rates.empty()       ? ""
                                                        : percent_text(row_rates[i], 4));
        if (!pay_dates.empty()) line.set("PAID", date_text(pay_dates[i], language)).show("COLLECTED");
        year.rent += row.rent;
        year.interest += row.interest;
        year.principal += row.principal;
        const bool year_ends =
            i + 1 == schedule.rows.size() || year_of(schedule.rows[i + 1].due_date) != year_of(row.due_date);
        if (!year_ends) continue;
        add_line(shown, "", year_of(row.due_date), year, row.closing, true, "").show("COLLECTED", !pay_dates.empty());
        year = {zero, zero, zero};
    }
    const auto sums = totals(schedule);
    shown.set("TOTAL_RENT", money_text(sums.rent)).set("TOTAL_INTEREST", money_text(sums.interest));
    shown.set("TOTAL_PRINCIPAL", money_text(sums.principal));
}

void draw_cash_flows(Data& page, const Schedule& schedule, const Call& call) {
    const auto currency = schedule.rows.front().rent.currency();
    std::vector<reports::Bar> bars;
    std::map<std::string, ScheduleTotals> years;
    for (const auto& row : schedule.rows) {
        auto& year =
            years
                .try_emplace(year_of(row.due_date),
                             ScheduleTotals{Money::zero(currency), Money::zero(currency), Money::zero(currency)})
                .first->second;
        year.rent += row.rent;
        year.interest += row.interest;
        year.principal += row.principal;
    }
    const auto length = [](Money amount) { return std::max(0.0, static_cast<double>(amount.minor_units())); };
    for (const auto& [year, sums] : years)
        bars.push_back(
            {year,
             money_text(sums.rent),
             "",
             {{length(sums.principal), year + " · " + call.t("Principal") + ": " + money_text(sums.principal), "", 0},
              {length(sums.interest), year + " · " + call.t("Interest") + ": " + money_text(sums.interest), "", 2}}});
    page.set("CHART_TITLE", call.t("Rents by year"));
    page.draw("CHART", reports::stacked_bars(bars, {720, 0, call.t("Rents by year")}));
    page.add("LEGEND").set("TEXT", call.t("Principal")).set("COLOUR", "k1");
    page.add("LEGEND").set("TEXT", call.t("Interest")).set("COLOUR", "k3");
}

}  // namespace leasebook::server
