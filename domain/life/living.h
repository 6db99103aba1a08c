#pragma once
// A contract while it is lived through, day by day in order: for domain/life/life.cpp alone.
#include "domain/life/lessee_account.h"
#include "domain/life/life.h"

namespace leasebook {

class Living {
public:
    Living(const ContractContent& content, RentRuns runs, std::span<const NumberedEvent> events,
           const BookPolicy& policy);

    const RentRun& account_run() const { return runs_.account; }
    // The first day the books hold anything of the contract.
    Date begins() const { return begins_; }

    void fall_due(const ScheduleRow& row);
    void take(const NumberedEvent& event);
    // What time has brought since the last accrual: interest, straight-line rent, depreciation.
    void accrue(Date day);
    Life outcome(Date through) &&;

private:
    void happened(const ContractSigned& e);
    void happened(const ContractActivated&);
    void happened(const ContractTakenOn& e);
    void happened(const SupplierPaid& e);
    void happened(const PaymentReceived& e);
    void happened(const PaymentReversed& e);
    void happened(const PaymentRefunded& e);
    void happened(const FeeCharged& e);
    void happened(const DepositMoved& e);
    void happened(const ScheduleChanged& e);
    void happened(const ResidualImpaired& e);
    void happened(const ContractEnded& e);
    void happened(const RecoveryReceived& e);
    void happened(const ClaimGivenUp& e);
    void happened(const AssetLeasedAgain& e);
    void happened(const AssetSold& e);
    void happened(const auto&) {}

    void commence(int event, Part source);
    void commence_finance(int event, Part source, Money fee, Money vat);
    // Memorandum: what is promised is met as it is paid out, a claim as it is recovered.
    void meet_commitment(Date on, Money amount);
    void close_claim(Date on, Money amount);
    void charge(Due due);
    void paid(Date on, int event, Part source, Money amount, const Settlement& settled, Money unapplied);
    using Parts = std::vector<std::pair<Part, Money>>;
    Money derecognise(const ContractEnded& e, const Settlement& overdue, Parts& parts);
    void fact(Rule rule, Date on, int event, int instalment, std::vector<std::pair<Part, Money>> parts);
    const RunChange& change_of(int event) const;
    Money vat_on_top(VatTreatment treatment, Money net, Date on) const;
    Money vat_inside(VatTreatment treatment, Money gross, Date on) const;
    VatTreatment rent_treatment() const;
    Money deferred_vat(Date day) const;
    Due due(int number, DueKind kind, int event, Date on) const;

    const ContractContent& content_;
    const LeaseConditions& conditions_;
    RentRuns runs_;
    const BookPolicy& policy_;
    bool taken_on_ = false, commenced_ = false;
    DealerSaleRecord sale_;
    Date begins_;
    bool leaseback_, operating_;
    Money zero_;
    LesseeAccount account_;
    Life life_;
    int event_ = 0;                                            // being taken
    Money earned_, vat_deferred_, rent_earned_, depreciated_;  // so far in the books
    Money committed_, claimed_;                                // memorandum
};

}  // namespace leasebook
