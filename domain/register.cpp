#include "domain/register.h"

#include <algorithm>

namespace leasebook {

namespace {

constexpr std::string_view credit_code_symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool looks_like_credit_code(std::string_view code) {
    return code.size() == 18 &&
           std::ranges::all_of(code, [](char c) { return credit_code_symbols.find(c) != std::string_view::npos; });
}

// Check character of the unified social credit code, GB 32100-2015: weights 3^i mod 31 over 17 symbols.
bool credit_code_holds(std::string_view code) {
    int sum = 0, weight = 1;
    for (std::size_t i = 0; i < 17; ++i) {
        sum += static_cast<int>(credit_code_symbols.find(code[i])) * weight;
        weight = weight * 3 % 31;
    }
    return static_cast<std::size_t>((31 - sum % 31) % 31) == credit_code_symbols.find(code[17]);
}

void check_share(Errors& errors, const char* field, Rate share) {
    if (share.e10 < 0 || share.e10 >= rate_scale)
        errors.push_back(invalid(field, "A yearly loss of value lies between 0 and 1 (100 %)."));
}

void check_factor(Errors& errors, const char* field, std::optional<Rate> factor) {
    if (factor && (factor->e10 <= 0 || factor->e10 > rate_scale))
        errors.push_back(invalid(field, "This factor lies above 0 and at most at 1 (100 %)."));
}

}  // namespace

Errors check(const Cluster&) { return {}; }
Errors check(const Supplier&) { return {}; }

Errors check(const Industry& industry) {
    const auto& code = industry.code.text;
    const bool shaped = (code.size() == 1 || (code.size() >= 3 && code.size() <= 5)) && code[0] >= 'A' &&
                        code[0] <= 'T' &&
                        std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (shaped) return {};
    return {
        invalid("code", "\"{0}\" is not a GB/T 4754 code. Write the section and digits, like C34.", shortened(code))};
}

Errors check(const Lessee& lessee) {
    if (looks_like_credit_code(lessee.code.text) && !credit_code_holds(lessee.code.text))
        return {invalid("code", "{0} looks like a unified social credit code, but its check character is wrong.",
                        lessee.code.text)};
    return {};
}

Errors check(const AssetClass& asset_class) {
    Errors errors;
    check_share(errors, "first_year_loss", asset_class.first_year_loss);
    check_share(errors, "yearly_loss", asset_class.yearly_loss);
    if (asset_class.life_months < 12 || asset_class.life_months > 600)
        errors.push_back(invalid("life_months", "An economic life lies between 12 and 600 months."));
    if (asset_class.standard_usage && *asset_class.standard_usage < 1)
        errors.push_back(invalid("standard_usage", "A machine's standard use a year is above zero."));
    if (asset_class.usage_exponent &&
        (asset_class.usage_exponent->e10 < 0 || asset_class.usage_exponent->e10 > rate_scale))
        errors.push_back(invalid("usage_exponent", "The exponent of use lies between 0 and 1."));
    check_factor(errors, "condition_b", asset_class.condition_b);
    check_factor(errors, "condition_c", asset_class.condition_c);
    check_factor(errors, "condition_d", asset_class.condition_d);
    check_factor(errors, "prudence", asset_class.prudence);
    return errors;
}

Errors check(const Asset& asset) {
    Errors errors;
    if (asset.cost <= Money::zero(asset.currency)) errors.push_back(invalid("cost", "The cost must be above zero."));
    const int acquired_year = static_cast<int>(std::chrono::year_month_day(asset.acquired).year());
    if (asset.year_made && (*asset.year_made < 1900 || *asset.year_made > acquired_year))
        errors.push_back(invalid("year_made", "A machine is made in 1900 or later, and not after it was acquired."));
    if (asset.usage && *asset.usage < 0) errors.push_back(invalid("usage", "A meter does not show less than nothing."));
    if (asset.usage && !asset.usage_unit)
        errors.push_back(invalid("usage_unit", "Say whether the meter counts hours or km."));
    if (asset.usage && !asset.usage_date)
        errors.push_back(invalid("usage_date", "Say on which day the meter was read."));
    if (asset.usage_date && *asset.usage_date < asset.acquired)
        errors.push_back(invalid("usage_date", "The meter was read before the machine was acquired."));
    if (asset.insured_until && !asset.insurer)
        errors.push_back(invalid("insurer", "Say who insures the machine until that day."));
    if (asset.lien_registered && !asset.lien_registration)
        errors.push_back(invalid("lien_registration", "A registration has a number."));
    if (asset.lien_until && (!asset.lien_registered || *asset.lien_until <= *asset.lien_registered))
        errors.push_back(invalid("lien_until", "A registration ends after the day on which it was made."));
    return errors;
}

Errors check(const Appraisal& appraisal) {
    if (!appraisal.value.is_negative()) return {};
    return {invalid("value", "An appraised value cannot be negative.")};
}

}  // namespace leasebook
