#pragma once
// What the books are told of a contract: one thing that happened on one day, with its amounts by name. Which accounts
// they go to is decided by the table in domain/books/posting_rules.h.
#include <string>
#include <utility>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"

namespace leasebook {

// The numbers are those of the table of postings (domain rules D.9).
enum class Rule {
    OpeningBalance,            // a running lease taken over
    DepositReceived,           // 2
    SupplierPaid,              // 5, 6
    CommencementFinance,       // 7
    CommencementLeaseback,     // 8
    CommencementOperating,     // 10
    InterestAccrued,           // 12
    InterestAccruedLeaseback,  // 13
    RentDue,                   // 14
    RentDueLeaseback,          // 13, at the tax point
    RentDueOperating,          // 17
    StraightLineRent,          // 17
    Depreciation,              // 18
    PaymentApplied,            // 15, 16, 19, 22, 23, 24; the same turned round is 25
    DepositRefunded,           // 20
    DepositForfeited,          // 21
    PaymentRefunded,           // out of 23
    FeeCharged,                // 4, 47
    ScheduleChanged,           // 28, 30
    ResidualImpaired,          // 29
    Settled,                   // 31
    TotalLoss,                 // 34
    Repossessed,               // 35
    WrittenOff,                // 40
    TermEnded,                 // 37, 38
    Recovered,                 // 41
    AssetSold,                 // 36
    AllowanceChanged,          // 26
    StageThreeInterest,        // 27
    CommencementDealer,        // 9
    CommitmentGiven,           // 1
    CommitmentMet,             // 1, turned round
    ClaimPursued,              // 35, 40, memorandum
    ClaimClosed,               // the same turned round: recovered or given up
    AssetLeasedAgain           // a renewal (R-C-17)
};
template <>
struct NamesOf<Rule> {
    static constexpr Names<Rule, 35> names{{{Rule::OpeningBalance, "opening_balance"},
                                            {Rule::DepositReceived, "deposit_received"},
                                            {Rule::SupplierPaid, "supplier_paid"},
                                            {Rule::CommencementFinance, "commencement_finance"},
                                            {Rule::CommencementLeaseback, "commencement_leaseback"},
                                            {Rule::CommencementOperating, "commencement_operating"},
                                            {Rule::InterestAccrued, "interest_accrued"},
                                            {Rule::InterestAccruedLeaseback, "interest_accrued_leaseback"},
                                            {Rule::RentDue, "rent_due"},
                                            {Rule::RentDueLeaseback, "rent_due_leaseback"},
                                            {Rule::RentDueOperating, "rent_due_operating"},
                                            {Rule::StraightLineRent, "straight_line_rent"},
                                            {Rule::Depreciation, "depreciation"},
                                            {Rule::PaymentApplied, "payment_applied"},
                                            {Rule::DepositRefunded, "deposit_refunded"},
                                            {Rule::DepositForfeited, "deposit_forfeited"},
                                            {Rule::PaymentRefunded, "payment_refunded"},
                                            {Rule::FeeCharged, "fee_charged"},
                                            {Rule::ScheduleChanged, "schedule_changed"},
                                            {Rule::ResidualImpaired, "residual_impaired"},
                                            {Rule::Settled, "settled"},
                                            {Rule::TotalLoss, "total_loss"},
                                            {Rule::Repossessed, "repossessed"},
                                            {Rule::WrittenOff, "written_off"},
                                            {Rule::TermEnded, "term_ended"},
                                            {Rule::Recovered, "recovered"},
                                            {Rule::AssetSold, "asset_sold"},
                                            {Rule::AllowanceChanged, "allowance_changed"},
                                            {Rule::StageThreeInterest, "stage_three_interest"},
                                            {Rule::CommencementDealer, "commencement_dealer"},
                                            {Rule::CommitmentGiven, "commitment_given"},
                                            {Rule::CommitmentMet, "commitment_met"},
                                            {Rule::ClaimPursued, "claim_pursued"},
                                            {Rule::ClaimClosed, "claim_closed"},
                                            {Rule::AssetLeasedAgain, "asset_leased_again"}}};
};

// The amounts of a fact by name. What each of them is, the table of postings says by the account it goes to.
enum class Part {
    Cash,
    Unapplied,
    Rent,
    Principal,
    Interest,
    Charge,
    Vat,
    DeferredVat,
    InputVat,
    Fee,
    LateInterest,
    Gross,
    Unguaranteed,
    Unearned,
    FairValue,
    InitialDirectCosts,
    Deposit,
    Income,
    Gain,
    Price,
    AssetValue,
    Allowance,
    AssetCost,
    Depreciated,
    AccruedRent,
    Difference,
    Opening,
    Revenue,
    CostOfSale,
    Goods,
    Commitment,
    Claim
};

struct Fact {
    Rule rule = Rule::RentDue;
    Date on;
    int event = 0;                              // number of the contract's event behind it; 0 where only time passed
    int instalment = 0;                         // of the rent it is about; 0 for none
    std::vector<std::pair<Part, Money>> parts;  // a part may be negative: the other side of the entry
};

}  // namespace leasebook
