#include "domain/life/receipts.h"

#include <gtest/gtest.h>

#include "tests/domain/ledger.h"

namespace leasebook {
namespace {

using tests::cny;

// A million over 36 months from 20 January 2025 (EX-B1), lived through to `today`.
class Receipts : public testing::Test {
protected:
    void happens(ContractEvent event) {
        contract_ = evolve(contract_, event);
        events_.push_back({contract_.version, std::move(event)});
    }
    Receipts() {
        contract_.number = {"L-2025-000001"};
        happens(ContractDrafted{{"wang", date(2025, 1, 5)}, tests::content_of(tests::l1(), "30421.94")});
        happens(ContractActivated{{"wang", date(2025, 1, 20)}});
    }
    Life life(Date day) const {
        const auto& content = contract_.content;
        return live(content, *amortise(content.terms, content.rent), events_, tests::policy(), day);
    }
    BookDays days() const { return book_days(contract_, events_, date(2025, 1, 1), today); }
    Result<PaymentReceived> pays(Date on, const char* amount, Money owed = cny("1.00")) const {
        return receive_payment(contract_, {"bank", on}, days(), {cny(amount), "B-1", {}}, owed);
    }
    Result<PaymentReversed> reverses(Date on, int payment) const {
        return reverse_payment(contract_, {"chen", on}, days(), events_, life(on), payment, "bounced");
    }
    Result<PaymentRefunded> refunds(Date on, const char* amount) const {
        return refund_payment(contract_, {"chen", on}, days(), events_, life(on), cny(amount), "B-9");
    }
    Result<DepositMoved> moves(Date on, DepositMove move, const char* amount) const {
        return move_deposit(contract_, {"chen", on}, days(), events_, life(on), move, cny(amount));
    }
    template <class Event>
    static std::string refusal(const Result<Event>& result) {
        return result ? "not refused" : message(result.error());
    }

    const Date today = date(2025, 4, 30);
    Contract contract_;
    std::vector<NumberedEvent> events_;
};

TEST_F(Receipts, APaymentMayComeBeforeItIsDueButNotBeforeCommencement) {
    EXPECT_TRUE(pays(date(2025, 1, 20), "30421.94"));
    EXPECT_EQ(refusal(pays(date(2025, 1, 19), "30421.94")),
              "The books of contract L-2025-000001 begin on 2025-01-20: nothing can be booked before.");
    EXPECT_EQ(refusal(pays(date(2025, 5, 1), "30421.94")), "This day is still to come: book it when it is there.");
    EXPECT_EQ(refusal(pays(today, "0.00")), "The amount must be above zero.");
    EXPECT_EQ(refusal(receive_payment(contract_, {"bank", today}, days(), {Money::minor(1, USD), "B-1", {}}, {})),
              "Contract L-2025-000001 is in CNY.");
}

TEST_F(Receipts, AContractThatDoesNotRunTakesNone) {
    contract_.status = ContractStatus::Signed;
    EXPECT_EQ(refusal(pays(today, "1.00")),
              "Contract L-2025-000001 is signed; only a contract that is active allows this.");
}

TEST_F(Receipts, AnEndedContractTakesPaymentsWhileSomethingIsOwed) {
    happens(ContractEnded{{"wang", date(2025, 4, 1)},
                          EndKind::EarlySettlement,
                          cny("900000.00"),
                          cny("0.00"),
                          cny("0.00"),
                          cny("0.00"),
                          cny("0.00"),
                          cny("0.00"),
                          cny("0.00"),
                          "sold"});
    EXPECT_TRUE(pays(today, "900000.00", cny("900000.00")));
    EXPECT_EQ(refusal(pays(today, "1.00", cny("0.00"))),
              "Contract L-2025-000001 is early_terminated since 2025-04-01.");
    EXPECT_EQ(refusal(charge_fee(contract_, {"chen", today}, days(), events_, cny("1.00"), "late")),
              "Contract L-2025-000001 is early_terminated since 2025-04-01.");
}

TEST_F(Receipts, AContractTakenOnIsBookedFromTheFirstDayOfTheBooks) {
    events_.front().event = ContractTakenOn{{"import", date(2025, 1, 20)}, contract_.content, ContractStatus::Active};
    EXPECT_EQ(book_days(contract_, events_, date(2025, 3, 1), today).begins, date(2025, 3, 1));
    EXPECT_EQ(book_days(contract_, events_, date(2024, 3, 1), today).begins, date(2025, 1, 20));
}

TEST_F(Receipts, APaymentIsReversedOnce) {
    happens(tests::payment(date(2025, 2, 15), "30421.94"));
    EXPECT_EQ(refusal(reverses(date(2025, 2, 14), 3)),
              "The payment came in on 2025-02-15: it cannot be reversed before.");
    EXPECT_EQ(refusal(reverses(today, 2)), "Contract L-2025-000001 has no payment 2.");
    EXPECT_EQ(refusal(reverses(today, 99)), "Contract L-2025-000001 has no payment 99.");
    const auto reversed = reverses(date(2025, 3, 1), 3);
    ASSERT_TRUE(reversed);
    happens(*reversed);
    EXPECT_EQ(refusal(reverses(today, 3)), "Payment 3 was reversed on 2025-03-01 already.");
}

TEST_F(Receipts, WhatWasGivenBackCannotBeTakenBack) {
    happens(tests::payment(date(2025, 1, 20), "50000.00"));
    EXPECT_EQ(refusal(refunds(date(2025, 1, 25), "50000.01")),
              "Only 50000.00 has settled nothing and can be given back.");
    const auto refunded = refunds(date(2025, 1, 25), "10000.00");
    ASSERT_TRUE(refunded);
    happens(*refunded);
    EXPECT_EQ(refusal(reverses(today, 3)), "Of payment 3 10000.00 was given back: it cannot be reversed.");
    // By February the first rent has taken 30,421.94 and its VAT.
    EXPECT_EQ(refusal(refunds(date(2025, 2, 20), "9578.06")).substr(0, 5), "Only ");
}

TEST_F(Receipts, NothingThatTakesFromUnappliedMoneyGoesBehindARefund) {
    happens(tests::payment(date(2025, 1, 20), "50000.00"));
    happens(*refunds(date(2025, 1, 25), "50000.00"));
    const auto sentence = "Money was given back on 2025-01-25: this cannot take effect before.";
    EXPECT_EQ(refusal(refunds(date(2025, 1, 24), "1.00")), sentence);
    EXPECT_EQ(refusal(charge_fee(contract_, {"chen", date(2025, 1, 24)}, days(), events_, cny("1.00"), "copy")),
              sentence);
    EXPECT_EQ(refusal(reverses(date(2025, 1, 24), 3)), sentence);
    EXPECT_TRUE(pays(date(2025, 1, 24), "1.00")) << "money that comes in harms nothing";
}

TEST_F(Receipts, NoMoreOfADepositMovesThanIsHeld) {
    EXPECT_EQ(refusal(moves(date(2025, 2, 1), DepositMove::Used, "1.00")),
              "The deposit held is 0.00: no more than that can be moved.");
    happens(*moves(date(2025, 2, 1), DepositMove::Received, "50000.00"));
    EXPECT_EQ(refusal(moves(date(2025, 1, 31), DepositMove::Received, "1.00")),
              "The deposit was moved on 2025-02-01: what it was before that stays as it was.");
    EXPECT_FALSE(moves(date(2025, 3, 1), DepositMove::Refunded, "50000.01"));
    happens(*moves(date(2025, 3, 1), DepositMove::Used, "50000.00"));
    EXPECT_EQ(life(today).deposit, cny("0.00"));
}

}  // namespace
}  // namespace leasebook
