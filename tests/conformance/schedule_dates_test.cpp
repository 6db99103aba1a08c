// Schedule dates of OpenGamma Strata: stubs, roll days, adjustment.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

// The source's names of adjustments: plain BDA is modified following over weekends, BDA_JPY the same in Tokyo.
json asked(const json& one) {
    json question{{"op", "due_dates"}};
    for (const char* name : {"start", "end", "frequency", "stub", "roll", "firstReg", "lastReg", "startAdj"})
        question[name] = one.at(name);
    const auto adjustment = one.at("businessDayAdj").get<std::string>();
    question["businessDayAdj"] = adjustment;
    if (!adjustment.starts_with("BDA_JPY")) return question;
    question["businessDayAdj"] = adjustment.substr(8);
    question["holidays"] = {"2018-03-21"};  // the vernal equinox, the only holiday of Tokyo that these cases meet
    return question;
}

TEST(StrataSchedules, AllAgree) {
    const auto folder = shared_folder("schedule_dates");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("schedule dates");
    for (const auto& one : json_file(folder / "strata_periodic_schedule.json")) {
        const auto answer = ask(asked(one));
        auto roll = one.at("expectedRoll").get<std::string>();
        if (roll == "ROLL_NONE") roll = "NONE";
        const json expected{{"unadjusted", one.at("unadjusted")}, {"adjusted", one.at("adjusted")}, {"roll", roll}};
        suite.check(one.at("id"), answer.value("value", json{}) == expected,
                    answer.dump() + ", expected " + expected.dump());
    }
}

}  // namespace
}  // namespace leasebook::server
