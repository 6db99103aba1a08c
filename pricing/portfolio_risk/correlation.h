#pragma once
// Correlations of factors, and what makes a set of them possible.
#include <cstddef>
#include <string>
#include <vector>

#include "domain/result.h"

namespace leasebook::pricing {

struct CorrelationMatrix {
    std::vector<std::string> names;
    std::vector<double> values;  // row by row

    std::size_t size() const { return names.size(); }
    double at(std::size_t row, std::size_t column) const { return values[row * size() + column]; }
    double& at(std::size_t row, std::size_t column) { return values[row * size() + column]; }
};

// Every two different ones have the same correlation.
CorrelationMatrix equal_correlations(std::vector<std::string> names, double correlation);

// Lower triangle L with L L' = the matrix: independent standard normals times L have these correlations.
struct CorrelationRoot {
    std::size_t size = 0;
    std::vector<double> rows;  // of 1, 2, 3 … entries, one after the other
};

// Errors, on `field`, name the two whose correlation is wrong: not between -1 and 1, not the same both ways, not 1 with
// itself, or contradicting the others, so that the matrix is not positive semi-definite. In the last case it is the
// pair whose smallest change alone would make the matrix possible, and the range that the others leave to it is named;
// where no single pair can mend it, the one that weighs most in the combination of factors with a negative variance.
Result<CorrelationRoot> correlation_root(const CorrelationMatrix& matrix, const std::string& field);

}  // namespace leasebook::pricing
