#include <algorithm>
#include <functional>

#include "db/invoice_store.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

constexpr int bills = 40;

// Two contracts billed in turn, on few days, so that many bills are due on one day.
class InvoiceList : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_two_leases(c);
        std::vector<InvoiceToIssue> invoices;
        for (int i = 0; i < bills; ++i)
            invoices.push_back({i % 2 + 1, {i / 2, InvoiceKind::Due, due_date(i), Money::minor(100, CNY), {}}});
        issue(c, invoices, date(2026, 6, 30), noon);
    }
    static Date due_date(int i) { return add_months(date(2026, 1, 15), i % 3); }
    static int month(int i) { return i % 3; }

    std::vector<std::string> listed(InvoiceQuery query, int limit = 7) {
        std::vector<std::string> numbers;
        query.limit = limit;
        do {
            const auto page = database->read([&](Connection& c) { return list_invoices(c, query); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            for (const auto& row : page.rows) numbers.push_back(row.number);
            query.after = page.next;
        } while (!query.after.empty());
        return numbers;
    }
    // What the list must be, worked out bill by bill.
    static std::vector<std::string> expected(
        const std::function<int(int)>& key, bool descending,
        const std::function<bool(int)>& matches = [](int) { return true; }) {
        std::vector<int> order;
        for (int i = 0; i < bills; ++i)
            if (matches(i)) order.push_back(i);
        std::ranges::stable_sort(order, {}, key);
        if (descending) std::ranges::reverse(order);
        std::vector<std::string> numbers;
        for (const int i : order)
            numbers.push_back("I-2026-00000" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1));
        return numbers;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, InvoiceList, both_databases, dialect_name);

TEST_P(InvoiceList, EachOrderPagesThroughAllOnceInBothDirections) {
    for (const bool descending : {false, true}) {
        EXPECT_EQ(listed({.sort = InvoiceSort::Number, .descending = descending}),
                  expected([](int i) { return i; }, descending));
        EXPECT_EQ(listed({.sort = InvoiceSort::DueDate, .descending = descending}), expected(month, descending));
    }
}

TEST_P(InvoiceList, WhatNarrowsItHoldsOnEveryPage) {
    for (const bool descending : {false, true}) {
        EXPECT_EQ(
            listed(
                {.contract = ContractNumber{"L-2026-000002"}, .sort = InvoiceSort::DueDate, .descending = descending},
                3),
            expected(month, descending, [](int i) { return i % 2 == 1; }));
        EXPECT_EQ(listed({.from = date(2026, 2, 1),
                          .until = date(2026, 3, 31),
                          .kind = InvoiceKind::Due,
                          .sort = InvoiceSort::DueDate,
                          .descending = descending},
                         3),
                  expected(month, descending, [](int i) { return month(i) > 0; }));
    }
    EXPECT_EQ(listed({.kind = InvoiceKind::CreditNote}).size(), 0U);
}

TEST_P(InvoiceList, ACursorThatIsNoneOfOursBeginsAtTheBeginning) {
    EXPECT_EQ(listed({.sort = InvoiceSort::DueDate, .after = "nonsense"}).size(), static_cast<std::size_t>(bills));
}

}  // namespace

}  // namespace leasebook::db
