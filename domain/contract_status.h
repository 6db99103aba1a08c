#pragma once
// How far a contract's life has come.
#include "domain/named.h"

namespace leasebook {

enum class ContractStatus {
    Draft,
    Applied,
    Accepted,
    Declined,
    Approved,
    Signed,
    Disbursed,
    Active,
    Matured,
    EarlyTerminated,
    TotalLoss,
    Repossessed,
    WrittenOff
};
template <>
struct NamesOf<ContractStatus> {
    static constexpr Names<ContractStatus, 13> names{{{ContractStatus::Draft, "draft"},
                                                      {ContractStatus::Applied, "applied"},
                                                      {ContractStatus::Accepted, "accepted"},
                                                      {ContractStatus::Declined, "declined"},
                                                      {ContractStatus::Approved, "approved"},
                                                      {ContractStatus::Signed, "signed"},
                                                      {ContractStatus::Disbursed, "disbursed"},
                                                      {ContractStatus::Active, "active"},
                                                      {ContractStatus::Matured, "matured"},
                                                      {ContractStatus::EarlyTerminated, "early_terminated"},
                                                      {ContractStatus::TotalLoss, "total_loss"},
                                                      {ContractStatus::Repossessed, "repossessed"},
                                                      {ContractStatus::WrittenOff, "written_off"}}};
};

// Whether it is, or was, a lease that runs.
inline bool has_commenced(ContractStatus status) { return status >= ContractStatus::Active; }

}  // namespace leasebook
