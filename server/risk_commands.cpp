// Verbs of the command line about risk: CreditRisk+ of a file, the loss distribution of the book, its value and what a
// stress scenario makes of it.
#include <unistd.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "db/risk_store.h"
#include "server/commands.h"
#include "server/curves.h"
#include "server/installation.h"
#include "server/json.h"
#include "server/risk/credit_risk_file.h"
#include "server/risk/loss_runs.h"
#include "server/risk/stress_runs.h"

namespace leasebook::server {

namespace {

Date today_by_clock() { return std::chrono::floor<std::chrono::days>(system_now()); }

Result<std::string> contents_of(const std::string& path) {
    if (path.empty()) return invalid("FILE", "Name the file; - reads standard input.");
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream file(path, std::ios::binary);
    if (!file) return invalid("FILE", "The file {0} cannot be read.", path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

struct DayAndCurrency {
    Date as_of;
    Currency currency;
};
Result<DayAndCurrency> day_and_currency(const Config& config, const std::string& as_of, const std::string& currency) {
    const auto day = as_of.empty() ? Result<Date>(today_by_clock()) : parse_date(as_of, "as-of");
    const auto money = parse_currency(currency.empty() ? config.base_currency : currency);
    if (!day) return day.errors();
    if (!money) return money.errors();
    return DayAndCurrency{*day, *money};
}

Result<Done> print_credit_risk_plus(const std::string& file) {
    const auto text = contents_of(file);
    if (!text) return text.errors();
    const auto answer = credit_risk_plus_json(*text);
    if (!answer) return answer.errors();
    std::cout << *answer;
    return Done{};
}

Result<Done> run_distribution(const Config& config, const RiskArguments& arguments) {
    const auto asked = day_and_currency(config, arguments.as_of, arguments.currency);
    if (!asked) return asked.errors();
    const auto database = open_installation(config);
    LossRunOrder order{asked->as_of, asked->currency, "command line", system_now, {}};
    if (isatty(STDERR_FILENO) != 0)
        order.progress = [](std::int64_t done, std::int64_t of) {
            std::cerr << "\rscenarios: " << done << " of " << of << (done == of ? "\n" : "") << std::flush;
        };
    const auto run = run_losses(*database, config.data, order);
    if (!run) return run.errors();
    nlohmann::ordered_json out{{"run", run->id},
                               {"as_of", to_text(run->as_of)},
                               {"currency", run->currency},
                               {"inputs_hash", run->inputs_hash}};
    out.update(nlohmann::ordered_json::parse(run->figures));
    std::cout << out.dump(2) << "\n";
    return Done{};
}

// What the scenario's file says, or the scenario that is kept under that name.
Result<StressScenario> read_scenario(const std::string& file) {
    const auto text = contents_of(file);
    if (!text) return text.errors();
    const auto json = parse_json(*text);
    if (!json) return json.errors();
    return read_json_record<StressScenario>(*json);
}

// A parallel shift on top of the scenario's own.
Result<StressScenario> scenario_asked(const ValueArguments& arguments) {
    StressScenario scenario;
    if (!arguments.scenario.empty()) {
        auto read = read_scenario(arguments.scenario);
        if (!read) return read.errors();
        scenario = *std::move(read);
    }
    if (arguments.shift.empty()) return scenario;
    if (scenario.curve_shifts)
        return invalid("shift", "The scenario shifts the curve itself: leave --shift or its curve_shifts out.");
    if (scenario.name.empty()) scenario.name = "parallel shift";
    scenario.curve_shifts = "all:" + arguments.shift;
    if (auto errors = check(scenario); !errors.empty()) return errors;
    return scenario;
}

// The value as it stands: a scenario in which nothing happens.
StressScenario nothing_happens() {
    StressScenario scenario;
    scenario.name = "as it is";
    scenario.curve_shifts = "all:0";
    return scenario;
}

}  // namespace

Result<Done> run_risk(const Config& config, const RiskArguments& arguments) {
    if (arguments.action == "creditriskplus") return print_credit_risk_plus(arguments.file);
    if (arguments.action == "run") return run_distribution(config, arguments);
    return invalid("ACTION", "\"{0}\" is not known here. Use one of: {1}.", arguments.action, "creditriskplus, run");
}

Result<Done> run_value(const Config& config, const ValueArguments& arguments) {
    const auto asked = day_and_currency(config, arguments.as_of, arguments.currency);
    if (!asked) return asked.errors();
    auto scenario = scenario_asked(arguments);
    if (!scenario) return scenario.errors();
    const bool as_it_is = scenario->name.empty();
    const auto database = open_installation(config);
    const auto inputs = database->read([&](db::Connection& c) { return risk_inputs(c, asked->as_of); });
    const auto curve = Curves(*database, system_now).on(asked->currency.text(), asked->as_of);
    if (!*curve) return curve->errors();
    const auto run = run_stress(inputs, **curve, as_it_is ? nothing_happens() : *scenario,
                                {asked->as_of, asked->currency, "command line", system_now()});
    if (!run) return run.errors();
    auto out = nlohmann::ordered_json::parse(run->result);
    if (as_it_is) {
        out.erase("scenario");
        out.erase("after");
        for (const char* list : {"clusters", "industries"})
            for (auto& line : out[list]) line.erase("after");
    } else {
        out["result_hash"] = run->result_hash;
    }
    std::cout << out.dump(2) << "\n";
    return Done{};
}

}  // namespace leasebook::server
