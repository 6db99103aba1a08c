// Up to four quotes side by side, through the API and on a page.
#include "server/comparison.h"

#include <algorithm>
#include <cmath>

#include "server/quote_page.h"
#include "server/record_json.h"
#include "server/risk_quote.h"
#include "server/routes.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::vector<FormField> carried_fields(Language language) {
    auto fields = all_fields(quote_groups(language));
    for (auto& field : risk_fields({}, language)) fields.push_back(std::move(field));
    return fields;
}

Fields numbered(const std::vector<std::string>& quotes) {
    Fields parameters;
    for (std::size_t i = 0; i < quotes.size(); ++i) parameters["quote" + std::to_string(i + 1)] = quotes[i];
    return parameters;
}

Response post_comparison(const Call& call) {
    const auto json = call.json();
    if (!json) return problem(json.errors());
    const auto quotes = elements_of(*json, "quotes", most_compared,
                                    invalid("quotes", "Compare 1 to {0} quotes.", std::to_string(most_compared)));
    if (!quotes) return problem(quotes.errors());
    Errors errors;
    std::vector<Priced> priced;
    for (std::size_t i = 0; i < quotes->size(); ++i) {
        const auto request = read_pricing_request((*quotes)[i]);
        auto answer = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
        if (answer)
            priced.push_back(*std::move(answer));
        else
            for (auto error : in_request_names(answer.errors())) {
                error.field = "quotes[" + std::to_string(i) + "]" + (error.field.empty() ? "" : "." + error.field);
                errors.push_back(std::move(error));
            }
    }
    if (!errors.empty()) return problem(errors);
    return json_text(
        "{\"quotes\":" +
        json_array(priced, [](const Priced& p) { return quote_json(p.quote, p.pay_dates, p.curve_errors); }) + "}");
}

// One of the quotes on the page: its price, or why it has none.
struct Column {
    std::string name;
    Fields form;
    RentPlan plan;
    Result<Priced> priced;
};

std::vector<Column> columns_of(const Call& call, const std::vector<std::string>& quotes) {
    std::vector<Column> columns;
    for (std::size_t i = 0; i < quotes.size(); ++i) {
        auto form = form_of_quote(quotes[i], call.language);
        const auto request = read_typed_quote(form, call.language);
        auto priced = request ? price_on_curve(call.app.curves, *request) : Result<Priced>(request.errors());
        columns.push_back({std::string(1, static_cast<char>('A' + static_cast<int>(i))), std::move(form),
                           request ? request->quote.plan : RentPlan{}, std::move(priced)});
    }
    return columns;
}

enum class Better { Neither, Lower, Higher };

// What a line of the table says of a quote: the text, and the figure by which quotes are ranked.
struct Figure {
    std::string text;
    std::optional<std::int64_t> rank = {};
};

bool one_currency(const std::vector<Column>& columns) {
    return std::ranges::all_of(columns, [&](const Column& column) {
        return !column.priced || column.priced->quote.terms.currency == columns.front().priced->quote.terms.currency;
    });
}

class Table {
public:
    Table(Data& page, const Call& call, const std::vector<Column>& columns)
        : page_(page), call_(call), columns_(columns) {}

    template <class Of>
    void line(const char* label, Better better, Of figure_of) {
        std::vector<Figure> figures;
        for (const auto& column : columns_) figures.push_back(column.priced ? figure_of(column) : Figure{});
        const auto best = best_of(figures, better);
        auto& row = page_.add("LINE").set("LABEL", call_.t(label));
        for (const auto& figure : figures)
            row.add("CELL")
                .set("TEXT", figure.text.empty() ? call_.t("none") : figure.text)
                .show("BEST", best && figure.rank == best);
    }

private:
    // The best rank, unless all are alike.
    static std::optional<std::int64_t> best_of(const std::vector<Figure>& figures, Better better) {
        std::vector<std::int64_t> ranks;
        for (const auto& figure : figures)
            if (figure.rank) ranks.push_back(*figure.rank);
        if (better == Better::Neither || ranks.size() < 2) return {};
        const auto [low, high] = std::ranges::minmax(ranks);
        if (low == high) return {};
        return better == Better::Lower ? low : high;
    }

    Data& page_;
    const Call& call_;
    const std::vector<Column>& columns_;
};

Figure money_figure(const std::optional<Money>& amount) {
    return amount ? Figure{money_with_sign(*amount), amount->minor_units()} : Figure{};
}
// Ranked as it is shown, so that quotes which read alike are alike.
Figure rate_figure(const std::optional<Rate>& rate) {
    return rate ? Figure{percent_text(*rate, 4), round_half_away(rate->e10, 10'000)} : Figure{};
}

void fill_table(Data& page, const Call& call, const std::vector<Column>& columns) {
    Table table(page, call, columns);
    const bool comparable = one_currency(columns);
    const auto lower = comparable ? Better::Lower : Better::Neither,
               higher = comparable ? Better::Higher : Better::Neither;
    table.line("Structure", Better::Neither,
               [&](const Column& c) { return Figure{value_text(call.language, to_text(c.plan.structure))}; });
    table.line("Rents", Better::Neither, [&](const Column& c) {
        const auto& terms = c.priced->quote.terms;
        return Figure{std::to_string(terms.periods) + " × " + std::to_string(terms.period_months) + " " +
                      call.t("months")};
    });
    table.line("Financed amount", Better::Neither,
               [](const Column& c) { return money_figure(c.priced->quote.terms.financed_amount); });
    table.line("First full rent", lower, [](const Column& c) { return money_figure(c.priced->quote.rent); });
    table.line("Total of rents and residuals", lower,
               [](const Column& c) { return money_figure(c.priced->quote.totals.rent); });
    table.line("Total interest", lower, [](const Column& c) { return money_figure(c.priced->quote.totals.interest); });
    table.line("Nominal rate", Better::Neither,
               [](const Column& c) { return rate_figure(c.priced->quote.nominal_rate); });
    table.line("Customer rate (effective)", Better::Lower,
               [](const Column& c) { return rate_figure(c.priced->quote.customer_rate); });
    table.line("Implicit rate (effective)", Better::Higher,
               [](const Column& c) { return rate_figure(c.priced->quote.implicit_rate); });
    table.line("Net present value", higher, [](const Column& c) { return money_figure(c.priced->quote.npv); });
    table.line("Spread over curve", Better::Higher, [](const Column& c) {
        const auto& spread = c.priced->quote.spread_over_curve;
        return spread ? Figure{basis_points_text(*spread), round_half_away(spread->e10, 100'000)} : Figure{};
    });
    table.line("Weighted average life, years", Better::Neither, [](const Column& c) {
        return Figure{decimal_text((c.priced->quote.weighted_average_life.e6 + 5'000) / 10'000, 2)};
    });
}

// The outstanding principal of each quote over the months since its commencement.
void draw_principal(Data& page, const Call& call, const std::vector<Column>& columns) {
    reports::LineChart chart;
    double longest = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!columns[i].priced) continue;
        const auto& quote = columns[i].priced->quote;
        const auto major = [](Money amount) { return static_cast<double>(amount.minor_units()) / 100; };
        reports::Line line{{{0, major(quote.terms.financed_amount)}}, i, i % 2 == 1};
        for (const auto& row : quote.schedule.rows) {
            const double years = days_between(quote.terms.commencement, row.due_date) / 365.25;
            line.points.push_back({years, major(row.closing)});
            longest = std::max(longest, years);
        }
        chart.lines.push_back(std::move(line));
        page.add("LEGEND").set("TEXT", columns[i].name).set("COLOUR", "k" + std::to_string(i + 1));
    }
    if (chart.lines.empty()) return;
    for (int year = 0; year <= longest + 0.01; ++year)
        chart.x_ticks.push_back({static_cast<double>(year), std::to_string(year)});
    const auto currency = std::ranges::find_if(columns, [](const Column& c) {
                              return c.priced.has_value();
                          })->priced->quote.terms.currency;
    chart.y_text = [&](double amount) {
        return short_money(Money::minor(std::llround(amount * 100), currency), call.language);
    };
    page.draw("CHART", reports::line_chart(chart, {1000, 300, call.t("Outstanding principal")}));
}

void add_heads(Data& page, const Call& call, const std::vector<std::string>& quotes,
               const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto others = quotes;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        auto& head = page.add("COLUMN").set("TEXT", columns[i].name).set("EDIT_HREF", quote_path(quotes[i], others));
        head.set("REMOVE_HREF", others.empty() ? "/quotes/compare" : comparison_path(others))
            .set("COLOUR", "k" + std::to_string(i + 1));
        if (columns[i].priced) continue;
        for (const auto& error : columns[i].priced.errors())
            page.add("NOTE").set("TEXT", columns[i].name + ": " + tr(call.language, error));
    }
}

Response comparison_page(const Call& call) {
    Fields parameters;
    for (const auto& [name, value] : call.request.parameters()) parameters.emplace(name, value);
    const auto quotes = compared_quotes(parameters);
    const auto columns = columns_of(call, quotes);
    Data page;
    page.set("TITLE", call.t("Quotes compared"))
        .set("SUB", call.t("Nothing is stored: the address of this page holds the quotes."));
    page.add("ACTION")
        .set("TEXT", call.t("Add a quote"))
        .set("HREF", quotes.empty() ? "/quotes" : quote_path(quotes.back(), quotes))
        .show("PRIMARY")
        .show("ADD");
    add_heads(page, call, quotes, columns);
    const bool any = std::ranges::any_of(columns, [](const Column& column) { return column.priced.has_value(); });
    if (any) fill_table(page, call, columns);
    if (any) draw_principal(page, call, columns);
    const auto frame = call.frame(call.t("Quotes compared"), "quotes",
                                  {{call.t("Work"), ""}, {call.t("Quotes"), "/quotes"}, {call.t("Comparison"), ""}});
    return html(call.app.view.page("comparison", frame, page));
}

}  // namespace

std::vector<std::string> compared_quotes(const Fields& fields) {
    std::vector<std::string> quotes;
    for (std::size_t i = 1; i <= most_compared; ++i)
        if (const auto found = fields.find("quote" + std::to_string(i));
            found != fields.end() && !found->second.empty())
            quotes.push_back(found->second);
    return quotes;
}

std::string comparison_path(const std::vector<std::string>& quotes) {
    return path_with("/quotes/compare", numbered(quotes));
}

std::string quote_path(const std::string& form, const std::vector<std::string>& quotes) {
    auto parameters = numbered(quotes);
    parameters["terms"] = form;
    return path_with("/quotes", parameters);
}

std::string text_of_quote(const Fields& form, Language language) {
    return query_text(as_typed(form, carried_fields(language)));
}

Fields form_of_quote(const std::string& text, Language language) {
    return for_editing(parse_form(text).value_or(Fields{}), carried_fields(language));
}

void add_comparison_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/quotes/compare", Read, comparison_page});
    routes.push_back({"POST", "/api/v1/quotes/compare", Read, post_comparison,
                      "Price 1 to 4 quotes side by side; nothing is stored", "QuoteComparisonRequest",
                      "QuoteComparison"});
}

}  // namespace leasebook::server
