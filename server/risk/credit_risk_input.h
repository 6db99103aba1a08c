#pragma once
// A CreditRisk+ file, read: obligors with their probabilities and how they lean on sectors, or groups of alike ones.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/result.h"

namespace leasebook::server {

using SectorWeights = std::vector<std::pair<std::string, double>>;  // parts of 1 by sector

// What is exposed at one time.
struct FileExposure {
    std::string obligor;
    double exposure = 0, default_probability = 0, sd = 0;
    SectorWeights weights;  // of the case at hand
};

// One portfolio to be worked out, under its name in the answer.
struct FileCase {
    std::string name;
    std::vector<FileExposure> exposures;
};

struct ObligorFile {
    std::vector<FileCase> cases;  // the first is the one that the answer begins with
    std::optional<double> unit;
    std::vector<double> levels;  // of quantiles
};

struct ObligorGroup {
    std::string name;
    double count = 0, exposure = 0, default_probability = 0;
};
struct GroupFile {
    std::vector<ObligorGroup> groups;        // a sector each
    std::vector<double> relative_variances;  // of the groups' default rates
    std::vector<std::vector<double>> correlations;
    std::optional<double> unit;
    std::vector<double> levels;
};

bool has_groups(const nlohmann::json& inputs);
Result<GroupFile> read_groups(const nlohmann::json& inputs);
Result<ObligorFile> read_obligors(const nlohmann::json& inputs);

}  // namespace leasebook::server
