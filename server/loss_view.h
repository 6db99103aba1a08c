#pragma once
// What pages and API of the loss distribution share.
#include "server/call.h"
#include "server/register_forms.h"
#include "server/risk/loss_jobs.h"

namespace leasebook::server {

// Starts a run on the book of that day, with its audit entry. Refused while another one runs.
Response start_losses(const Call& call, Date as_of, Response accepted, const Call::Refusal& refused);

// Refused when correlations and parameters cannot stand together.
Response change_risk_parameters(const Call& call, const RiskParameters& parameters, Response accepted,
                                const Call::Refusal& refused);
Response change_correlation(const Call& call, const IndustryCorrelation& correlation, Response accepted,
                            const Call::Refusal& refused);
// Takes back what was said of the two: the correlation of all industries holds for them again. Refused where the others
// cannot stand beside that.
Response remove_correlation(const Call& call, const IndustryCode& first, const IndustryCode& second, Response accepted,
                            const Call::Refusal& refused);

// What one more lease does to the last run's figures.
struct LeaseEffect {
    db::RiskRun run;
    pricing::NewLease lease;
    pricing::IncrementalLoss effect;
};
// Of a lease that is not in the book yet. Nothing where no run was kept, in another currency, or the lessee has
// defaulted.
std::optional<LeaseEffect> effect_of(const Call& call, const Contract& contract);
// What may be lost of a lease that is given by its figures.
Result<LeaseEffect> effect_of(const Call& call, const Lessee& lessee, Money exposure, Money machines);

std::string effect_json(const LeaseEffect& effect);

}  // namespace leasebook::server
