#include "db/journal_store.h"
#include "db/monthly_movements.h"
#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

class CloseInputs : public HouseCase {
protected:
    Money allowances() {
        Money sum = Money::zero(CNY);
        database_->read([&](db::Connection& c) {
            for (const auto& line : db::trial_balance(c, period_of(date(2026, 6, 1))))
                if (line.account == Account::LossAllowance) sum += line.closing;
        });
        return sum;
    }
    Response close() {
        auto answer = post_json("/api/v1/periods/2026-06/close", "{}", as(Role::Finance));
        wait_for_close();
        return answer;
    }
};

TEST_F(CloseInputs, InvoicesOfAClosedMonthAreListedByContract) {
    EXPECT_EQ(close().status, 202);
    const auto all = json_of(get("/api/v1/invoices?from=2026-06-01&until=2026-06-30", as(Role::Finance)));
    ASSERT_FALSE(all["items"].empty());
    const auto contract = all["items"][0]["contract"].get<std::string>();
    const auto own = json_of(get("/api/v1/invoices?contract=" + contract, as(Role::Finance)));
    ASSERT_FALSE(own["items"].empty());
    for (const auto& invoice : own["items"]) EXPECT_EQ(invoice["contract"], contract);
    EXPECT_EQ(get("/api/v1/invoices?from=June", as(Role::Finance)).status, 422);
}

TEST_F(CloseInputs, AnOverlayRaisesTheAllowanceAndNeedsItsReason) {
    EXPECT_EQ(
        fields_of(post_json("/api/v1/periods/2026-06/overlays", R"({"cluster":"*","share":"9"})", as(Role::Finance))),
        (std::set<std::string>{"share", "reason"}));
    EXPECT_EQ(post_json("/api/v1/periods/2026-06/overlays", R"({"cluster":"NOWHERE","share":"0.5","reason":"x"})",
                        as(Role::Finance))
                  .status,
              422);
    EXPECT_EQ(post_json("/api/v1/periods/2026-06/overlays",
                        R"({"cluster":"*","share":"1","reason":"The anchor pays late"})", as(Role::Finance))
                  .status,
              201);
    EXPECT_EQ(close().status, 202);
    const auto expected = database_->read([](db::Connection& c) {
        auto& select = c.prepare("SELECT SUM(`expected_loss`) FROM `provisions`");
        return select.step() ? select.integer(0) : 0;
    });
    EXPECT_EQ(-allowances().minor_units(), 2 * expected);
    EXPECT_EQ(post_json("/api/v1/periods/2026-06/overlays", R"({"cluster":"*","share":"1","reason":"Too late"})",
                        as(Role::Finance))
                  .status,
              409);
}

TEST_F(CloseInputs, AnExchangeRateIsAboveZeroAndBetweenTwoCurrencies) {
    const auto put = [&](const std::string& body) {
        return send_json("PUT", "/api/v1/exchange-rates", body, as(Role::Finance));
    };
    EXPECT_EQ(fields_of(put(R"({"from":"EUR","to":"EUR","date":"2026-06-30","rate":"0"})")),
              (std::set<std::string>{"rate", "to"}));
    EXPECT_EQ(put(R"({"from":"EUR","to":"CNY","date":"2026-06-30","rate":"7.8012"})").status, 200);
}

TEST_F(CloseInputs, AMonthIsNotClosedBeforeItEnds) {
    EXPECT_EQ(close().status, 202);
    const auto answer = post_json("/api/v1/periods/2026-07/close", "{}", as(Role::Finance));
    EXPECT_EQ(answer.status, 409);
    EXPECT_NE(answer.body.find("cannot be closed before"), std::string::npos);
}

}  // namespace
}  // namespace leasebook::server
