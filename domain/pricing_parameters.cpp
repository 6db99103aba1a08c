#include "domain/pricing_parameters.h"

#include <array>

namespace leasebook {

Rate PricingParameters::default_rate(RatingGrade grade) const {
    switch (grade) {
        case RatingGrade::AAA: return pd_aaa;
        case RatingGrade::AA: return pd_aa;
        case RatingGrade::A: return pd_a;
        case RatingGrade::BBB: return pd_bbb;
        case RatingGrade::BB: return pd_bb;
        case RatingGrade::B: return pd_b;
        case RatingGrade::CCC: return pd_ccc;
        case RatingGrade::Unrated: return pd_unrated;
        case RatingGrade::D: break;
    }
    throw InvariantBroken("a lessee in default is not asked for its rate of default");
}

Errors check(const PricingParameters& p) {
    Errors errors;
    const std::array<std::pair<const char*, Rate>, 8> grades{{{"pd_aaa", p.pd_aaa},
                                                              {"pd_aa", p.pd_aa},
                                                              {"pd_a", p.pd_a},
                                                              {"pd_bbb", p.pd_bbb},
                                                              {"pd_bb", p.pd_bb},
                                                              {"pd_b", p.pd_b},
                                                              {"pd_ccc", p.pd_ccc},
                                                              {"pd_unrated", p.pd_unrated}}};
    for (std::size_t i = 0; i < grades.size(); ++i) {
        const auto [field, rate] = grades[i];
        if (rate.e10 <= 0 || rate.e10 >= rate_scale)
            errors.push_back(invalid(field, "A rate of default lies above 0 and below 100 % a year."));
        else if (i > 0 && i + 1 < grades.size() && rate < grades[i - 1].second)
            errors.push_back(invalid(field, "A lower rating cannot default more rarely than the one above it."));
    }
    const std::array<std::pair<const char*, Rate>, 5> shares{{{"hurdle_rate", p.hurdle_rate},
                                                              {"operating_cost_yearly", p.operating_cost_yearly},
                                                              {"lgd_floor", p.lgd_floor},
                                                              {"forced_sale_haircut", p.forced_sale_haircut},
                                                              {"selling_cost", p.selling_cost}}};
    for (const auto& [field, share] : shares)
        if (share.e10 < 0 || share.e10 > rate_scale)
            errors.push_back(invalid(field, "This share must lie between 0 and 100 %."));
    if (p.operating_cost_upfront.is_negative())
        errors.push_back(invalid("operating_cost_upfront", "This amount cannot be negative."));
    if (p.months_to_sale < 0 || p.months_to_sale > 60)
        errors.push_back(invalid("months_to_sale", "Selling a machine takes 0 to 60 months."));
    return errors;
}

}  // namespace leasebook
