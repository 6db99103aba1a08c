#include "server/books/provisioning.h"

#include <algorithm>

#include "db/pricing_parameters_store.h"
#include "db/register_store.h"
#include "domain/accounting/share.h"
#include "domain/life/conduct.h"
#include "pricing/expected_loss.h"
#include "pricing/residual_curve.h"

namespace leasebook::server {

namespace {

Money machines_value(const RiskView& view, const std::vector<std::uint32_t>* machines, Currency currency, Date on) {
    Money sum = Money::zero(currency);
    if (machines == nullptr) return sum;
    for (const auto position : *machines) {
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

pricing::CreditExposure exposure_of(const RiskView& view, const db::ContractFile& file, const Life& life,
                                    const Conduct& conduct) {
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
    const auto found = view.machines.find(file.contract.number.text);
    const auto* machines = found == view.machines.end() ? nullptr : &found->second;
    auto balances = pricing::monthly_balances(terms, Schedule{run.rows}, view.as_of);
    if (balances.empty()) balances.push_back(Money::zero(terms.currency));
    int month = 0;
    for (const Money balance : balances)
        exposure.periods.push_back({balance,
                                    machines_value(view, machines, terms.currency, add_months(view.as_of, ++month)),
                                    terms.guaranteed_residual});
    return exposure;
}

StageHistory history_of(const db::Provision& before, const Conduct& conduct, int period_months) {
    StageHistory history;
    history.stage = before.own_stage;
    history.recovering = Recovering{conduct.cleared, period_months};
    if (conduct.cleared) history.conduct = GoodConduct{*conduct.cleared, conduct.rents_on_time};
    return history;
}

std::string sentences(const Reasons& reasons) {
    std::string text;
    for (const auto& reason : reasons) text += (text.empty() ? "" : "\n") + message(reason);
    return text;
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
    for (std::uint32_t i = 0; i < view.portfolio->assets.size(); ++i)
        if (const auto& asset = view.portfolio->assets[i].asset; asset.contract)
            view.machines[asset.contract->text].push_back(i);
    view.curves = pricing::curves_of(view.portfolio->asset_classes, view.portfolio->residual_curves);
    return view;
}

RatedContract rated(const RiskView& view, const db::ContractFile& file, const Life& life, const db::Provision* before) {
    const auto& content = file.contract.content;
    const int months = content.terms.period_months;
    const auto conduct = conduct_of(life, file.events, months, view.as_of);
    RatedContract contract;
    contract.lessee = content.lessee.text;
    const auto& lessee = view.portfolio->lessees[view.lessees.at(contract.lessee)];
    const auto grade = lessee.grade;
    const auto position = lessee.cluster;
    contract.cluster = position == unmapped ? "" : view.portfolio->clusters[position].code.text;
    contract.leaseback = content.conditions.product == Product::SaleLeaseback;
    contract.annual_rate = implicit_rate(file);
    auto& provision = contract.provision;
    provision.contract_id = file.id;
    provision.contract = file.contract.number;
    provision.days_past_due = conduct.days_past_due;
    provision.overdue = conduct.overdue;
    provision.exposure = net_investment(content, life, view.as_of);
    const Rate yearly = grade == RatingGrade::D ? Rate{rate_scale} : view.parameters.default_rate(grade);
    const auto loss =
        pricing::expected_loss(exposure_of(view, file, life, conduct), std::span(&yearly, 1), view.losses);
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
        facts.recovering = Recovering{conduct.cleared, months};
    const auto category = classify(facts, view.as_of);
    provision.category = category.value;
    StageTriggers triggers;
    triggers.days_past_due = conduct.days_past_due;
    triggers.risk_class = category.value;
    triggers.insolvent = grade == RatingGrade::D;
    triggers.restructured = conduct.restructured && view.as_of < observation_end(*conduct.restructured);
    contract.stage = stage_of(triggers);
    if (before != nullptr)
        contract.stage = stage_after(history_of(*before, conduct, months), contract.stage, view.as_of);
    provision.own_stage = contract.stage.value;
    provision.reasons = sentences(category.reasons);
    return contract;
}

void finish(const RiskView& view, std::vector<RatedContract>& contracts) {
    std::map<std::string, std::vector<std::size_t>> by_lessee;
    for (std::size_t i = 0; i < contracts.size(); ++i) by_lessee[contracts[i].lessee].push_back(i);
    for (const auto& [lessee, positions] : by_lessee) {
        std::vector<Reasoned<Stage>> stages;
        for (const auto i : positions) stages.push_back(contracts[i].stage);
        pull_obligor(stages);
        for (std::size_t k = 0; k < positions.size(); ++k) contracts[positions[k]].stage = stages[k];
    }
    for (auto& contract : contracts) {
        auto& provision = contract.provision;
        provision.stage = contract.stage.value;
        provision.expected_loss = provision.stage == Stage::One   ? contract.twelve_month
                                  : provision.stage == Stage::Two ? contract.lifetime
                                                                  : contract.stage_3;
        provision.expected_loss = std::min(provision.expected_loss, not_below_zero(provision.exposure));
        provision.overlay = Money::zero(provision.expected_loss.currency());
        for (const auto& overlay : view.overlays)
            if (overlay.cluster == "*" || overlay.cluster == contract.cluster)
                provision.overlay += share_of(provision.expected_loss, overlay.share);
        provision.allowance = provision.expected_loss + provision.overlay;
        const auto more = sentences(contract.stage.reasons);
        if (!more.empty()) provision.reasons += (provision.reasons.empty() ? "" : "\n") + more;
    }
}

}  // namespace leasebook::server
