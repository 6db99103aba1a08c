#include "db/provision_list.h"

#include <algorithm>
#include <functional>

#include "tests/db/databases.h"
#include "tests/db/records.h"

namespace leasebook::db {

namespace {

constexpr int contracts = 12;
const Period june = period_of(date(2026, 6, 30));

// A month of contracts whose numbers run against their ids, many of them equal in a figure.
class ProvisionList : public OnBothBooks {
protected:
    void enter_first(Connection& c) override {
        enter_register(c);
        std::vector<Provision> provisions;
        for (int i = 0; i < contracts; ++i) {
            ASSERT_TRUE(create_contract(c, number_of(i), drafted(), noon).has_value());
            auto& id = c.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
            ASSERT_TRUE(id.bind(1, number_of(i).text).step());
            Provision p;
            p.contract_id = id.integer(0);
            id.reset();
            p.days_past_due = days(i);
            p.stage = i % 2 == 0 ? Stage::One : Stage::Two;
            p.exposure = Money::minor(1'000 + i, CNY);
            p.allowance = Money::minor(allowance(i), CNY);
            p.reasons = "reason " + std::to_string(i);
            provisions.push_back(p);
        }
        keep_provisions(c, june, provisions);
        auto other = provisions.front();
        keep_provisions(c, june.previous(), {other});
    }
    static ContractNumber number_of(int i) { return {"L-2026-0000" + std::to_string(99 - i)}; }
    static int days(int i) { return i % 3 * 30; }
    static int allowance(int i) { return i * 5 % 4 - 1; }

    std::vector<std::string> listed(ProvisionQuery query, int limit) {
        std::vector<std::string> reasons;
        query.period = june;
        query.limit = limit;
        do {
            const auto page = database->read([&](Connection& c) { return list_provisions(c, query); });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            for (const auto& row : page.rows) reasons.push_back(row.provision.reasons);
            query.after = page.next;
        } while (!query.after.empty() && reasons.size() <= contracts);
        return reasons;
    }
    // What the list must be, worked out one by one; those equal in the figure stand in the order of their ids.
    static std::vector<std::string> expected(
        const std::function<int(int)>& key, bool descending,
        const std::function<bool(int)>& matches = [](int) { return true; }) {
        std::vector<int> order;
        for (int i = 0; i < contracts; ++i)
            if (matches(i)) order.push_back(i);
        std::ranges::stable_sort(order, {}, key);
        if (descending) std::ranges::reverse(order);
        std::vector<std::string> reasons;
        for (const int i : order) reasons.push_back("reason " + std::to_string(i));
        return reasons;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, ProvisionList, both_databases, dialect_name);

TEST_P(ProvisionList, EachOrderPagesThroughTheMonthOnceInBothDirections) {
    for (const bool descending : {false, true})
        for (const int limit : {1, 5, contracts}) {
            EXPECT_EQ(listed({.sort = ProvisionSort::Contract, .descending = descending}, limit),
                      expected([](int i) { return -i; }, descending));
            EXPECT_EQ(listed({.sort = ProvisionSort::DaysPastDue, .descending = descending}, limit),
                      expected(days, descending));
            EXPECT_EQ(listed({.sort = ProvisionSort::Exposure, .descending = descending}, limit),
                      expected([](int i) { return i; }, descending));
            EXPECT_EQ(listed({.sort = ProvisionSort::Allowance, .descending = descending}, limit),
                      expected(allowance, descending));
        }
}

TEST_P(ProvisionList, WhatNarrowsItHoldsOnEveryPage) {
    for (const bool descending : {false, true}) {
        EXPECT_EQ(listed({.stage = Stage::Two, .sort = ProvisionSort::Allowance, .descending = descending}, 2),
                  expected(allowance, descending, [](int i) { return i % 2 == 1; }));
        EXPECT_EQ(listed({.cluster = "TZ", .sort = ProvisionSort::DaysPastDue, .descending = descending}, 5),
                  expected(days, descending));
    }
    EXPECT_TRUE(listed({.cluster = "none", .sort = ProvisionSort::Allowance}, 5).empty());
    EXPECT_EQ(listed({.contract = number_of(3), .sort = ProvisionSort::Allowance}, 5),
              std::vector<std::string>{"reason 3"});
}

TEST_P(ProvisionList, ACursorThatIsNoneOfOursBeginsAtTheBeginning) {
    EXPECT_EQ(listed({.sort = ProvisionSort::Allowance, .after = "nonsense"}, contracts), expected(allowance, false));
}

}  // namespace

}  // namespace leasebook::db
