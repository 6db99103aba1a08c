#pragma once
// What one unit of present value gains when its continuously compounded rate falls by one basis point.

namespace leasebook::pricing {

// Half of (value at -1 bp less value at +1 bp): sinh(years / 10,000), by its series. Over the 300 years that dates
// span, what is left out is less than the last digit of a double.
constexpr double basis_point_gain(double years) {
    const double x = 1e-4 * years, square = x * x;
    return x * (1 + square / 6 * (1 + square / 20 * (1 + square / 42)));
}

}  // namespace leasebook::pricing
