// Financial functions as formula.js (Excel's values), numpy-financial and pyxirr assert them.
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

TEST(SpreadsheetFunctions, AllAgree) {
    const auto folder = shared_folder("finfunc");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("formula.js");
    for (const auto& one : json_file(folder / "excel_functions_formulajs.json")) {
        const auto answer = ask({{"op", one.at("fn")}, {"args", one.at("args")}});
        const auto& expected = one.at("expected");
        const double tolerance = one.at("tol").is_number() ? one.at("tol").get<double>() : 1e-9;
        const bool passes = expected.is_object() ? answer.contains("error") : near(answer, expected, tolerance, 1e-15);
        suite.check(one.at("id"), passes, one.dump() + " gives " + answer.dump());
    }
}

double plain(const json& number) {
    return number.is_object() ? std::stod(number.at("decimal").get<std::string>()) : number.get<double>();
}

// Lists are compared element by element; "nan" stands for a figure that does not exist.
bool agrees(const json& value, const json& expected, double relative, double absolute) {
    if (expected.is_array()) {
        if (!value.is_array() || value.size() != expected.size()) return false;
        for (std::size_t i = 0; i < value.size(); ++i)
            if (!agrees(value[i], expected[i], relative, absolute)) return false;
        return true;
    }
    if (expected == "nan") return value.is_null();
    const double wanted = plain(expected);
    return value.is_number() && std::abs(value.get<double>() - wanted) <= absolute + relative * std::abs(wanted);
}

TEST(NumericalLibrary, AllAgree) {
    const auto folder = shared_folder("finfunc");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("numpy-financial");
    for (const auto& one : json_file(folder / "numpy_financial_vectors.json")) {
        // "pmt[0][1]" is one element of what pmt gives.
        const auto fn = one.at("fn").get<std::string>();
        const auto asked = [](const json& call, const std::string& name) {
            return ask({{"op", name}, {"args", call.at("args")}, {"kw", call.at("kw")}});
        };
        auto answer = asked(one, fn.substr(0, fn.find('[')));
        json value = answer.value("value", json{});
        for (auto at = fn.find('['); at != std::string::npos && value.is_array(); at = fn.find('[', at + 1))
            value = json(value[static_cast<std::size_t>(fn[at + 1] - '0')]);
        json expected = one.at("expected");
        if (expected.is_object() && expected.contains("call"))
            expected = asked(expected, expected.at("call")).value("value", json{});
        const bool passes = !expected.is_null() &&
                            agrees(value, expected, one.at("rtol"), std::max(one.at("atol").get<double>(), 1e-12));
        suite.check(one.at("id"), passes, one.dump() + " gives " + answer.dump());
    }
}

// Where several rates balance the flows, ours is the one nearest to 10 % and names them all beside it. A source that
// silently picks another one gets it by giving its choice as the guess: that is the convention named here.
json with_the_sources_choice(json question, const json& expected) {
    auto answer = ask(question);
    if (!answer.contains("roots")) return answer;
    question["guess"] = expected;
    answer = ask(question);
    EXPECT_FALSE(answer.contains("error")) << answer;
    return answer;
}

TEST(PeriodicRates, AllAgree) {
    const auto folder = shared_folder("finfunc");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("pyxirr IRR");
    for (const auto& one : json_file(folder / "irr_vectors_pyxirr.json")) {
        const auto answer =
            with_the_sources_choice({{"op", "irr"}, {"flows", one.at("cashflows")}}, one.at("expected"));
        suite.check(one.at("id"), near(answer, one.at("expected"), 1e-8),
                    answer.dump() + ", expected " + one.at("expected").dump());
    }
}

json flows_of(const std::filesystem::path& folder, const std::string& cell) {
    json flows = json::array();
    if (cell.ends_with(".csv")) {
        // Date and amount without a header; one file quotes its dates and sets blanks.
        std::ifstream in(folder / "xirr_samples" / cell);
        for (std::string line; std::getline(in, line);) {
            std::erase_if(line, [](char c) { return c == '"' || c == ' '; });
            const auto cells = cells_of(line);
            if (cells.size() == 2) flows.push_back({cells[0], cells[1]});
        }
        return flows;
    }
    for (std::size_t from = 0; from < cell.size();) {
        const auto end = std::min(cell.find('|', from), cell.size());
        const auto pair = cell.substr(from, end - from);
        flows.push_back({pair.substr(0, pair.find(':')), pair.substr(pair.find(':') + 1)});
        from = end + 1;
    }
    return flows;
}

constexpr const char* search_gave_up =
    "the source's search ends without an answer where one rate, far below zero, balances the flows";

// The rate is a root: the present value is nothing beside the flows, and changes its sign there.
void expect_balanced(const json& question, double rate) {
    const auto value_at = [&](double r) {
        return ask({{"op", "xnpv"}, {"rate", r}, {"flows", question.at("flows")}}).at("value").get<double>();
    };
    EXPECT_LT(value_at(rate - 1e-6) * value_at(rate + 1e-6), 0) << question;
}

TEST(DatedRates, AllAgree) {
    const auto folder = shared_folder("finfunc");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    Suite suite("pyxirr XIRR", {{"XI026", search_gave_up}, {"XI051", search_gave_up}});
    for (auto& row : csv_rows(folder / "xirr_expected.csv")) {
        json question{{"op", row["function"] == "XNFV" ? "xnfv" : "xirr"},
                      {"flows", flows_of(folder, row["cashflows"])}};
        const auto equals = row["param"].find('=');
        if (equals != std::string::npos) question[row["param"].substr(0, equals)] = row["param"].substr(equals + 1);
        if (row["expected"] == "nan") {
            const auto answer = ask(question);
            suite.check(row["id"], answer.contains("error"), answer.dump() + ", expected no solution");
            if (answer.contains("value")) expect_balanced(question, answer["value"]);
            continue;
        }
        const auto answer = with_the_sources_choice(question, row["expected"]);
        suite.check(row["id"], near(answer, std::stod(row["expected"]), 1e-8, 1e-8),
                    answer.dump() + ", expected " + row["expected"]);
    }
}

}  // namespace
}  // namespace leasebook::server
