// The worked examples of domain.md C and D.4 to D.6, from the request over preview and confirmation to the ledger.
#include "tests/server/changes_case.h"

namespace leasebook::server {
namespace {

class Changes : public ChangesCase {
protected:
    // L1 as sale-and-leaseback (no VAT beside the rent, as in the examples), rents paid up to and with the twelfth.
    ContractNumber l1_after_rent_12() {
        const auto number = commenced(leaseback(tests::l1(), "30421.94"));
        pay_rents(number, 12, "30421.94");
        return number;
    }
};

TEST_F(Changes, RateResetOfExC1) {
    const auto number = l1_after_rent_12();
    const auto proposal = changed(number, ChangeKind::RateReset,
                                  {{"effective_date", "2026-01-20"}, {"annual_rate", "0.055"}, {"reason", "LPR"}});
    const auto rents = coming(proposal.after, date(2026, 1, 20));
    ASSERT_EQ(rents.size(), 24U);
    EXPECT_EQ(to_text(rents.front().rent), "30267.53");
    EXPECT_EQ(to_text(rents.front().interest), "3146.03");
    EXPECT_EQ(to_text(rents.back().rent), "30267.40");
    EXPECT_EQ(balance(ledger(number), Account::ModificationGain), "0.00");
    EXPECT_EQ(balance(ledger(number), Account::FinancingReceivable), "686406.07");
}

TEST_F(Changes, RateResetMidPeriodCountsFromTheNextPeriodOrByDays) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 2, 10);
    const Fields fields{{"effective_date", "2026-02-01"}, {"annual_rate", "0.055"}, {"reason", "LPR"}};
    const auto next = proposed(number, ChangeKind::RateReset, fields);
    ASSERT_TRUE(next);
    EXPECT_EQ(act_of(next->change.events.front()).on, date(2026, 2, 20));
    EXPECT_EQ(to_text(coming(next->after, date(2026, 1, 20)).front().interest), "3432.03");
    auto by_days = fields;
    by_days["rate_start"] = "split_period";
    const auto split = changed(number, ChangeKind::RateReset, by_days);
    // 12 days at 6 %, 19 at 5.5 %, as EX-B10 counts them: 1,372.81 + 1,992.48.
    EXPECT_EQ(to_text(coming(split.after, date(2026, 1, 20)).front().interest), "3365.29");
    EXPECT_TRUE(coming(split.after, date(2026, 1, 20)).back().closing.is_zero());
}

TEST_F(Changes, ExtensionOfExC2) {
    const auto number = l1_after_rent_12();
    const auto proposal = changed(number, ChangeKind::Extension,
                                  {{"effective_date", "2026-01-20"}, {"periods", "36"}, {"reason", "relief"}});
    const auto rents = coming(proposal.after, date(2026, 1, 20));
    ASSERT_EQ(rents.size(), 36U);
    EXPECT_EQ(to_text(rents.front().rent), "20881.80");
    EXPECT_TRUE(std::get<ScheduleChanged>(proposal.change.events.front()).modification_gain.is_zero());
}

TEST_F(Changes, PartialPrepaymentOfExC3) {
    const auto number = l1_after_rent_12();
    Fields fields{{"effective_date", "2026-01-20"}, {"amount", "200000.00"}, {"reason", "early money"}};
    const auto term = proposed(number, ChangeKind::PartialPrepayment, fields);
    ASSERT_TRUE(term);
    EXPECT_EQ(to_text(coming(term->after, date(2026, 1, 20)).front().rent), "21557.81");
    EXPECT_EQ(coming(term->after, date(2026, 1, 20)).size(), 24U);
    fields["keep"] = "rent";
    const auto rent = changed(number, ChangeKind::PartialPrepayment, fields);
    ASSERT_EQ(coming(rent.after, date(2026, 1, 20)).size(), 17U);
    EXPECT_EQ(to_text(coming(rent.after, date(2026, 1, 20)).back().rent), "21482.15");
    take(number, tests::payment(date(2026, 1, 20), "200000.00"));
    EXPECT_EQ(balance(ledger(number), Account::FinancingReceivable), "486406.07");
    EXPECT_EQ(balance(ledger(number), Account::OtherReceivables), "0.00");
}

TEST_F(Changes, PartialPrepaymentOfADirectLeaseBearsVat) {
    const auto number = commenced(finance_lease(tests::l1(), "30421.94"));
    pay_rents(number, 12, "34376.79");
    const auto proposal =
        changed(number, ChangeKind::PartialPrepayment,
                {{"effective_date", "2026-01-20"}, {"amount", "200000.00"}, {"fee_rate", "0.01"}, {"reason", "x"}});
    EXPECT_EQ(line(proposal, "repaid"), "200000.00");
    EXPECT_EQ(line(proposal, "fee"), "2000.00");
    EXPECT_EQ(line(proposal, "vat"), "26120.00");
    EXPECT_EQ(to_text(*proposal.change.total), "228120.00");
    take(number, tests::payment(date(2026, 1, 20), "228120.00"));
    EXPECT_EQ(balance(ledger(number), Account::OtherReceivables), "0.00");
    EXPECT_EQ(balance(ledger(number), Account::UnappliedReceipts), "0.00");
}

TEST_F(Changes, AddOnOfExC8IsALeaseOfItsOwn) {
    const auto number = l1_after_rent_12();
    const auto proposal = changed(number, ChangeKind::AddOn,
                                  {{"effective_date", "2026-01-20"},
                                   {"asset_class", "CNC"},
                                   {"serial_number", "SN-ADD"},
                                   {"financed_amount", "250000.00"}});
    EXPECT_EQ(line(proposal, "add_on_rent"), "11080.15");
    EXPECT_EQ(to_text(*proposal.change.total), "41502.09");
    const auto file = *database_->read([&](db::Connection& c) { return db::find_file(c, number); });
    const auto added = std::get<AddOnWritten>(file.events.back().event).contract;
    EXPECT_EQ(contract(added).status, ContractStatus::Draft);
    EXPECT_EQ(to_text(contract(added).content.rent), "11080.15");
}

TEST_F(Changes, AssignmentChangesTheLesseeAndNoAmount) {
    const auto number = l1_after_rent_12();
    database_->write([](db::Connection& c) {
        auto other = db::pump_maker();
        other.code = {"91331000MA2AK0002X"};
        EXPECT_TRUE(db::add(c, other));
    });
    const auto proposal =
        changed(number, ChangeKind::Assignment,
                {{"effective_date", "2026-01-20"}, {"lessee", "91331000MA2AK0002X"}, {"reason", "sold the plant"}});
    EXPECT_TRUE(proposal.postings.empty());
    EXPECT_EQ(proposal.before, proposal.after);
    EXPECT_EQ(contract(number).content.lessee.text, "91331000MA2AK0002X");
}

TEST_F(Changes, RestructuringOfExD5KeepsTheOriginalRate) {
    const auto number = l1_after_rent_12();
    const auto proposal =
        changed(number, ChangeKind::Restructuring,
                {{"effective_date", "2026-01-20"}, {"periods", "36"}, {"rent", "20000.00"}, {"reason", "relief"}});
    ASSERT_TRUE(proposal.change.test);
    EXPECT_EQ(to_text(proposal.change.test->present_value), "657420.32");
    EXPECT_EQ(proposal.change.test->treatment, ModificationTreatment::KeepRate);
    const auto sums = ledger(number);
    EXPECT_EQ(balance(sums, Account::ModificationGain), "28985.75");
    EXPECT_EQ(balance(sums, Account::FinancingReceivable), "657420.32");
}

TEST_F(Changes, SubstantialRestructuringAsksForTheMarketRate) {
    const auto number = l1_after_rent_12();
    Fields fields{{"effective_date", "2026-01-20"}, {"periods", "96"}, {"rent", "7500.00"}, {"reason", "relief"}};
    const auto refused = proposed(number, ChangeKind::Restructuring, fields);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "market_rate");
    fields["market_rate"] = "0.05";
    const auto proposal = changed(number, ChangeKind::Restructuring, fields);
    EXPECT_EQ(proposal.change.test->treatment, ModificationTreatment::Derecognise);
}

TEST_F(Changes, NewRentsMustRepay) {
    const auto number = l1_after_rent_12();
    const auto refused =
        proposed(number, ChangeKind::Restructuring,
                 {{"effective_date", "2026-01-20"}, {"periods", "24"}, {"rent", "20000.00"}, {"reason", "relief"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()), "The new rents repay 480000.00 in all, less than the 686406.07 that is owed.");
}

TEST_F(Changes, OverdueRentsArePaidOrCapitalisedBeforeARestructuring) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 3, 25);
    Fields fields{{"effective_date", "2026-03-25"}, {"periods", "36"}, {"reason", "relief"}};
    const auto refused = proposed(number, ChangeKind::Restructuring, fields);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().field, "overdue_rents");
    fields["overdue_rents"] = "capitalise";
    const auto proposal = changed(number, ChangeKind::Restructuring, fields);
    EXPECT_EQ(to_text(std::get<ScheduleChanged>(proposal.change.events.front()).capitalised), "60843.88");
    const auto life = database_->read([&](db::Connection& c) {
        const BookRules rules(c, today_);
        return life_of(*db::find_file(c, number), rules.policy(), today_);
    });
    EXPECT_TRUE(life.overdue().is_zero());
    EXPECT_TRUE(life.unapplied.is_zero());
    // All that was owed before is owed after: 635,153.12 not yet due, and two rents.
    EXPECT_EQ(balance(ledger(number), Account::FinancingReceivable),
              to_text(coming(proposal.after, today_)[0].opening));
    EXPECT_TRUE(coming(proposal.after, today_).back().closing.is_zero());
}

TEST_F(Changes, PaymentHolidayCapitalisesItsInterestOrHasItPaid) {
    const auto number = l1_after_rent_12();
    Fields fields{{"effective_date", "2026-01-20"}, {"free_rents", "3"}, {"reason", "slack season"}};
    const auto capitalised = proposed(number, ChangeKind::PaymentHoliday, fields);
    ASSERT_TRUE(capitalised);
    const auto rents = coming(capitalised->after, date(2026, 1, 20));
    EXPECT_TRUE(rents[2].rent.is_zero());
    EXPECT_EQ(rents.size(), 24U);
    EXPECT_GT(rents[2].closing, cny("686406.07"));
    fields["free_interest"] = "paid";
    fields["holiday_end"] = "extend_term";
    const auto paid = changed(number, ChangeKind::PaymentHoliday, fields);
    EXPECT_EQ(to_text(coming(paid.after, date(2026, 1, 20))[2].rent), "3432.03");
    EXPECT_EQ(coming(paid.after, date(2026, 1, 20)).size(), 27U);
}

TEST_F(Changes, ChangeBetweenDueDatesCarriesTheInterestOfTheRunningPeriod) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 2, 4);
    const auto proposal =
        changed(number, ChangeKind::PartialPrepayment,
                {{"effective_date", "2026-02-04"}, {"amount", "200000.00"}, {"reason", "early money"}});
    const auto rents = coming(proposal.after, date(2026, 1, 20));
    ASSERT_EQ(rents.size(), 24U);
    // 15 days on 686,406.07 and 16 on 486,406.07.
    EXPECT_EQ(to_text(rents.front().interest), "3013.10");
    EXPECT_TRUE(rents.back().closing.is_zero());
    EXPECT_LE(rents[0].rent - rents.back().rent, cny("0.30"));
}

TEST_F(Changes, NeedTheVersionAndTheProposalThatWereSeen) {
    const auto number = l1_after_rent_12();
    const Fields fields{{"effective_date", "2026-01-20"}, {"annual_rate", "0.055"}, {"reason", "LPR"}};
    const auto proposal = proposed(number, ChangeKind::RateReset, fields);
    const auto old = database_->write([&](db::Connection& c) {
        return confirm(c, {number, proposal->version - 1, {ChangeKind::RateReset, fields}, {}, "zhao", noon(today_)});
    });
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code, ErrorCode::Conflict);
    auto other = fields;
    other["annual_rate"] = "0.05";
    const auto changed_input = confirmed(number, ChangeKind::RateReset, other, proposal->hash);
    ASSERT_FALSE(changed_input);
    EXPECT_EQ(message(changed_input.error()), "This is not what was previewed. Preview the change again.");
}

TEST_F(Changes, NeedASecondPersonForARestructuring) {
    const auto number = l1_after_rent_12();
    const Fields fields{{"effective_date", "2026-01-20"}, {"periods", "36"}, {"reason", "relief"}};
    const auto first = confirmed(number, ChangeKind::Restructuring, fields);
    ASSERT_TRUE(first && first->pending);
    EXPECT_EQ(contract(number).version, first->contract.version) << "nothing is recorded yet";
    const auto own = approved(number, *first->pending, "zhao");
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().code, ErrorCode::Forbidden);
    take(number, tests::payment(date(2026, 1, 20), "1.00"));
    const auto stale = approved(number, *first->pending);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, ErrorCode::Conflict);
    const auto rejected = database_->write([&](db::Connection& c) {
        return reject_change(c, {number, *first->pending, "qian", noon(today_)});
    });
    EXPECT_TRUE(rejected);
    const auto again = approved(number, *first->pending);
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "This change was rejected already.");
}

TEST_F(Changes, AreRefusedOutsideTheLease) {
    const auto number = l1_after_rent_12();
    const auto field_of = [&](ChangeKind kind, const Fields& fields) {
        const auto refused = proposed(number, kind, fields);
        EXPECT_FALSE(refused);
        return refused ? "" : refused.error().field;
    };
    EXPECT_EQ(
        field_of(ChangeKind::RateReset, {{"effective_date", "2025-01-19"}, {"annual_rate", "0.05"}, {"reason", "x"}}),
        "effective_date");
    EXPECT_EQ(
        field_of(ChangeKind::RateReset, {{"effective_date", "2028-01-20"}, {"annual_rate", "0.05"}, {"reason", "x"}}),
        "effective_date");
    EXPECT_EQ(field_of(ChangeKind::EarlySettlement, {{"effective_date", "2026-02-04"}, {"reason", "x"}}),
              "effective_date");
    EXPECT_EQ(field_of(ChangeKind::PartialPrepayment,
                       {{"effective_date", "2026-01-20"}, {"amount", "686406.07"}, {"reason", "x"}}),
              "amount");
    EXPECT_EQ(field_of(ChangeKind::PartialPrepayment,
                       {{"effective_date", "2026-01-20"}, {"amount", "-1.00"}, {"reason", "x"}}),
              "amount");
    EXPECT_EQ(field_of(ChangeKind::EarlySettlement,
                       {{"effective_date", "2026-01-20"}, {"fee_rate", "-0.01"}, {"reason", "x"}}),
              "fee_rate");
}

TEST_F(Changes, BackDatedOnesHaveTheLaterOnesDecidedAgain) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 4, 25);
    changed(number, ChangeKind::RateReset,
            {{"effective_date", "2026-03-20"}, {"annual_rate", "0.055"}, {"reason", "LPR"}});
    const int reset = contract(number).version;
    const auto proposal = changed(number, ChangeKind::PartialPrepayment,
                                  {{"effective_date", "2026-02-10"}, {"amount", "100000.00"}, {"reason", "found"}});
    ASSERT_EQ(proposal.change.events.size(), 2U);
    EXPECT_EQ(replaced_by(proposal.change.events[1]), reset);
    EXPECT_EQ(act_of(proposal.change.events[1]).on, date(2026, 3, 20));

    // The same two in their natural order.
    const auto other = commenced(leaseback(tests::l1(), "30421.94"), {}, "L-2025-000002");
    pay_rents(other, 12, "30421.94");
    changed(other, ChangeKind::PartialPrepayment,
            {{"effective_date", "2026-02-10"}, {"amount", "100000.00"}, {"reason", "found"}});
    changed(other, ChangeKind::RateReset,
            {{"effective_date", "2026-03-20"}, {"annual_rate", "0.055"}, {"reason", "LPR"}});
    EXPECT_EQ(ledger(number), ledger(other));
}

}  // namespace
}  // namespace leasebook::server
