// China's holidays and make-up workdays as three public lists agree on them.
#include <chrono>

#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

TEST(ChineseCalendar, AgreesOnEveryDayFrom2007To2026) {
    const auto folder = shared_folder("calendar_cn");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << missing(folder);
    std::map<std::string, std::string> exceptions;
    for (auto& row : csv_rows(folder / "cn_exceptions_2007_2026.csv")) exceptions[row["date"]] = row["kind"];
    ASSERT_GT(exceptions.size(), 400U);
    Suite suite("Chinese business days");
    for (Date day = date(2007, 1, 1); day <= date(2026, 12, 31); day += std::chrono::days{1}) {
        const auto text = to_text(day);
        const std::chrono::weekday weekday{day};
        const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
        const auto exception = exceptions.find(text);
        const bool open = exception == exceptions.end() ? !weekend : exception->second == "workday";
        const auto answer = ask({{"op", "is_business_day"}, {"calendar", "CN"}, {"date", text}});
        suite.check(text, answer.value("value", json{}) == json(open), answer.dump());
    }
}

}  // namespace
}  // namespace leasebook::server
