#include "server/loss_view.h"

#include <algorithm>

#include "db/contract_store.h"
#include "db/pricing_parameters_store.h"
#include "db/register_store.h"
#include "pricing/residual_curve.h"
#include "server/record_json.h"
#include "server/residual_review.h"

namespace leasebook::server {

namespace {

// Factors of all industries together, whether or not the book has anybody in them today.
Errors impossible_correlations(db::Connection& connection, Rate of_all,
                               const std::vector<IndustryCorrelation>& correlations) {
    const auto matrix = reports::correlations_of(db::all<Industry>(connection), of_all, correlations);
    const auto root = pricing::correlation_root(matrix, "correlation");
    return root ? Errors{} : root.errors();
}

Money machines_of(db::Connection& connection, const Contract& contract, Date on) {
    const auto currency = contract.content.terms.currency;
    Money sum = Money::zero(currency);
    for (const auto& asset : db::assets_of(connection, contract.number)) {
        if (asset.currency != currency) continue;
        const auto asset_class = db::find<AssetClass>(connection, asset.asset_class);
        ensure(asset_class.has_value(), "a stored asset has its class");
        std::optional<Appraisal> last;
        for (auto& appraisal : db::appraisals_of(connection, asset.code))
            if (appraisal.date <= on) last = std::move(appraisal);
        sum += pricing::estimated_value(asset, *asset_class, curve_in_force(connection, *asset_class, on), last, on);
    }
    return sum;
}

}  // namespace

Response start_losses(const Call& call, Date as_of, Response accepted, const Call::Refusal& refused) {
    const auto start = [&](db::Connection&) -> Result<Call::Changed> {
        if (!call.app.losses.start({as_of, call.app.currency, call.who.name, call.app.clock, {}}))
            return conflict("A loss distribution is being run. Wait until it is finished.");
        return Call::Changed{std::move(accepted), to_text(as_of), "{}"};
    };
    return call.change("risk.run", start, refused);
}

Response change_risk_parameters(const Call& call, const RiskParameters& parameters, Response accepted,
                                const Call::Refusal& refused) {
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        auto errors = impossible_correlations(c, parameters.industry_correlation, db::industry_correlations(c));
        for (auto& error : errors) error.field = "industry_correlation";
        if (!errors.empty()) return errors;
        const auto before = record_json(db::risk_parameters(c));
        db::replace_risk_parameters(c, parameters);
        return Call::Changed{
            .response = accepted, .subject = "risk-parameters", .detail = record_json(parameters), .before = before};
    };
    return call.change("risk_parameters.change", store, refused);
}

Response change_correlation(const Call& call, const IndustryCorrelation& correlation, Response accepted,
                            const Call::Refusal& refused) {
    const auto store = [&](db::Connection& c) -> Result<Call::Changed> {
        for (const auto& [field, industry] : {std::pair{"first", correlation.first}, {"second", correlation.second}})
            if (!db::find<Industry>(c, industry))
                return not_found(field, "There is no industry \"{0}\".", industry.text);
        auto correlations = db::industry_correlations(c);
        correlations.push_back(correlation);
        if (auto errors = impossible_correlations(c, db::risk_parameters(c).industry_correlation, correlations);
            !errors.empty())
            return errors;
        db::keep_industry_correlation(c, correlation);
        return Call::Changed{std::move(accepted), correlation.first.text + " " + correlation.second.text,
                             record_json(correlation)};
    };
    return call.change("industry_correlation.change", store, refused);
}

Response remove_correlation(const Call& call, const IndustryCode& first, const IndustryCode& second, Response accepted,
                            const Call::Refusal& refused) {
    const auto remove = [&](db::Connection& c) -> Result<Call::Changed> {
        if (!db::remove_industry_correlation(c, first, second))
            return not_found("", "Industries {0} and {1} have no correlation of their own.", shortened(first.text),
                             shortened(second.text));
        if (auto errors =
                impossible_correlations(c, db::risk_parameters(c).industry_correlation, db::industry_correlations(c));
            !errors.empty())
            return errors;
        return Call::Changed{std::move(accepted), first.text + " " + second.text, "{}"};
    };
    return call.change("industry_correlation.remove", remove, refused);
}

Result<LeaseEffect> effect_of(const Call& call, const Lessee& lessee, Money exposure, Money machines) {
    const auto [run, pricing_parameters] = call.app.database.read([](db::Connection& c) {
        return std::pair{db::last_risk_run(c), db::pricing_parameters(c)};
    });
    if (!run) return not_found("", "The loss distribution has not been run yet.");
    const auto draws = call.app.losses.draws_of(*run);
    if (!draws) return not_found("", "The draws of the last run are gone. Run the loss distribution again.");
    if (draws->currency != exposure.currency()) return conflict("The last run is in {0}.", draws->currency.text());
    const pricing::NewLease lease{reports::default_probability(lessee.grade, pricing_parameters),
                                  reports::loss_on_default(exposure, machines, pricing_parameters),
                                  draws->loss_of(lessee.code.text), lessee.cluster ? lessee.cluster->text : "",
                                  lessee.industry ? lessee.industry->text : ""};
    return LeaseEffect{*run, lease, pricing::incremental_loss(*draws, lease)};
}

std::optional<LeaseEffect> effect_of(const Call& call, const Contract& contract) {
    const auto [lessee, machines] = call.app.database.read([&](db::Connection& c) {
        return std::pair{db::find<Lessee>(c, contract.content.lessee), machines_of(c, contract, call.today())};
    });
    if (!lessee) return {};
    auto effect = effect_of(call, *lessee, contract.content.terms.financed_amount, machines);
    return effect ? std::optional(*std::move(effect)) : std::nullopt;
}

std::string effect_json(const LeaseEffect& e) {
    RecordJson out;
    out.with("run", std::to_string(e.run.id));
    out("as_of", e.run.as_of);
    out("loss_on_default", e.lease.loss);
    out("known_loss", e.lease.known_loss);
    out("expected_loss_before", e.effect.expected_before);
    out("expected_loss_after", e.effect.expected_after);
    out("unexpected_loss_before", e.effect.unexpected_before);
    out("unexpected_loss_after", e.effect.unexpected_after);
    const std::vector<pricing::IncrementalTail> tails(e.effect.tails.begin(), e.effect.tails.end());
    out.with("tails", json_array(tails, [](const pricing::IncrementalTail& tail) {
                 RecordJson row;
                 row("level", std::string(tail.level == 990 ? "99" : "99.9"));
                 row("value_at_risk_before", tail.value_at_risk_before);
                 row("value_at_risk_after", tail.value_at_risk_after);
                 row("expected_shortfall_before", tail.expected_shortfall_before);
                 row("expected_shortfall_after", tail.expected_shortfall_after);
                 row("contribution", tail.contribution);
                 return row.object();
             }));
    return out.object();
}

}  // namespace leasebook::server
