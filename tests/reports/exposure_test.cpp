#include "reports/exposure.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/golden.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::BookMaker;
using tests::cny;
using tests::exposure_by_terms;
using tests::in_tenths;
using tests::rate;

constexpr Date june_end = date(2026, 6, 30);

Portfolio one_lease(const LeaseTerms& terms) {
    BookMaker book;
    book.contract(book.lessee("A", book.cluster("C", "C"), book.industry("C34", "C34")), terms);
    return book.portfolio;
}
Money outstanding(const LeaseTerms& terms, Date as_of) {
    return exposure_by_terms(one_lease(terms), as_of, CNY, nullptr).total.outstanding_principal;
}
std::int64_t counted(const LeaseTerms& terms, Date as_of) {
    return exposure_by_terms(one_lease(terms), as_of, CNY, nullptr).total.contracts;
}

TEST(Exposure, ARentDueOnTheDayIsRepaidAtItsEnd) {
    const auto lease = in_tenths("1000.00");
    EXPECT_EQ(outstanding(lease, date(2026, 2, 14)), cny("1000.00"));
    EXPECT_EQ(outstanding(lease, date(2026, 2, 15)), cny("900.00"));
    EXPECT_EQ(outstanding(lease, date(2026, 2, 16)), cny("900.00"));
    EXPECT_EQ(outstanding(lease, date(2026, 11, 14)), cny("100.00"));
}

TEST(Exposure, BeginsOnTheDayOfCommencement) {
    const auto lease = in_tenths("1000.00");
    EXPECT_EQ(counted(lease, date(2026, 1, 14)), 0);
    EXPECT_EQ(outstanding(lease, date(2026, 1, 15)), cny("1000.00"));
}

TEST(Exposure, ARentInAdvanceIsRepaidOnTheDayOfCommencement) {
    EXPECT_EQ(outstanding(tests::in_advance(in_tenths("1000.00")), date(2026, 1, 15)), cny("900.00"));
}

TEST(Exposure, EndsWithTheLastPayment) {
    const auto lease = in_tenths("1000.00");
    EXPECT_EQ(counted(lease, date(2026, 11, 14)), 1);
    EXPECT_EQ(counted(lease, date(2026, 11, 15)), 0);
    EXPECT_EQ(counted(lease, date(2199, 12, 31)), 0);
}

TEST(Exposure, KeepsABalloonUntilItIsPaid) {
    auto lease = in_tenths("1000.00");
    lease.balloon = cny("400.00");
    EXPECT_EQ(outstanding(lease, date(2026, 11, 14)), cny("460.00"));
    EXPECT_EQ(counted(lease, date(2026, 11, 15)), 0);
}

TEST(Exposure, CountsActiveLeasesOfItsCurrencyOnly) {
    const auto book = exposure_by_terms(tests::mixed_book(), june_end, CNY, nullptr);
    EXPECT_EQ(book.total.contracts, 5);
    EXPECT_EQ(book.total.lessees, 4);
    EXPECT_EQ(book.other_currencies, 1);
    const auto dollars = exposure_by_terms(tests::mixed_book(), june_end, *parse_currency("USD"), nullptr);
    EXPECT_EQ(dollars.total.contracts, 1);
    EXPECT_EQ(to_text(dollars.total.outstanding_principal), "3500.00");
    EXPECT_EQ(dollars.other_currencies, 5);
}

TEST(Exposure, NamesHowManyLeasesInOtherCurrenciesAreLeftOut) {
    const auto portfolio = tests::mixed_book();
    const auto notes = exposure_table(portfolio, exposure_by_terms(portfolio, june_end, CNY, nullptr)).notes;
    EXPECT_NE(std::ranges::find(notes, "1 running contracts in other currencies are left out.", sentence), notes.end());
}

TEST(Exposure, PartsAddUpToTheWholeToTheCent) {
    const auto book = exposure_by_terms(tests::mixed_book(), june_end, CNY, nullptr);
    Money all = cny("0.00");
    std::int64_t contracts = 0, shares = 0, cluster_shares = 0;
    for (const auto& cluster : book.groups) {
        Money of_cluster = cny("0.00");
        for (const auto& cell : cluster.cells) {
            of_cluster += cell.figures.outstanding_principal;
            shares += cell.figures.share.e10;
        }
        EXPECT_EQ(of_cluster, cluster.figures.outstanding_principal);
        all += of_cluster;
        contracts += cluster.figures.contracts;
        cluster_shares += cluster.figures.share.e10;
    }
    EXPECT_EQ(all, book.total.outstanding_principal);
    EXPECT_EQ(contracts, book.total.contracts);
    EXPECT_EQ(shares, rate_scale) << "shares of the cells add up to exactly 1";
    EXPECT_EQ(cluster_shares, rate_scale);
}

TEST(Exposure, SharesAddUpToOneHoweverManyEqualParts) {
    for (const int parts : {3, 7, 11, 13}) {
        BookMaker book;
        const auto industry = book.industry("C34", "C34");
        for (int i = 0; i < parts; ++i) {
            const auto name = "C" + std::to_string(i);
            book.contract(book.lessee(name, book.cluster(name, name), industry), in_tenths("1000.00"));
        }
        std::int64_t sum = 0;
        for (const auto& cluster : exposure_by_terms(book.portfolio, june_end, CNY, nullptr).groups)
            sum += cluster.figures.share.e10;
        EXPECT_EQ(sum, rate_scale) << parts;
    }
}

TEST(Exposure, HasTheHerfindahlIndexOfTheReferenceBook) {  // EX-G1
    BookMaker book;
    const auto industry = book.industry("C34", "C34");
    for (const char* amount : {"300.00", "250.00", "200.00", "150.00", "100.00"})
        book.contract(book.lessee(amount, book.cluster(amount, amount), industry), in_tenths(amount));
    const auto result = exposure_by_terms(book.portfolio, date(2026, 1, 15), CNY, nullptr);
    EXPECT_EQ(to_text(result.herfindahl_groups), "0.2250");
    EXPECT_EQ(to_text(result.herfindahl_lessees), "0.2250");
    EXPECT_EQ(to_text(result.groups.front().herfindahl_cells), "1.0000");
    EXPECT_EQ(to_text(result.groups.front().figures.share), "0.3000");
    EXPECT_EQ(to_text(result.groups.back().figures.share), "0.1000");
}

TEST(Exposure, PutsTheLargestFirstAndWhatBelongsNowhereLast) {
    auto book = exposure_by_terms(tests::mixed_book(), june_end, CNY, nullptr);
    ASSERT_EQ(book.groups.size(), 3U);
    EXPECT_EQ(book.groups[0].place, 1U);
    EXPECT_EQ(book.groups[1].place, 0U);
    EXPECT_EQ(book.groups[2].place, unmapped);
    EXPECT_EQ(book.groups[2].figures.outstanding_principal, cny("50.00"));
    const auto portfolio = tests::mixed_book();
    EXPECT_EQ(plain_text(exposure_table(portfolio, book).rows[5].cells[0]), "unmapped");
}

TEST(Exposure, CountsALesseeWithTwoLeasesOnce) {
    const auto book = exposure_by_terms(tests::mixed_book(), june_end, CNY, nullptr);
    EXPECT_EQ(book.groups[1].figures.contracts, 3);
    EXPECT_EQ(book.groups[1].figures.lessees, 2);
}

TEST(Exposure, OfAnEmptyBookIsATotalOfZero) {
    const Portfolio nothing;
    const auto book = exposure_by_terms(nothing, june_end, CNY, nullptr);
    EXPECT_TRUE(book.groups.empty());
    EXPECT_TRUE(book.total.outstanding_principal.is_zero());
    EXPECT_EQ(to_text(book.total.outstanding_principal), "0.00");
    EXPECT_EQ(exposure_table(nothing, book).rows.size(), 1U);
}

TEST(Exposure, WithoutACurveLeavesPresentValuesEmptyAndSaysSo) {
    const auto portfolio = tests::mixed_book();
    const auto table = exposure_table(portfolio, exposure_by_terms(portfolio, june_end, CNY, nullptr));
    EXPECT_EQ(plain_text(table.rows.back().cells[7]), "");
    EXPECT_EQ(sentence(table.notes.front()),
              "No market quotes on or shortly before this day: present values are left out.");
}

TEST(Exposure, OnACurveValuesWhatFallsDueAfterTheDay) {
    const auto portfolio = tests::mixed_book();
    const auto curve = pricing::bootstrap(june_end, {{"CNY", Instrument::Deposit, "1Y", june_end, rate("0.00"), {}},
                                                     {"CNY", Instrument::Swap, "5Y", june_end, rate("0.00"), {}}});
    ASSERT_TRUE(curve);
    const auto book = exposure_by_terms(portfolio, june_end, CNY, &*curve);
    // At a rate of zero the leases without interest are worth what is outstanding.
    EXPECT_EQ(*book.groups[1].figures.present_value, book.groups[1].figures.outstanding_principal);
    Money sum = cny("0.00");
    for (const auto& cluster : book.groups) sum += *cluster.figures.present_value;
    EXPECT_EQ(sum, *book.total.present_value);
}

TEST(Exposure, OfALargeBookIsTheSameHoweverManyThreadsReckonIt) {
    BookMaker book;
    const auto lessee = book.lessee("A", book.cluster("C", "C"), book.industry("C34", "C34"));
    for (int i = 0; i < 2'501; ++i) book.contract(lessee, in_tenths("1000.00"));
    EXPECT_EQ(exposure_by_terms(book.portfolio, june_end, CNY, nullptr).total.outstanding_principal, cny("1250500.00"));
}

TEST(Exposure, AsCsvIsTheGoldenFile) {
    const auto portfolio = tests::mixed_book();
    tests::expect_golden("reports/exposure.csv",
                         to_csv(exposure_table(portfolio, exposure_by_terms(portfolio, june_end, CNY, nullptr))));
}

TEST(Exposure, InJsonHasTheFiguresOfItsCsv) {
    const auto portfolio = tests::mixed_book();
    const auto document =
        nlohmann::json::parse(to_json(exposure_table(portfolio, exposure_by_terms(portfolio, june_end, CNY, nullptr))));
    EXPECT_EQ(document["rows"].size(), 4U);
    EXPECT_EQ(document["subtotals"].size(), 3U);
    EXPECT_EQ(document["total"]["contracts"], 5);
    EXPECT_EQ(document["total"]["share"], "1.0000");
}

}  // namespace
}  // namespace leasebook::reports
