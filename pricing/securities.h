#pragma once
// Prices and yields of securities as spreadsheets state them. `basis` is theirs: 0 is 30/360 US, 1 actual/actual,
// 2 actual/360, 3 actual/365, 4 30E/360. Prices are per 100, rates annual.
#include "domain/date.h"

namespace leasebook::pricing {

// The part of a year between two days.
Result<double> spreadsheet_year_fraction(Date start, Date end, int basis);

// Interest from issue to settlement, on par.
struct AccruedInterest {
    Date issue, settlement;
    double rate = 0, par = 1000;
    int frequency = 1, basis = 0;
};
Result<double> accrued_interest(const AccruedInterest& bond);

// Days of the coupon period that holds the settlement day.
Result<double> coupon_days(Date settlement, Date maturity, int frequency, int basis);

struct Discounted {
    Date settlement, maturity;
    double redemption = 100;
    int basis = 0;
};
Result<double> discount_of(const Discounted& paper, double price);
Result<double> price_of(const Discounted& paper, double discount);

// Treasury bills run at most a year; their days are counted 30/360, as the open-source sheets do.
Result<double> bill_price(Date settlement, Date maturity, double discount);
Result<double> bill_yield(Date settlement, Date maturity, double price);
Result<double> bill_bond_yield(Date settlement, Date maturity, double discount);

// Prices quoted in a fraction: 1.02 in 16ths is 1.125, and back.
Result<double> from_fraction(double quoted, double denominator);
Result<double> to_fraction(double decimal, double denominator);

}  // namespace leasebook::pricing
