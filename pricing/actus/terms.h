#pragma once
// The terms of a contract of the ACTUS standard, for the four types that repay a principal: PAM (at maturity), LAM
// (equal principal), NAM (agreed payment) and ANN (equal payment). Members bear the long names of the ACTUS
// dictionary; an empty one was left out. Rates are shares a year, amounts are in the contract's currency.
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/named.h"

namespace leasebook::pricing::actus {

// The standard reckons in seconds: a contract may mature at 23:59:59.
using Time = std::chrono::sys_seconds;

enum class ContractType { Pam, Lam, Nam, Ann };
enum class ContractRole { Rpa, Rpl, Rfl, Pfl, Rf, Pf, Buy, Sel, Col, Cno, Udl, Udlp, Udlm };
enum class DayCounting {
    ActualActual,
    Actual360,
    Actual365,
    Actual336,
    Thirty360Isda,
    Thirty360,
    TwentyEight336,
    Business252
};
enum class Calendar { NoHolidays, MondayToFriday };
// Scf shifts the date and then calculates, Csf calculates and then shifts; m is modified, f following, p preceding.
enum class BusinessDayConvention { None, Scf, Scmf, Csf, Csmf, Scp, Scmp, Csp, Csmp };
enum class EndOfMonthConvention { SameDay, EndOfMonth };
enum class FeeBasis { Absolute, Notional };
enum class InterestCalculationBase { Notional, NotionalAtInitialExchange, LaggedNotional };
enum class CyclePoint { Beginning, End };
enum class PrepaymentEffect { None, ReducesRedemption, ReducesMaturity };
enum class PenaltyType { None, Absolute, RelativeToNotional, InterestDifferential };

struct Period {
    int months = 0, days = 0;
    bool operator==(const Period&) const = default;
};
// "P1ML0": one month, and a last period shorter than that is joined to the one before it (a long stub).
struct Cycle {
    Period period;
    bool long_stub = false;
    bool operator==(const Cycle&) const = default;
};
struct ScalingEffect {
    bool interest = false, principal = false;
};

struct Terms {
    ContractType contract_type = ContractType::Pam;
    ContractRole contract_role = ContractRole::Rpa;
    DayCounting day_count_convention = DayCounting::Actual365;
    Calendar calendar = Calendar::NoHolidays;
    BusinessDayConvention business_day_convention = BusinessDayConvention::None;
    EndOfMonthConvention end_of_month_convention = EndOfMonthConvention::SameDay;
    FeeBasis fee_basis = FeeBasis::Absolute;
    InterestCalculationBase interest_calculation_base = InterestCalculationBase::Notional;
    CyclePoint cycle_point_of_interest_payment = CyclePoint::End, cycle_point_of_rate_reset = CyclePoint::Beginning;
    PrepaymentEffect prepayment_effect = PrepaymentEffect::None;
    PenaltyType penalty_type = PenaltyType::None;
    ScalingEffect scaling_effect;
    std::string currency, settlement_currency;
    std::string market_object_code_of_rate_reset, market_object_code_of_scaling_index;

    std::optional<Time> status_date, initial_exchange_date, maturity_date, amortization_date, capitalization_end_date,
        purchase_date, termination_date;
    std::optional<Time> cycle_anchor_date_of_interest_payment, cycle_anchor_date_of_principal_redemption,
        cycle_anchor_date_of_rate_reset, cycle_anchor_date_of_scaling_index, cycle_anchor_date_of_fee,
        cycle_anchor_date_of_interest_calculation_base;
    std::optional<Cycle> cycle_of_interest_payment, cycle_of_principal_redemption, cycle_of_rate_reset,
        cycle_of_scaling_index, cycle_of_fee, cycle_of_interest_calculation_base;

    std::optional<double> notional_principal, nominal_interest_rate, accrued_interest, premium_discount_at_ied,
        next_principal_redemption_payment, interest_calculation_base_amount;
    std::optional<double> price_at_purchase_date, price_at_termination_date, fee_rate, fee_accrued, penalty_rate;
    std::optional<double> rate_spread, rate_multiplier, next_reset_rate, life_cap, life_floor, period_cap, period_floor;
    std::optional<double> scaling_index_at_contract_deal_date, notional_scaling_multiplier, interest_scaling_multiplier;
};

// What was seen of the market, by market object code and time; a fixing made earlier holds until the next.
using Observations = std::map<std::string, std::map<Time, double>, std::less<>>;
struct Prepayment {
    Time time;
    double amount = 0;
};
struct Contract {
    Terms terms;
    std::optional<Time> to;  // no event after it is wanted; to maturity when empty
    Observations observed;
    std::vector<Prepayment> prepayments;
};

// +1 where the contract's creator has the claim, -1 where the obligation.
int sign_of(ContractRole role);

}  // namespace leasebook::pricing::actus

namespace leasebook {

template <>
struct NamesOf<pricing::actus::ContractType> {
    using E = pricing::actus::ContractType;
    static constexpr Names<E, 4> names{{{E::Pam, "PAM"}, {E::Lam, "LAM"}, {E::Nam, "NAM"}, {E::Ann, "ANN"}}};
};
template <>
struct NamesOf<pricing::actus::ContractRole> {
    using E = pricing::actus::ContractRole;
    static constexpr Names<E, 13> names{{{E::Rpa, "RPA"},
                                         {E::Rpl, "RPL"},
                                         {E::Rfl, "RFL"},
                                         {E::Pfl, "PFL"},
                                         {E::Rf, "RF"},
                                         {E::Pf, "PF"},
                                         {E::Buy, "BUY"},
                                         {E::Sel, "SEL"},
                                         {E::Col, "COL"},
                                         {E::Cno, "CNO"},
                                         {E::Udl, "UDL"},
                                         {E::Udlp, "UDLP"},
                                         {E::Udlm, "UDLM"}}};
};
template <>
struct NamesOf<pricing::actus::DayCounting> {
    using E = pricing::actus::DayCounting;
    static constexpr Names<E, 10> names{{{E::ActualActual, "AA"},
                                         {E::Actual360, "A360"},
                                         {E::Actual365, "A365"},
                                         {E::Actual336, "A336"},
                                         {E::Thirty360Isda, "30E360ISDA"},
                                         {E::Thirty360, "30E360"},
                                         {E::TwentyEight336, "28E336"},
                                         {E::TwentyEight336, "28336"},
                                         {E::Business252, "B252"},
                                         {E::Business252, "BUS252"}}};
};
template <>
struct NamesOf<pricing::actus::Calendar> {
    using E = pricing::actus::Calendar;
    static constexpr Names<E, 2> names{{{E::NoHolidays, "NC"}, {E::MondayToFriday, "MF"}}};
};
template <>
struct NamesOf<pricing::actus::BusinessDayConvention> {
    using E = pricing::actus::BusinessDayConvention;
    static constexpr Names<E, 10> names{{{E::None, "NOS"},
                                         {E::None, "NULL"},
                                         {E::Scf, "SCF"},
                                         {E::Scmf, "SCMF"},
                                         {E::Csf, "CSF"},
                                         {E::Csmf, "CSMF"},
                                         {E::Scp, "SCP"},
                                         {E::Scmp, "SCMP"},
                                         {E::Csp, "CSP"},
                                         {E::Csmp, "CSMP"}}};
};
template <>
struct NamesOf<pricing::actus::EndOfMonthConvention> {
    using E = pricing::actus::EndOfMonthConvention;
    static constexpr Names<E, 2> names{{{E::SameDay, "SD"}, {E::EndOfMonth, "EOM"}}};
};
template <>
struct NamesOf<pricing::actus::FeeBasis> {
    using E = pricing::actus::FeeBasis;
    static constexpr Names<E, 2> names{{{E::Absolute, "A"}, {E::Notional, "N"}}};
};
template <>
struct NamesOf<pricing::actus::InterestCalculationBase> {
    using E = pricing::actus::InterestCalculationBase;
    static constexpr Names<E, 3> names{
        {{E::Notional, "NT"}, {E::NotionalAtInitialExchange, "NTIED"}, {E::LaggedNotional, "NTL"}}};
};
template <>
struct NamesOf<pricing::actus::CyclePoint> {
    using E = pricing::actus::CyclePoint;
    static constexpr Names<E, 2> names{{{E::Beginning, "B"}, {E::End, "E"}}};
};
template <>
struct NamesOf<pricing::actus::PrepaymentEffect> {
    using E = pricing::actus::PrepaymentEffect;
    static constexpr Names<E, 3> names{{{E::None, "N"}, {E::ReducesRedemption, "A"}, {E::ReducesMaturity, "M"}}};
};
template <>
struct NamesOf<pricing::actus::PenaltyType> {
    using E = pricing::actus::PenaltyType;
    static constexpr Names<E, 5> names{{{E::None, "N"},
                                        {E::None, "O"},
                                        {E::Absolute, "A"},
                                        {E::RelativeToNotional, "R"},
                                        {E::InterestDifferential, "I"}}};
};

}  // namespace leasebook
