#include "db/payment_list.h"

#include <algorithm>
#include <functional>

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

constexpr int payments = 40, reversed_one = 4;

// Two leases that were paid in turn, on few days and not in the order of the days, and one of which the bank took a
// payment back.
class PaymentList : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_two_leases(c);
        for (int i = 0; i < payments; ++i) record(c, i % 2, payment(i));
        record(c, reversed_one % 2,
               PaymentReversed{{"zhao", date(2026, 5, 4)}, event_of_payment(reversed_one), "bounced"});
    }
    static void record(Connection& c, int lease, const ContractEvent& event) {
        const auto contract = find_contract(c, number_of(lease));
        ASSERT_TRUE(contract.has_value());
        ASSERT_TRUE(append(c, *contract, event, noon).has_value());
    }
    static ContractNumber number_of(int lease) { return {"L-2026-00000" + std::to_string(lease + 1)}; }
    static int day(int i) { return (i * 7) % 5; }
    static int event_of_payment(int i) { return i / 2 + 2; }  // the first event took the lease on
    static std::string reference(int i) { return (i < 10 ? "B\"%0" : "B\"%") + std::to_string(i); }
    static PaymentReceived payment(int i) {
        return {{"qian", date(2026, 3, 1) + std::chrono::days(day(i))},
                Money::minor(100 + i, CNY),
                reference(i),
                i % 3 == 0 ? std::optional<std::string>("大溪 \"reference\":\"B") : std::nullopt};
    }

    std::vector<ListedPayment> listed(PaymentQuery query, int limit = 7) {
        std::vector<ListedPayment> rows;
        query.limit = limit;
        do {
            const auto page = database->read([&](Connection& c) { return list_payments(c, query); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            rows.insert(rows.end(), page.rows.begin(), page.rows.end());
            query.after = page.next;
        } while (!query.after.empty() && rows.size() <= payments);
        return rows;
    }
    std::vector<std::string> references(const PaymentQuery& query, int limit = 7) {
        std::vector<std::string> found;
        for (const auto& row : listed(query, limit)) found.push_back(row.payment.reference);
        return found;
    }
    // What the list must be, worked out payment by payment.
    static std::vector<std::string> expected(
        const PaymentQuery& query, const std::function<bool(int)>& matches = [](int) { return true; }) {
        std::vector<int> order;
        for (int i = 0; i < payments; ++i)
            if (matches(i)) order.push_back(i);
        if (query.sort == PaymentSort::Date) std::ranges::stable_sort(order, {}, day);
        if (query.descending) std::ranges::reverse(order);
        std::vector<std::string> found;
        for (const int i : order) found.push_back(reference(i));
        return found;
    }
    // The same question in each order and direction.
    static std::vector<PaymentQuery> in_all_orders(PaymentQuery query) {
        std::vector<PaymentQuery> queries;
        for (const auto sort : {PaymentSort::Date, PaymentSort::RecordedAt})
            for (const bool descending : {false, true}) {
                query.sort = sort;
                query.descending = descending;
                queries.push_back(query);
            }
        return queries;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, PaymentList, both_databases, dialect_name);

TEST_P(PaymentList, EachOrderPagesThroughAllOnceInBothDirections) {
    for (const auto& query : in_all_orders({}))
        for (const int limit : {1, 7, payments, payments + 1}) EXPECT_EQ(references(query, limit), expected(query));
}

TEST_P(PaymentList, WhatNarrowsItHoldsOnEveryPage) {
    for (const auto& query : in_all_orders({.contract = number_of(1)}))
        EXPECT_EQ(references(query, 3), expected(query, [](int i) { return i % 2 == 1; }));
    for (const auto& query : in_all_orders({.from = date(2026, 3, 2), .until = date(2026, 3, 4)}))
        EXPECT_EQ(references(query, 3), expected(query, [](int i) { return day(i) >= 1 && day(i) <= 3; }));
    for (const auto& query : in_all_orders({.contract = number_of(0), .until = date(2026, 3, 2)}))
        EXPECT_EQ(references(query, 2), expected(query, [](int i) { return i % 2 == 0 && day(i) <= 1; }));
    EXPECT_TRUE(references({.contract = ContractNumber{"L-2026-000003"}}).empty());
    EXPECT_TRUE(references({.from = date(2026, 3, 4), .until = date(2026, 3, 2)}).empty());
}

// Their rows are read by several statements.
TEST_P(PaymentList, AllOfThemAtOnceStandInTheirOrder) {
    constexpr int many = 600;
    database->write([](Connection& c) {
        for (int i = payments; i < many; ++i) record(c, 0, payment(i));
    });
    const auto page = database->read(
        [](Connection& c) { return list_payments(c, {.sort = PaymentSort::RecordedAt, .limit = many}); });
    ASSERT_EQ(page.rows.size(), static_cast<std::size_t>(many));
    EXPECT_TRUE(page.next.empty());
    for (int i = 0; i < many; ++i) EXPECT_EQ(page.rows[static_cast<std::size_t>(i)].payment.reference, reference(i));
}

// A text of the payer that looks like a reference is none.
TEST_P(PaymentList, AReferenceIsFoundByItsBeginningAsItIsWritten) {
    for (const auto& query : in_all_orders({.contract = number_of(0), .reference = "B\"%1"}))
        EXPECT_EQ(references(query, 2), expected(query, [](int i) { return i % 2 == 0 && i / 10 == 1; }));
    EXPECT_EQ(references({.from = date(2026, 3, 1), .until = date(2026, 3, 5), .reference = reference(9)}),
              std::vector{reference(9)});
    for (const char* other : {"b\"%09", "\"%09", "B_", "B\"%09 ", "B\",", "\xFF"})
        EXPECT_TRUE(references({.contract = number_of(1), .reference = other}).empty()) << other;
}

TEST_P(PaymentList, SaysWhatWasReceivedAndByWhomItWasRecorded) {
    const auto rows = listed({.sort = PaymentSort::RecordedAt});
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(payments));
    for (int i = 0; i < payments; ++i) {
        const auto& row = rows[static_cast<std::size_t>(i)];
        EXPECT_EQ(row.contract, number_of(i % 2));
        EXPECT_EQ(row.event, event_of_payment(i));
        EXPECT_EQ(row.lessee, pump_maker().code);
        EXPECT_EQ(row.lessee_name, pump_maker().name);
        EXPECT_EQ(row.payment, payment(i));
        EXPECT_EQ(row.recorded_at, noon);
    }
}

// The other lease has an event of the same number, which was not reversed.
TEST_P(PaymentList, OnlyThePaymentThatAReversalNamesIsReversed) {
    for (const auto& query : in_all_orders({}))
        for (const auto& row : listed(query))
            EXPECT_EQ(row.status == PaymentStatus::Reversed, row.payment.reference == reference(reversed_one))
                << row.payment.reference;
}

TEST_P(PaymentList, ACursorThatIsNoneOfOursBeginsAtTheBeginning) {
    for (const char* cursor : {"nonsense", "2026-03-02", "2026-03-02~", "soon~7", "~", "-1"})
        for (auto query : in_all_orders({})) {
            query.after = cursor;
            EXPECT_EQ(references(query, payments), expected(query)) << cursor;
        }
}

// The same leases: one in five of what came in was recovered after a write-off, and the bank took several payments
// back.
class PaymentStatuses : public PaymentList {
protected:
    void enter_first(Connection& c) override {
        enter_two_leases(c);
        for (int i = 0; i < payments; ++i) {
            const auto paid = payment(i);
            if (status_of(i) == PaymentStatus::Recovered)
                record(c, i % 2, RecoveryReceived{paid.act, paid.amount, paid.reference});
            else
                record(c, i % 2, paid);
        }
        for (int i = 0; i < payments; ++i)
            if (status_of(i) == PaymentStatus::Reversed)
                record(c, i % 2,
                       PaymentReversed{{"zhao", date(2026, 5, 4)}, event_of_payment(i), R"(not "payment":"2")"});
    }
    static PaymentStatus status_of(int i) {
        if (i % 5 == 2) return PaymentStatus::Recovered;
        return i % 7 == 4 ? PaymentStatus::Reversed : PaymentStatus::Received;
    }
    static constexpr PaymentStatus all_statuses[] = {PaymentStatus::Received, PaymentStatus::Reversed,
                                                     PaymentStatus::Recovered};
};
INSTANTIATE_TEST_SUITE_P(Both, PaymentStatuses, both_databases, dialect_name);

TEST_P(PaymentStatuses, WhatWasRecoveredStandsAmongThePaymentsInEachOrder) {
    for (const auto& query : in_all_orders({}))
        for (const int limit : {1, 7, payments}) EXPECT_EQ(references(query, limit), expected(query));
    for (const auto& query : in_all_orders({.contract = number_of(1), .from = date(2026, 3, 2)}))
        EXPECT_EQ(references(query, 3), expected(query, [](int i) { return i % 2 == 1 && day(i) >= 1; }));
}

TEST_P(PaymentStatuses, EachPagesThroughItsOwnOnceInEachOrder) {
    for (const auto status : all_statuses) {
        const auto matches = [&](int i) { return status_of(i) == status; };
        for (const auto& query : in_all_orders({.status = status}))
            for (const int limit : {1, 2, 7, payments})
                EXPECT_EQ(references(query, limit), expected(query, matches)) << to_text(status) << limit;
    }
}

TEST_P(PaymentStatuses, NarrowWhatALeaseAPeriodAndAReferenceLeave) {
    for (const auto status : all_statuses) {
        for (const auto& query : in_all_orders({.contract = number_of(1), .status = status}))
            EXPECT_EQ(references(query, 2),
                      expected(query, [&](int i) { return i % 2 == 1 && status_of(i) == status; }));
        for (const auto& query : in_all_orders({.from = date(2026, 3, 2), .until = date(2026, 3, 4), .status = status}))
            EXPECT_EQ(references(query, 1),
                      expected(query, [&](int i) { return day(i) >= 1 && day(i) <= 3 && status_of(i) == status; }));
        for (const auto& query : in_all_orders(
                 {.from = date(2026, 3, 1), .until = date(2026, 3, 5), .reference = "B\"%1", .status = status}))
            EXPECT_EQ(references(query, 1),
                      expected(query, [&](int i) { return i / 10 == 1 && status_of(i) == status; }));
    }
}

TEST_P(PaymentStatuses, AreSaidOfEachRow) {
    for (const auto& query : in_all_orders({})) {
        const auto rows = listed(query);
        ASSERT_EQ(rows.size(), static_cast<std::size_t>(payments));
        for (const auto& row : rows) {
            const int i = static_cast<int>(row.payment.amount.minor_units()) - 100;
            EXPECT_EQ(row.status, status_of(i)) << i;
            EXPECT_EQ(row.event, event_of_payment(i));
            EXPECT_EQ(row.payment.act, payment(i).act);
            EXPECT_EQ(row.payment.reference, reference(i));
            EXPECT_EQ(row.payment.payer, row.status == PaymentStatus::Recovered ? std::nullopt : payment(i).payer);
        }
    }
}

}  // namespace

}  // namespace leasebook::db
