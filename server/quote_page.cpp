#include "server/quote_page.h"

#include <cmath>

#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string year_of(Date date) { return to_text(date).substr(0, 4); }

void add_line(Data& schedule, const std::string& number, const std::string& when, const ScheduleTotals& sums, Money closing,
              bool subtotal, const std::string& kind) {
    auto& line = schedule.add("LINE");
    line.set("NUMBER", number).set("DATE", when).set("RENT", money_text(sums.rent)).set("INTEREST", money_text(sums.interest));
    line.set("PRINCIPAL", money_text(sums.principal)).set("CLOSING", money_text(closing)).set("KIND", kind);
    line.show("SUBTOTAL", subtotal);
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
    add_pair(result, call, "Spread over curve", quote.spread_over_curve ? basis_points_text(*quote.spread_over_curve) : "");
    add_pair(result, call, "Weighted average life, years", decimal_text((quote.weighted_average_life.e6 + 5'000) / 10'000, 2));
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

void fill_problems(Data& page, const Call& call, const Errors& errors, Problems problems) {
    auto& incomplete = page.add("INCOMPLETE");
    incomplete.set("TEXT", call.t(problems == Problems::Shown ? "The result appears here as soon as the entries below are right."
                                                              : "Correct the entries that are marked."));
    if (problems != Problems::Shown) return;
    for (const auto& error : errors) {
        auto& line = incomplete.add("PROBLEM");
        const auto label = error.field.empty() ? std::string{} : label_of(call.language, error.field) + ": ";
        line.set("TEXT", label + tr(call.language, error)).set("HREF", error.field.empty() ? "" : "#field-" + error.field);
    }
    incomplete.show("HAS_PROBLEM", !errors.empty());
}

}  // namespace

std::vector<FormGroup> term_groups(Language language) {
    return {{"Amount", {{"currency", Control::Select, 2, "", {{"CNY", "CNY"}, {"USD", "USD"}, {"EUR", "EUR"}}},
                        {"financed_amount", Control::Money, 4, "Price of the machine without VAT, less down payment", {}}}},
            {"Terms", {{"commencement", Control::Date, 3, "", {}},
                       {"first_rent_date", Control::Date, 3, "Left empty: one period on, or at once in advance", {}, true},
                       {"periods", Control::Number, 2, "", {}, false, "rents"},
                       {"period_months", Control::Number, 2, "1, 3, 6 or 12", {}, false, "months"},
                       {"annual_rate", Control::Percent, 2, "", {}},
                       {"timing", Control::Radios, 3, "", choices_of<Timing>(language)},
                       {"day_count", Control::Select, 3, "", choices_of<DayCount>(language)}}},
            {"End of term", {{"balloon", Control::Money, 2, "", {}, true},
                             {"guaranteed_residual", Control::Money, 2, "", {}, true},
                             {"unguaranteed_residual", Control::Money, 2, "", {}, true}}}};
}

std::vector<FormGroup> quote_groups(Language language) {
    auto groups = term_groups(language);
    groups.push_back({"Fees and deposit", {{"upfront_fee", Control::Money, 3, "", {}, true},
                                           {"security_deposit", Control::Money, 3, "", {}, true},
                                           {"initial_direct_costs", Control::Money, 3, "", {}, true},
                                           {"subsidy", Control::Money, 3, "", {}, true}}});
    return groups;
}

std::vector<FormField> all_fields(const std::vector<FormGroup>& groups) {
    std::vector<FormField> fields;
    for (const auto& group : groups) fields.insert(fields.end(), group.fields.begin(), group.fields.end());
    return fields;
}

Fields first_quote(Date today) {
    return {{"currency", "CNY"}, {"financed_amount", "1,000,000.00"}, {"commencement", to_text(today)}, {"periods", "36"},
            {"period_months", "1"}, {"annual_rate", "6.5"}, {"timing", "arrears"}, {"day_count", "MONTHS/12"}};
}

Fields typed_quote(const Fields& form, Language language) {
    Fields fields = as_typed(form, all_fields(quote_groups(language)));
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    if (auto rate = fields.extract("annual_rate")) fields["rate.annual"] = rate.mapped();
    return fields;
}

Result<PricingRequest> read_typed_quote(const Fields& form, Language language) {
    auto request = read_pricing_request(typed_quote(form, language));
    if (request) return request;
    Errors errors = std::move(request).errors();
    for (auto& error : errors)
        if (error.field == "rate.annual") error.field = "annual_rate";
    return errors;
}

Result<Priced> price_on_curve(Curves& curves, const PricingRequest& request) {
    const auto outcome = curves.on(request.curve, request.as_of.value_or(request.quote.terms.commencement));
    auto quote = pricing::price(request.quote, *outcome ? &**outcome : nullptr);
    if (!quote) return quote.errors();
    return Priced{*std::move(quote), *outcome ? Errors{} : outcome->errors()};
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
    draw_cash_flows(result, quote.schedule, call);
    fill_schedule(result, quote.schedule, call.language);
}

void fill_schedule(Data& page, const Schedule& schedule, Language language) {
    auto& shown = page.add("SCHEDULE");
    const auto zero = Money::zero(schedule.rows.front().rent.currency());
    ScheduleTotals year{zero, zero, zero};
    for (std::size_t i = 0; i < schedule.rows.size(); ++i) {
        const auto& row = schedule.rows[i];
        add_line(shown, std::to_string(row.number), date_text(row.due_date, language), {row.rent, row.interest, row.principal},
                 row.closing, false, row.kind == RowKind::Rent ? "" : value_text(language, to_text(row.kind)));
        year.rent += row.rent;
        year.interest += row.interest;
        year.principal += row.principal;
        const bool year_ends = i + 1 == schedule.rows.size() || year_of(schedule.rows[i + 1].due_date) != year_of(row.due_date);
        if (!year_ends) continue;
        add_line(shown, "", year_of(row.due_date), year, row.closing, true, "");
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
        auto& year = years.try_emplace(year_of(row.due_date), ScheduleTotals{Money::zero(currency), Money::zero(currency), Money::zero(currency)}).first->second;
        year.rent += row.rent;
        year.interest += row.interest;
        year.principal += row.principal;
    }
    const auto length = [](Money amount) { return std::max(0.0, static_cast<double>(amount.minor_units())); };
    for (const auto& [year, sums] : years)
        bars.push_back({year, money_text(sums.rent), "",
                        {{length(sums.principal), year + " · " + call.t("Principal") + ": " + money_text(sums.principal), "", 0},
                         {length(sums.interest), year + " · " + call.t("Interest") + ": " + money_text(sums.interest), "", 2}}});
    page.set("CHART_TITLE", call.t("Rents by year"));
    page.draw("CHART", reports::stacked_bars(bars, {720, 0, call.t("Rents by year")}));
    page.add("LEGEND").set("TEXT", call.t("Principal")).set("COLOUR", "k1");
    page.add("LEGEND").set("TEXT", call.t("Interest")).set("COLOUR", "k3");
}

}  // namespace leasebook::server
