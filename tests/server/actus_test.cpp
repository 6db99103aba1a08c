#include "server/actus.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace leasebook::server {
namespace {

using nlohmann::json;

json a_bullet() {
    return json::parse(R"({"contractType": "PAM", "contractRole": "RPA", "statusDate": "2023-12-31T00:00:00",
        "initialExchangeDate": "2024-01-01T00:00", "maturityDate": "2024-12-31T23:59:59", "currency": "CNY",
        "notionalPrincipal": "  1200", "nominalInterestRate": 0.1, "dayCountConvention": "A360"})");
}

std::string fault_of(const json& terms) {
    const auto refused = actus_events(json{{"one", {{"terms", terms}, {"to", ""}}}}.dump());
    return refused ? "" : refused.error().field + ": " + message(refused.error());
}

TEST(ActusCases, GiveTheirEventsById) {
    const auto events = actus_events(json{{"one", {{"terms", a_bullet()}, {"to", ""}}}}.dump());
    ASSERT_TRUE(events);
    const auto answer = json::parse(*events);
    EXPECT_EQ(answer.at("one").size(), 3U);
    EXPECT_EQ(answer["one"][0], (json{{"eventDate", "2024-01-01T00:00"},
                                      {"eventType", "IED"},
                                      {"payoff", -1200.0},
                                      {"currency", "CNY"},
                                      {"notionalPrincipal", 1200.0},
                                      {"nominalInterestRate", 0.1},
                                      {"accruedInterest", 0.0}}));
    EXPECT_EQ(answer["one"][1]["eventDate"], "2024-12-31T23:59:59");
    EXPECT_NEAR(answer["one"][1]["payoff"].get<double>(), 1200 * 0.1 * 366 / 360, 1e-9);
}

TEST(ActusCases, KeepTheOrderOfTheirFile) {
    const auto whole = R"({"b": {"terms": )" + a_bullet().dump() + R"(}, "a": {"terms": )" + a_bullet().dump() + "}}";
    const auto events = actus_events(whole);
    ASSERT_TRUE(events);
    EXPECT_LT(events->find("\"b\""), events->find("\"a\""));
}

TEST(ActusCases, NameTheCaseAndTheTermAtFault) {
    const std::pair<const char*, json> faults[] = {{"contractType", "SWAPS"},
                                                   {"statusDate", "2023-02-30T00:00:00"},
                                                   {"statusDate", "2023-02-28T25:00"},
                                                   {"statusDate", "2023-02-28 00:00"},
                                                   {"notionalPrincipal", "many"},
                                                   {"notionalPrincipal", json::array()},
                                                   {"cycleOfInterestPayment", "1M"},
                                                   {"cycleOfInterestPayment", "P0DL1"},
                                                   {"cycleOfInterestPayment", "P1ML2"},
                                                   {"scalingEffect", "NI0"},
                                                   {"maturityDate", nullptr}};
    for (const auto& [term, value] : faults) {
        auto terms = a_bullet();
        terms[term] = value;
        EXPECT_TRUE(fault_of(terms).starts_with(std::string("one.") + term + ": ")) << term << " " << fault_of(terms);
    }
}

TEST(ActusCases, ReadCyclesOfSeveralUnits) {
    auto terms = a_bullet();
    terms["cycleOfInterestPayment"] = "P1Y2M1W3DL1";
    EXPECT_EQ(fault_of(terms), "");
}

TEST(ActusCases, AreRefusedWhenTheyAreNotAnObjectOfCases) {
    for (const char* text : {"", "[", "[]", "3", "{\"one\": 3}", "{\"one\": {\"terms\": []}}"})
        EXPECT_FALSE(actus_events(text)) << text;
}

TEST(ActusCases, AreRefusedWhenAnObservationIsNotAValue) {
    const json whole{
        {"one", {{"terms", a_bullet()}, {"dataObserved", {{"X", {{"data", {{{"timestamp", "2024-01-01"}}}}}}}}}}};
    const auto refused = actus_events(whole.dump());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "one.dataObserved.X.value");
}

}  // namespace
}  // namespace leasebook::server
