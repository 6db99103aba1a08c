#include "reports/running_lease.h"

#include "pricing/rent.h"

namespace leasebook::reports {

bool runs_on(const PortfolioContract& contract, Date as_of) {
    return contract.status == ContractStatus::Active && contract.terms.commencement <= as_of &&
           final_date(contract) > as_of;
}

std::optional<RunningLease> running_lease(const PortfolioContract& contract, Date as_of) {
    if (!runs_on(contract, as_of)) return {};
    const auto& terms = contract.terms;
    RunningLease lease{{}, {}, final_date(contract), terms.guaranteed_residual + unguaranteed_residual(contract)};
    if (contract.changed) {
        lease.outstanding = contract.changed->account.balance_after(as_of, terms.financed_amount);
        lease.rows = contract.changed->net_investment.rows;
    } else {
        auto agreed = pricing::agreed_schedule(terms, contract.plan, contract.rent);
        ensure(agreed.has_value(), "the rent of a stored contract repays it");
        lease.outstanding = outstanding_principal(terms, *agreed, as_of);
        lease.rows = std::move(*std::move(agreed)).rows;
    }
    if (lease.outstanding.is_zero()) return {};
    return lease;
}

std::vector<ScheduleRow> rows_to_come(const PortfolioContract& contract, Date as_of) {
    if (!runs_on(contract, as_of)) return {};
    std::vector<ScheduleRow> rows;
    if (contract.changed) {
        rows = contract.changed->account.rows;
    } else {
        auto agreed = pricing::agreed_schedule(contract.terms, contract.plan, contract.rent);
        ensure(agreed.has_value(), "the rent of a stored contract repays it");
        rows = std::move(*std::move(agreed)).rows;
    }
    std::erase_if(rows, [&](const ScheduleRow& row) { return row.due_date <= as_of; });
    return rows;
}

}  // namespace leasebook::reports
