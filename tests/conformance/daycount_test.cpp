// Year fractions and day counts of OpenGamma Strata, XLeratorDB, DeltaQuants and ISDA's sheets.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

TEST(DayCountVectors, AllAgree) {
    const auto folder = shared_folder("daycount");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("day counts");
    for (auto& row : csv_rows(folder / "daycount_vectors.csv")) {
        json one{{"op", row["measure"] == "days" ? "days" : "year_fraction"},
                 {"day_count", row["convention"]},
                 {"start", row["start"]},
                 {"end", row["end"]}};
        if (!row["extra"].empty()) one["extra"] = row["extra"];
        const auto answer = ask(one);
        // Strata's figures are exact doubles; ISDA's papers round to 12 digits, QuantLib's own to 13.
        const double tolerance = row["source"].starts_with("strata") ? 1e-12 : 1e-11;
        suite.check(row["id"], near(answer, std::stod(row["expected"]), tolerance),
                    one.dump() + " gives " + answer.dump() + ", expected " + row["expected"]);
    }
}

}  // namespace
}  // namespace leasebook::server
