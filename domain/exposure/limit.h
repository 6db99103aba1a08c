#pragma once
// Limits on exposure, as data (domain rules G.7): what is counted, against what, how much of it may be used. And the
// company's own figures that limits are measured by, each from its day on.
#include <optional>
#include <string>
#include <vector>

#include "domain/fields.h"

namespace leasebook {

using LimitCode = Code<struct LimitTag>;
using CompanyFiguresCode = Code<struct CompanyFiguresTag>;

// Whose use is added up. Those before AllRelated hold for each of their kind alone, or for the one item that the limit
// names. Residuals are limited by class, vendor and the quarter in which they fall due (R-F-04).
enum class LimitIndicator {
    SingleLessee,
    SingleGroup,
    RelatedParty,
    Cluster,
    Industry,
    AssetClass,
    ResidualOfClass,
    ResidualOfVendor,
    ResidualOfQuarter,
    AllRelated,
    AllResiduals,
    Company
};
template <>
struct NamesOf<LimitIndicator> {
    static constexpr Names<LimitIndicator, 12> names{{{LimitIndicator::SingleLessee, "single_lessee"},
                                                      {LimitIndicator::SingleGroup, "single_group"},
                                                      {LimitIndicator::RelatedParty, "related_party"},
                                                      {LimitIndicator::Cluster, "cluster"},
                                                      {LimitIndicator::Industry, "industry"},
                                                      {LimitIndicator::AssetClass, "asset_class"},
                                                      {LimitIndicator::ResidualOfClass, "residual_of_class"},
                                                      {LimitIndicator::ResidualOfVendor, "residual_of_vendor"},
                                                      {LimitIndicator::ResidualOfQuarter, "residual_of_quarter"},
                                                      {LimitIndicator::AllRelated, "all_related"},
                                                      {LimitIndicator::AllResiduals, "all_residuals"},
                                                      {LimitIndicator::Company, "company"}}};
};

// What is counted. Residual limits count booked residuals whatever is named here; a limit of the company as a whole
// counts one of the last four, out of its own figures.
enum class LimitMeasure { Financing, Exposure, Credit, Residual, TotalAssets, RiskAssets, LeaseAssets, FixedIncome };
template <>
struct NamesOf<LimitMeasure> {
    static constexpr Names<LimitMeasure, 8> names{{{LimitMeasure::Financing, "financing_balance"},
                                                   {LimitMeasure::Exposure, "exposure"},
                                                   {LimitMeasure::Credit, "credit_exposure"},
                                                   {LimitMeasure::Residual, "booked_residual"},
                                                   {LimitMeasure::TotalAssets, "total_assets"},
                                                   {LimitMeasure::RiskAssets, "risk_assets"},
                                                   {LimitMeasure::LeaseAssets, "lease_assets"},
                                                   {LimitMeasure::FixedIncome, "fixed_income"}}};
};

enum class LimitBound { AtMost, AtLeast };
template <>
struct NamesOf<LimitBound> {
    static constexpr Names<LimitBound, 2> names{{{LimitBound::AtMost, "at_most"}, {LimitBound::AtLeast, "at_least"}}};
};

enum class LimitBase { NetCapital, NetAssets, TotalAssets, Amount };
template <>
struct NamesOf<LimitBase> {
    static constexpr Names<LimitBase, 4> names{{{LimitBase::NetCapital, "net_capital"},
                                                {LimitBase::NetAssets, "net_assets"},
                                                {LimitBase::TotalAssets, "total_assets"},
                                                {LimitBase::Amount, "amount"}}};
};

inline constexpr Rate default_warning{9'000'000'000};  // R-G-06

struct Limit {
    LimitCode code;
    LimitIndicator indicator = LimitIndicator::SingleLessee;
    std::optional<std::string> item;  // key of the one it holds for: of a quarter "2027-Q3"; an industry's key stands
                                      // for all that begin so
    LimitMeasure measure = LimitMeasure::Financing;
    LimitBound bound = LimitBound::AtMost;
    LimitBase base = LimitBase::NetCapital;
    std::optional<Rate> share;  // of the base
    Currency currency = CNY;
    std::optional<Money> amount;        // where the base is an amount
    std::optional<Rate> warning;        // part of the limit from which on it warns; 90 % when left out
    Date valid_from;                    // the first day it holds
    std::optional<Date> valid_until;    // the last one
    std::optional<std::string> source;  // "Order 2024/6 art. 75", or whose decision it is
    bool operator==(const Limit&) const = default;
};
void visit_fields(auto& limit, auto& field) requires std::same_as<std::remove_cvref_t<decltype(limit)>, Limit> {
    field("code", limit.code);
    field("indicator", limit.indicator);
    field("item", limit.item);
    field("measure", limit.measure);
    field("bound", limit.bound);
    field("base", limit.base);
    field("share", limit.share);
    field("currency", limit.currency);
    field("amount", limit.amount);
    field("warning", limit.warning);
    field("valid_from", limit.valid_from);
    field("valid_until", limit.valid_until);
    field("source", limit.source);
}
Errors check(const Limit& limit);

bool holds_on(const Limit& limit, Date day);

// What the company is worth at a day's end, out of its own books.
struct CompanyFigures {
    CompanyFiguresCode code;  // "2026-Q2"
    Date date;
    Currency currency = CNY;
    Money net_capital;  // zero: the company has none to keep
    Money net_assets;
    std::optional<Money> total_assets, cash_and_deposits, treasury_bonds, lease_assets, fixed_income;
    bool operator==(const CompanyFigures&) const = default;
};
void visit_fields(auto& figures,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(figures)>, CompanyFigures> {
    field("code", figures.code);
    field("date", figures.date);
    field("currency", figures.currency);
    field("net_capital", figures.net_capital);
    field("net_assets", figures.net_assets);
    field("total_assets", figures.total_assets);
    field("cash_and_deposits", figures.cash_and_deposits);
    field("treasury_bonds", figures.treasury_bonds);
    field("lease_assets", figures.lease_assets);
    field("fixed_income", figures.fixed_income);
}
Errors check(const CompanyFigures& figures);

// What a share is taken of on that day: net capital as of the last quarter's end, all else as of the last day there
// are figures of (R-G-07). Nothing where there are none in the currency. Not for LimitBase::Amount.
std::optional<Money> base_on(const std::vector<CompanyFigures>& figures, LimitBase base, Currency currency, Date day);
// The company's own total on that day; nothing where the last figures do not say it.
std::optional<Money> company_total(const std::vector<CompanyFigures>& figures, LimitMeasure measure, Currency currency,
                                   Date day);

// Whose rules a leasing company in China follows: the bank-like ones of NFRA, or those of the local regulator.
enum class LessorKind { FinancialLeasingCo, FinanceLeaseCo };
template <>
struct NamesOf<LessorKind> {
    static constexpr Names<LessorKind, 2> names{
        {{LessorKind::FinancialLeasingCo, "financial_leasing_co"}, {LessorKind::FinanceLeaseCo, "finance_lease_co"}}};
};
// The table of G.7, as far as its figures can be reckoned from ours.
std::vector<Limit> preset_limits(LessorKind kind);

}  // namespace leasebook
