// The published contract tests of the ACTUS standard (actusfrf/actus-tests) for PAM, LAM, NAM and ANN: every event of
// every case, 1e-6 relative. The data is read from the shared folder, never compiled in.
#include "server/actus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace leasebook::server {
namespace {

using nlohmann::json;

constexpr double tolerance = 1e-6;

std::filesystem::path actus_folder() {
    const char* shared = std::getenv("LEASEBOOK_SHARED");
    const std::filesystem::path root = shared ? shared : std::filesystem::path(SOURCE_DIR) / ".." / "shared";
    return root / "data" / "actus";
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

double number_of(const json& value) {
    return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
}

// Relative to the larger of both and, where both are nearly nothing, to the contract's notional or a rate of one.
bool alike(double expected, double actual, double size) {
    return std::abs(expected - actual) <= tolerance * std::max({std::abs(expected), std::abs(actual), size * 1e-6});
}

// "2013-01-01T00:00:00" and "2013-01-01T00:00" are the same time.
std::string time_of(const json& event) {
    auto text = event.at("eventDate").get<std::string>();
    if (text.ends_with(":00") && text.size() == 19) text.resize(16);
    return text;
}

std::string difference(const json& expected, const json& actual, double notional) {
    if (time_of(expected) != time_of(actual)) return "eventDate " + time_of(actual) + ", expected " + time_of(expected);
    for (const char* name : {"eventType", "currency"})
        if (expected.at(name) != actual.at(name))
            return std::string(name) + " " + actual.at(name).dump() + ", expected " + expected.at(name).dump();
    for (const char* name : {"payoff", "notionalPrincipal", "nominalInterestRate", "accruedInterest"}) {
        const double size = std::string(name) == "nominalInterestRate" ? 1.0 : notional;
        if (!alike(number_of(expected.at(name)), number_of(actual.at(name)), size))
            return std::string(name) + " " + actual.at(name).dump() + ", expected " + expected.at(name).dump();
    }
    return {};
}

// What is wrong first; empty when every event is as published.
std::string first_difference(const json& expected, const json& actual, double notional) {
    const auto common = std::min(expected.size(), actual.size());
    for (std::size_t i = 0; i < common; ++i)
        if (const auto found = difference(expected[i], actual[i], notional); !found.empty())
            return "event " + std::to_string(i) + " (" + expected[i].at("eventType").get<std::string>() + " of " +
                   time_of(expected[i]) + "): " + found;
    if (expected.size() == actual.size()) return {};
    return std::to_string(actual.size()) + " events, expected " + std::to_string(expected.size());
}

class ActusContractTests : public testing::TestWithParam<std::string> {};

TEST_P(ActusContractTests, AllPass) {
    const auto folder = actus_folder();
    if (!std::filesystem::is_directory(folder))
        GTEST_SKIP() << "no ACTUS tests at " << folder << ": set LEASEBOOK_SHARED to the folder that holds data/actus";
    const auto text = text_of(folder / ("actus-tests-" + GetParam() + ".json"));
    const auto cases = json::parse(text);
    const auto events = actus_events(text);
    ASSERT_TRUE(events) << events.error().field << ": " << message(events.error());
    const auto computed = json::parse(*events);
    std::size_t passed = 0;
    for (const auto& [id, published] : cases.items()) {
        const double notional = number_of(published.at("terms").at("notionalPrincipal"));
        const auto wrong = first_difference(published.at("results"), computed.at(id), notional);
        EXPECT_EQ(wrong, "") << id;
        passed += wrong.empty() ? 1 : 0;
    }
    std::cout << "ACTUS " << GetParam() << ": " << passed << " of " << cases.size() << " cases pass\n";
    EXPECT_GT(cases.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Types, ActusContractTests, testing::Values("pam", "lam", "nam", "ann"),
                         [](const auto& type) { return type.param; });

}  // namespace
}  // namespace leasebook::server
