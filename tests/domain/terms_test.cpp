#include "domain/terms.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook {
namespace {

using tests::cny;
using tests::in_advance;
using tests::l1;
using tests::rate;

TEST(Terms, ThatAreSoundStayAsTheyAre) {
    EXPECT_EQ(*validated(l1()), l1());
    EXPECT_EQ(*validated(in_advance(l1())), in_advance(l1()));
}

TEST(Terms, KnowTheirDates) {
    EXPECT_EQ(rent_dates(l1()).back(), date(2028, 1, 20));
    EXPECT_EQ(final_date(l1()), date(2028, 1, 20));
    EXPECT_EQ(rent_dates(in_advance(l1())).back(), date(2027, 12, 20));
    EXPECT_EQ(final_date(in_advance(l1())), date(2028, 1, 20));
}

TEST(Terms, TakeAmountsLeftOutInTheirOwnCurrency) {
    auto terms = l1();
    terms.currency = EUR;
    terms.financed_amount = Money::minor(100, EUR);
    EXPECT_EQ(validated(terms)->balloon, Money::zero(EUR));
    terms.balloon = cny("0.50");
    EXPECT_EQ(message(validated(terms).error()), "The lease is in EUR, this amount in CNY.");
}

struct WrongTerms {
    const char* field;
    const char* sentence;
    void (*change)(LeaseTerms&);
};

TEST(Terms, ThatAreWrongNameTheField) {
    const WrongTerms cases[] = {
        {"financed_amount", "The financed amount must be above zero.",
         [](LeaseTerms& t) { t.financed_amount = cny("-1.00"); }},
        {"balloon", "This amount cannot be negative.", [](LeaseTerms& t) { t.balloon = cny("-0.01"); }},
        {"guaranteed_residual", "This amount cannot be negative.",
         [](LeaseTerms& t) { t.guaranteed_residual = cny("-0.01"); }},
        {"balloon", "Balloon and residuals together (1000000.01) exceed the financed amount (1000000.00).",
         [](LeaseTerms& t) { t.unguaranteed_residual = cny("1000000.01"); }},
        {"first_rent_date", "The first rent (2025-01-19) falls due before commencement (2025-01-20).",
         [](LeaseTerms& t) { t.first_rent_date = date(2025, 1, 19); }},
        {"first_rent_date", "A rent in arrears falls due after commencement. Choose a later date, or rents in advance.",
         [](LeaseTerms& t) { t.first_rent_date = t.commencement; }},
        {"first_rent_date", "The first rent falls due more than two years after commencement.",
         [](LeaseTerms& t) { t.first_rent_date = date(2027, 1, 21); }},
        {"periods", "A lease has 1 to 600 rents, not 601.", [](LeaseTerms& t) { t.periods = 601; }},
        {"period_months", "Rents fall due every 1, 3, 6 or 12 months, not every 2.",
         [](LeaseTerms& t) { t.period_months = 2; }},
        {"annual_rate", "The rate must lie between 0 and 1 (100 %) a year.",
         [](LeaseTerms& t) { t.annual_rate = rate("1.01"); }},
        {"annual_rate", "The rate must lie between 0 and 1 (100 %) a year.",
         [](LeaseTerms& t) { t.annual_rate = rate("-0.01"); }},
        {"periods", "The last rent would fall due after the year 2199.", [](LeaseTerms& t) {
             t.periods = 600;
             t.period_months = 12;
         }}};
    for (const auto& [field, sentence, change] : cases) {
        auto terms = l1();
        change(terms);
        const auto result = validated(terms);
        ASSERT_FALSE(result) << sentence;
        EXPECT_EQ(result.errors().size(), 1U) << sentence;
        EXPECT_EQ(result.error().field, field);
        EXPECT_EQ(message(result.error()), sentence);
    }
}

TEST(Terms, NameEverythingThatIsWrongAtOnce) { EXPECT_EQ(validated(LeaseTerms{}).errors().size(), 3U); }

}  // namespace
}  // namespace leasebook
