// The ends of leases by the worked examples of domain.md C and D.4, and what follows them, in the ledger.
#include "server/books/verify.h"
#include "server/contracts.h"
#include "tests/server/changes_case.h"

namespace leasebook::server {
namespace {

class Ends : public ChangesCase {
protected:
    // L1 as sale-and-leaseback, rents paid up to and with the twelfth.
    ContractNumber l1_after_rent_12() {
        const auto number = commenced(leaseback(tests::l1(), "30421.94"));
        pay_rents(number, 12, "30421.94");
        return number;
    }
};

TEST_F(Ends, EarlySettlementOfExC4) {
    const auto number = l1_after_rent_12();
    take(number, DepositMoved{{"li", date(2025, 1, 20)}, DepositMove::Received, cny("50000.00")});
    today_ = date(2026, 2, 4);
    const auto proposal = changed(number, ChangeKind::EarlySettlement,
                                  {{"effective_date", "2026-02-04"}, {"fee_rate", "0.03"}, {"reason", "sold"}});
    EXPECT_EQ(line(proposal, "interest"), "1716.02");
    EXPECT_EQ(line(proposal, "termination_fee"), "20592.18");
    EXPECT_EQ(line(proposal, "deposit"), "-50000.00");
    EXPECT_EQ(to_text(*proposal.change.total), "658714.27");  // the example's nominal price of 100.00 is not agreed
    take(number, tests::payment(date(2026, 2, 4), "658714.27"));
    const auto sums = ledger(number);
    for (const auto account : {Account::FinancingReceivable, Account::AccruedInterest, Account::OtherReceivables,
                               Account::SecurityDeposits, Account::UnappliedReceipts, Account::DeferredOutputVat})
        EXPECT_EQ(balance(sums, account), "0.00") << to_text(account);
    EXPECT_EQ(balance(sums, Account::PenaltyIncome), "-20592.18");
    EXPECT_EQ(contract(number).status, ContractStatus::EarlyTerminated);
    const auto refused = proposed(number, ChangeKind::RateReset,
                                  {{"effective_date", "2026-02-04"}, {"annual_rate", "0.05"}, {"reason", "x"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()), "Contract L-2025-000001 is early_terminated since 2026-02-04.");
}

TEST_F(Ends, EarlySettlementCountsTheNominalPrice) {
    auto content = leaseback(tests::l1(), "30421.94");
    content.conditions.purchase_price = cny("100.00");
    const auto number = commenced(content);
    pay_rents(number, 12, "30421.94");
    take(number, DepositMoved{{"li", date(2025, 1, 20)}, DepositMove::Received, cny("50000.00")});
    today_ = date(2026, 2, 4);
    const auto proposal = changed(number, ChangeKind::EarlySettlement,
                                  {{"effective_date", "2026-02-04"}, {"fee_rate", "0.03"}, {"reason", "sold"}});
    EXPECT_EQ(to_text(*proposal.change.total), "658814.27");
    EXPECT_EQ(balance(ledger(number), Account::DisposalGain), "-100.00");
}

TEST_F(Ends, BuyOutCostsTheFairValueWhereThatIsMore) {
    const auto number = l1_after_rent_12();
    const auto proposal = changed(
        number, ChangeKind::BuyOut,
        {{"effective_date", "2026-01-20"}, {"fair_value", "750000.00"}, {"fee_rate", "0"}, {"reason", "vendor"}});
    EXPECT_EQ(line(proposal, "price_of_title"), "63593.93");
    EXPECT_EQ(to_text(*proposal.change.total), "750000.00");
    EXPECT_EQ(balance(ledger(number), Account::DisposalGain), "-63593.93");
}

TEST_F(Ends, TotalLossOfExC6) {
    const auto number = commenced(leaseback(tests::l1(), "30421.94"));
    pay_rents(number, 24, "30421.94");
    today_ = date(2027, 1, 20);
    const auto proposal = changed(number, ChangeKind::TotalLoss,
                                  {{"effective_date", "2027-01-20"},
                                   {"uplift", "0.02"},
                                   {"insurance", "300000.00"},
                                   {"reference", "INS-1"},
                                   {"reason", "fire"}});
    EXPECT_EQ(line(proposal, "stipulated_value"), "360539.76");
    EXPECT_EQ(to_text(*proposal.change.total), "60539.76");
    EXPECT_EQ(balance(ledger(number), Account::OtherReceivables), "60539.76");
    EXPECT_EQ(balance(ledger(number), Account::FinancingReceivable), "0.00");
}

TEST_F(Ends, RepossessionOfExC7ThenRecoveryAndSale) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 7, 20);
    allow_for_losses(number, today_, "317232.21");
    const auto proposal = changed(number, ChangeKind::Repossession,
                                  {{"effective_date", "2026-07-20"},
                                   {"fair_value", "420000.00"},
                                   {"selling_costs", "20000.00"},
                                   {"other_charges", "25000.00"},
                                   {"reason", "six rents unpaid"}});
    EXPECT_EQ(to_text(*proposal.change.total), "335126.45");
    auto sums = ledger(number);
    EXPECT_EQ(balance(sums, Account::RepossessedAssets), "400000.00");
    EXPECT_EQ(balance(sums, Account::LossAllowance), "0.00");
    EXPECT_EQ(balance(sums, Account::FinancingReceivable), "0.00");
    EXPECT_EQ(balance(sums, Account::AccruedInterest), "0.00");
    // 317,232.21 were charged when the allowance was made; 12,271.75 come back.
    EXPECT_EQ(balance(sums, Account::CreditImpairment), "304960.46");
    // The claim in law is no asset: it stands in the memorandum accounts.
    EXPECT_EQ(balance(sums, Account::ClaimsPursued), "335126.45");
    EXPECT_EQ(balance(sums, Account::MemorandumContra), "-335126.45");
    today_ = date(2026, 8, 1);
    const auto sale =
        changed(number, ChangeKind::AssetSale,
                {{"effective_date", "2026-08-01"}, {"price", "440000.00"}, {"costs", "5000.00"}, {"buyer", "Dealer"}});
    EXPECT_EQ(to_text(*sale.change.total), "35000.00");
    EXPECT_EQ(balance(ledger(number), Account::RepossessedAssets), "0.00");
    EXPECT_EQ(balance(ledger(number), Account::DisposalGain), "-35000.00");
    EXPECT_FALSE(proposed(number, ChangeKind::AssetSale,
                          {{"effective_date", "2026-08-01"}, {"price", "1.00"}, {"buyer", "Dealer"}}));
}

TEST_F(Ends, WriteOffThenRecovery) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 7, 20);
    allow_for_losses(number, today_, "600000.00");
    const auto proposal =
        changed(number, ChangeKind::WriteOff, {{"effective_date", "2026-07-20"}, {"reason", "bankrupt"}});
    EXPECT_EQ(line(proposal, "gross_carrying"), "704960.46");
    EXPECT_EQ(to_text(*proposal.change.total), "104960.46");
    EXPECT_EQ(contract(number).status, ContractStatus::WrittenOff);
    EXPECT_EQ(balance(ledger(number), Account::LossAllowance), "0.00");
    const auto too_much = proposed(number, ChangeKind::Recovery,
                                   {{"effective_date", "2026-07-20"}, {"amount", "704960.47"}, {"reference", "b"}});
    ASSERT_FALSE(too_much);
    EXPECT_EQ(message(too_much.error()), "Only 704960.46 is claimed and not yet recovered.");
    changed(number, ChangeKind::Recovery,
            {{"effective_date", "2026-07-20"}, {"amount", "50000.00"}, {"reference", "b"}});
    EXPECT_EQ(balance(ledger(number), Account::CreditImpairment), "654960.46");
}

TEST_F(Ends, AClaimIsPursuedUntilItIsRecoveredOrGivenUp) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 7, 20);
    changed(number, ChangeKind::WriteOff, {{"effective_date", "2026-07-20"}, {"reason", "bankrupt"}});
    EXPECT_EQ(balance(ledger(number), Account::ClaimsPursued), "704960.46");
    changed(number, ChangeKind::Recovery,
            {{"effective_date", "2026-07-20"}, {"amount", "4960.46"}, {"reference", "court"}});
    EXPECT_EQ(balance(ledger(number), Account::ClaimsPursued), "700000.00");
    const Fields waiver{{"effective_date", "2026-07-20"}, {"reason", "the estate is empty"}};
    const auto given_up = changed(number, ChangeKind::ClaimWaiver, waiver);
    EXPECT_EQ(line(given_up, "legal_claim"), "700000.00");
    EXPECT_EQ(balance(ledger(number), Account::ClaimsPursued), "0.00");
    const auto again = proposed(number, ChangeKind::ClaimWaiver, waiver);
    ASSERT_FALSE(again);
    EXPECT_EQ(message(again.error()), "No claim of this contract is pursued.");
}

// EX-D1 of IFRS 16: 12,000.00 of direct costs, both residuals.
ContractContent ex_d1(Rate& implicit) {
    auto terms = tests::l1();
    terms.guaranteed_residual = cny("30000.00");
    terms.unguaranteed_residual = cny("50000.00");
    std::vector<DatedAmount> flows;
    for (const Date due : rent_dates(terms)) flows.push_back({due, cny("28900.00")});
    flows.back().amount += cny("80000.00");
    terms.annual_rate = *pricing::rate_of(flows, terms.day_count, terms.commencement, terms.financed_amount);
    implicit = *pricing::rate_of(flows, terms.day_count, terms.commencement, cny("1012000.00"));
    ContractContent content{db::pump_maker().code, {}, terms, {}, cny("28900.00")};
    content.conditions.initial_direct_costs = cny("12000.00");
    return content;
}

TEST_F(Ends, ResidualImpairmentOfExD3) {
    Rate implicit;
    const auto content = ex_d1(implicit);
    const auto number = commenced(content, implicit);
    pay_rents(number, 12, "32657.00");
    const auto net = [&] {
        const auto sums = ledger(number);
        return to_text(sums.at(Account::LeaseReceivable) + sums.at(Account::UnguaranteedResidual) +
                       sums.at(Account::UnearnedIncome));
    };
    EXPECT_EQ(net(), "720636.43");
    const auto proposal =
        changed(number, ChangeKind::ResidualImpairment,
                {{"effective_date", "2026-01-20"}, {"unguaranteed_residual", "30000.00"}, {"reason", "market fell"}});
    EXPECT_EQ(line(proposal, "loss"), "17638.19");
    EXPECT_EQ(net(), "702998.24");
    EXPECT_EQ(balance(ledger(number), Account::ResidualImpairment), "17638.19");
    const auto up =
        proposed(number, ChangeKind::ResidualImpairment,
                 {{"effective_date", "2026-01-20"}, {"unguaranteed_residual", "40000.00"}, {"reason", "market rose"}});
    ASSERT_FALSE(up);
    EXPECT_EQ(up.error().field, "unguaranteed_residual");
}

TEST_F(Ends, ReturnedMachineComesIntoTheBooksAndTheGuarantorPays) {
    Rate implicit;
    const auto number = commenced(ex_d1(implicit), implicit);
    pay_rents(number, 36, "32657.00");
    today_ = date(2028, 1, 20);
    const auto proposal =
        changed(number, ChangeKind::Return,
                {{"effective_date", "2028-01-20"}, {"asset_value", "62000.00"}, {"reason", "end of term"}});
    auto sums = ledger(number);
    EXPECT_EQ(balance(sums, Account::RepossessedAssets), "62000.00");
    EXPECT_EQ(balance(sums, Account::DisposalGain), "18000.00");  // EX-F4: the lessor loses 18,000.00
    EXPECT_EQ(balance(sums, Account::UnguaranteedResidual), "0.00");
    EXPECT_EQ(balance(sums, Account::UnearnedIncome), "0.00");
    EXPECT_EQ(contract(number).status, ContractStatus::Matured);
    const auto early = proposed(number, ChangeKind::Purchase,
                                {{"effective_date", "2027-12-20"}, {"price", "80000.00"}, {"reason", "keeps it"}});
    EXPECT_FALSE(early);
}

TEST_F(Ends, PurchaseTakesBothResidualsOutOfTheBooks) {
    Rate implicit;
    const auto number = commenced(ex_d1(implicit), implicit);
    pay_rents(number, 36, "32657.00");
    today_ = date(2028, 1, 25);
    const auto proposal = changed(number, ChangeKind::Purchase,
                                  {{"effective_date", "2028-01-25"}, {"price", "90000.00"}, {"reason", "keeps it"}});
    EXPECT_EQ(to_text(*proposal.change.total), "101700.00");
    const auto sums = ledger(number);
    for (const auto account : {Account::UnguaranteedResidual, Account::UnearnedIncome, Account::SecurityDeposits})
        EXPECT_EQ(balance(sums, account), "0.00") << to_text(account);
    EXPECT_EQ(balance(sums, Account::DisposalGain), "-10000.00");
}

class Renewals : public ChangesCase {
protected:
    // A lease over its term with a residual of 80,000.00, renewed for a year; answers both.
    std::pair<ContractNumber, ContractNumber> renewed() {
        Rate implicit;
        const auto number = commenced(ex_d1(implicit), implicit);
        database_->write([&](db::Connection& c) {
            auto machine = db::lathe();
            machine.contract = number;
            machine.lien_registration = "ZD1";
            machine.lien_registered = machine.acquired;
            EXPECT_TRUE(db::add(c, machine));
        });
        pay_rents(number, 36, "32657.00");
        today_ = date(2028, 1, 20);
        changed(number, ChangeKind::Renewal,
                {{"effective_date", "2028-01-20"}, {"periods", "12"}, {"reason", "goes on"}});
        const auto asset = *database_->read([](db::Connection& c) { return db::find<Asset>(c, AssetCode{"A1"}); });
        EXPECT_TRUE(asset.contract && *asset.contract != number);
        return {number, *asset.contract};
    }
    Result<Contract> commenced_again(const ContractNumber& renewal) {
        return database_->write([&](db::Connection& c) -> Result<Contract> {
            const Act act{"zhao", today_}, other{"qian", today_};
            const auto at = noon(today_);
            auto contract = *db::find_contract(c, renewal);
            if (contract.status == ContractStatus::Draft) {
                contract = *apply_for_lease(c, renewal, contract.version, act, at);
                contract =
                    *decide_credit_of_lease(c, renewal, contract.version, other, CreditDecision::Accept, "ok", at);
                contract = *approve_lease(c, book_, renewal, contract.version, other, at);
                contract = *sign_lease(c, renewal, contract.version, act, at);
            }
            return activate_lease(c, renewal, contract.version, act, {}, at);
        });
    }

    Book book_{*database_};
};

TEST_F(Renewals, DraftALeaseOfTheSameMachineForItsResidual) {
    const auto [number, renewal] = renewed();
    EXPECT_EQ(contract(number).status, ContractStatus::Matured);
    EXPECT_EQ(balance(ledger(number), Account::RepossessedAssets), "80000.00");
    EXPECT_EQ(to_text(contract(renewal).content.terms.financed_amount), "80000.00");
    EXPECT_EQ(contract(renewal).content.renewal_of, number);
}

// R-C-17: 1361 to 1310 of the lease before, 1310 into the new net investment; nobody is paid.
TEST_F(Renewals, CarryTheMachineIntoTheNewLease) {
    const auto [number, renewal] = renewed();
    const auto active = commenced_again(renewal);
    ASSERT_TRUE(active) << message(active.error());
    EXPECT_EQ(active->status, ContractStatus::Active);
    const auto before = ledger(number), after = ledger(renewal);
    EXPECT_EQ(balance(before, Account::RepossessedAssets), "0.00");
    EXPECT_EQ(balance(before, Account::AssetInTransit), "80000.00");
    EXPECT_EQ(balance(after, Account::AssetInTransit), "-80000.00");
    EXPECT_EQ(to_text(after.at(Account::LeaseReceivable) + after.at(Account::UnearnedIncome)), "80000.00");
    EXPECT_EQ(balance(after, Account::Bank), "0.00");
    EXPECT_EQ(balance(after, Account::Commitments), "0.00");
    EXPECT_TRUE(prove_books(*database_, today_).findings.empty());
}

TEST_F(Renewals, CannotCommenceOnceTheMachineWasSold) {
    const auto [number, renewal] = renewed();
    changed(number, ChangeKind::AssetSale,
            {{"effective_date", "2028-01-20"}, {"price", "90000.00"}, {"costs", "0.00"}, {"buyer", "Dealer"}});
    const auto refused = commenced_again(renewal);
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()),
              "The machine of contract L-2025-000001 no longer stands in its books: it was sold or leased again.");
}

TEST_F(Renewals, FinanceWhatTheMachineStandsForAndNoOtherMachine) {
    const auto [number, renewal] = renewed();
    const auto draft = contract(renewal);
    auto entry = database_->read([&](db::Connection& c) { return entry_of(draft, db::assets_of(c, draft.number)); });
    entry.terms.financed_amount = cny("70000.00");
    entry.serial_number = "ANOTHER";
    const auto refused = database_->write([&](db::Connection& c) {
        return revise_lease(c, draft.number, draft.version, entry, {"zhao", today_}, noon(today_));
    });
    ASSERT_FALSE(refused);
    EXPECT_TRUE(names_field(refused.errors(), "financed_amount"));
    EXPECT_TRUE(names_field(refused.errors(), "serial_number"));
}

}  // namespace
}  // namespace leasebook::server
