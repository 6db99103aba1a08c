// What is promised and what is claimed stands in memorandum accounts, which balance among themselves (domain rules D.8,
// postings 1 and 40).
#include <gtest/gtest.h>

#include "tests/domain/ledger.h"

namespace leasebook::tests {
namespace {

const Date signing = date(2025, 1, 6), first_payment = date(2025, 1, 10), start = date(2025, 1, 20);

Balances after(const std::vector<ContractEvent>& events, Date through) {
    const auto content = content_of(l1(), "30421.94");
    return balances(live(content, *amortise(content.terms, content.rent), numbered(events), policy(), through));
}

std::string balance(const Balances& sums, Account account) {
    return sums.contains(account) ? to_text(sums.at(account)) : "0.00";
}

TEST(Commitment, StandsFromSigningUntilTheSupplierIsPaid) {
    std::vector<ContractEvent> events{ContractSigned{{"li", signing}}};
    const auto promised = after(events, signing);
    EXPECT_EQ(balance(promised, Account::Commitments), "1000000.00");
    EXPECT_EQ(balance(promised, Account::MemorandumContra), "-1000000.00");
    events.push_back(SupplierPaid{{"li", first_payment}, cny("400000.00"), "B-1"});
    EXPECT_EQ(balance(after(events, first_payment), Account::Commitments), "600000.00");
    events.push_back(SupplierPaid{{"li", start}, cny("600000.00"), "B-2"});
    events.push_back(activated(start));
    EXPECT_EQ(balance(after(events, start), Account::Commitments), "0.00");
    EXPECT_EQ(balance(after(events, start), Account::MemorandumContra), "0.00");
}

TEST(Commitment, IsNoneWhereALeaseIsSignedAfterItCommenced) {
    const auto sums = after({activated(start), ContractSigned{{"li", date(2025, 2, 3)}}}, date(2025, 2, 3));
    EXPECT_EQ(balance(sums, Account::Commitments), "0.00");
}

ContractEnded repossessed(Date on) {
    const Money none = cny("0.00");
    return {{"li", on}, EndKind::Repossession, none, none, none, none, none, cny("400000.00"), none,
            "unpaid",   cny("335126.45")};
}

TEST(ClaimPursued, IsWhatTheLawGivesAfterARepossession) {
    const Date on = date(2025, 7, 20);
    std::vector<ContractEvent> events{activated(start), repossessed(on)};
    EXPECT_EQ(balance(after(events, on), Account::ClaimsPursued), "335126.45");
    EXPECT_EQ(balance(after(events, on), Account::MemorandumContra), "-335126.45");
    events.push_back(RecoveryReceived{{"li", date(2025, 9, 1)}, cny("35126.45"), "court"});
    EXPECT_EQ(balance(after(events, date(2025, 9, 1)), Account::ClaimsPursued), "300000.00");
    events.push_back(ClaimGivenUp{{"li", date(2025, 12, 1)}, "no assets left"});
    EXPECT_EQ(balance(after(events, date(2025, 12, 1)), Account::ClaimsPursued), "0.00");
    EXPECT_EQ(balance(after(events, date(2025, 12, 1)), Account::MemorandumContra), "0.00");
}

TEST(ClaimPursued, MovesNoAmountOfTheBalanceSheet) {
    const Date on = date(2025, 7, 20);
    auto with = after({activated(start), repossessed(on)}, on);
    auto end = repossessed(on);
    end.legal_claim = cny("0.00");
    const auto without = after({activated(start), end}, on);
    with.erase(Account::ClaimsPursued);
    with.erase(Account::MemorandumContra);
    EXPECT_EQ(with, without);
}

}  // namespace
}  // namespace leasebook::tests
