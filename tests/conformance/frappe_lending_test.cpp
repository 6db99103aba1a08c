// Equal instalments as Frappe Lending asserts them: rounded up to whole units, months of a twelfth.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

json loan_of(const json& one) {
    json question{{"op", "instalments"},
                  {"principal", one.at("principal")},
                  {"annual_rate_percent", one.at("annualRatePct")},
                  {"instalment_multiple", "1"},
                  {"instalment_rounding", "up"},
                  {"spread_last", false}};
    // A fixed amount is paid until nothing is left: more periods than it takes are harmless.
    question["periods"] = one.value("periods", 120);
    if (one.contains("fixedMonthlyAmount")) question["instalment"] = one.at("fixedMonthlyAmount");
    return question;
}

bool within_a_unit(const json& actual, const json& expected) {
    return std::abs(actual.get<double>() - expected.get<double>()) <= 0.5;
}

std::string difference(const json& one, const json& value) {
    const auto& expected = one.at("expected");
    if (value.at("rows").size() != expected.at("rows")) return "other number of rows";
    if (!within_a_unit(value.at("total_interest"), expected.at("totalInterest"))) return "totalInterest";
    if (!within_a_unit(value.at("total_paid"), expected.at("totalPayment"))) return "totalPayment";
    if (expected.contains("monthlyRepayment") && value.at("emi") != expected.at("monthlyRepayment"))
        return "monthlyRepayment";
    for (const auto& row : one.value("rowsCheckedRounded0", json::array())) {
        const auto& ours = value.at("rows").at(row.at("index").get<std::size_t>());
        for (const char* name : {"principal", "interest", "balance"})
            if (!within_a_unit(ours.at(name), row.at(name)))
                return std::string(name) + " of row " + row.at("index").dump();
    }
    return {};
}

// The first, second and last due dates of the schedules that only assert those.
std::string date_difference(const json& one) {
    const auto& expected = one.at("expected");
    const auto answer =
        ask({{"op", "due_dates"}, {"first", expected.at("date0")}, {"count", one.at("periods")}, {"months", 1}});
    if (!answer.contains("value")) return answer.dump();
    const auto& dates = answer["value"];
    return dates[1] == expected.at("date1") && dates.back() == expected.at("dateLast") ? "" : dates.dump();
}

TEST(FrappeLending, AllAgree) {
    const auto folder = shared_folder("frappe_lending");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("Frappe Lending");
    const auto file = json_file(folder / "schedule_vectors.json");
    for (const auto& one : file.at("cases")) {
        if (one.at("expected").contains("date0")) {
            const auto wrong = date_difference(one);
            suite.check(one.at("id"), wrong.empty(), wrong);
            continue;
        }
        const auto answer = ask(loan_of(one));
        const auto wrong = answer.contains("value") ? difference(one, answer["value"]) : answer.dump();
        suite.check(one.at("id"), wrong.empty(), wrong);
    }
}

}  // namespace
}  // namespace leasebook::server
