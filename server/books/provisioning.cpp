#include "server/books/provisioning.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "db/portfolio_store.h"
#include "db/pricing_parameters_store.h"
#include "db/register_store.h"
#include "domain/accounting/share.h"
#include "domain/life/conduct.h"
#include "pricing/expected_loss.h"
#include "pricing/residual_curve.h"
#include "server/books/arrears.h"
#include "server/books/watch_view.h"

namespace leasebook::server {

namespace {

Money machines_value(const RiskView& view, std::span<const std::uint32_t> machines, Currency currency, Date on) {
    Money sum = Money::zero(currency);
    for (const auto position : machines) {
        const auto& placed = view.portfolio->assets[position];
        if (placed.asset_class == unmapped || placed.asset.currency != currency) continue;
        sum += pricing::estimated_value(placed.asset, view.portfolio->asset_classes[placed.asset_class],
                                        view.curves[placed.asset_class], placed.appraisal, on);
    }
    return sum;
}

// At which the net investment runs: losses are discounted by it (IFRS 9 B5.5.44).
Rate implicit_rate(const db::ContractFile& file) {
    Rate rate = file.contract.content.terms.annual_rate;
    for (const auto* numbered : effective_order(file.events)) {
        if (const auto* e = std::get_if<ContractActivated>(&numbered->event)) rate = e->implicit_rate.value_or(rate);
        if (const auto* e = std::get_if<ScheduleChanged>(&numbered->event))
            rate = e->implicit_rate.value_or(e->annual_rate);
    }
    return rate;
}

// Of the contract at that place.
std::span<const std::uint32_t> machines_of(const RiskView& view, std::uint32_t contract) {
    if (contract == unmapped) return {};
    return std::ranges::equal_range(view.machines, contract, {},
                                    [&](std::uint32_t asset) { return view.portfolio->assets[asset].contract; });
}

const std::string& cluster_of(const RiskView& view, std::uint32_t lessee) {
    static const std::string none;
    const auto cluster = view.portfolio->lessees[lessee].cluster;
    return cluster == unmapped ? none : view.portfolio->clusters[cluster].code.text;
}

pricing::CreditExposure exposure_of(const RiskView& view, const db::ContractFile& file, std::uint32_t place,
                                    const Life& life, const Conduct& conduct) {
    const auto& terms = file.contract.content.terms;
    const auto& run = life.runs.net_investment;
    pricing::CreditExposure exposure;
    exposure.currency = terms.currency;
    exposure.annual_rate = implicit_rate(file);
    exposure.overdue = conduct.overdue;
    exposure.undrawn = Money::zero(terms.currency);
    exposure.deposit = life.deposit;
    exposure.unguaranteed_residual = terms.unguaranteed_residual;
    Money billed = Money::zero(terms.currency);
    for (const auto& row : run.rows)
        if (row.due_date <= view.as_of) billed += row.interest;
    exposure.accrued_interest = std::max(Money::zero(terms.currency), run.earned_until(view.as_of) - billed);
    const auto machines = machines_of(view, place);
    auto balances = pricing::monthly_balances(terms, Schedule{run.rows}, view.as_of);
    if (balances.empty()) balances.push_back(Money::zero(terms.currency));
    int month = 0;
    for (const Money balance : balances)
        exposure.periods.push_back({balance,
                                    machines_value(view, machines, terms.currency, add_months(view.as_of, ++month)),
                                    terms.guaranteed_residual});
    return exposure;
}

// The last day the lessee came off the watch list, if it is not on it.
std::optional<Date> watched_until(const RiskView& view, const std::string& lessee) {
    std::optional<Date> until;
    if (const auto stays = view.stays.find(lessee); stays != view.stays.end())
        for (const auto& stay : stays->second)
            if (stay.end && stay.end->until <= view.as_of) until = std::max(until, std::optional(stay.end->until));
    return until;
}

bool is_watched(const RiskView& view, const std::string& lessee) {
    const auto stays = view.stays.find(lessee);
    return stays != view.stays.end() &&
           std::ranges::any_of(stays->second, [&](const WatchStay& stay) { return stay.covers(view.as_of); });
}

// The day from which everything was paid: of a lessee that was never late here, the day the books began to know it.
std::optional<Date> clear_since(const Life& life, const Conduct& conduct) {
    if (conduct.days_past_due > 0) return {};
    return conduct.cleared.value_or(life.begins);
}

StageHistory history_of(const RiskView& view, const std::string& lessee, const db::Provision& before, const Life& life,
                        const Conduct& conduct, int period_months) {
    StageHistory history;
    history.stage = before.own_stage;
    const auto clear = clear_since(life, conduct);
    history.recovering = Recovering{clear, period_months};
    if (!clear) return history;
    const Date since = std::max(*clear, watched_until(view, lessee).value_or(*clear));
    history.conduct = GoodConduct{since, rents_on_time_since(life, since, view.as_of)};
    return history;
}

const std::string* anchor_of(const RiskView& view, std::uint32_t lessee) {
    const auto anchor = view.portfolio->lessees[lessee].anchor;
    return anchor == unmapped ? nullptr : &view.portfolio->anchors[anchor];
}

// How the lessee has paid since its cluster or its anchor was last at RED.
std::optional<GoodConduct> since_last_alert(const RiskView& view, const RatedContract& contract, const Life& life) {
    if (view.last_alerts.empty()) return {};
    std::optional<Date> last;
    const auto look = [&](const std::string& kind, const std::string& subject) {
        if (const auto found = view.last_alerts.find({kind, subject}); found != view.last_alerts.end())
            last = std::max(last, std::optional(found->second));
    };
    look("cluster", cluster_of(view, contract.lessee));
    if (const auto* anchor = anchor_of(view, contract.lessee)) look("anchor", *anchor);
    if (!last) return {};
    return GoodConduct{*last, rents_on_time_since(life, *last, view.as_of)};
}

// Where the contract stood a month before has its say in where it stands now.
void go_on_from(const RiskView& view, const db::Provision& before, const Life& life, const Conduct& conduct,
                int period_months, RatedContract& contract) {
    const auto& lessee = view.portfolio->lessees[contract.lessee].code.text;
    const auto history = history_of(view, lessee, before, life, conduct, period_months);
    contract.stage = stage_after(history, contract.stage, view.as_of);
    contract.stage_before = before.stage;
}

std::string sentences(const Reasons& reasons) {
    std::string text;
    for (const auto& reason : reasons) text += (text.empty() ? "" : "\n") + message(reason);
    return text;
}

void add_alert_sources(db::Connection& connection, RiskView& view) {
    view.watch = watch_view(connection, *view.portfolio, view.as_of);
    for (const auto& stay : view.watch.stays) view.stays[stay.entry.lessee.text].push_back(stay);
    view.last_alerts = db::last_alerts(connection, view.as_of);
}

}  // namespace

RiskView risk_view(db::Connection& connection, Period period, std::shared_ptr<const Portfolio> portfolio) {
    RiskView view;
    view.as_of = period.last_day();
    view.portfolio = std::move(portfolio);
    view.parameters = db::pricing_parameters(connection);
    view.overlays = db::overlays_of(connection, period);
    for (std::uint32_t i = 0; i < view.portfolio->lessees.size(); ++i)
        view.lessees.emplace(view.portfolio->lessees[i].code.text, i);
    const auto& assets = view.portfolio->assets;
    for (std::uint32_t i = 0; i < assets.size(); ++i)
        if (assets[i].contract != unmapped) view.machines.push_back(i);
    std::ranges::stable_sort(view.machines, {}, [&](std::uint32_t i) { return assets[i].contract; });
    view.curves = pricing::curves_of(view.portfolio->asset_classes, view.portfolio->residual_curves);
    add_alert_sources(connection, view);
    return view;
}

RatedContract rated(const RiskView& view, const db::ContractFile& file, const Life& life, const db::Provision* before) {
    const auto& content = file.contract.content;
    const int months = content.terms.period_months;
    const auto conduct = conduct_of(life, file.events, months, view.as_of);
    RatedContract contract;
    contract.place = db::position_of(*view.portfolio, file.contract.number);
    contract.lessee = view.lessees.at(content.lessee.text);
    const auto grade = view.portfolio->lessees[contract.lessee].grade;
    contract.leaseback = content.conditions.product == Product::SaleLeaseback;
    contract.annual_rate = implicit_rate(file);
    auto& provision = contract.provision;
    provision.contract_id = file.id;
    provision.days_past_due = conduct.days_past_due;
    provision.overdue = conduct.overdue;
    provision.exposure = net_investment(content, life, view.as_of);
    const Rate yearly = grade == RatingGrade::D ? Rate{rate_scale} : view.parameters.default_rate(grade);
    const auto loss = pricing::expected_loss(exposure_of(view, file, contract.place, life, conduct),
                                             std::span(&yearly, 1), view.losses);
    contract.twelve_month = loss.twelve_month;
    contract.lifetime = loss.lifetime;
    contract.stage_3 = loss.stage_3;
    ClassFacts facts;
    facts.days_past_due = conduct.days_past_due;
    facts.credit_impaired = grade == RatingGrade::D;
    facts.restructured = conduct.restructured;
    if (provision.exposure > Money::zero(content.terms.currency))
        facts.expected_loss = share_in(
            conduct.days_past_due > StageThresholds{}.stage_3_days ? loss.stage_3 : loss.lifetime, provision.exposure);
    if (before != nullptr && is_non_performing(before->category))
        facts.recovering = Recovering{clear_since(life, conduct), months};
    const auto category = classify(facts, view.as_of);
    provision.category = category.value;
    StageTriggers triggers;
    triggers.days_past_due = conduct.days_past_due;
    triggers.risk_class = category.value;
    triggers.insolvent = grade == RatingGrade::D;
    triggers.restructured = conduct.restructured && view.as_of < observation_end(*conduct.restructured);
    triggers.on_watch_list = is_watched(view, content.lessee.text);
    contract.stage = stage_of(triggers);
    if (before != nullptr) go_on_from(view, *before, life, conduct, months, contract);
    contract.since_alert = since_last_alert(view, contract, life);
    contract.machines = machines_value(view, machines_of(view, contract.place), content.terms.currency, view.as_of);
    provision.own_stage = contract.stage.value;
    provision.reasons = sentences(category.reasons);
    return contract;
}

namespace {

// The arrears of the months before with this month's end.
reports::ArrearsView arrears_now(const RiskView& view, reports::ArrearsView arrears, const RatedContracts& contracts) {
    StandingsOn now{view.as_of, {}};
    now.standings.reserve(contracts.size());
    for (const auto& contract : contracts) {
        const auto& p = contract.provision;
        if (contract.place == unmapped || p.exposure.currency() != arrears.history.currency()) continue;
        now.standings.push_back({contract.place, reports::segment_of(*view.portfolio, contract.place), p.days_past_due,
                                 contract.stage.value, p.category, p.exposure, p.overdue});
    }
    std::ranges::sort(now.standings, {}, &Standing::contract);
    arrears.history.follow(std::move(now));
    return arrears;
}

struct Alerts {
    std::map<std::string, Reasons> clusters, anchors;  // those at RED
};

Alerts alerts_of(const RiskView& view, reports::ArrearsView before, const RatedContracts& contracts) {
    Alerts alerts;
    const auto arrears = arrears_now(view, std::move(before), contracts);
    for (auto& [cluster, level] : reports::cluster_levels(arrears, view.watch.thresholds))
        if (level.value == AlertLevel::Red)
            alerts.clusters.emplace(view.portfolio->clusters[cluster].code.text, std::move(level.reasons));
    for (auto& [anchor, level] : reports::anchor_levels(*view.portfolio, arrears, view.watch, view.as_of))
        if (level.value == AlertLevel::Red) alerts.anchors.emplace(anchor, std::move(level.reasons));
    return alerts;
}

// What the alerts mean for the contract; without one, what is left of the last one.
void heed(const RiskView& view, const Alerts& alerts, RatedContract& contract) {
    Reasons why;
    const auto cluster = alerts.clusters.find(cluster_of(view, contract.lessee));
    if (cluster != alerts.clusters.end() && contract.machines < contract.provision.exposure) why = cluster->second;
    if (const auto* name = anchor_of(view, contract.lessee))
        if (const auto anchor = alerts.anchors.find(*name); anchor != alerts.anchors.end())
            why.insert(why.end(), anchor->second.begin(), anchor->second.end());
    if (why.empty()) {
        if (contract.stage_before == Stage::Two && contract.since_alert)
            contract.stage = stage_after({Stage::Two, {}, contract.since_alert}, contract.stage, view.as_of);
        return;
    }
    StageTriggers alert;
    alert.alert = true;
    const auto called_for = stage_of(alert);
    if (called_for.value < contract.stage.value) return;
    for (const auto& reason : called_for.reasons) contract.stage.worsen(called_for.value, reason);
    for (const auto& reason : why) contract.stage.worsen(called_for.value, reason);
}

void pull_obligors(RatedContracts& contracts) {
    const auto lessee_of = [&](std::size_t i) { return contracts[i].lessee; };
    std::vector<std::size_t> by_lessee(contracts.size());
    std::iota(by_lessee.begin(), by_lessee.end(), 0);
    std::ranges::stable_sort(by_lessee, {}, lessee_of);
    for (std::span<const std::size_t> rest = by_lessee; !rest.empty();) {
        const auto end = std::ranges::upper_bound(rest, lessee_of(rest.front()), {}, lessee_of);
        const auto own = rest.first(static_cast<std::size_t>(end - rest.begin()));
        rest = rest.subspan(own.size());
        if (own.size() == 1) continue;
        std::vector<Reasoned<Stage>> stages;
        for (const auto i : own) stages.push_back(std::move(contracts[i].stage));
        pull_obligor(stages);
        for (std::size_t k = 0; k < own.size(); ++k) contracts[own[k]].stage = std::move(stages[k]);
    }
}

std::vector<db::MonthEndAlert> kept_alerts(const Alerts& alerts) {
    std::vector<db::MonthEndAlert> kept;
    for (const auto& [cluster, reasons] : alerts.clusters) kept.push_back({"cluster", cluster, sentences(reasons)});
    for (const auto& [anchor, reasons] : alerts.anchors) kept.push_back({"anchor", anchor, sentences(reasons)});
    return kept;
}

}  // namespace

std::vector<db::MonthEndAlert> finish(const RiskView& view, reports::ArrearsView before, RatedContracts& contracts) {
    const auto alerts = alerts_of(view, std::move(before), contracts);
    for (auto& contract : contracts) heed(view, alerts, contract);
    pull_obligors(contracts);
    for (auto& contract : contracts) {
        auto& provision = contract.provision;
        provision.stage = contract.stage.value;
        provision.expected_loss = provision.stage == Stage::One   ? contract.twelve_month
                                  : provision.stage == Stage::Two ? contract.lifetime
                                                                  : contract.stage_3;
        provision.expected_loss = std::min(provision.expected_loss, not_below_zero(provision.exposure));
        provision.overlay = Money::zero(provision.expected_loss.currency());
        for (const auto& overlay : view.overlays)
            if (overlay.cluster == "*" || overlay.cluster == cluster_of(view, contract.lessee))
                provision.overlay += share_of(provision.expected_loss, overlay.share);
        provision.allowance = provision.expected_loss + provision.overlay;
        const auto more = sentences(contract.stage.reasons);
        if (!more.empty()) provision.reasons += (provision.reasons.empty() ? "" : "\n") + more;
    }
    return kept_alerts(alerts);
}

}  // namespace leasebook::server
