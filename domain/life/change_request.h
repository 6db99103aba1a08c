#pragma once
// What is asked for when a running lease is to change: one record for each kind, its fields named once for form, API
// and store.
#include <concepts>
#include <optional>
#include <string>

#include "domain/accounting/disposal.h"
#include "domain/contract_events.h"

namespace leasebook {

enum class ChangeKind {
    RateReset,
    Restructuring,
    Extension,
    PaymentHoliday,
    PartialPrepayment,
    EarlySettlement,
    BuyOut,
    AddOn,
    Assignment,
    TotalLoss,
    Repossession,
    WriteOff,
    Recovery,
    Purchase,
    Return,
    Renewal,
    ResidualImpairment,
    AssetSale,
    ClaimWaiver
};
template <>
struct NamesOf<ChangeKind> {
    static constexpr Names<ChangeKind, 19> names{{{ChangeKind::RateReset, "rate_reset"},
                                                  {ChangeKind::Restructuring, "restructuring"},
                                                  {ChangeKind::Extension, "extension"},
                                                  {ChangeKind::PaymentHoliday, "payment_holiday"},
                                                  {ChangeKind::PartialPrepayment, "partial_prepayment"},
                                                  {ChangeKind::EarlySettlement, "early_settlement"},
                                                  {ChangeKind::BuyOut, "buy_out"},
                                                  {ChangeKind::AddOn, "add_on"},
                                                  {ChangeKind::Assignment, "assignment"},
                                                  {ChangeKind::TotalLoss, "total_loss"},
                                                  {ChangeKind::Repossession, "repossession"},
                                                  {ChangeKind::WriteOff, "write_off"},
                                                  {ChangeKind::Recovery, "recovery"},
                                                  {ChangeKind::Purchase, "purchase"},
                                                  {ChangeKind::Return, "return"},
                                                  {ChangeKind::Renewal, "renewal"},
                                                  {ChangeKind::ResidualImpairment, "residual_impairment"},
                                                  {ChangeKind::AssetSale, "asset_sale"},
                                                  {ChangeKind::ClaimWaiver, "claim_waiver"}}};
};

// Four eyes: one person proposes, another who may approve contracts decides.
bool needs_second_person(ChangeKind kind);
// Whether the lease may have ended already.
bool follows_the_end(ChangeKind kind);

template <class T, class R>
concept IsRequest = std::same_as<std::remove_cvref_t<T>, R>;

// From which day a new rate counts: the first rent period that starts then or later, or that very day (R-B-14).
enum class RateStart { NextPeriod, SplitPeriod };
template <>
struct NamesOf<RateStart> {
    static constexpr Names<RateStart, 2> names{
        {{RateStart::NextPeriod, "next_period"}, {RateStart::SplitPeriod, "split_period"}}};
};
struct RateResetRequest {
    static constexpr ChangeKind kind = ChangeKind::RateReset;
    Date effective_date;
    Rate annual_rate;
    RateStart rate_start = RateStart::NextPeriod;
    std::optional<RentRule> rent_rule;  // level when left out, of linear rents keep_principal (R-B-15)
    std::string reason;
};
void visit_fields(IsRequest<RateResetRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("annual_rate", r.annual_rate);
    field("rate_start", r.rate_start);
    field("rent_rule", r.rent_rule);
    field("reason", r.reason);
}

enum class OverdueRents { MustBePaid, Capitalise };
template <>
struct NamesOf<OverdueRents> {
    static constexpr Names<OverdueRents, 2> names{
        {{OverdueRents::MustBePaid, "must_be_paid"}, {OverdueRents::Capitalise, "capitalise"}}};
};
// The rest of the lease by new rents, or at a new rate; by neither, over other periods alone.
struct RestructuringRequest {
    static constexpr ChangeKind kind = ChangeKind::Restructuring;
    Date effective_date;
    std::optional<int> periods;  // rents from then on; as many as are left, when left out
    std::optional<Money> rent;
    std::optional<Rate> annual_rate;
    OverdueRents overdue_rents = OverdueRents::MustBePaid;
    std::optional<Rate> market_rate;
    Money fee;
    std::string reason;
};
void visit_fields(IsRequest<RestructuringRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("periods", r.periods);
    field("rent", r.rent);
    field("annual_rate", r.annual_rate);
    field("overdue_rents", r.overdue_rents);
    field("market_rate", r.market_rate);
    field("fee", r.fee);
    field("reason", r.reason);
}

struct ExtensionRequest {
    static constexpr ChangeKind kind = ChangeKind::Extension;
    Date effective_date;
    int periods = 0;  // rents from then on
    std::optional<Rate> annual_rate;
    OverdueRents overdue_rents = OverdueRents::MustBePaid;
    std::optional<Rate> market_rate;
    Money fee;
    std::string reason;
};
void visit_fields(IsRequest<ExtensionRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("periods", r.periods);
    field("annual_rate", r.annual_rate);
    field("overdue_rents", r.overdue_rents);
    field("market_rate", r.market_rate);
    field("fee", r.fee);
    field("reason", r.reason);
}

enum class HolidayEnd { KeepTerm, ExtendTerm };
template <>
struct NamesOf<HolidayEnd> {
    static constexpr Names<HolidayEnd, 2> names{
        {{HolidayEnd::KeepTerm, "keep_term"}, {HolidayEnd::ExtendTerm, "extend_term"}}};
};
struct PaymentHolidayRequest {
    static constexpr ChangeKind kind = ChangeKind::PaymentHoliday;
    Date effective_date;
    int free_rents = 0;
    FreeInterest free_interest = FreeInterest::Capitalised;
    HolidayEnd holiday_end = HolidayEnd::KeepTerm;
    OverdueRents overdue_rents = OverdueRents::MustBePaid;
    std::optional<Rate> market_rate;
    Money fee;
    std::string reason;
};
void visit_fields(IsRequest<PaymentHolidayRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("free_rents", r.free_rents);
    field("free_interest", r.free_interest);
    field("holiday_end", r.holiday_end);
    field("overdue_rents", r.overdue_rents);
    field("market_rate", r.market_rate);
    field("fee", r.fee);
    field("reason", r.reason);
}

enum class PrepaymentKeeps { Term, Rent };
template <>
struct NamesOf<PrepaymentKeeps> {
    static constexpr Names<PrepaymentKeeps, 2> names{
        {{PrepaymentKeeps::Term, "term"}, {PrepaymentKeeps::Rent, "rent"}}};
};
struct PartialPrepaymentRequest {
    static constexpr ChangeKind kind = ChangeKind::PartialPrepayment;
    Date effective_date;
    Money amount;  // of principal
    PrepaymentKeeps keep = PrepaymentKeeps::Term;
    std::optional<Rate> fee_rate;  // of the amount; none when left out
    std::string reason;
};
void visit_fields(IsRequest<PartialPrepaymentRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("amount", r.amount);
    field("keep", r.keep);
    field("fee_rate", r.fee_rate);
    field("reason", r.reason);
}

struct EarlySettlementRequest {
    static constexpr ChangeKind kind = ChangeKind::EarlySettlement;
    Date effective_date;
    std::optional<Rate> fee_rate;  // of the principal; by the year of the lease when left out
    std::string reason;
};
void visit_fields(IsRequest<EarlySettlementRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("fee_rate", r.fee_rate);
    field("reason", r.reason);
}

struct BuyOutRequest {
    static constexpr ChangeKind kind = ChangeKind::BuyOut;
    Date effective_date;
    Money fair_value;
    std::optional<Rate> fair_value_share;  // agreed; the whole when left out
    std::optional<Rate> fee_rate;
    std::string reason;
};
void visit_fields(IsRequest<BuyOutRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("fair_value", r.fair_value);
    field("fair_value_share", r.fair_value_share);
    field("fee_rate", r.fee_rate);
    field("reason", r.reason);
}

struct AddOnRequest {
    static constexpr ChangeKind kind = ChangeKind::AddOn;
    Date effective_date;
    AssetClassCode asset_class;
    std::string serial_number;
    Money financed_amount;
    std::optional<int> periods;       // as many as the lease has left, when left out
    std::optional<Rate> annual_rate;  // that of the lease, when left out
};
void visit_fields(IsRequest<AddOnRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("asset_class", r.asset_class);
    field("serial_number", r.serial_number);
    field("financed_amount", r.financed_amount);
    field("periods", r.periods);
    field("annual_rate", r.annual_rate);
}

struct AssignmentRequest {
    static constexpr ChangeKind kind = ChangeKind::Assignment;
    Date effective_date;
    LesseeCode lessee;
    std::string reason;
};
void visit_fields(IsRequest<AssignmentRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("lessee", r.lessee);
    field("reason", r.reason);
}

struct TotalLossRequest {
    static constexpr ChangeKind kind = ChangeKind::TotalLoss;
    Date effective_date;
    std::optional<Rate> uplift;  // on the principal (R-C-08); none when left out
    Money insurance;             // received that day
    std::optional<std::string> reference;
    std::string reason;
};
void visit_fields(IsRequest<TotalLossRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("uplift", r.uplift);
    field("insurance", r.insurance);
    field("reference", r.reference);
    field("reason", r.reason);
}

struct RepossessionRequest {
    static constexpr ChangeKind kind = ChangeKind::Repossession;
    Date effective_date;
    Money fair_value, selling_costs;
    Money other_charges;  // for the claim in law
    std::string reason;
};
void visit_fields(IsRequest<RepossessionRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("fair_value", r.fair_value);
    field("selling_costs", r.selling_costs);
    field("other_charges", r.other_charges);
    field("reason", r.reason);
}

struct WriteOffRequest {
    static constexpr ChangeKind kind = ChangeKind::WriteOff;
    Date effective_date;
    std::string reason;
};
void visit_fields(IsRequest<WriteOffRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("reason", r.reason);
}

struct RecoveryRequest {
    static constexpr ChangeKind kind = ChangeKind::Recovery;
    Date effective_date;
    Money amount;
    std::string reference;
};
void visit_fields(IsRequest<RecoveryRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("amount", r.amount);
    field("reference", r.reference);
}

struct PurchaseRequest {
    static constexpr ChangeKind kind = ChangeKind::Purchase;
    Date effective_date;
    std::optional<Money> price;  // net of VAT; the one that was agreed, when left out
    std::string reason;
};
void visit_fields(IsRequest<PurchaseRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("price", r.price);
    field("reason", r.reason);
}

struct ReturnRequest {
    static constexpr ChangeKind kind = ChangeKind::Return;
    Date effective_date;
    Money asset_value;   // as inspected
    Money compensation;  // for excess hours and damage (R-C-15)
    GuaranteeKind guarantee = GuaranteeKind::Floor;
    std::string reason;
};
void visit_fields(IsRequest<ReturnRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("asset_value", r.asset_value);
    field("compensation", r.compensation);
    field("guarantee", r.guarantee);
    field("reason", r.reason);
}

struct RenewalRequest {
    static constexpr ChangeKind kind = ChangeKind::Renewal;
    Date effective_date;
    int periods = 0;
    std::optional<Rate> annual_rate;  // that of the lease, when left out
    std::string reason;
};
void visit_fields(IsRequest<RenewalRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("periods", r.periods);
    field("annual_rate", r.annual_rate);
    field("reason", r.reason);
}

struct ResidualImpairmentRequest {
    static constexpr ChangeKind kind = ChangeKind::ResidualImpairment;
    Date effective_date;
    Money unguaranteed_residual;  // that is still expected
    std::string reason;
};
void visit_fields(IsRequest<ResidualImpairmentRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("unguaranteed_residual", r.unguaranteed_residual);
    field("reason", r.reason);
}

struct AssetSaleRequest {
    static constexpr ChangeKind kind = ChangeKind::AssetSale;
    Date effective_date;
    Money price;  // net of VAT
    Money costs;
    std::string buyer;
    std::optional<AssetCode> asset;  // all that are left of the lease, when left out
    std::optional<SaleChannel> channel;
};
void visit_fields(IsRequest<AssetSaleRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("price", r.price);
    field("costs", r.costs);
    field("buyer", r.buyer);
    field("asset", r.asset);
    field("channel", r.channel);
}

struct ClaimWaiverRequest {
    static constexpr ChangeKind kind = ChangeKind::ClaimWaiver;
    Date effective_date;
    std::string reason;
};
void visit_fields(IsRequest<ClaimWaiverRequest> auto& r, auto& field) {
    field("effective_date", r.effective_date);
    field("reason", r.reason);
}

using ChangeRequest =
    std::variant<RateResetRequest, RestructuringRequest, ExtensionRequest, PaymentHolidayRequest,
                 PartialPrepaymentRequest, EarlySettlementRequest, BuyOutRequest, AddOnRequest, AssignmentRequest,
                 TotalLossRequest, RepossessionRequest, WriteOffRequest, RecoveryRequest, PurchaseRequest,
                 ReturnRequest, RenewalRequest, ResidualImpairmentRequest, AssetSaleRequest, ClaimWaiverRequest>;

// The kind with nothing filled in, to ask which fields it has.
ChangeRequest blank_request(ChangeKind kind);
// Amounts in the contract's currency. Errors: all that is wrong with the fields at once; one that the kind does not
// have is among them.
Result<ChangeRequest> read_request(ChangeKind kind, const Fields& fields, Currency currency);

Date effective_date(const ChangeRequest& request);

}  // namespace leasebook
