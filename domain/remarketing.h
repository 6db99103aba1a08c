#pragma once
// Machines that came back: returned, stored, offered, sold; what each cost meanwhile, and what its sale brought
// (domain rules F.3). The return and the sale are events of the contract and post; what happens between is noted here,
// a step at a time, and its costs count against the sale (J-09).
#include <span>

#include "domain/life/rent_run.h"
#include "domain/residual.h"

namespace leasebook {

enum class RemarketingAction { Store, Offer, PayCosts };
template <>
struct NamesOf<RemarketingAction> {
    static constexpr Names<RemarketingAction, 3> names{{{RemarketingAction::Store, "store"},
                                                        {RemarketingAction::Offer, "offer"},
                                                        {RemarketingAction::PayCosts, "pay_costs"}}};
};

struct RemarketingStep {
    AssetCode asset;
    Date date;
    RemarketingAction action = RemarketingAction::Store;
    Currency currency = CNY;
    Money amount;                      // without VAT: costs paid; of an offer the price that is asked
    std::optional<std::string> place;  // where it is stored
    std::optional<SaleChannel> channel;
    std::optional<std::string> note;
    bool operator==(const RemarketingStep&) const = default;
};
void visit_fields(auto& step, auto& field) requires std::same_as<std::remove_cvref_t<decltype(step)>, RemarketingStep> {
    field("asset", step.asset);
    field("date", step.date);
    field("action", step.action);
    field("currency", step.currency);
    field("amount", step.amount);
    field("place", step.place);
    field("channel", step.channel);
    field("note", step.note);
}
Errors check(const RemarketingStep& step);

enum class OffLeaseState { Returned, Stored, Offered, Sold };
template <>
struct NamesOf<OffLeaseState> {
    static constexpr Names<OffLeaseState, 4> names{{{OffLeaseState::Returned, "returned"},
                                                    {OffLeaseState::Stored, "stored"},
                                                    {OffLeaseState::Offered, "offered"},
                                                    {OffLeaseState::Sold, "sold"}}};
};

struct OffLeaseMachine {
    AssetCode asset;
    ContractNumber contract;
    OffLeaseState state = OffLeaseState::Returned;
    Date returned, since;  // came back; is in this state
    Money carrying;        // its share of what came back, by cost
    Money costs;           // until now; of the sale, once it is sold
    Money asked;           // by the last offer
    std::optional<std::string> place, buyer;
    std::optional<SaleChannel> channel;
    Money price, vat;  // of the sale
    bool operator==(const OffLeaseMachine&) const = default;

    Money gain() const { return price - costs - carrying; }  // of one that was sold, below zero a loss
};
// Days from its return to its sale, or to the day asked about.
int days_off_lease(const OffLeaseMachine& machine, Date on);

// The machines of a contract that came back by the end of the day, in the order given. `machines` are those of the
// contract, `steps` of any machines, in the order in which they happened. VAT is what a sale of that day bears.
struct ReturnedContract {
    const ContractNumber& number;
    std::span<const NumberedEvent> events;
    std::span<const Machine> machines;
    std::span<const RemarketingStep> steps;
    std::span<const VatRate> vat_rates;
};
std::vector<OffLeaseMachine> off_lease(const ReturnedContract& contract, Date on);

// A step follows the return, comes before the sale, and not before the one before it.
Result<Done> may_follow(const OffLeaseMachine& machine, const RemarketingStep& step);

}  // namespace leasebook
