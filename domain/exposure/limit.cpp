#include "domain/exposure/limit.h"

#include <algorithm>

namespace leasebook {

namespace {

bool counts_company(LimitMeasure measure) { return measure >= LimitMeasure::TotalAssets; }

bool is_quarter_end(Date day) {
    const std::chrono::year_month_day ymd(day);
    return is_month_end(day) && static_cast<unsigned>(ymd.month()) % 3 == 0;
}

bool of_each(LimitIndicator indicator) { return indicator < LimitIndicator::AllRelated; }

// "2027-Q3"
bool names_quarter(const std::string& text) {
    return text.size() == 7 && text[4] == '-' && text[5] == 'Q' && text[6] >= '1' && text[6] <= '4' &&
           std::ranges::all_of(text.substr(0, 4), [](char c) { return c >= '0' && c <= '9'; });
}

Rate percent(int percent) { return {percent * rate_scale / 100}; }

}  // namespace

Errors check(const Limit& limit) {
    Errors errors;
    const bool in_money = limit.base == LimitBase::Amount;
    if (in_money && (!limit.amount || *limit.amount <= Money::zero(limit.currency)))
        errors.push_back(invalid("amount", "Enter the amount of the limit: it is above zero."));
    if (!in_money && limit.amount)
        errors.push_back(invalid("amount", "A limit is a share of its base or an amount, not both."));
    if (!in_money && (!limit.share || limit.share->e10 <= 0))
        errors.push_back(invalid("share", "Enter the share of the limit: it is above zero."));
    if (in_money && limit.share)
        errors.push_back(invalid("share", "A limit is a share of its base or an amount, not both."));
    if (limit.warning && (limit.warning->e10 <= 0 || limit.warning->e10 > rate_scale))
        errors.push_back(invalid("warning", "A warning comes above zero and at 100 % of the limit at the latest."));
    if ((limit.indicator == LimitIndicator::Company) != counts_company(limit.measure))
        errors.push_back(
            invalid("measure", "Assets of the company are counted by limits of the company, and by no others."));
    if (limit.item && !of_each(limit.indicator))
        errors.push_back(invalid("item", "This limit holds for all together: leave the item empty."));
    if (limit.indicator == LimitIndicator::ResidualOfQuarter && limit.item && !names_quarter(*limit.item))
        errors.push_back(invalid("item", "Name the quarter as 2027-Q3, or leave the item empty for each of them."));
    if (limit.bound == LimitBound::AtLeast && limit.indicator != LimitIndicator::Company)
        errors.push_back(invalid("bound", "Only a limit of the company can ask for a least amount."));
    if (limit.valid_until && *limit.valid_until < limit.valid_from)
        errors.push_back(
            invalid("valid_until", "The last day cannot come before the first, {0}.", to_text(limit.valid_from)));
    return errors;
}

bool holds_on(const Limit& limit, Date day) {
    return limit.valid_from <= day && (!limit.valid_until || day <= *limit.valid_until);
}

Errors check(const CompanyFigures& figures) {
    Errors errors;
    const Money zero = Money::zero(figures.currency);
    if (figures.net_capital.is_negative() || (figures.net_capital.is_zero() && figures.net_assets <= zero))
        errors.push_back(invalid("net_capital", "Enter net capital or net assets: one of them is above zero."));
    const Money cash = figures.cash_and_deposits.value_or(zero), bonds = figures.treasury_bonds.value_or(zero);
    if (figures.total_assets && *figures.total_assets < cash + bonds)
        errors.push_back(
            invalid("total_assets", "Total assets hold cash, deposits and treasury bonds: they are not less."));
    return errors;
}

namespace {

// The last figures on or before the day that a condition lets count.
template <class Counts>
const CompanyFigures* last_figures(const std::vector<CompanyFigures>& figures, Currency currency, Date day,
                                   const Counts& counts) {
    const CompanyFigures* last = nullptr;
    for (const auto& one : figures)
        if (one.currency == currency && one.date <= day && counts(one) && (last == nullptr || last->date < one.date))
            last = &one;
    return last;
}

}  // namespace

std::optional<Money> base_on(const std::vector<CompanyFigures>& figures, LimitBase base, Currency currency, Date day) {
    const Money zero = Money::zero(currency);
    const auto value = [&](const CompanyFigures& one) {
        return base == LimitBase::NetCapital  ? one.net_capital
               : base == LimitBase::NetAssets ? one.net_assets
                                              : one.total_assets.value_or(zero);
    };
    const auto counts = [&](const CompanyFigures& one) {
        return value(one) > zero && (base != LimitBase::NetCapital || is_quarter_end(one.date));
    };
    const auto* last = last_figures(figures, currency, day, counts);
    return last == nullptr ? std::nullopt : std::optional(value(*last));
}

std::optional<Money> company_total(const std::vector<CompanyFigures>& figures, LimitMeasure measure, Currency currency,
                                   Date day) {
    const auto* last = last_figures(figures, currency, day, [](const CompanyFigures&) { return true; });
    if (last == nullptr) return {};
    const Money zero = Money::zero(currency);
    switch (measure) {
        case LimitMeasure::TotalAssets: return last->total_assets;
        case LimitMeasure::RiskAssets:
            if (!last->total_assets) return {};
            return *last->total_assets - last->cash_and_deposits.value_or(zero) - last->treasury_bonds.value_or(zero);
        case LimitMeasure::LeaseAssets: return last->lease_assets;
        case LimitMeasure::FixedIncome: return last->fixed_income;
        case LimitMeasure::Financing:
        case LimitMeasure::Exposure:
        case LimitMeasure::Credit:
        case LimitMeasure::Residual: break;
    }
    throw InvariantBroken("what contracts add up to is no figure of the company");
}

std::vector<Limit> preset_limits(LessorKind kind) {
    using enum LimitIndicator;
    const bool financial = kind == LessorKind::FinancialLeasingCo;
    const LimitBase base = financial ? LimitBase::NetCapital : LimitBase::NetAssets;
    const std::string prefix = financial ? "FLC-" : "FL-";
    std::vector<Limit> limits;
    const auto add = [&](const char* name, LimitIndicator indicator, LimitMeasure measure, LimitBound bound,
                         LimitBase of, int share) {
        Limit limit;
        limit.code.text = prefix + name;
        limit.indicator = indicator;
        limit.measure = measure;
        limit.bound = bound;
        limit.base = of;
        limit.share = percent(share);
        limit.valid_from = financial ? date(2024, 11, 1) : date(2020, 5, 26);
        limit.source = financial ? "NFRA Order 2024/6 art. 75" : "银保监发〔2020〕22号";
        limits.push_back(std::move(limit));
    };
    const auto at_most = [&](const char* name, LimitIndicator indicator, int share) {
        add(name, indicator, LimitMeasure::Financing, LimitBound::AtMost, base, share);
    };
    at_most("LESSEE", SingleLessee, 30);
    at_most("GROUP", SingleGroup, 50);
    at_most("RELATED-PARTY", RelatedParty, 30);
    at_most("ALL-RELATED", AllRelated, 50);
    if (financial) {
        add("ASSETS", Company, LimitMeasure::TotalAssets, LimitBound::AtMost, LimitBase::NetAssets, 1'000);
    } else {
        add("RISK-ASSETS", Company, LimitMeasure::RiskAssets, LimitBound::AtMost, LimitBase::NetAssets, 800);
        add("LEASE-ASSETS", Company, LimitMeasure::LeaseAssets, LimitBound::AtLeast, LimitBase::TotalAssets, 60);
        add("FIXED-INCOME", Company, LimitMeasure::FixedIncome, LimitBound::AtMost, LimitBase::NetAssets, 20);
    }
    return limits;
}

}  // namespace leasebook
