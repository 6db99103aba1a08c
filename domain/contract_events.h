#pragma once
// Everything that can happen to a contract, one type each. Events are facts: they hold what was decided or what came
// in, never what follows from it. An event's own fields are named once, in visit_fields, for the store and the pages.
#include <variant>

#include "domain/accounting/classification.h"
#include "domain/accounting/disposal.h"
#include "domain/contract_content.h"
#include "domain/contract_status.h"
#include "domain/end_events.h"
#include "domain/rent_intent.h"

namespace leasebook {

// --- from draft to commencement -------------------------------------------------------------------------------------

struct ContractDrafted {
    static constexpr std::string_view name = "drafted";
    Act act;
    ContractContent content;
    bool operator==(const ContractDrafted&) const = default;
};
void visit_fields(IsEvent<ContractDrafted> auto& e, auto& field) { visit_fields(e.content, field); }

struct ContractRevised {
    static constexpr std::string_view name = "revised";
    Act act;
    ContractContent content;
    bool operator==(const ContractRevised&) const = default;
};
void visit_fields(IsEvent<ContractRevised> auto& e, auto& field) { visit_fields(e.content, field); }

// The customer's application is complete: credit is asked to decide.
struct ContractApplied {
    static constexpr std::string_view name = "applied";
    Act act;
    bool operator==(const ContractApplied&) const = default;
};
void visit_fields(IsEvent<ContractApplied> auto&, auto&) {}

enum class CreditDecision { Accept, Return, Decline };
template <>
struct NamesOf<CreditDecision> {
    static constexpr Names<CreditDecision, 3> names{
        {{CreditDecision::Accept, "accept"}, {CreditDecision::Return, "return"}, {CreditDecision::Decline, "decline"}}};
};
struct CreditDecided {
    static constexpr std::string_view name = "credit_decided";
    Act act;
    CreditDecision decision = CreditDecision::Accept;
    std::string reason;
    bool operator==(const CreditDecided&) const = default;
};
void visit_fields(IsEvent<CreditDecided> auto& e, auto& field) {
    field("decision", e.decision);
    field("reason", e.reason);
}

// Bound to exactly the content that stood in the events up to this one.
struct ContractApproved {
    static constexpr std::string_view name = "approved";
    Act act;
    // Where it breaks limits: which, and who let it pass and why.
    std::optional<std::string> overridden_limits = {}, override_by = {}, override_reason = {};
    bool operator==(const ContractApproved&) const = default;
};
void visit_fields(IsEvent<ContractApproved> auto& e, auto& field) {
    field("overridden_limits", e.overridden_limits);
    field("override_by", e.override_by);
    field("override_reason", e.override_reason);
}

struct ContractSigned {
    static constexpr std::string_view name = "signed";
    Act act;
    bool operator==(const ContractSigned&) const = default;
};
void visit_fields(IsEvent<ContractSigned> auto&, auto&) {}

// Money to the supplier, or to the lessee of a sale-and-leaseback; net of VAT. Several until all is financed.
struct SupplierPaid {
    static constexpr std::string_view name = "supplier_paid";
    Act act;
    Money amount;
    std::string reference;
    bool operator==(const SupplierPaid&) const = default;
};
void visit_fields(IsEvent<SupplierPaid> auto& e, auto& field) {
    field("amount", e.amount);
    field("reference", e.reference);
}

// How the lease was classified at its start, and why (R-D-01): the tests are those of domain rules D.1.
struct ClassificationRecord {
    std::optional<LeaseClass> classification;            // by which its books are kept; absent in older events
    std::optional<ClassificationTest> decisive_test;     // the first that makes it a finance lease; none: operating
    std::optional<Rate> purchase_price_share;            // of the fair value expected then
    std::optional<Rate> term_share;                      // of the economic life
    std::optional<Rate> payments_share;                  // present value of the lease payments, of the fair value
    std::optional<std::string> classification_override;  // the reason, where the books do not follow the tests
    bool operator==(const ClassificationRecord&) const = default;
};
void visit_fields(auto& record,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(record)>, ClassificationRecord> {
    field("classification", record.classification);
    field("decisive_test", record.decisive_test);
    field("purchase_price_share", record.purchase_price_share);
    field("term_share", record.term_share);
    field("payments_share", record.payments_share);
    field("classification_override", record.classification_override);
}

// The sale that a manufacturer or dealer lessor makes by commencing a lease (IFRS 16.71), as it was measured then.
struct DealerSaleRecord {
    std::optional<Money> sale_revenue;  // fair value, or what the payments are worth at the market rate if that is less
    std::optional<Money> cost_of_sale;  // carrying amount of the goods less what the unguaranteed residual is worth
    bool operator==(const DealerSaleRecord&) const = default;
};
void visit_fields(auto& record,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(record)>, DealerSaleRecord> {
    field("sale_revenue", record.sale_revenue);
    field("cost_of_sale", record.cost_of_sale);
}

// Commencement, on the date of the terms. The implicit rate is there when fee or costs move it off the nominal one:
// annual, compounding with the rents as the nominal rate does (IFRS 16 appendix A).
struct ContractActivated {
    static constexpr std::string_view name = "activated";
    Act act;
    std::optional<Rate> implicit_rate = {};
    ClassificationRecord classified = {};
    DealerSaleRecord sale = {};
    bool operator==(const ContractActivated&) const = default;
};
void visit_fields(IsEvent<ContractActivated> auto& e, auto& field) {
    field("implicit_rate", e.implicit_rate);
    visit_fields(e.classified, field);
    visit_fields(e.sale, field);
}

// A running contract taken over from another system: what fell due before our books begin was settled there.
struct ContractTakenOn {
    static constexpr std::string_view name = "taken_on";
    Act act;
    ContractContent content;
    ContractStatus status;
    std::optional<Rate> implicit_rate = {};  // as of a lease that commences here
    DealerSaleRecord sale = {};
    bool operator==(const ContractTakenOn&) const = default;
};
void visit_fields(IsEvent<ContractTakenOn> auto& e, auto& field) {
    visit_fields(e.content, field);
    field("implicit_rate", e.implicit_rate);
    visit_fields(e.sale, field);
}

// --- money in and out ---------------------------------------------------------------------------------------------

struct PaymentReceived {
    static constexpr std::string_view name = "payment_received";
    Act act;  // on its value date
    Money amount;
    std::string reference;             // the bank's
    std::optional<std::string> payer;  // where it is not the lessee
    bool operator==(const PaymentReceived&) const = default;
};
void visit_fields(IsEvent<PaymentReceived> auto& e, auto& field) {
    field("amount", e.amount);
    field("reference", e.reference);
    field("payer", e.payer);
}

// The bank took a payment back, or it was booked by mistake: what it had settled is open again, from its own due date.
struct PaymentReversed {
    static constexpr std::string_view name = "payment_reversed";
    Act act;
    int payment = 0;  // number of its event
    std::string reason;
    bool operator==(const PaymentReversed&) const = default;
};
void visit_fields(IsEvent<PaymentReversed> auto& e, auto& field) {
    field("payment", e.payment);
    field("reason", e.reason);
}

// Money that settled nothing goes back to the lessee.
struct PaymentRefunded {
    static constexpr std::string_view name = "payment_refunded";
    Act act;
    Money amount;
    std::string reference;
    bool operator==(const PaymentRefunded&) const = default;
};
void visit_fields(IsEvent<PaymentRefunded> auto& e, auto& field) {
    field("amount", e.amount);
    field("reference", e.reference);
}

// A fee for a service, or costs laid out for the lessee, due at once; net of VAT.
struct FeeCharged {
    static constexpr std::string_view name = "fee_charged";
    Act act;
    Money amount;
    std::string reason;
    bool operator==(const FeeCharged&) const = default;
};
void visit_fields(IsEvent<FeeCharged> auto& e, auto& field) {
    field("amount", e.amount);
    field("reason", e.reason);
}

enum class DepositMove { Received, Used, Refunded, Forfeited };
template <>
struct NamesOf<DepositMove> {
    static constexpr Names<DepositMove, 4> names{{{DepositMove::Received, "received"},
                                                  {DepositMove::Used, "used"},
                                                  {DepositMove::Refunded, "refunded"},
                                                  {DepositMove::Forfeited, "forfeited"}}};
};
// Used: settles what is due, as a payment of that day would.
struct DepositMoved {
    static constexpr std::string_view name = "deposit_moved";
    Act act;
    DepositMove move = DepositMove::Used;
    Money amount;
    bool operator==(const DepositMoved&) const = default;
};
void visit_fields(IsEvent<DepositMoved> auto& e, auto& field) {
    field("move", e.move);
    field("amount", e.amount);
}

// --- changes mid-term -----------------------------------------------------------------------------------------------

enum class ScheduleChangeKind { RateReset, Restructuring, Extension, PaymentHoliday, PartialPrepayment };
template <>
struct NamesOf<ScheduleChangeKind> {
    static constexpr Names<ScheduleChangeKind, 5> names{
        {{ScheduleChangeKind::RateReset, "rate_reset"},
         {ScheduleChangeKind::Restructuring, "restructuring"},
         {ScheduleChangeKind::Extension, "extension"},
         {ScheduleChangeKind::PaymentHoliday, "payment_holiday"},
         {ScheduleChangeKind::PartialPrepayment, "partial_prepayment"}}};
};
// From its date on the lease runs on by these rents; what fell due on or before that date stays as it was (R-0-06).
struct ScheduleChanged {
    static constexpr std::string_view name = "schedule_changed";
    Act act;
    ScheduleChangeKind kind = ScheduleChangeKind::Restructuring;
    Money repaid;                       // principal repaid on that date beside the rents, due at once
    Money fee;                          // for it, net of VAT, due at once
    Rate annual_rate;                   // nominal
    std::vector<DatedAmount> rents;     // the last one takes the rounding
    Date final;                         // when balloon and residuals fall due
    std::optional<Rate> implicit_rate;  // of the net investment from now on, where it is not the nominal one
    Money modification_gain;            // of the net investment; a loss is negative (IFRS 9 5.4.3)
    std::optional<int> replaces;        // the event that this one stands for, after an earlier change came to light
    std::string reason;
    Money capitalised = {};  // rents that were due and unpaid, and are owed with the rest now (R-C-03)
    RentIntent intent = {};
    bool operator==(const ScheduleChanged&) const = default;
};
void visit_fields(IsEvent<ScheduleChanged> auto& e, auto& field) {
    field("kind", e.kind);
    field("repaid", e.repaid);
    field("fee", e.fee);
    field("annual_rate", e.annual_rate);
    field("rents", e.rents);
    field("final", e.final);
    field("implicit_rate", e.implicit_rate);
    field("modification_gain", e.modification_gain);
    field("replaces", e.replaces);
    field("reason", e.reason);
    field("capitalised", e.capitalised);
    visit_fields(e.intent, field);
}

// Another lessee takes the contract over as it stands (R-C-20).
struct LesseeReplaced {
    static constexpr std::string_view name = "lessee_replaced";
    Act act;
    LesseeCode lessee;
    std::string reason;
    bool operator==(const LesseeReplaced&) const = default;
};
void visit_fields(IsEvent<LesseeReplaced> auto& e, auto& field) {
    field("lessee", e.lessee);
    field("reason", e.reason);
}

// A further machine under the same frame has a contract of its own; its rents are billed together with these (EX-C8).
struct AddOnWritten {
    static constexpr std::string_view name = "add_on_written";
    Act act;
    ContractNumber contract;
    bool operator==(const AddOnWritten&) const = default;
};
void visit_fields(IsEvent<AddOnWritten> auto& e, auto& field) { field("contract", e.contract); }

// The unguaranteed residual is expected to bring less; `loss` is the reduction discounted at the implicit rate
// (R-D-08).
struct ResidualImpaired {
    static constexpr std::string_view name = "residual_impaired";
    Act act;
    Money reduction, loss;
    std::string reason;
    std::optional<int> replaces = {};  // as of a changed schedule
    bool operator==(const ResidualImpaired&) const = default;
};
void visit_fields(IsEvent<ResidualImpaired> auto& e, auto& field) {
    field("reduction", e.reduction);
    field("loss", e.loss);
    field("reason", e.reason);
    field("replaces", e.replaces);
}

using ContractEvent =
    std::variant<ContractDrafted, ContractRevised, ContractApplied, CreditDecided, ContractApproved, ContractSigned,
                 SupplierPaid, ContractActivated, ContractTakenOn, PaymentReceived, PaymentReversed, PaymentRefunded,
                 FeeCharged, DepositMoved, ScheduleChanged, LesseeReplaced, AddOnWritten, ResidualImpaired,
                 ContractEnded, RecoveryReceived, ClaimGivenUp, AssetLeasedAgain, AssetSold>;

// The name an event is stored and shown under: "drafted", "approved" …
std::string event_name(const ContractEvent& event);
const Act& act_of(const ContractEvent& event);

}  // namespace leasebook
