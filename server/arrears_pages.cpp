// Delinquency as pages: aging, roll rates, vintages, cure rates, and the contracts behind every figure.
#include <algorithm>

#include "domain/books/period.h"
#include "server/arrears_view.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

using reports::AgingFigures;
using reports::SegmentFilter;

double length_of(Money amount) { return static_cast<double>(amount.minor_units()); }

// The buckets that are late, as a stack; what is not past due would hide them.
reports::Bar late_bar(const Call& call, const ArrearsAsked& asked, const std::string& name, const AgingFigures& f,
                      const SegmentFilter& filter) {
    reports::Bar bar{name, percent_text(f.share_beyond(0), 1), contracts_behind(asked, filter), {}};
    for (const auto& [bucket, bucket_name] : NamesOf<AgingBucket>::names) {
        const auto i = static_cast<std::size_t>(bucket);
        if (bucket == AgingBucket::Current || f.balances[i].is_zero()) continue;
        bar.parts.push_back({length_of(f.balances[i]),
                             name + ", " + bucket_text(call, bucket) + ": " + money_with_sign(f.balances[i]),
                             contracts_behind(asked, filter, of_bucket("bucket", bucket)), i - 1});
    }
    return bar;
}

void draw_aging(Data& page, const Call& call, const ArrearsAsked& asked, const reports::Aging& aging) {
    std::vector<reports::Bar> bars;
    for (const auto& [cluster, figures] : aging.clusters)
        if (figures.share_beyond(0).e10 > 0)
            bars.push_back(
                late_bar(call, asked, cluster_name(call, asked.portfolio(), cluster), figures, {cluster, {}}));
    if (bars.empty()) return;
    auto& chart = page.add("CHARTS");
    chart.set("SPAN", "s12")
        .set("TITLE", call.t("Past due by cluster"))
        .set("META", call.t("net investment; share of the cluster's"));
    for (const auto& [bucket, name] : NamesOf<AgingBucket>::names)
        if (bucket != AgingBucket::Current)
            chart.add("LEGEND")
                .set("TEXT", bucket_text(call, bucket))
                .set("COLOUR", "k" + std::to_string(static_cast<int>(bucket)));
    chart.draw("DRAWING", reports::stacked_bars(bars, {1080, 0, call.t("Past due by cluster")}));
}

void aging_row(Data& row, const ArrearsAsked& asked, const AgingFigures& f, const SegmentFilter& filter) {
    for (const auto& [bucket, name] : NamesOf<AgingBucket>::names) {
        const auto amount = f.balances[static_cast<std::size_t>(bucket)];
        number_link(row, amount.is_zero() ? "–" : money_text(amount),
                    amount.is_zero() ? "" : contracts_behind(asked, filter, of_bucket("bucket", bucket)));
    }
    number_cell(row, money_text(f.total));
    number_cell(row, money_text(f.overdue));
    number_cell(row, percent_text(f.non_performing_share(), 2));
}

std::vector<Heading> aging_headings(const char* first) {
    return {{first},
            {"Not past due", true},
            {"1-30 days", true},
            {"31-60 days", true},
            {"61-90 days", true},
            {"91-180 days", true},
            {"181-270 days", true},
            {"271-360 days", true},
            {">360 days", true},
            {"Net investment", true},
            {"Overdue", true},
            {"NPL", true}};
}

void add_aging_table(Data& page, const Call& call, const ArrearsAsked& asked, const reports::Aging& aging,
                     bool by_cluster) {
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t(by_cluster ? "By cluster" : "By industry"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease is running on this day."));
    add_columns(table, call, aging_headings(by_cluster ? "Cluster" : "Industry"));
    for (const auto& [part, figures] : by_cluster ? aging.clusters : aging.industries) {
        const SegmentFilter filter = by_cluster ? SegmentFilter{part, {}} : SegmentFilter{{}, part};
        auto& row = table.add("ROW");
        text_cell(
            row,
            by_cluster ? cluster_name(call, asked.portfolio(), part) : industry_name(call, asked.portfolio(), part),
            contracts_behind(asked, filter));
        aging_row(row, asked, figures, filter);
    }
    auto& total = table.add("TOTAL");
    text_cell(total, call.t("Total"));
    for (const auto amount : aging.total.balances) number_cell(total, money_text(amount));
    number_cell(total, money_text(aging.total.total));
    number_cell(total, money_text(aging.total.overdue));
    number_cell(total, percent_text(aging.total.non_performing_share(), 2));
}

Response aging_page(const Call& call) {
    const auto asked = arrears_asked(call);
    if (!asked) return refusal_page(call, asked.errors());
    const auto aging = reports::aging(asked->view(), asked->filter);
    auto page = arrears_page(call, *asked);
    add_kpi(page, call, "Net investment", short_money(aging.total.total, call.language),
            count_text(aging.total.contracts) + " " + call.t("leases"));
    add_kpi(page, call, "Past due more than 30 days", percent_text(aging.total.share_beyond(30), 2), "",
            aging.total.share_beyond(30).e10 > 0 ? "warn" : "pos");
    add_kpi(page, call, "Past due more than 90 days", percent_text(aging.total.share_beyond(90), 2), "",
            aging.total.share_beyond(90).e10 > 0 ? "neg" : "pos");
    add_kpi(page, call, "NPL", percent_text(aging.total.non_performing_share(), 2),
            short_money(aging.total.non_performing, call.language),
            aging.total.non_performing.is_zero() ? "pos" : "neg");
    add_kpi(page, call, "Overdue", short_money(aging.total.overdue, call.language));
    draw_aging(page, call, *asked, aging);
    add_aging_table(page, call, *asked, aging, true);
    add_aging_table(page, call, *asked, aging, false);
    return shown_page(call, page);
}

// The contracts that a link asks for: in a bucket, and where `from` is given, out of that bucket since the month end
// before; or all that are past due or non-performing.
struct Wanted {
    std::optional<AgingBucket> bucket, from;
    std::optional<Period> vintage;  // what has defaulted of the contracts that commenced in this month
};
Result<Wanted> wanted(const Call& call) {
    Wanted wanted;
    Errors errors;
    const auto read = [&](const char* name, std::optional<AgingBucket>& value) {
        if (call.parameter(name).empty()) return;
        const auto bucket = parse_named<AgingBucket>(call.parameter(name), name);
        if (bucket)
            value = *bucket;
        else
            errors.push_back(bucket.error());
    };
    read("bucket", wanted.bucket);
    read("from", wanted.from);
    if (const auto month = call.parameter("vintage"); !month.empty()) {
        const auto period = parse_period(month, "vintage");
        if (period)
            wanted.vintage = *period;
        else
            errors.push_back(period.error());
    }
    if (!errors.empty()) return errors;
    return wanted;
}

// Those that left the book since stand with nothing.
std::vector<Standing> defaulted_of(const ArrearsAsked& asked, Period vintage) {
    const auto& latest = asked.view().history.latest().standings;
    std::vector<Standing> found;
    for (const auto& [contract, known] : asked.view().history.defaults()) {
        if (period_of(asked.portfolio().contracts[contract].terms.commencement) != vintage ||
            !asked.filter.admits(known.segment))
            continue;
        const auto now = std::ranges::lower_bound(latest, contract, {}, &Standing::contract);
        const Money nothing = Money::zero(known.balance.currency());
        found.push_back(now != latest.end() && now->contract == contract
                            ? *now
                            : Standing{contract, known.segment, 0, Stage::One, RiskClass::Normal, nothing, nothing});
    }
    return found;
}

std::vector<Standing> behind(const ArrearsAsked& asked, const Wanted& wanted) {
    if (wanted.vintage) return defaulted_of(asked, *wanted.vintage);
    if (!wanted.bucket && !wanted.from) return reports::in_arrears(asked.view(), asked.filter);
    const auto& history = asked.view().history;
    std::vector<Standing> found;
    for (const auto& standing : history.latest().standings) {
        if (!asked.filter.admits(standing.segment)) continue;
        if (wanted.bucket && aging_bucket(standing.days_past_due) != *wanted.bucket) continue;
        if (wanted.from) {
            const auto& before = history.previous().standings;
            const auto known = std::ranges::lower_bound(before, standing.contract, {}, &Standing::contract);
            if (known == before.end() || known->contract != standing.contract ||
                aging_bucket(known->days_past_due) != *wanted.from)
                continue;
        }
        found.push_back(standing);
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Standing::balance);
    return found;
}

const char* colour_of(const Standing& standing) {
    return is_non_performing(standing) ? "neg" : standing.days_past_due > 30 ? "warn" : "plain";
}

void add_contract(Data& table, const Call& call, const ArrearsAsked& asked, const Standing& standing) {
    const auto& contract = asked.portfolio().contracts[standing.contract];
    const auto& lessee = asked.portfolio().lessees[contract.lessee];
    auto& row = table.add("ROW");
    text_cell(row, contract.number.text, path_to("/contracts", contract.number.text));
    text_cell(row, lessee.name, path_to("/lessees", lessee.code.text));
    text_cell(row, cluster_name(call, asked.portfolio(), standing.segment.cluster));
    text_cell(row, industry_name(call, asked.portfolio(), standing.segment.industry));
    number_cell(row, count_text(standing.days_past_due));
    row.add("CELL")
        .set("TEXT", value_text(call.language, to_text(standing.category)))
        .set("TAG_KIND", colour_of(standing));
    text_cell(row, value_text(call.language, to_text(standing.stage)));
    number_cell(row, money_text(standing.balance));
    number_cell(row, money_text(standing.overdue));
}

Response contracts_page(const Call& call) {
    const auto asked = arrears_asked(call);
    const auto narrowed = wanted(call);
    if (!asked) return refusal_page(call, asked.errors());
    if (!narrowed) return refusal_page(call, narrowed.errors());
    auto page = arrears_page(call, *asked);
    for (const char* name : {"bucket", "from", "vintage"})
        if (const auto value = call.parameter(name); !value.empty())
            page.add("KEPT").set("NAME", name).set("VALUE", value);
    const auto found = behind(*asked, *narrowed);
    auto& table = page.add("TABLE");
    auto title = call.t("Past due or non-performing");
    if (narrowed->bucket) title = bucket_text(call, *narrowed->bucket);
    if (narrowed->from) title += " ← " + bucket_text(call, *narrowed->from);
    if (narrowed->vintage) title = call.t("Defaulted of vintage") + " " + to_text(*narrowed->vintage);
    constexpr std::size_t shown = 500;
    table.set("TITLE", title)
        .set("META", count_text(static_cast<std::int64_t>(found.size())) + " " + call.t("leases"))
        .set("SPAN", "s12")
        .set("EMPTY_TEXT", call.t("No lease matches."));
    add_columns(table, call,
                {{"Contract"},
                 {"Lessee"},
                 {"Cluster"},
                 {"Industry"},
                 {"Days past due", true},
                 {"Class"},
                 {"Stage"},
                 {"Net investment", true},
                 {"Overdue", true}});
    for (std::size_t i = 0; i < std::min(found.size(), shown); ++i) add_contract(table, call, *asked, found[i]);
    if (found.size() > shown)
        page.add("NOTE").set("TEXT", filled(call.t("The first {0} leases are shown."), {std::to_string(shown)}));
    return shown_page(call, page);
}

}  // namespace

void add_arrears_routes(std::vector<Route>& routes) {
    using enum Permission;
    routes.push_back({"GET", "/arrears", Read, aging_page});
    routes.push_back({"GET", "/arrears/contracts", Read, contracts_page});
    add_arrears_study_routes(routes);
}

}  // namespace leasebook::server
