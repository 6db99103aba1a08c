#pragma once
// How much of each limit is used, and what one more lease would do to it. The month's end and the check before a deal
// go through the same functions, so that the same data give the same number (domain rules K.5).
#include <map>

#include "domain/exposure/axis.h"
#include "domain/exposure/limit.h"
#include "domain/exposure/parts.h"

namespace leasebook {

enum class LimitStatus { Within, Warning, Breach, Unknown };
template <>
struct NamesOf<LimitStatus> {
    static constexpr Names<LimitStatus, 4> names{{{LimitStatus::Within, "within"},
                                                  {LimitStatus::Warning, "warning"},
                                                  {LimitStatus::Breach, "breach"},
                                                  {LimitStatus::Unknown, "unknown"}}};
};

// One amount against one limit. Unknown: the company's figures do not say what it is measured by.
struct LimitUse {
    Money used;
    std::optional<Money> base;     // what a share is taken of; none where the limit is an amount
    std::optional<Money> allowed;  // at most, or at least
    std::optional<Rate> share;     // used / base, rounded to 1e-10
    std::optional<Rate> of_limit;  // used / allowed, or allowed / used where it is a least amount
    LimitStatus status = LimitStatus::Unknown;

    // Still free; negative in a breach.
    std::optional<Money> headroom(LimitBound bound) const;
};
// What the limit counts of these parts; not for a limit of the company.
Money counted(const Limit& limit, const ExposureParts& parts);
// On which axis the limit's items stand; none where it holds for all together, or for quarters.
std::optional<Axis> axis_of(LimitIndicator indicator);
LimitUse use_of(const Limit& limit, Money used, const std::vector<CompanyFigures>& figures, Date day);

// What contracts add up to, place by place, in one currency.
struct LimitSums {
    Currency currency;
    std::vector<ExposureParts> lessees, groups, clusters, industries, asset_classes, suppliers;  // by place
    std::map<Date, ExposureParts> quarters;  // by the first day of the one in which the residual falls due
    ExposureParts related, all;
};
// `parts` beside the contracts of the portfolio; those in other currencies are zero.
LimitSums limit_sums(const Portfolio& portfolio, const std::vector<ExposureParts>& parts, Currency currency);

// A lease that is to be written: whose it is and what it adds.
struct Deal {
    std::uint32_t lessee = unmapped, asset_class = unmapped, supplier = unmapped;
    Date ends;  // when its residual falls due
    ExposureParts parts;
};
// As approval would commit it: all undrawn.
ExposureParts parts_of_deal(const LeaseTerms& terms);

struct LimitLine {
    const Limit* limit = nullptr;
    PlaceName item;  // empty where the limit holds for all together
    LimitUse use;
};
// Every use of every limit that holds on the day, the fullest of each limit first, limits in their order. Places
// without any exposure are left out.
std::vector<LimitLine> limit_lines(const std::vector<Limit>& limits, const Portfolio& portfolio, const LimitSums& sums,
                                   const std::vector<CompanyFigures>& figures, Date day);

struct LimitEffect {
    const Limit* limit = nullptr;
    PlaceName item;
    LimitUse before, after;
};
// What the deal does to every limit it touches.
std::vector<LimitEffect> limit_effects(const std::vector<Limit>& limits, const Portfolio& portfolio,
                                       const LimitSums& sums, const std::vector<CompanyFigures>& figures, Date day,
                                       const Deal& deal);
bool any_breach(const std::vector<LimitEffect>& effects);

}  // namespace leasebook
