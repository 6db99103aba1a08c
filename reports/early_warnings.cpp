#include "reports/early_warnings.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_map>

namespace leasebook::reports {

namespace {

using enum ColumnType;

constexpr std::size_t months_averaged = 3;

// The roll of what was not past due, mean of the last three months, by cluster.
std::map<std::uint32_t, Rate> cluster_rolls(const ArrearsView& arrears) {
    std::map<std::uint32_t, std::vector<Rate>> rates;
    const auto& moves = arrears.history.moves();
    const auto last = static_cast<std::ptrdiff_t>(std::min(moves.size(), months_averaged));
    for (auto month = std::prev(moves.end(), last); month != moves.end(); ++month) {
        std::map<std::uint32_t, MonthMove> sums;
        for (const auto& [segment, move] : month->second)
            sums.try_emplace(segment.cluster, arrears.history.currency()).first->second += move;
        for (const auto& [cluster, sum] : sums) rates[cluster].push_back(sum.rolls.roll_rate(AgingBucket::Current));
    }
    std::map<std::uint32_t, Rate> means;
    for (const auto& [cluster, list] : rates) means[cluster] = mean_of_last(list, months_averaged);
    return means;
}

std::string sentences(const Reasons& reasons) {
    std::string text;
    for (const auto& reason : reasons) text += (text.empty() ? "" : " ") + message(reason);
    return text;
}

class Finder {
public:
    Finder(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch, Date as_of)
        : portfolio_(portfolio), arrears_(arrears), watch_(watch), as_of_(as_of) {}

    std::vector<Finding> all() && {
        look_at_contracts();
        look_at_machines();
        look_at_clusters();
        look_at_anchors();
        std::ranges::sort(found_, [](const Finding& a, const Finding& b) {
            return std::tuple(a.acknowledged, b.warning.level, a.warning.trigger, a.subject) <
                   std::tuple(b.acknowledged, a.warning.level, b.warning.trigger, b.subject);
        });
        return std::move(found_);
    }

private:
    void add(Finding finding) {
        finding.acknowledged = std::ranges::any_of(watch_.acknowledged, [&](const Acknowledgement& a) {
            return answers(a, finding.warning, finding.subject);
        });
        found_.push_back(std::move(finding));
    }
    void add_of_contract(std::optional<Warning> warning, std::string subject, std::uint32_t contract) {
        if (!warning) return;
        const auto lessee = portfolio_.contracts[contract].lessee;
        add({*std::move(warning), std::move(subject), contract, lessee, segment_of(portfolio_, contract).cluster});
    }
    void look_at_contracts() {
        for (const auto& s : arrears_.history.latest().standings)
            add_of_contract(
                days_past_due_warning(s.days_past_due, s.overdue, arrears_.history.latest().day, watch_.thresholds),
                portfolio_.contracts[s.contract].number.text, s.contract);
    }
    bool is_running(std::uint32_t contract) const {
        const auto& standings = arrears_.history.latest().standings;
        const auto found = std::ranges::lower_bound(standings, contract, {}, &Standing::contract);
        return found != standings.end() && found->contract == contract;
    }
    void look_at_machines() {
        for (const auto& machine : watch_.machines) {
            if (machine.contract == unmapped || !is_running(machine.contract)) continue;
            if (machine.appraised)
                add_of_contract(appraisal_warning(*machine.appraised, watch_.thresholds), machine.code,
                                machine.contract);
            add_of_contract(insurance_warning(machine.insured_until, as_of_, watch_.thresholds), machine.code,
                            machine.contract);
        }
    }
    // Figures of a cluster or an anchor's grade have no day of their own: they are looked at once a month.
    void look_at_clusters() {
        for (auto& [cluster, level] : cluster_levels(arrears_, watch_.thresholds))
            if (level.value != AlertLevel::Green)
                add({{WarningTrigger::ClusterAlert, level.value, level.reasons, "R-G-05", month_start(as_of_)},
                     cluster_code(portfolio_, cluster),
                     unmapped,
                     unmapped,
                     cluster});
    }
    void look_at_anchors() {
        for (const auto& [anchor, level] : anchor_levels(portfolio_, arrears_, watch_, as_of_)) {
            if (level.value == AlertLevel::Green) continue;
            Date since = month_start(as_of_);
            for (const auto& event : watch_.anchor_events)
                if (event.anchor == anchor && is_in_force(event, as_of_)) since = event.date;
            add({{WarningTrigger::Anchor, level.value, level.reasons, "R-G-05", since}, anchor});
        }
    }

    const Portfolio& portfolio_;
    const ArrearsView& arrears_;
    const WatchView& watch_;
    Date as_of_;
    std::vector<Finding> found_;
};

}  // namespace

std::map<std::uint32_t, ClusterSigns> cluster_signs(const ArrearsView& arrears) {
    const auto rolls = cluster_rolls(arrears);
    std::map<std::uint32_t, ClusterSigns> signs;
    for (const auto& [cluster, figures] : aging(arrears).clusters) {
        if (cluster == unmapped) continue;
        const auto roll = rolls.find(cluster);
        constexpr int late_days = 30;
        signs[cluster] = {figures.contracts, figures.non_performing_share(), figures.share_beyond(late_days),
                          roll == rolls.end() ? Rate{} : roll->second};
    }
    return signs;
}

std::map<std::uint32_t, Reasoned<AlertLevel>> cluster_levels(const ArrearsView& arrears,
                                                             const EarlyWarningThresholds& thresholds) {
    std::map<std::uint32_t, Reasoned<AlertLevel>> levels;
    for (const auto& [cluster, signs] : cluster_signs(arrears)) levels[cluster] = cluster_level(signs, thresholds);
    return levels;
}

std::map<std::string, Reasoned<AlertLevel>> anchor_levels(const Portfolio& portfolio, const ArrearsView& arrears,
                                                          const WatchView& watch, Date as_of) {
    std::map<std::string, AnchorSigns> signs;
    for (const auto& anchor : portfolio.anchors) signs[anchor].anchor = anchor;
    if (signs.empty()) return {};
    std::unordered_map<std::uint32_t, int> days;
    for (const auto& s : arrears.history.latest().standings) {
        auto& worst = days[portfolio.contracts[s.contract].lessee];
        worst = std::max(worst, s.days_past_due);
    }
    for (std::uint32_t i = 0; i < portfolio.lessees.size(); ++i)
        for (const auto& name : {portfolio.lessees[i].name, portfolio.lessees[i].code.text})
            if (const auto anchor = signs.find(name); anchor != signs.end()) {
                anchor->second.grade = portfolio.lessees[i].grade;
                anchor->second.days_past_due = days[i];
            }
    for (const auto& event : watch.anchor_events)
        if (const auto anchor = signs.find(event.anchor); anchor != signs.end() && is_in_force(event, as_of))
            anchor->second.events.push_back(event);
    std::map<std::string, Reasoned<AlertLevel>> levels;
    for (const auto& [anchor, known] : signs) levels.emplace(anchor, anchor_level(known, watch.thresholds));
    return levels;
}

std::vector<Finding> early_warnings(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch,
                                    Date as_of) {
    return Finder(portfolio, arrears, watch, as_of).all();
}

Table watch_list_table(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch, Date as_of,
                       const SegmentFilter& filter) {
    Table table{"watch_list", as_of, arrears.history.currency(), {}, {}, {}};
    table.columns = {{"trigger", Text}, {"level", Text},        {"subject", Text}, {"contract", Text},
                     {"lessee", Text},  {"cluster", Text},      {"reason", Text},  {"rule", Text},
                     {"since", Text},   {"acknowledged", Count}};
    const auto admitted = [&](std::uint32_t cluster) { return !filter.cluster || *filter.cluster == cluster; };
    const auto code = [&](std::uint32_t cluster) {
        return cluster == unmapped ? Cell{} : Cell{cluster_code(portfolio, cluster)};
    };
    for (const auto& f : early_warnings(portfolio, arrears, watch, as_of)) {
        if (!admitted(f.cluster)) continue;
        const auto& w = f.warning;
        table.rows.push_back(
            {RowRole::Detail,
             {to_text(w.trigger), to_text(w.level), f.subject,
              f.contract == unmapped ? Cell{} : Cell{portfolio.contracts[f.contract].number.text},
              f.lessee == unmapped ? Cell{} : Cell{portfolio.lessees[f.lessee].code.text}, code(f.cluster),
              sentences(w.reasons), w.rule, to_text(w.since), std::int64_t{f.acknowledged ? 1 : 0}}});
    }
    for (const auto& stay : watch.stays) {
        if (!stay.covers(as_of)) continue;
        const auto lessee = std::ranges::find(portfolio.lessees, stay.entry.lessee, &PortfolioLessee::code);
        const auto cluster = lessee == portfolio.lessees.end() ? unmapped : lessee->cluster;
        if (!admitted(cluster)) continue;
        table.rows.push_back(
            {RowRole::Detail,
             {std::string("watch_list"), std::string("watched"), stay.entry.lessee.text, Cell{}, stay.entry.lessee.text,
              code(cluster), stay.entry.reason, std::string("E.2"), to_text(stay.entry.since), Cell{}}});
    }
    const auto count = static_cast<std::int64_t>(table.rows.size());
    std::vector<Cell> total(table.columns.size());
    total[2] = std::to_string(count);
    table.rows.push_back({RowRole::Total, std::move(total)});
    return table;
}

Table cluster_alert_table(const Portfolio& portfolio, const ArrearsView& arrears, const WatchView& watch, Date as_of) {
    Table table{"cluster_alerts", as_of, arrears.history.currency(), {}, {}, {}};
    table.columns = {{"cluster", Text},  {"cluster_name", Text},
                     {"stage", Text},    {"contracts", Count},
                     {"lessees", Count}, {"net_investment", Amount},
                     {"npl", Share},     {"more_than_30_days", Share},
                     {"roll", Share},    {"alert", Text},
                     {"reasons", Text}};
    std::map<std::uint32_t, std::set<std::uint32_t>> lessees;
    for (const auto& s : arrears.history.latest().standings)
        lessees[s.segment.cluster].insert(portfolio.contracts[s.contract].lessee);
    const auto figures = aging(arrears);
    std::int64_t counted = 0;
    for (const auto& [cluster, signs] : cluster_signs(arrears)) {
        const auto level = cluster_level(signs, watch.thresholds);
        const auto& known = portfolio.clusters[cluster];
        const auto& f = figures.clusters.at(cluster);
        counted += static_cast<std::int64_t>(lessees[cluster].size());
        table.rows.push_back({RowRole::Detail,
                              {known.code.text, known.name, to_text(known.stage), signs.contracts,
                               static_cast<std::int64_t>(lessees[cluster].size()), f.total, signs.npl, signs.late,
                               signs.roll, to_text(level.value), sentences(level.reasons)}});
    }
    constexpr int late_days = 30;
    table.rows.push_back(
        {RowRole::Total,
         {Cell{}, Cell{}, Cell{}, figures.total.contracts, counted, figures.total.total,
          figures.total.non_performing_share(), figures.total.share_beyond(late_days), Cell{}, Cell{}, Cell{}}});
    return table;
}

}  // namespace leasebook::reports
