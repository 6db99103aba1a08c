#include "server/risk/credit_risk_input.h"

#include <algorithm>
#include <cmath>

#include "pricing/portfolio_risk/correlation.h"
#include "server/evaluate/case_reader.h"

namespace leasebook::server {

namespace {

using nlohmann::json;

constexpr double default_levels[] = {0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9975, 0.999};
constexpr std::size_t most_obligors = 1'000'000;
const std::string specific = "Specific";

// Reads numbers and gathers what is wrong with them.
class Numbers {
public:
    Errors errors;

    double of(const json& object, std::initializer_list<const char*> names, const std::string& place, double low,
              double high) {
        const auto* value = find(object, names);
        if (value == nullptr) {
            refuse(place, names, "This field cannot be empty.");
            return low;
        }
        const auto number = CaseReader::as_number(*value);
        if (!number || !(*number >= low && *number <= high)) refuse(place, names, range_text(low, high));
        return number.value_or(low);
    }
    std::optional<double> if_given(const json& object, std::initializer_list<const char*> names,
                                   const std::string& place, double low, double high) {
        if (find(object, names) == nullptr) return {};
        return of(object, names, place, low, high);
    }
    void refuse(const std::string& place, const std::string& name, const std::string& text) {
        errors.push_back(invalid(place.empty() ? name : place + "." + name, text));
    }
    static const json* find(const json& object, std::initializer_list<const char*> names) {
        if (!object.is_object()) return nullptr;
        for (const char* name : names)
            if (const auto found = object.find(name); found != object.end() && !found->is_null()) return &*found;
        return nullptr;
    }

private:
    void refuse(const std::string& place, std::initializer_list<const char*> names, const std::string& text) {
        refuse(place, std::string(*names.begin()), text);
    }
    static std::string range_text(double low, double high) {
        if (high == 1) return "This must be a number between 0 and 1.";
        return low > 0 ? "This must be a number above zero." : "This must be a number, not negative.";
    }
};

constexpr double tiny = 1e-12, huge = 1e18;

std::vector<double> read_levels(const json& inputs, Numbers& in) {
    const auto* given = Numbers::find(inputs, {"quantiles", "levels", "percentiles"});
    if (given == nullptr) return {std::begin(default_levels), std::end(default_levels)};
    std::vector<double> levels;
    for (const auto& value : *given) {
        auto level = CaseReader::as_number(value);
        if (level && *level >= 1) *level /= 100;
        if (!level || !(*level > 0 && *level <= 0.99999))
            in.refuse("", "quantiles", "A quantile lies between 0 and 0.99999, or 0 and 99.999 percent.");
        else
            levels.push_back(*level);
    }
    return levels;
}

std::optional<double> read_unit(const json& inputs, Numbers& in) {
    return in.if_given(inputs, {"unit", "loss_unit"}, "", tiny, huge);
}

// "C" of the rating table, where an obligor says no more than its rating.
const json* rating_of(const json& inputs, const json& obligor) {
    const auto* rating = Numbers::find(obligor, {"rating"});
    const auto* table = Numbers::find(inputs, {"rating_table"});
    if (rating == nullptr || table == nullptr || !rating->is_string()) return nullptr;
    const auto name = rating->get<std::string>();
    return Numbers::find(*table, {name.c_str()});
}

// Standard deviation of a probability: given, of the rating, or by the relative variance of all.
double read_sd(const json& inputs, const json& obligor, const json* rating, double pd, const std::string& place,
               Numbers& in) {
    if (const auto sd = in.if_given(obligor, {"sd", "volatility", "pd_sd"}, place, 0, huge)) return *sd;
    if (rating != nullptr)
        if (const auto sd = in.if_given(*rating, {"sd", "volatility"}, "rating_table", 0, huge)) return *sd;
    const auto variance = in.if_given(inputs, {"relativeDefaultVariance", "relative_default_variance"}, "", 0, huge);
    if (!variance) in.refuse(place, "sd", "This field cannot be empty.");
    return pd * std::sqrt(variance.value_or(0));
}

std::string id_of(const json& obligor, std::size_t index) {
    const auto* id = Numbers::find(obligor, {"id", "name"});
    if (id == nullptr) return std::to_string(index + 1);
    return id->is_string() ? id->get<std::string>() : id->dump();
}

FileExposure read_exposure(const json& inputs, const json& obligor, std::size_t index, Numbers& in) {
    const auto place = "obligors[" + std::to_string(index) + "]";
    const auto* rating = rating_of(inputs, obligor);
    FileExposure read;
    read.obligor = id_of(obligor, index);
    read.exposure = in.of(obligor, {"exposure", "net_exposure", "ead"}, place, 0, huge);
    if (const auto lgd = in.if_given(obligor, {"lgd"}, place, 0, 1)) read.exposure *= *lgd;
    if (rating != nullptr && Numbers::find(obligor, {"pd", "mean"}) == nullptr)
        read.default_probability = in.of(*rating, {"mean", "pd"}, "rating_table", 0, 1);
    else
        read.default_probability = in.of(obligor, {"pd", "mean", "default_probability"}, place, 0, 1);
    read.sd = read_sd(inputs, obligor, rating, read.default_probability, place, in);
    return read;
}

SectorWeights read_weights(const json& weights, const std::string& place, Numbers& in) {
    SectorWeights read;
    double sum = 0;
    for (const auto& [sector, value] : weights.items()) {
        const auto weight = CaseReader::as_number(value);
        if (!weight || !(*weight >= 0 && *weight <= 1))
            in.refuse(place, sector, "This must be a number between 0 and 1.");
        else
            read.emplace_back(sector, *weight);
        sum += weight.value_or(0);
    }
    if (sum > 1 + 1e-9) in.refuse(place, "weights", "The weights of an obligor add up to at most 1.");
    // What no sector takes is the obligor's own.
    if (sum < 1 - 1e-9) read.emplace_back(specific, 1 - sum);
    return read;
}

bool all_have(const json& obligors, std::initializer_list<const char*> names) {
    return std::ranges::all_of(obligors, [&](const json& obligor) { return Numbers::find(obligor, names) != nullptr; });
}

void in_one_sector(FileCase& file_case) {
    for (auto& exposure : file_case.exposures) exposure.weights = {{"one", 1.0}};
}

// One more portfolio of the same exposures, by the obligors' sectors or weights.
FileCase by_sectors(const std::string& name, const json& obligors, std::vector<FileExposure> exposures,
                    std::initializer_list<const char*> fields, Numbers& in) {
    for (std::size_t i = 0; i < exposures.size(); ++i) {
        const auto place = "obligors[" + std::to_string(i) + "]";
        const auto* value = Numbers::find(obligors[i], fields);
        if (value->is_object())
            exposures[i].weights = read_weights(*value, place + "." + *fields.begin(), in);
        else
            exposures[i].weights = {{value->is_string() ? value->get<std::string>() : value->dump(), 1.0}};
    }
    return {name, std::move(exposures)};
}

// The rates of default of a later year, by rating: the example that holds loans to maturity.
void add_year(const json& inputs, const json& obligors, int year, FileCase& held, Numbers& in) {
    const auto key = "exposures_1C_year" + std::to_string(year), rate = "year" + std::to_string(year);
    const auto* exposures = Numbers::find(inputs, {key.c_str()});
    if (exposures == nullptr) return;
    const auto& rates = inputs.at("marginal_default_rates_1C");
    for (const auto& [id, exposure] : exposures->items()) {
        const auto amount = CaseReader::as_number(exposure);
        const json* rated = nullptr;
        for (std::size_t i = 0; i < obligors.size(); ++i)
            if (id_of(obligors[i], i) == id) rated = Numbers::find(obligors[i], {"rating"});
        if (!amount || *amount < 0 || rated == nullptr || !rated->is_string()) {
            in.refuse(key, id, "This must be an amount of an obligor with a rating.");
            continue;
        }
        const auto rating = rated->get<std::string>();
        const auto* of_rating = Numbers::find(rates, {rating.c_str()});
        const double pd =
            of_rating ? in.of(*of_rating, {rate.c_str()}, "marginal_default_rates_1C." + rating, 0, 1) : 0;
        if (of_rating == nullptr) in.refuse("marginal_default_rates_1C", rating, "This field cannot be empty.");
        held.exposures.push_back({id + " year " + std::to_string(year), *amount, pd, pd / 2, {}});
    }
}

FileCase held_to_maturity(const json& inputs, const json& obligors, const std::vector<FileExposure>& exposures,
                          Numbers& in) {
    FileCase held{"1C", exposures};
    const auto& rates = inputs.at("marginal_default_rates_1C");
    for (std::size_t i = 0; i < exposures.size(); ++i) {
        const auto* rating = Numbers::find(obligors[i], {"rating"});
        if (rating == nullptr || !rating->is_string()) continue;
        const auto name = rating->get<std::string>();
        if (const auto* of_rating = Numbers::find(rates, {name.c_str()})) {
            const double pd = in.of(*of_rating, {"year1"}, "marginal_default_rates_1C." + name, 0, 1);
            held.exposures[i].default_probability = pd;
            held.exposures[i].sd = pd / 2;
        }
    }
    for (const int year : {2, 3, 4, 5}) add_year(inputs, obligors, year, held, in);
    in_one_sector(held);
    return held;
}

void add_cases(const json& inputs, const json& obligors, const std::vector<FileExposure>& exposures, ObligorFile& file,
               Numbers& in) {
    FileCase plain{"1A", exposures};
    in_one_sector(plain);
    const auto first = [&](FileCase added) { file.cases.insert(file.cases.begin(), std::move(added)); };
    file.cases.push_back(plain);
    constexpr std::size_t published = 25, kept_in_1b = 23;
    if (exposures.size() == published && Numbers::find(inputs, {"marginal_default_rates_1C"})) {
        FileCase fewer{"1B", {plain.exposures.begin(), plain.exposures.begin() + kept_in_1b}};
        file.cases.push_back(std::move(fewer));
        file.cases.push_back(held_to_maturity(inputs, obligors, exposures, in));
    }
    if (all_have(obligors, {"sector_ex2"}))
        file.cases.push_back(by_sectors("2", obligors, exposures, {"sector_ex2"}, in));
    if (all_have(obligors, {"weights_ex3"}))
        file.cases.push_back(by_sectors("3", obligors, exposures, {"weights_ex3"}, in));
    if (all_have(obligors, {"sector"})) first(by_sectors("sectors", obligors, exposures, {"sector"}, in));
    if (all_have(obligors, {"weights", "sector_weights"}))
        first(by_sectors("weights", obligors, exposures, {"weights", "sector_weights"}, in));
}

void read_correlations(const json& inputs, GroupFile& file, Numbers& in) {
    const auto n = file.groups.size();
    const auto* given = Numbers::find(inputs, {"rho", "correlation", "correlations"});
    pricing::CorrelationMatrix matrix;
    for (const auto& group : file.groups) matrix.names.push_back(group.name);
    matrix.values.assign(n * n, 0);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const bool listed = given != nullptr && given->is_array() && given->size() == n && (*given)[i].is_array() &&
                                (*given)[i].size() == n;
            const auto value = given == nullptr ? 0.0 : CaseReader::as_number(listed ? (*given)[i][j] : *given);
            if (!value) in.refuse("", "rho", "This must be a number between -1 and 1, or a square matrix of them.");
            if (!value) return;
            matrix.at(i, j) = i == j && !listed ? 1 : *value;
        }
    const auto root = pricing::correlation_root(matrix, "rho");
    if (!root) in.errors.insert(in.errors.end(), root.errors().begin(), root.errors().end());
    for (std::size_t i = 0; i < n; ++i)
        file.correlations.emplace_back(matrix.values.begin() + static_cast<std::ptrdiff_t>(i * n),
                                       matrix.values.begin() + static_cast<std::ptrdiff_t>((i + 1) * n));
}

void read_variances(const json& inputs, GroupFile& file, Numbers& in) {
    const auto* given = Numbers::find(inputs, {"relativeDefaultVariance", "relative_default_variance"});
    for (std::size_t i = 0; i < file.groups.size(); ++i) {
        const json* value = given;
        if (given != nullptr && given->is_array()) value = i < given->size() ? &(*given)[i] : nullptr;
        const auto variance = value != nullptr ? CaseReader::as_number(*value) : std::nullopt;
        if (!variance || *variance < 0)
            in.refuse("", "relativeDefaultVariance", "Give one number, not negative, for each sector.");
        file.relative_variances.push_back(variance.value_or(0));
    }
}

}  // namespace

bool has_groups(const json& inputs) {
    return inputs.is_object() && (inputs.contains("sector1") || inputs.contains("sectors"));
}

Result<GroupFile> read_groups(const json& inputs) {
    Numbers in;
    GroupFile file;
    const auto read = [&](const json& group, const std::string& name) {
        file.groups.push_back({name, in.of(group, {"n", "count"}, name, 0, most_obligors),
                               in.of(group, {"exposure", "ead"}, name, 0, huge), in.of(group, {"pd"}, name, 0, 1)});
    };
    if (inputs.contains("sectors") && inputs["sectors"].is_array())
        for (std::size_t i = 0; i < inputs["sectors"].size(); ++i)
            read(inputs["sectors"][i], "sector" + std::to_string(i + 1));
    for (int i = 1; inputs.contains("sector" + std::to_string(i)); ++i)
        read(inputs["sector" + std::to_string(i)], "sector" + std::to_string(i));
    if (file.groups.empty()) return invalid("sectors", "This list cannot be empty.");
    read_variances(inputs, file, in);
    read_correlations(inputs, file, in);
    file.unit = read_unit(inputs, in);
    file.levels = read_levels(inputs, in);
    if (!in.errors.empty()) return in.errors;
    return file;
}

Result<ObligorFile> read_obligors(const json& inputs) {
    const auto* obligors = Numbers::find(inputs, {"obligors", "portfolio", "exposures"});
    if (obligors == nullptr || !obligors->is_array() || obligors->empty())
        return invalid("obligors", "This list cannot be empty.");
    if (obligors->size() > most_obligors)
        return invalid("obligors", "At most {0} obligors are taken.", std::to_string(most_obligors));
    Numbers in;
    ObligorFile file;
    std::vector<FileExposure> exposures;
    for (std::size_t i = 0; i < obligors->size(); ++i)
        exposures.push_back(read_exposure(inputs, (*obligors)[i], i, in));
    add_cases(inputs, *obligors, exposures, file, in);
    file.unit = read_unit(inputs, in);
    file.levels = read_levels(inputs, in);
    if (!in.errors.empty()) return in.errors;
    return file;
}

}  // namespace leasebook::server
