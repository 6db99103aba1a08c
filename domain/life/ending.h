#pragma once
// How a lease ends: what the lessee owes then, line by line, and the event that says so (domain rules C.1 to C.4).
// Preview and booking use the same function (R-C-01).
#include "domain/life/change_request.h"
#include "domain/life/life.h"
#include "domain/remarketing.h"

namespace leasebook {

struct NamedAmount {
    std::string name;
    Money amount;
    bool operator==(const NamedAmount&) const = default;
};

// The lease on the day it ends, before the end.
struct LeaseAtEnd {
    const ContractContent& content;
    const Life& life;
    const RunningLease& running;
    std::vector<VatRate> vat_rates;
    Money carrying;   // all that stands in the books for it: not yet due, and unpaid where the end takes that out too
    Money allowance;  // for its losses
};

struct Ending {
    ContractEnded event;
    std::vector<NamedAmount> lines;            // each counts into the total as it stands
    Money total;                               // below zero: goes to the lessee
    std::optional<PaymentReceived> insurance;  // of a total loss
};

Result<Ending> ending(const LeaseAtEnd& lease, Act act, const EarlySettlementRequest& request);
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const BuyOutRequest& request);
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const TotalLossRequest& request);
// The total is the claim in law (R-C-11): no asset, so it goes to the memorandum accounts only.
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const RepossessionRequest& request);
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const WriteOffRequest& request);
// At the end of the term only.
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const PurchaseRequest& request);
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const ReturnRequest& request);
Result<Ending> ending(const LeaseAtEnd& lease, Act act, const RenewalRequest& request);

// After the end: what is still in the books of machines that came back, and what a recovery can bring.
Money assets_held(std::span<const NumberedEvent> events, Currency currency);
Money still_recoverable(const Life& life, std::span<const NumberedEvent> events);

// Claims in law that were neither recovered nor given up.
Money claim_pursued(const Life& life, Currency currency);

Result<RecoveryReceived> recovered(Money recoverable, Act act, const RecoveryRequest& request);
Result<ClaimGivenUp> given_up(Money claim, Act act, const ClaimWaiverRequest& request);
struct Sale {
    AssetSold event;
    std::vector<NamedAmount> lines;
    Money total;  // the gain
};
// Of one machine of those that came back, or of all that are left; `held` is what stands in the books for these. The
// costs paid since the return count with those of the sale (J-09).
Result<Sale> sold(std::span<const OffLeaseMachine> machines, Money held, const std::vector<VatRate>& vat_rates, Act act,
                  const AssetSaleRequest& request);

}  // namespace leasebook
