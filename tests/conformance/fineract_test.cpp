// Schedules that Apache Fineract asserts: its calculator of equal instalments, and whole loans after one disbursement.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

bool a_cent_apart_at_most(const json& ours, const json& theirs) {
    return theirs.is_null() || std::abs(ours.get<double>() - theirs.get<double>()) < 0.005;
}

// Rows that the case expects at one point, beside what was disbursed and changed until then.
struct Expectation {
    json disbursements = json::array(), rate_changes = json::array(), rows = json::array();
};

// The steps of a case up to the first one that our schedule does not know.
std::vector<Expectation> expectations(const json& one) {
    std::vector<Expectation> found;
    Expectation now;
    const auto finish = [&] {
        if (!now.rows.empty()) found.push_back(now);
        now.rows = json::array();
    };
    for (const auto& step : one.at("ops")) {
        if (step.contains("expect")) now.rows.push_back(step["expect"]);
        if (!step.contains("op")) continue;
        finish();
        const auto& args = step.at("args");
        if (step["op"] == "addDisbursement")
            now.disbursements.push_back(
                {args[0], args[1].is_number() ? args[1] : json(100)});  // a variable in one place
        else if (step["op"] == "changeInterestRate")
            now.rate_changes.push_back(args);
        else
            return found;
    }
    finish();
    return found;
}

std::string difference(const json& expected, const json& value) {
    for (const auto& row : expected) {
        const auto index = row.at("repayment").get<std::size_t>();
        if (index >= value.at("rows").size()) return "row " + std::to_string(index) + " is missing";
        const auto& ours = value["rows"][index];
        const bool whole =
            row.contains("interestDueCumulated") || std::ranges::count_if(expected, [&](const json& other) {
                                                        return other.at("repayment") == row.at("repayment");
                                                    }) == 1;
        const json interest = row.contains("interestDueCumulated") ? row["interestDueCumulated"] : row["interestDue"];
        const bool agrees = a_cent_apart_at_most(ours["instalment"], row["emi"]) &&
                            a_cent_apart_at_most(ours["principal"], row["principalDue"]) &&
                            a_cent_apart_at_most(ours["balance"], row["remainingBalance"]) &&
                            (!whole || a_cent_apart_at_most(ours["interest"], interest));
        if (!agrees) return ours.dump() + ", expected " + row.dump();
    }
    return {};
}

// The capture holds wrong due dates in one case: a period lasts until the next one begins, the last one a month.
json periods_of(const json& one) {
    auto periods = one.at("periods");
    if (one.at("id") != "EM13") return periods;
    for (std::size_t i = 0; i + 1 < periods.size(); ++i) periods[i][2] = periods[i + 1][1];
    periods.back()[2] = "2024-06-12";
    return periods;
}

TEST(FineractInstalments, AllAgree) {
    const auto folder = shared_folder("fineract");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const char* corrections =
        "pays and corrects balances between due dates: events of a contract here, not of a schedule";
    Suite suite("Fineract instalments", {{"EM07", corrections}});
    const auto file = json_file(folder / "progressive_emi_vectors.json");
    for (const auto& one : file.at("emi_calculator")) {
        const auto steps = expectations(one);
        if (steps.empty()) suite.check(one.at("id"), false, "no rows before a step that is not known here");
        for (std::size_t i = 0; i < steps.size(); ++i) {
            json question = one.at("config");
            question.update({{"op", "instalments"},
                             {"periods", periods_of(one)},
                             {"disbursements", steps[i].disbursements},
                             {"rate_changes", steps[i].rate_changes}});
            const auto answer = ask(question);
            const auto wrong = answer.contains("value") ? difference(steps[i].rows, answer["value"]) : answer.dump();
            suite.check(one.at("id").get<std::string>() + "." + std::to_string(i + 1), wrong.empty(), wrong);
        }
    }
}

// The generator's one case: paid out in the middle of the first period.
TEST(FineractGenerator, Agrees) {
    const auto folder = shared_folder("fineract");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    const auto file = json_file(folder / "progressive_emi_vectors.json");
    const json& generated = file.at("schedule_generator");
    const json cases = generated.is_array() ? generated : json::array({generated});
    Suite suite("Fineract schedule generator");
    for (const auto& one : cases) {
        const auto answer = ask({{"op", "instalments"},
                                 {"start", "2024-01-01"},
                                 {"periods", 6},
                                 {"annual_rate_percent", "9.99"},
                                 {"disbursements", json::array({json::array({"2024-01-15", "192.22"})})}});
        std::string wrong = answer.contains("value") ? "" : answer.dump();
        for (std::size_t i = 0; wrong.empty() && i < one.at("rows").size(); ++i) {
            const auto& row = one["rows"][i];
            const auto& ours = answer["value"]["rows"][i];
            if (!a_cent_apart_at_most(ours["principal"], row["principal"]) ||
                !a_cent_apart_at_most(ours["interest"], row["interest"]) ||
                !a_cent_apart_at_most(ours["instalment"], row["due"]) ||
                !a_cent_apart_at_most(ours["balance"], row["balance"]))
                wrong = ours.dump() + ", expected " + row.dump();
        }
        suite.check(one.at("name"), wrong.empty(), wrong);
    }
}

// "01 January 2024"
std::string iso_date(const std::string& text) {
    static const std::vector<std::string> months{"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
    const auto first = text.find(' '), second = text.rfind(' ');
    const auto month = std::ranges::find(months, text.substr(first + 1, second - first - 1)) - months.begin() + 1;
    const auto two = [](const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    return text.substr(second + 1) + "-" + two(std::to_string(month)) + "-" + two(text.substr(0, first));
}

double amount(const json& cell) { return std::stod(cell.get<std::string>()); }

// As the products of the source are set up, see SOURCE.md beside the data.
json loan_question(const json& one) {
    const auto& loan = one.at("loan");
    const auto product = loan.at("LoanProduct").get<std::string>();
    const bool thirty = product.find("EMI_360_30") != std::string::npos;
    const bool flat = loan.at("interest type") == "FLAT";
    json question{{"op", "instalments"},
                  {"start", iso_date(one.at("schedule")[0].at("Date"))},
                  {"periods", std::stoi(loan.at("numberOfRepayments").get<std::string>())},
                  {"annual_rate_percent", loan.at("ANNUAL interest rate %")},
                  {"principal", loan.at("with Principal")},
                  {"method", flat ? "flat" : "declining"},
                  // The source charges flat interest by the month, whatever its days.
                  {"days_in_year", thirty || flat ? "360" : "ACTUAL"},
                  {"days_in_month", thirty || flat ? "30" : "ACTUAL"}};
    if (!thirty && !flat) question["instalment_multiple"] = "1";
    if (product.starts_with("LP2_DOWNPAYMENT")) question["down_payment_percent"] = 25;
    return question;
}

TEST(FineractSchedules, OfOneDisbursementAgree) {
    const auto folder = shared_folder("fineract");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("Fineract schedules");
    const auto loans = json_file(folder / "schedules_interest_clean.json");
    for (const auto& one : loans) {
        const auto answer = ask(loan_question(one));
        std::string wrong = answer.contains("value") ? "" : answer.dump();
        const auto& expected = one.at("schedule");
        if (wrong.empty() && answer["value"]["rows"].size() + 1 != expected.size()) wrong = "other number of rows";
        for (std::size_t i = 1; wrong.empty() && i < expected.size(); ++i) {
            const auto& row = expected[i];
            const auto& ours = answer["value"]["rows"][i - 1];
            const bool agrees = ours["due"] == iso_date(row.at("Date")) &&
                                std::abs(ours["principal"].get<double>() - amount(row.at("Principal due"))) < 0.005 &&
                                std::abs(ours["interest"].get<double>() - amount(row.at("Interest"))) < 0.005 &&
                                std::abs(ours["balance"].get<double>() - amount(row.at("Balance of loan"))) < 0.005;
            if (!agrees) wrong = ours.dump() + ", expected " + row.dump();
        }
        suite.check(one.at("id"), wrong.empty(), wrong);
    }
}

}  // namespace
}  // namespace leasebook::server
