#include "domain/contract.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;

const Act by_wang{"wang", date(2025, 1, 5)}, by_li{"li", date(2025, 1, 6)};

ContractContent content() { return {{"LESSEE-1"}, {}, tests::l1(), {}, cny("30421.94")}; }

Contract drafted() {
    Contract contract;
    contract.number = {"L-2025-000001"};
    return evolve(contract, ContractDrafted{by_wang, content()});
}
Contract approved() { return evolve(drafted(), *approve(drafted(), by_li)); }

TEST(Contract, GoesFromDraftOverApprovedToActive) {
    EXPECT_EQ(drafted().status, ContractStatus::Draft);
    EXPECT_EQ(drafted().entered_by, "wang");
    EXPECT_EQ(approved().status, ContractStatus::Approved);
    const auto active = evolve(approved(), *activate(approved(), by_li, 1));
    EXPECT_EQ(active.status, ContractStatus::Active);
    EXPECT_EQ(active.version, 3);
    EXPECT_EQ(active.content, content());
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
    const auto own = approve(drafted(), by_wang);
    ASSERT_FALSE(own);
    EXPECT_EQ(own.error().code, ErrorCode::Forbidden);
    EXPECT_EQ(message(own.error()), "You entered contract L-2025-000001 and cannot approve it: somebody else must.");
    const auto revised = evolve(drafted(), *revise(drafted(), by_li, content()));
    EXPECT_FALSE(approve(revised, by_li));
    EXPECT_TRUE(approve(revised, by_wang));
}

TEST(Approval, IsGivenOnce) {
    const auto again = approve(approved(), by_li);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Conflict);
}

TEST(Activation, NeedsAnApprovedContractWithAnAsset) {
    EXPECT_EQ(message(activate(drafted(), by_li, 1).error()),
              "Contract L-2025-000001 is draft; only a contract that is approved allows this.");
    EXPECT_EQ(message(activate(approved(), by_li, 0).error()),
              "Contract L-2025-000001 has no asset yet. Enter the machine with its serial number first.");
}

TEST(Contract, TakenOnFromARunningBookStandsWhereItStood) {
    for (const auto status : {ContractStatus::Draft, ContractStatus::Approved, ContractStatus::Active}) {
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
        {ContractApproved{by_wang}, "approved"},
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
