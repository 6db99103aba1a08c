#include "db/number_formats.h"

#include "db/contract_list.h"
#include "db/counters.h"
#include "db/invoice_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

class NumbersGiven : public OnBothBooks {
protected:
    void enter_first(Connection& c) override { enter_register(c); }
    void set(const std::string& contracts, const std::string& invoices = NumberFormats{}.invoice_numbers) {
        database->write([&](Connection& c) {
            keep_number_formats(c, {contracts, invoices, ThousandsSeparator::ThinSpace});
        });
    }
    std::string next(int year = 2026) {
        return database->write([&](Connection& c) {
            const auto number = next_contract_number(c, year);
            EXPECT_TRUE(create_contract(c, number, drafted(), noon));
            return number.text;
        });
    }
    // So many invoices of a contract, issued in one go; the numbers of all that there are then.
    std::vector<std::string> issued(int count, Date on = date(2026, 6, 30)) {
        return database->write([&](Connection& c) {
            const Invoice invoice{1, InvoiceKind::Due, on, Money::minor(100, CNY), Money::minor(13, CNY)};
            issue(c, std::vector<InvoiceToIssue>(static_cast<std::size_t>(count), {counter(c, "contracts"), invoice}),
                  on, noon);
            std::vector<std::string> numbers;
            for (const auto& each : list_invoices(c, {.limit = 1'000}).rows) numbers.push_back(each.number);
            return numbers;
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, NumbersGiven, both_databases, dialect_name);

TEST_P(NumbersGiven, FollowTheHouseUntilAnotherFormatIsSet) {
    EXPECT_EQ(database->read(number_formats), NumberFormats{});
    EXPECT_EQ(next(), "L-2026-000001");
    set("HX.{year}.{number}");
    EXPECT_EQ(database->read(number_formats),
              (NumberFormats{"HX.{year}.{number}", "I-{year}-{number:7}", ThousandsSeparator::ThinSpace}));
    EXPECT_EQ(next(), "HX.2026.2") << "the count of the year goes on";
    EXPECT_EQ(next(2027), "HX.2027.1");
    set(NumberFormats{}.contract_numbers);
    EXPECT_EQ(next(), "L-2026-000003");
}

TEST_P(NumbersGiven, ToContractsAreNeverGivenTwice) {
    EXPECT_EQ(next(), "L-2026-000001");
    set("L-{year}-00001{number}");
    EXPECT_EQ(next(), "L-2026-000012");
    set(NumberFormats{}.contract_numbers);
    database->write([](Connection& c) { count_up(c, "contract_number.2026", 8); });
    EXPECT_EQ(next(), "L-2026-000011");
    EXPECT_EQ(next(), "L-2026-000013");
}

TEST_P(NumbersGiven, ToInvoicesAreNeverGivenTwice) {
    next();
    EXPECT_EQ(issued(2), (std::vector<std::string>{"I-2026-0000001", "I-2026-0000002"}));
    set(NumberFormats{}.contract_numbers, "I-{year}-000001{number}");
    EXPECT_EQ(issued(1).back(), "I-2026-0000013");
    set(NumberFormats{}.contract_numbers);
    const auto numbers = issued(600);
    EXPECT_EQ(numbers.size(), 603U);
    EXPECT_EQ(numbers.at(11), "I-2026-0000013");
    EXPECT_EQ(numbers.back(), "I-2026-0000604") << "one number was passed over";
    EXPECT_EQ(issued(1, date(2027, 1, 31)).back(), "I-2027-0000001");
}

TEST_P(NumbersGiven, PassOverTheHighestThatWasTakenOn) {
    set("HX{year}.{number:4}");
    std::vector<TakenOn> book;
    for (const char* number : {"HX2026.0041", "HX2026.0007", "L-2026-000099", "HX2026.00050"})
        book.push_back({{number}, {{"import", date(2026, 1, 15)}, content(), ContractStatus::Active}});
    database->write([&](Connection& c) { take_on_all(c, book, noon); });
    EXPECT_EQ(next(), "HX2026.0042");
    EXPECT_EQ(next(2027), "HX2027.0001");
}

TEST_P(NumbersGiven, AreFoundByWhatWasCountedWithinTheYear) {
    set("HX{year}.{number:4}");
    const auto first = next();
    const auto found = [&](const char* typed) {
        return database->read([&](Connection& c) { return means_contracts(c, typed); });
    };
    EXPECT_TRUE(found("1")) << first;
    EXPECT_TRUE(found("hx2026"));
    EXPECT_FALSE(found("2"));
}

}  // namespace

}  // namespace leasebook::db
