#include "db/contract_list.h"

#include <algorithm>

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

std::string number_of(int i) {
    auto serial = std::to_string(i);
    return "L-2026-" + std::string(6 - serial.size(), '0') + serial;
}

class ContractList : public OnBothBooks {
protected:
    // So many contracts, a lessee for so many of them, each tenth from Hangzhou: with few of each status, day and
    // amount, so that many are equal in what they are sorted by.
    void enter(int contracts, int contracts_each = 10) {
        database->write([&](Connection& c) {
            enter_register(c);
            std::vector<Lessee> lessees;
            for (int i = 0; i * contracts_each < contracts; ++i) {
                lessees.push_back({{"9133" + std::to_string(10000 + i)},
                                   (i % 10 == 9 ? "杭州泵业 " : "台州泵业 ") + std::to_string(i)});
                if (i % 2 == 0) lessees.back().cluster = ClusterCode{"TZ"};
            }
            add_all<Lessee>(c, lessees);
            std::vector<TakenOn> book;
            for (int i = 0; i < contracts; ++i)
                book.push_back(taken_on(i, lessees[static_cast<std::size_t>(i / contracts_each)].code));
            take_on_all(c, book, noon);
        });
    }

    std::vector<std::string> listed(ContractListing listing, int limit = 1000) {
        std::vector<std::string> numbers;
        listing.which.limit = limit;
        do {
            const auto page = database->read([&](Connection& c) { return list_contracts(c, listing); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            for (const auto& row : page.rows) numbers.push_back(row.number.text);
            listing.which.after = page.next;
        } while (!listing.which.after.empty());
        return numbers;
    }
    std::optional<std::int64_t> counted(const ContractListing& listing) {
        return database->read([&](Connection& c) { return list_contracts(c, listing).count; });
    }

private:
    static TakenOn taken_on(int i, const LesseeCode& lessee) {
        auto lease = content();
        lease.lessee = lessee;
        lease.terms.financed_amount = Money::minor(10'000'000 + i % 7 * 100'000, CNY);
        lease.terms.commencement = add_months(date(2026, 1, 15), i % 5);
        lease.terms.first_rent_date = add_months(date(2026, 2, 15), i % 5);
        const auto status = i % 3 == 0 ? ContractStatus::Draft : ContractStatus::Active;
        return {{number_of(i)}, ContractTakenOn{{i % 4 == 0 ? "wang" : "li", date(2026, 1, 10)}, lease, status}, {}};
    }
};
INSTANTIATE_TEST_SUITE_P(Both, ContractList, both_databases, dialect_name);

// What the list must be, worked out row by row.
std::vector<std::string> expected(int contracts, const std::function<bool(int)>& matches,
                                  const std::function<int(int)>& key, bool descending) {
    std::vector<int> kept;
    for (int i = 0; i < contracts; ++i)
        if (matches(i)) kept.push_back(i);
    std::ranges::stable_sort(kept, {}, key);
    if (descending) std::ranges::reverse(kept);
    std::vector<std::string> numbers;
    for (const int i : kept) numbers.push_back(number_of(i));
    return numbers;
}

int all_equal(int) { return 0; }
int month(int i) { return i % 5; }
int amount(int i) { return i % 7; }
bool is_active(int i) { return i % 3 != 0; }
int status(int i) { return is_active(i) ? 0 : 1; }  // "active" comes before "draft"
int serial(int i) { return i; }

TEST_P(ContractList, EveryOrderPagesThroughAllOnceInBothDirections) {
    enter(60);
    const auto all = [](int) { return true; };
    const std::pair<ContractSort, int (*)(int)> orders[] = {
        {ContractSort::Number, serial},        {ContractSort::Status, status},
        {ContractSort::Commencement, month},   {ContractSort::FinancedAmount, amount},
        {ContractSort::AnnualRate, all_equal}, {ContractSort::Rent, all_equal}};
    for (const auto& [sort, key] : orders)
        for (const bool descending : {true, false}) {
            const auto sorted = expected(60, all, key, descending);
            EXPECT_EQ(listed({.sort = sort, .descending = descending}, 7), sorted) << to_text(sort) << descending;
        }
}

TEST_P(ContractList, GathersWhatIsRareAndWalksThroughWhatIsFrequentWithOneResult) {
    constexpr int contracts = 10'000;  // 6,666 of them active, of 5,000 lessees
    enter(contracts, 2);
    const auto of_taizhou = [](int i) { return i / 2 % 10 != 9; };
    const auto in_cluster = [](int i) { return i / 2 % 2 == 0; };
    ContractListing frequent{.sort = ContractSort::FinancedAmount};
    frequent.which.status = ContractStatus::Active;
    EXPECT_EQ(listed(frequent), expected(contracts, is_active, amount, true));
    EXPECT_EQ(counted(frequent), std::nullopt);

    auto rare = frequent;
    rare.from = date(2026, 2, 1);
    rare.to = date(2026, 2, 28);
    rare.descending = false;
    const auto of_february = [](int i) { return is_active(i) && month(i) == 1; };
    EXPECT_EQ(listed(rare), expected(contracts, of_february, amount, false));
    EXPECT_EQ(counted(rare), std::ssize(listed(rare)));

    ContractListing in_taizhou{.sort = ContractSort::Commencement};
    in_taizhou.which.search = "tzby";
    EXPECT_EQ(listed(in_taizhou), expected(contracts, of_taizhou, month, true));
    EXPECT_EQ(counted(in_taizhou), std::nullopt) << "4,500 lessees are too many to be taken one by one";
    in_taizhou.which.cluster = ClusterCode{"TZ"};
    EXPECT_EQ(listed(in_taizhou), expected(contracts, in_cluster, month, true));
}

TEST_P(ContractList, IsNarrowedByDaysAmountsAndWhoEntered) {
    enter(60);
    ContractListing listing{.from = date(2026, 3, 15), .to = date(2026, 4, 15)};
    EXPECT_EQ(listed(listing), expected(
                                   60, [](int i) { return month(i) == 2 || month(i) == 3; }, serial, true));
    listing = {.amount_from = Money::minor(10'200'000, CNY), .amount_to = Money::minor(10'300'000, CNY)};
    EXPECT_EQ(listed(listing), expected(
                                   60, [](int i) { return amount(i) == 2 || amount(i) == 3; }, serial, true));
    listing = {};
    listing.which.entered_by = "wang";
    EXPECT_EQ(listed(listing), expected(
                                   60, [](int i) { return i % 4 == 0; }, serial, true));
}

TEST_P(ContractList, FindsANumberByItsBeginningOrSerialAndElseTheLessee) {
    enter(60);
    const auto found = [&](const std::string& text) {
        ContractListing listing;
        listing.which.search = text;
        return listed(listing);
    };
    using Numbers = std::vector<std::string>;
    EXPECT_EQ(found("L-2026-00001").size(), 10U);
    EXPECT_EQ(found("l-2026-000042"), Numbers{"L-2026-000042"});
    EXPECT_EQ(found("42"), Numbers{"L-2026-000042"});
    EXPECT_EQ(found("泵业 4").size(), 10U);
    EXPECT_EQ(found("913310004").size(), 10U);
    EXPECT_EQ(found("TZBY").size(), 60U);
    EXPECT_EQ(found("hzby"), Numbers{});
    EXPECT_EQ(found("%"), Numbers{});
    EXPECT_EQ(found("nobody"), Numbers{});
}

TEST_P(ContractList, ACursorThatIsNoneOfOursBeginsAnew) {
    enter(20);
    ContractListing listing{.sort = ContractSort::FinancedAmount};
    const auto first = listed(listing);
    for (const char* after : {"nonsense", "x~L-2026-000001", "~", "99999999999999999999~L"}) {
        listing.which.after = after;
        EXPECT_EQ(listed(listing), first) << after;
    }
}

}  // namespace

}  // namespace leasebook::db
