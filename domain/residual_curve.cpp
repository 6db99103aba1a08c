#include "domain/residual_curve.h"

#include <algorithm>

#include "domain/residual.h"

namespace leasebook {

namespace {

constexpr int longest_age = 600;

int year_of(Date day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

void check_share(Errors& errors, const char* field, Rate share) {
    if (share.e10 <= 0 || share.e10 > 3 * rate_scale)
        errors.push_back(invalid(field, "A share of the cost lies above 0 and at most at 3 (300 %)."));
}

void check_age(Errors& errors, int months) {
    if (months < 0 || months > longest_age)
        errors.push_back(invalid("age_months", "An age lies between 0 and {0} months.", std::to_string(longest_age)));
}

}  // namespace

Errors check(const CurvePoint& point) {
    Errors errors;
    check_age(errors, point.age_months);
    check_share(errors, "share", point.share);
    if (point.low) check_share(errors, "low", *point.low);
    if (point.high) check_share(errors, "high", *point.high);
    if ((point.low && *point.low > point.share) || (point.high && *point.high < point.share))
        errors.push_back(invalid("share", "The share lies within its band."));
    return errors;
}

std::vector<CurvePoint> points_in_force(const std::vector<CurvePoint>& points, Date on) {
    std::optional<Date> last;
    for (const auto& point : points)
        if (point.valid_from <= on && (!last || point.valid_from > *last)) last = point.valid_from;
    std::vector<CurvePoint> found;
    for (const auto& point : points)
        if (point.valid_from == last) found.push_back(point);
    std::ranges::sort(found, {}, &CurvePoint::age_months);
    return found;
}

Errors check(const UsedSale& sale) {
    Errors errors;
    const auto zero = Money::zero(sale.currency);
    if (sale.price <= zero) errors.push_back(invalid("price", "The price must be above zero."));
    if (sale.cost && *sale.cost <= zero) errors.push_back(invalid("cost", "The cost must be above zero."));
    if (sale.age_months) check_age(errors, *sale.age_months);
    if (sale.acquired && *sale.acquired > sale.sold)
        errors.push_back(invalid("acquired", "A machine is sold after it was acquired."));
    if (sale.year_made && (*sale.year_made < 1900 || *sale.year_made > year_of(sale.sold) + 1))
        errors.push_back(invalid("year_made", "The year lies between 1900 and the year after the sale."));
    if (sale.usage && *sale.usage < 0) errors.push_back(invalid("usage", "A meter does not show less than nothing."));
    return errors;
}

std::optional<int> age_when_sold(const UsedSale& sale) {
    if (sale.age_months) return sale.age_months;
    if (sale.acquired) return age_in_months(*sale.acquired, sale.sold);
    if (!sale.year_made) return {};
    return age_in_months(date(*sale.year_made, 7, 1), sale.sold);
}

}  // namespace leasebook
