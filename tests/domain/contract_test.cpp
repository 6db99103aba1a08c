#include "domain/contract.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

const Act by_wang{"wang", date(2025, 1, 5)}, by_li{"li", date(2025, 1, 6)}, by_risk{"sun", date(2025, 1, 6)};

ContractContent content() { return {{"LESSEE-1"}, {}, tests::l1(), {}, cny("30421.94")}; }

Contract drafted() {
    Contract contract;
    contract.number = {"L-2025-000001"};
    return evolve(contract, ContractDrafted{by_wang, content()});
}
Contract applied() { return evolve(drafted(), *apply(drafted(), by_wang)); }
Contract decided(CreditDecision decision) {
    return evolve(applied(), *decide_credit(applied(), by_risk, decision, "Three years of profit."));
}
Contract accepted() { return decided(CreditDecision::Accept); }
Contract approved() { return evolve(accepted(), *approve(accepted(), by_li)); }
Contract signed_() { return evolve(approved(), *sign(approved(), by_wang)); }
Contract disbursed() { return evolve(signed_(), *pay_supplier(signed_(), by_li, cny("1000000.00"), "B-1")); }
Contract active() { return evolve(disbursed(), *activate(disbursed(), by_wang, 1)); }

TEST(Contract, GoesFromDraftStepByStepToActive) {
    EXPECT_EQ(drafted().status, ContractStatus::Draft);
    EXPECT_EQ(drafted().entered_by, "wang");
    EXPECT_EQ(applied().status, ContractStatus::Applied);
    EXPECT_EQ(accepted().status, ContractStatus::Accepted);
    EXPECT_EQ(approved().status, ContractStatus::Approved);
    EXPECT_EQ(signed_().status, ContractStatus::Signed);
    EXPECT_EQ(disbursed().status, ContractStatus::Disbursed);
    EXPECT_EQ(active().status, ContractStatus::Active);
    EXPECT_EQ(active().version, 7);
    EXPECT_EQ(active().content, content());
}

TEST(CreditDecision, AcceptsReturnsOrDeclinesAndSaysWhy) {
    EXPECT_EQ(decided(CreditDecision::Return).status, ContractStatus::Draft);
    EXPECT_EQ(decided(CreditDecision::Decline).status, ContractStatus::Declined);
    EXPECT_EQ(decide_credit(applied(), by_risk, CreditDecision::Accept, "").error().field, "reason");
    EXPECT_EQ(message(decide_credit(applied(), by_wang, CreditDecision::Accept, "good").error()),
              "You entered contract L-2025-000001 and cannot decide on its credit: somebody else must.");
    EXPECT_EQ(decide_credit(drafted(), by_risk, CreditDecision::Accept, "good").error().code, ErrorCode::Conflict);
}

TEST(Disbursement, MayComeInPartsButNotAboveWhatIsFinanced) {
    const auto part = evolve(signed_(), *pay_supplier(signed_(), by_li, cny("400000.00"), "B-1"));
    EXPECT_EQ(part.status, ContractStatus::Signed);
    EXPECT_EQ(part.disbursed, cny("400000.00"));
    EXPECT_EQ(message(pay_supplier(part, by_li, cny("600000.01"), "B-2").error()),
              "Only 600000.00 of the financed amount is still to be paid.");
    EXPECT_EQ(pay_supplier(part, by_li, cny("0.00"), "B-2").error().field, "amount");
    EXPECT_EQ(message(pay_supplier(part, by_li, Money::minor(1, USD), "B-2").error()),
              "Contract L-2025-000001 is in CNY.");
    EXPECT_EQ(evolve(part, *pay_supplier(part, by_li, cny("600000.00"), "B-2")).status, ContractStatus::Disbursed);
}

TEST(Contract, MayBeRevisedWhileADraft) {
    auto changed = content();
    changed.rent = cny("31000.00");
    const auto revised = evolve(drafted(), *revise(drafted(), by_li, changed));
    EXPECT_EQ(revised.content.rent, cny("31000.00"));
    EXPECT_EQ(revised.entered_by, "li");
    EXPECT_EQ(message(revise(approved(), by_wang, changed).error()),
              "Contract L-2025-000001 is approved; only a contract that is draft allows this.");
}

TEST(Approval, IsRefusedToWhoeverEnteredOrLastChangedTheContract) {
    const auto own = approve(accepted(), by_wang);
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(message(own.error()), "You entered contract L-2025-000001 and cannot approve it: somebody else must.");
    auto revised = evolve(drafted(), *revise(drafted(), by_li, content()));
    revised = evolve(revised, *apply(revised, by_wang));
    revised = evolve(revised, *decide_credit(revised, by_risk, CreditDecision::Accept, "good"));
    EXPECT_FALSE(approve(revised, by_li));
    EXPECT_TRUE(approve(revised, by_wang));
}

TEST(Approval, IsGivenOnce) {
    const auto again = approve(approved(), by_li);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
}

TEST(Activation, NeedsAContractThatIsPaidOutWithAnAsset) {
    EXPECT_EQ(message(activate(signed_(), by_li, 1).error()),
              "Contract L-2025-000001 is signed; only a contract that is disbursed allows this.");
    EXPECT_EQ(message(activate(disbursed(), by_li, 0).error()),
              "Contract L-2025-000001 has no asset yet. Enter the machine with its serial number first.");
}

TEST(Contract, TakenOnFromARunningBookStandsWhereItStood) {
    for (const auto& [status, name] : NamesOf<ContractStatus>::names) {
        const auto contract = evolve(Contract{}, ContractTakenOn{by_wang, content(), status});
        EXPECT_EQ(contract.status, status);
        EXPECT_EQ(contract.entered_by, "wang");
        EXPECT_EQ(contract.version, 1);
    }
}

TEST(ContractEvent, HasANameAndAnAct) {
    const std::pair<ContractEvent, const char*> events[] = {
        {ContractDrafted{by_wang, content()}, "drafted"},
        {ContractRevised{by_wang, content()}, "revised"},
        {ContractApplied{by_wang}, "applied"},
        {CreditDecided{by_wang, CreditDecision::Accept, "good"}, "credit_decided"},
        {ContractApproved{by_wang}, "approved"},
        {ContractSigned{by_wang}, "signed"},
        {SupplierPaid{by_wang, cny("1.00"), "B-1"}, "supplier_paid"},
        {ContractActivated{by_wang}, "activated"},
        {ContractTakenOn{by_wang, content(), ContractStatus::Draft}, "taken_on"}};
    for (const auto& [event, name] : events) {
        EXPECT_EQ(event_name(event), name);
        EXPECT_EQ(act_of(event), by_wang);
    }
}

TEST(ContractContent, IsTheSameAfterItsTextForm) {
    FieldWriter writer;
    auto written = content();
    written.terms = tests::ex_b8();
    visit_fields(written, writer);
    const Fields fields = std::move(writer).fields();
    EXPECT_EQ(fields.at("day_count"), "ACT/360");
    ContractContent read;
    FieldReader reader(fields);
    visit_fields(read, reader);
    EXPECT_TRUE(reader.errors(true).empty());
    EXPECT_EQ(read, written);
}

}  // namespace
}  // namespace leasebook
