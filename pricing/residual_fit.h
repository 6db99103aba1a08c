#pragma once
// Fits how a class of equipment loses value to what used machines fetched.
//
// The model, of sale i of a machine of model m at age t (years):
//
//     ln price_i = level_m + f(t_i) − e · ln(use_i / standard use) + ln condition_i + error_i,      f(0) = 0
//
// The level is ln(cost new) where the sale names it. Where it does not, it is estimated together with the decay: a mean
// of the class plus an effect of the model that is drawn to zero the more, the fewer sales the model has (a random
// effect, its variance found by EM). f is piecewise linear in t, that is, of a constant yearly loss between its knots
// (0, 1, 2, 4, 7, 11, 16, 22, 30, 50 years, as far as the sales reach); a yearly loss is taken to differ from the one
// before by some 0.05 (the smoothing prior). Sales without the cost when new cannot tell how much the first year takes,
// as the price when new is only known through f itself: with fewer than 30 sales that name it, f(1) = ln(1 − d1) of the
// class. Use enters by e where 30 sales or more tell it (0 ≤ e ≤ 1), else by the exponent of the class.
//
// Robust: weights are Huber's (1.345) for the first steps, Tukey's biweight (4.685) after them, the scale is 1.4826 ×
// MAD of the errors. The band is f ± 1.96 standard errors by the Huber–White sandwich over these weights; the first
// year counts as known where it is that of the class.
#include <memory>
#include <span>

#include "domain/residual_curve.h"

namespace leasebook::pricing {

class ResidualFit {
public:
    // Errors: fewer than 30 sales that can be used.
    static Result<ResidualFit> of(const AssetClass& asset_class, std::span<const UsedSale> sales);

    // Points each year to the end of the life, at most 300 sales to be drawn.
    FittedCurve curve() const;
    // What the machine of this sale should fetch, whatever its price says, rounded to minor units; of a model that was
    // not among the sales and without its cost when new, that of the mean model.
    Money predicted_price(const UsedSale& sale) const;

private:
    struct Solution;
    explicit ResidualFit(std::shared_ptr<const Solution> solution) : solution_(std::move(solution)) {}
    std::shared_ptr<const Solution> solution_;
};

}  // namespace leasebook::pricing
