#include "server/lease_start.h"

#include "pricing/rent.h"

namespace leasebook::server {

Result<LeaseStart> measured_at_start(const ContractContent& content) {
    const auto& terms = content.terms;
    const auto& conditions = content.conditions;
    const auto schedule = pricing::agreed_schedule(terms, content.plan, content.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    const auto flows = flows_of(terms, *schedule);
    pricing::InitialCost cost{terms.financed_amount, conditions.initial_direct_costs, conditions.upfront_fee};
    LeaseStart start;
    if (sells_own_goods(conditions)) {
        const auto sale = pricing::dealer_sale(flows, *conditions.market_rate, *conditions.goods_carrying_amount,
                                               terms.financed_amount);
        start.sale = {sale.revenue, sale.cost_of_sale};
        cost = {sale.net_investment, Money::zero(terms.currency), conditions.upfront_fee};
    }
    auto measurement = pricing::measured(flows, cost);
    if (!measurement) return measurement.errors();
    start.measurement = *std::move(measurement);
    if (cost.net_investment() != terms.financed_amount) start.implicit_rate = start.measurement.annual;
    return start;
}

}  // namespace leasebook::server
