#pragma once
// Whether a lease is a finance or an operating lease to its lessor (IFRS 16.61-66, domain rules D.1). Decided at
// inception and again only when the lease is modified; the result keeps its inputs, so that it can be read years
// later.
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

// A leaseback without a sale (IFRS 15) is no lease at all: a financial asset of IFRS 9 (IFRS 16.103).
enum class LeaseClass { Finance, Operating, Financing };
template <>
struct NamesOf<LeaseClass> {
    static constexpr Names<LeaseClass, 3> names{{{LeaseClass::Finance, "finance_lease"},
                                                 {LeaseClass::Operating, "operating_lease"},
                                                 {LeaseClass::Financing, "financing"}}};
};

// T1 to T8 of D.1. Any of the first five makes a finance lease; the last three are indicators for a reviewer.
enum class ClassificationTest {
    TitlePasses,
    BargainPurchase,
    TermOfLife,
    PresentValueOfPayments,
    SpecialisedAsset,
    CancellationLoss,
    ResidualGains,
    BargainRenewal
};
template <>
struct NamesOf<ClassificationTest> {
    static constexpr Names<ClassificationTest, 8> names{
        {{ClassificationTest::TitlePasses, "title_passes"},
         {ClassificationTest::BargainPurchase, "bargain_purchase"},
         {ClassificationTest::TermOfLife, "term_of_life"},
         {ClassificationTest::PresentValueOfPayments, "present_value_of_payments"},
         {ClassificationTest::SpecialisedAsset, "specialised_asset"},
         {ClassificationTest::CancellationLoss, "cancellation_loss"},
         {ClassificationTest::ResidualGains, "residual_gains"},
         {ClassificationTest::BargainRenewal, "bargain_renewal"}}};
};

struct ClassificationThresholds {
    Rate purchase_price{rate_scale / 100 * 5};        // T2: below this share of the expected fair value
    std::int64_t nominal_price_minor_units = 10'000;  // T2: or at most this, whatever the fair value
    Rate term{rate_scale / 100 * 75};                 // T3: at least
    Rate present_value{rate_scale / 100 * 90};        // T4: at least
    bool operator==(const ClassificationThresholds&) const = default;
};

// An option to buy that the lessee is reasonably certain to take.
struct PurchaseOption {
    Money price;
    std::optional<Money> expected_fair_value;  // on the day of the option
    bool operator==(const PurchaseOption&) const = default;
};

struct ClassificationInputs {
    bool leaseback = false, sale_occurred = false;
    bool title_passes = false;
    std::optional<PurchaseOption> purchase_option;
    int term_months = 0, economic_life_months = 0;  // life: what remains of it, for a used asset
    Money lease_payments;                           // present value at the implicit rate
    Money fair_value;
    bool specialised_asset = false;
    bool lessee_bears_cancellation_loss = false, residual_gains_to_lessee = false, renewal_far_below_market = false;
    bool operator==(const ClassificationInputs&) const = default;
};
// What cannot be judged: no fair value, no life, no term.
Errors check(const ClassificationInputs& inputs);

struct ClassificationFinding {
    ClassificationTest test = ClassificationTest::TitlePasses;
    bool met = false;
    std::optional<Rate> measured;  // of T2, T3 and T4, to 1e-10; the decision is exact
    bool operator==(const ClassificationFinding&) const = default;
};

struct Classification {
    LeaseClass outcome = LeaseClass::Operating;
    std::vector<ClassificationFinding> findings;  // all eight; none where IFRS 9 applies
    bool needs_review = false;                    // an indicator speaks for a finance lease, and nothing else does
    std::string override_reason;                  // empty: the tests decided
    ClassificationInputs inputs;
    ClassificationThresholds thresholds;
    bool operator==(const Classification&) const = default;
};

// The inputs are checked ones.
Classification classified(const ClassificationInputs& inputs, const ClassificationThresholds& thresholds);

// The reviewer's decision in place of the tests' (R-D-01). Errors: no reason given; whether a sale occurred decides
// about IFRS 9, not the reviewer.
Result<Classification> overridden(Classification classification, LeaseClass outcome, std::string reason);

}  // namespace leasebook
