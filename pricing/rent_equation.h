#pragma once
// Every plan of rents as one linear equation. With rent(k) = weight(k) × R + fixed(k), discounted at the rate of the
// lease over its actual periods:
//     P = R × per_rent + fixed + F × per_residual        P financed, F due at the end, R the first full rent
// so that each of R, P and F follows from the other two, and the rate from all three.
#include <vector>

#include "domain/rent_plan.h"
#include "pricing/quad.h"

namespace leasebook::pricing {

inline Quad quad(Money amount) { return static_cast<Quad>(amount.minor_units()); }
inline Quad quad(Rate rate) { return static_cast<Quad>(rate.e10) / rate_scale; }

// Real is Quad where the outcome is rounded to minor units, double where a rate is searched for.
template <class Real>
struct RentEquation {
    Real per_rent = 0, fixed = 0, per_residual = 0;  // fixed in minor units

    Real rent(Real financed, Real residual) const { return (financed - fixed - residual * per_residual) / per_rent; }
    Real financed(Real rent, Real residual) const { return rent * per_rent + fixed + residual * per_residual; }
    Real residual(Real financed, Real rent) const { return (financed - fixed - rent * per_rent) / per_residual; }
};

// What of a lease the equation needs, worked out once so that many rates can be tried: the length of each period in
// years, the last one running from the last rent to the end.
class RentCalendar {
public:
    RentCalendar(const LeaseTerms& terms, const RentPlan& plan);

    template <class Real>
    RentEquation<Real> equation(Real annual_rate) const;

    const std::vector<Date>& dates() const { return dates_; }
    const std::vector<Rate>& weights() const { return weights_; }
    const std::vector<YearFraction>& times() const { return times_; }
    // The first rents that pay interest alone, 0 for most plans.
    int interest_only() const { return interest_only_; }

private:
    RentEquation<Quad> level_equation(Quad annual_rate) const;
    template <class Real>
    RentEquation<Real> linear_equation(Real annual_rate) const;

    Structure structure_;
    std::vector<Date> dates_;
    std::vector<YearFraction> times_;     // periods, and the stretch from the last rent to the end
    std::vector<YearFraction> lengths_;   // the different ones among them
    std::vector<std::size_t> length_of_;  // of each period, its place in lengths_
    std::vector<Rate> weights_;
    std::vector<Money> amounts_;  // of custom rents
    int interest_only_ = 0;
    bool even_ = false;  // level rents whose periods after the first all cost the same: powers instead of a sum
};

}  // namespace leasebook::pricing
