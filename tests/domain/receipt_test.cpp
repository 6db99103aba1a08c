// Payments of which it is not known yet which lease they are for: what is proposed, and what the books hold.
#include "domain/books/receipt.h"

#include <gtest/gtest.h>

#include "tests/domain/ledger.h"

namespace leasebook {
namespace {

using tests::cny;

ReceiptEntry slip(const char* amount, const std::string& payer, const std::string& text = "") {
    ReceiptEntry entry{date(2026, 7, 1), CNY, cny(amount), payer, "B-1", {}};
    if (!text.empty()) entry.remittance_text = text;
    return entry;
}

const std::vector<OpenLease> leases{
    {{"L-2026-000001"}, "苏州精密机械有限公司", CNY, {cny("100.00"), cny("250.00"), cny("70.00")}},
    {{"L-2026-000002"}, "苏州精密机械有限公司", CNY, {cny("300.00")}},
    {{"L-2026-000003"}, "Taizhou Pumps (China)", CNY, {}},
    {{"L-2026-000004"}, "苏州精密机械有限公司", USD, {Money::minor(30'000, USD)}}};

using Proposals = std::vector<MatchProposal>;

TEST(Proposals, ANumberThatTheLesseeItselfNamesIsSurest) {
    const auto found = proposed_matches(slip("1.00", "苏州精密机械有限公司", "支付L-2026-000002租金"), leases);
    EXPECT_EQ(found, (Proposals{{{"L-2026-000002"}, MatchGround::NumberAndPayer},
                                {{"L-2026-000001"}, MatchGround::PayerAlone}}));
    EXPECT_EQ(confidence_of(found[0].ground), 95);
    EXPECT_EQ(confidence_of(found[1].ground), 60);
}

TEST(Proposals, ANumberThatAThirdPartyNamesStaysBelowWhatIsBookedUnasked) {
    const auto found = proposed_matches(slip("300.00", "王伟", "rent l-2026-000002."), leases);
    EXPECT_EQ(found, (Proposals{{{"L-2026-000002"}, MatchGround::NumberAlone}}));
    EXPECT_LT(confidence_of(MatchGround::NumberAlone), 95) << "R-J-05";
}

TEST(Proposals, ANumberIsNoPartOfALongerOne) {
    EXPECT_EQ(proposed_matches(slip("1.00", "王伟", "XL-2026-000002 L-2026-0000021"), leases), Proposals{});
}

TEST(Proposals, TheLesseesAmountFitsOneDueOrTheOldestTogether) {
    const auto surest = [&](const char* amount) {
        return proposed_matches(slip(amount, "苏州精密机械有限公司"), leases).front();
    };
    const MatchProposal first{{"L-2026-000001"}, MatchGround::PayerAndAmount};
    EXPECT_EQ(surest("250.00"), first) << "one of them";
    EXPECT_EQ(surest("350.00"), first) << "the two oldest";
    EXPECT_EQ(surest("420.00"), first) << "all";
    EXPECT_EQ(surest("300.00"), (MatchProposal{{"L-2026-000002"}, MatchGround::PayerAndAmount}));
    EXPECT_EQ(surest("320.00").ground, MatchGround::PayerAlone) << "the two newest are not paid before the oldest";
}

TEST(Proposals, AnAmountThatFitsTwoLeasesTellsNeither) {
    auto alike = leases;
    alike[1].open = {cny("250.00")};
    for (const auto& proposal : proposed_matches(slip("250.00", "苏州精密机械有限公司"), alike))
        EXPECT_EQ(proposal.ground, MatchGround::PayerAlone) << proposal.contract.text;
}

TEST(Proposals, AreOfTheReceiptsCurrency) {
    auto dollars = slip("1.00", "苏州精密机械有限公司", "L-2026-000001");
    dollars.currency = USD;
    dollars.amount = Money::minor(30'000, USD);
    EXPECT_EQ(proposed_matches(dollars, leases), (Proposals{{{"L-2026-000004"}, MatchGround::PayerAndAmount}}));
}

TEST(Proposals, KnowAFirmHoweverBanksWriteItsName) {
    EXPECT_EQ(proposed_matches(slip("1.00", "TAIZHOU PUMPS（China）"), leases),
              (Proposals{{{"L-2026-000003"}, MatchGround::PayerAlone}}));
    EXPECT_FALSE(is_same_name("Taizhou Pumps", "Taizhou Pump"));
}

TEST(AReceipt, HasAnAmountAboveZero) {
    EXPECT_TRUE(check(slip("0.01", "A")).empty());
    for (const char* none : {"0.00", "-1.00"}) EXPECT_TRUE(names_field(check(slip(none, "A")), "amount")) << none;
}

TEST(AReceipt, StandsAtTheBankAndAmongWhatIsUnappliedUntilItIsGivenBack) {
    const Receipt receipt{7, {"R-2026-000007"}, slip("300.00", "王伟"), "chen"};
    const auto entry = entry_of(receipt), back = entry_of_return(receipt, date(2026, 7, 9));
    EXPECT_EQ(entry.business_date, date(2026, 7, 1)) << "the value date";
    EXPECT_EQ(entry.event, 7);
    EXPECT_EQ(entry.lines,
              (std::vector<JournalLine>{{Account::Bank, cny("300.00")}, {Account::UnappliedReceipts, -cny("300.00")}}));
    EXPECT_EQ(back.business_date, date(2026, 7, 9));
    EXPECT_EQ(back.lines,
              (std::vector<JournalLine>{{Account::UnappliedReceipts, cny("300.00")}, {Account::Bank, -cny("300.00")}}));
}

TEST(AReceipt, IsMatchedOrGivenBackOnce) {
    Receipt receipt{7, {"R-2026-000007"}, slip("300.00", "王伟"), "chen"};
    EXPECT_TRUE(require_unmatched(receipt));
    receipt.status = ReceiptStatus::Matched;
    receipt.decided_on = date(2026, 7, 2);
    receipt.contract = ContractNumber{"L-2026-000002"};
    EXPECT_EQ(message(require_unmatched(receipt).error()), "R-2026-000007 was matched to L-2026-000002 on 2026-07-02.");
    receipt.status = ReceiptStatus::GivenBack;
    EXPECT_EQ(message(require_unmatched(receipt).error()), "R-2026-000007 was given back on 2026-07-02.");
}

TEST(AReceipt, IsGivenBackAfterItCameAndNotAheadOfTime) {
    const Receipt receipt{7, {"R-2026-000007"}, slip("300.00", "王伟"), "chen"};
    const Date today = date(2026, 7, 5);
    EXPECT_TRUE(require_return_day(receipt, date(2026, 7, 1), today));
    EXPECT_TRUE(require_return_day(receipt, today, today));
    EXPECT_FALSE(require_return_day(receipt, date(2026, 6, 30), today));
    EXPECT_FALSE(require_return_day(receipt, date(2026, 7, 6), today));
}

}  // namespace
}  // namespace leasebook
