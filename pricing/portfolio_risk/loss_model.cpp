#include "pricing/portfolio_risk/loss_model.h"

#include <cmath>

#include "pricing/portfolio_risk/normal.h"

namespace leasebook::pricing {

namespace {

bool is_share(double value) { return value >= 0 && value <= 1; }

void check_model(const LossModel& model, Errors& errors) {
    for (const auto& [field, share] : {std::pair{"economy_share", model.economy_share},
                                       {"cluster_share", model.cluster_share},
                                       {"industry_share", model.industry_share},
                                       {"contagion", model.contagion}})
        if (!is_share(share)) errors.push_back(invalid(field, "This share must lie between 0 and 100 %."));
    if (model.economy_share + model.cluster_share + model.industry_share >= 1)
        errors.push_back(invalid("economy_share", "Economy, cluster and industry together explain less than 100 %."));
}

void check_obligors(const LossBook& book, Errors& errors) {
    constexpr double largest_book = 4e18;  // in minor units; the sum of a scenario fits 64 bits
    double total = 0;
    for (const auto& obligor : book.obligors) total += static_cast<double>(obligor.loss.minor_units());
    if (total > largest_book) errors.push_back(invalid("obligors", "The losses of the book are too large to add up."));
    for (std::size_t i = 0; i < book.obligors.size(); ++i) {
        const auto& obligor = book.obligors[i];
        const auto field = "obligors[" + std::to_string(i) + "]";
        if (!is_share(obligor.default_probability))
            errors.push_back(invalid(field, "A probability of default lies between 0 and 1."));
        if (obligor.loss.is_negative()) errors.push_back(invalid(field, "A loss on default is not negative."));
        if (obligor.cluster != unmapped && obligor.cluster >= book.clusters.size())
            errors.push_back(invalid(field, "This obligor's cluster is not in the book."));
        if (obligor.industry != unmapped && obligor.industry >= book.industries.size())
            errors.push_back(invalid(field, "This obligor's industry is not in the book."));
    }
}

void check_dependencies(const LossBook& book, Errors& errors) {
    for (std::size_t i = 0; i < book.dependencies.size(); ++i) {
        const auto& link = book.dependencies[i];
        const auto field = "dependencies[" + std::to_string(i) + "]";
        if (link.on >= book.obligors.size() || link.of >= book.obligors.size() || link.on == link.of)
            errors.push_back(invalid(field, "A dependency is between two obligors of the book."));
        if (!is_share(link.weight)) errors.push_back(invalid(field, "A dependency weighs between 0 and 1."));
    }
}

}  // namespace

Errors check(const LossBook& book, const LossModel& model) {
    Errors errors;
    check_model(model, errors);
    check_obligors(book, errors);
    check_dependencies(book, errors);
    if (!model.industry_correlations) return errors;
    if (model.industry_correlations->names != book.industries) {
        errors.push_back(invalid("industry_correlations", "Correlations must be of the industries of the book."));
        return errors;
    }
    if (const auto root = correlation_root(*model.industry_correlations, "industry_correlations"); !root)
        errors.insert(errors.end(), root.errors().begin(), root.errors().end());
    return errors;
}

double conditional_default_probability(double default_probability, double systematic, double systematic_share) {
    return normal_share((normal_quantile(default_probability) - systematic) / std::sqrt(1 - systematic_share));
}

}  // namespace leasebook::pricing
