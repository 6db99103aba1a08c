// How lateness moves: roll rates between month ends, vintages and cure rates.
#include <algorithm>

#include "domain/books/period.h"
#include "domain/concentration.h"
#include "server/arrears_view.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::SegmentFilter;
using BySegmentCures = reports::BySegment<CureFigures>;

std::string percent_tick(double percent) {
    return decimal_text(static_cast<std::int64_t>(percent * 10 + 0.5), 1) + "%";
}
double percent_of(Rate rate) { return static_cast<double>(rate.e10) / 1e8; }

// What stood in a bucket at the month end before, by the bucket it stands in now. Of the newest month the contracts
// behind a figure can be listed.
void add_matrix(Data& page, const Call& call, const ArrearsAsked& asked, const reports::RollMonth& month) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("From bucket to bucket"))
        .set("META",
             filled(call.t("to {0}, share of the balance a month before"), {date_text(month.month_end, call.language)}))
        .set("SPAN", "s12");
    std::vector<Heading> headings{{"From"}, {"Balance", true}};
    add_columns(table, call, headings);
    for (const auto& [to, name] : NamesOf<AgingBucket>::names)
        table.add("COLUMN").set("TEXT", bucket_text(call, to)).show("NUMERIC");
    add_columns(table, call, {{"Gone", true}, {"Further", true}, {"3-month average", true}});
    for (const auto& [from, from_name] : NamesOf<AgingBucket>::names) {
        const Money whole = month.matrix.total(from);
        auto& row = table.add("ROW");
        text_cell(row, bucket_text(call, from));
        number_cell(row, money_text(whole));
        for (const auto& [to, to_name] : NamesOf<AgingBucket>::names) {
            const Money moved = month.matrix.moved(from, to);
            auto link = of_bucket("from", from);
            link.merge(of_bucket("bucket", to));
            number_link(row, moved.is_zero() ? "–" : percent_text(share(moved, whole), 2),
                        moved.is_zero() ? "" : contracts_behind(asked, {}, link));
        }
        number_cell(row, percent_text(share(month.matrix.gone(from), whole), 2));
        number_cell(row, percent_text(month.matrix.roll_rate(from), 2));
        number_cell(row, percent_text(month.average[static_cast<std::size_t>(from)], 2));
    }
}

void draw_rolls(Data& page, const Call& call, const std::vector<reports::RollMonth>& months) {
    constexpr std::array drawn{AgingBucket::Current, AgingBucket::Days1To30, AgingBucket::Days31To60,
                               AgingBucket::Days61To90};
    if (months.size() < 2) return;
    reports::LineChart chart;
    auto& drawing = page.add("CHARTS");
    for (std::size_t line = 0; line < drawn.size(); ++line) {
        chart.lines.push_back({{}, line, false});
        for (std::size_t i = 0; i < months.size(); ++i)
            chart.lines.back().points.push_back(
                {static_cast<double>(i), percent_of(months[i].average[static_cast<std::size_t>(drawn[line])])});
        drawing.add("LEGEND").set("TEXT", bucket_text(call, drawn[line])).set("COLOUR", "k" + std::to_string(line + 1));
    }
    for (std::size_t i = 0; i < months.size(); i += 2)
        chart.x_ticks.push_back({static_cast<double>(i), month_text(months[i].month_end, call.language)});
    chart.y_text = percent_tick;
    drawing.set("SPAN", "s12")
        .set("TITLE", call.t("Roll rates, mean of three months"))
        .set("META", call.t("share of the balance that moved a bucket further or more"));
    drawing.draw("DRAWING", reports::line_chart(chart, {1080, 300, call.t("Roll rates, mean of three months")}));
}

void add_months(Data& page, const Call& call, const std::vector<reports::RollMonth>& months) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Month by month"))
        .set("META", call.t("share of the balance that moved a bucket further or more"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Two month ends in a row are needed: close a month, or import month ends."));
    add_columns(table, call,
                {{"Month"},
                 {"Not past due", true},
                 {"1-30 days", true},
                 {"31-60 days", true},
                 {"61-90 days", true},
                 {"Flow to more than 90 days", true},
                 {"3-month average", true}});
    for (auto month = months.rbegin(); month != months.rend(); ++month) {
        auto& row = table.add("ROW");
        text_cell(row, to_text(period_of(month->month_end)));
        for (const auto bucket :
             {AgingBucket::Current, AgingBucket::Days1To30, AgingBucket::Days31To60, AgingBucket::Days61To90})
            number_cell(row, percent_text(month->matrix.roll_rate(bucket), 2));
        number_cell(row, percent_text(month->flow, 4));
        number_cell(row, percent_text(month->average_flow, 4));
    }
}

Response roll_rates_page(const Call& call) {
    const auto asked = arrears_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto page = arrears_page(call, *asked);
    const auto months = reports::roll_months(asked->view(), asked->filter);
    if (!months.empty()) {
        const auto& last = months.back();
        const Money current = last.matrix.total(AgingBucket::Current);
        add_kpi(page, call, "Flow to more than 90 days", percent_text(last.average_flow, 4),
                call.t("product of four 3-month averages"));
        add_kpi(page, call, "Of what is not past due", short_money(portion(current, last.average_flow), call.language),
                short_money(current, call.language));
        add_kpi(page, call, "Cured from 1-30 days", percent_text(last.matrix.cure_rate(AgingBucket::Days1To30), 1));
        draw_rolls(page, call, months);
        add_matrix(page, call, *asked, last);
    }
    add_months(page, call, months);
    return shown_page(call, page);
}

// The vintages that are drawn: by year of commencement, so that lines can be told apart.
struct YearOfVintages {
    Money disbursed;
    std::vector<Money> defaults;  // by month on book, as far as all its vintages have come
};
std::map<int, YearOfVintages> by_year(const std::vector<reports::VintageFigures>& vintages) {
    std::map<int, YearOfVintages> years;
    for (const auto& v : vintages) {
        const int year = static_cast<int>(std::chrono::year_month_day(v.month).year());
        const auto [found, added] =
            years.try_emplace(year, YearOfVintages{v.vintage.disbursed, v.vintage.cumulative_defaults});
        if (added) continue;
        auto& sum = found->second;
        sum.disbursed += v.vintage.disbursed;
        sum.defaults.resize(std::min(sum.defaults.size(), v.vintage.cumulative_defaults.size()));
        for (std::size_t i = 0; i < sum.defaults.size(); ++i) sum.defaults[i] += v.vintage.cumulative_defaults[i];
    }
    return years;
}

void draw_vintages(Data& page, const Call& call, const std::vector<reports::VintageFigures>& vintages) {
    reports::LineChart chart;
    auto& drawing = page.add("CHARTS");
    double longest = 0;
    for (const auto& [year, sum] : by_year(vintages)) {
        chart.lines.push_back({{}, chart.lines.size(), false});
        for (std::size_t month = 0; month < sum.defaults.size(); ++month)
            chart.lines.back().points.push_back(
                {static_cast<double>(month), percent_of(share(sum.defaults[month], sum.disbursed))});
        longest = std::max(longest, static_cast<double>(sum.defaults.size()));
        drawing.add("LEGEND")
            .set("TEXT", std::to_string(year))
            .set("COLOUR", "k" + std::to_string((chart.lines.size() - 1) % 10 + 1));
    }
    for (double month = 0; month <= longest; month += 6)
        chart.x_ticks.push_back({month, std::to_string(static_cast<int>(month))});
    chart.y_text = percent_tick;
    drawing.set("SPAN", "s12")
        .set("TITLE", call.t("Cumulative defaults by year of commencement"))
        .set("META", call.t("share of what was disbursed, by months on book"));
    drawing.draw("DRAWING",
                 reports::line_chart(chart, {1080, 320, call.t("Cumulative defaults by year of commencement")}));
}

std::string rate_at(const reports::VintageFigures& v, int month) {
    return month > v.month_on_book() ? "" : percent_text(v.vintage.cumulative_rate(month), 2);
}

void add_vintages(Data& page, const Call& call, const ArrearsAsked& asked,
                  const std::vector<reports::VintageFigures>& vintages) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("By month of commencement"))
        .set("META", call.t("cumulative default rate by months on book"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease has commenced by this day."));
    add_columns(table, call,
                {{"Vintage"},
                 {"Disbursed", true},
                 {"6 months", true},
                 {"12 months", true},
                 {"18 months", true},
                 {"24 months", true},
                 {"36 months", true},
                 {"Defaulted", true},
                 {"Default rate", true},
                 {"Recovered", true},
                 {"Net loss rate", true}});
    for (auto v = vintages.rbegin(); v != vintages.rend(); ++v) {
        auto& row = table.add("ROW");
        const auto name = to_text(period_of(v->month));
        text_cell(row, name, contracts_behind(asked, {}, {{"vintage", name}}));
        number_cell(row, money_text(v->vintage.disbursed));
        for (const int month : {6, 12, 18, 24, 36}) number_cell(row, rate_at(*v, month));
        number_cell(row, money_text(v->defaulted()));
        number_cell(row, rate_at(*v, v->month_on_book()));
        number_cell(row, money_text(v->recovered));
        number_cell(row, percent_text(v->net_loss_rate(), 2));
    }
}

Response vintages_page(const Call& call) {
    const auto asked = arrears_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto page = arrears_page(call, *asked);
    const auto vintages = reports::vintage_figures(asked->portfolio(), asked->view(), asked->as_of, asked->filter);
    Money disbursed = Money::zero(call.app.currency), defaulted = disbursed, back = disbursed;
    for (const auto& v : vintages) {
        disbursed += v.vintage.disbursed;
        defaulted += v.defaulted();
        back += v.recovered;
    }
    add_kpi(page, call, "Disbursed", short_money(disbursed, call.language));
    add_kpi(page, call, "Defaulted", short_money(defaulted, call.language),
            percent_text(share(defaulted, disbursed), 2));
    add_kpi(page, call, "Recovered", short_money(back, call.language), percent_text(share(back, defaulted), 1));
    add_kpi(page, call, "Net loss rate", percent_text(share(defaulted - back, disbursed), 2));
    if (!vintages.empty()) draw_vintages(page, call, vintages);
    add_vintages(page, call, *asked, vintages);
    page.add("NOTE").set(
        "TEXT", call.t("A contract defaults the first time it is more than 90 days past due, with its net "
                       "investment at that month end; recovered is what that balance has come down by since."));
    return shown_page(call, page);
}

void add_cures(Data& page, const Call& call, const ArrearsAsked& asked, const BySegmentCures& cures, bool by_cluster) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t(by_cluster ? "By cluster" : "By industry"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("Nothing was non-performing at a month end of the last year."));
    add_columns(table, call,
                {{by_cluster ? "Cluster" : "Industry"},
                 {"Non-performing", true},
                 {"Cured", true},
                 {"Gone", true},
                 {"Cure rate a month", true}});
    for (const auto& [part, f] : by_cluster ? cures.clusters : cures.industries) {
        const SegmentFilter filter = by_cluster ? SegmentFilter{part, {}} : SegmentFilter{{}, part};
        auto& row = table.add("ROW");
        text_cell(
            row,
            by_cluster ? cluster_name(call, asked.portfolio(), part) : industry_name(call, asked.portfolio(), part),
            contracts_behind(asked, filter));
        number_cell(row, money_text(f.non_performing));
        number_cell(row, money_text(f.cured));
        number_cell(row, money_text(f.gone));
        number_cell(row, percent_text(f.rate(), 2));
    }
}

Response cure_rates_page(const Call& call) {
    const auto asked = arrears_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    auto page = arrears_page(call, *asked);
    const auto cures = reports::cures(asked->view(), asked->filter);
    add_kpi(page, call, "Cure rate a month", percent_text(cures.total.rate(), 2),
            call.t("of more than 90 days, stage 3 or NPL, back to performing"));
    add_kpi(page, call, "Cured", short_money(cures.total.cured, call.language));
    add_kpi(page, call, "Gone", short_money(cures.total.gone, call.language), call.t("repaid, sold or written off"));
    add_cures(page, call, *asked, cures, true);
    add_cures(page, call, *asked, cures, false);
    page.add("NOTE").set("TEXT", call.t("Balances of up to twelve month ends are added up, so that a rate is that of "
                                        "one month."));
    return shown_page(call, page);
}

}  // namespace

void add_arrears_study_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/arrears/roll-rates", Read, roll_rates_page});
    routes.push_back({"GET", "/arrears/vintages", Read, vintages_page});
    routes.push_back({"GET", "/arrears/cure-rates", Read, cure_rates_page});
}

}  // namespace leasebook::server
