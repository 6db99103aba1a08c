#pragma once
// Regulatory capital by the internal-ratings-based approach, and the limit distribution that it rests on.
#include <optional>

#include "domain/named.h"

namespace leasebook::pricing {

enum class IrbClass { Corporate, Mortgage, QualifyingRevolving, OtherRetail };

}  // namespace leasebook::pricing

namespace leasebook {

template <>
struct NamesOf<pricing::IrbClass> {
    static constexpr Names<pricing::IrbClass, 4> names{
        {{pricing::IrbClass::Corporate, "corporate"},
         {pricing::IrbClass::Mortgage, "mortgage"},
         {pricing::IrbClass::QualifyingRevolving, "qualifying_revolving"},
         {pricing::IrbClass::OtherRetail, "other_retail"}}};
};

}  // namespace leasebook

namespace leasebook::pricing {

struct IrbExposure {
    IrbClass irb_class = IrbClass::Corporate;
    double default_probability = 0, loss_given_default = 0;  // above 0 and below 1; 0 to 1
    double maturity = 2.5;                                   // years, of corporates alone
    std::optional<double> sales;                             // EUR million a year, of corporates up to 50
};

// Capital per unit of exposure at 99.9 %, expected loss taken off (Basel II para. 272, 328-330; Basel III CRE31).
double irb_capital(const IrbExposure& exposure);
// 12.5 times that, 1 = 100 %; without the scaling factor of 1.06 that Basel II applied to all of it.
double irb_risk_weight(const IrbExposure& exposure);

// Share of a pool of infinitely many alike lessees that defaults, not exceeded with this probability (Vasicek 2002).
double vasicek_quantile(double default_probability, double correlation, double level);
// Probability that the share stays below this one.
double vasicek_distribution(double default_probability, double correlation, double share);
double vasicek_deviation(double default_probability, double correlation);

}  // namespace leasebook::pricing
