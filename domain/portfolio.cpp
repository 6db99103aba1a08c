#include "domain/portfolio.h"

namespace leasebook {

Date final_date(const PortfolioContract& contract) {
    if (!contract.changed) return final_date(contract.terms, contract.plan);
    return contract.changed->account.rows.back().due_date;
}

Date vintage(const PortfolioContract& contract) { return month_start(contract.terms.commencement); }

Money unguaranteed_residual(const PortfolioContract& contract) {
    if (!contract.changed) return contract.terms.unguaranteed_residual;
    Money sum = Money::zero(contract.terms.currency);
    for (const auto& row : contract.changed->net_investment.rows)
        if (row.kind == RowKind::UnguaranteedResidual) sum += row.rent;
    return sum;
}

}  // namespace leasebook
