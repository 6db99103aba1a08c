#include "server/import/import.h"
#include "db/access_store.h"
#include "db/asset_history.h"

#include <algorithm>

#include "db/calendar_store.h"
#include "tests/server/import_case.h"

namespace leasebook::server {
namespace {

class Import : public ImportCase {
protected:
    // The only fault of a contracts file with one good row before the one under test, which stands in line 3.
    std::string contract_fault(const std::string& columns, const std::string& cells) {
        const auto outcome =
            import(ImportKind::Contracts, header + columns + "\n" + good(columns) + "\n" + cells + "\n");
        EXPECT_EQ(contracts(), 0) << "a refused file stores nothing";
        EXPECT_EQ(count<Lessee>(), 0);
        EXPECT_EQ(count<Asset>(), 0);
        return all(outcome);
    }
    static std::string good(const std::string& columns) {
        return "L-A,Firm A,CNC,CNY,100000.00,0.06,2025-01-31,36" +
               std::string(static_cast<std::size_t>(std::ranges::count(columns, ',')), ',');
    }
    static inline const std::string header =
        "lessee,lessee_name,asset_class,currency,financed_amount,annual_rate,commencement,periods";
};

TEST_F(Import, IsInTheAuditLogWhenItStoredAndOnlyThen) {
    import_all(ImportKind::Suppliers, "code,name\nS,Seller\nT,Other\n");
    EXPECT_FALSE(import(ImportKind::Suppliers, "code,name\nU,New\nS,Seller again\n").stored());
    const auto log = database_->read([](db::Connection& c) { return db::list_audit(c, {}); });
    ASSERT_EQ(log.rows.size(), 1U);
    EXPECT_EQ(log.rows[0].user, "clerk");
    EXPECT_EQ(log.rows[0].subject, "suppliers");
    EXPECT_EQ(log.rows[0].detail, "2 rows");
}

TEST_F(Import, StoresSimpleRecords) {
    import_all(ImportKind::Clusters, "code,name,name_zh,centre_industry\nSZ,Suzhou precision,苏州精密,C35\n");
    import_all(ImportKind::Lessees, "code,name,cluster,industry,grade\nA,Firm A,SZ,C35,BB\nB,Firm B,,,\n");
    import_all(ImportKind::Suppliers, "code,name\nS,Seller\n");
    import_all(ImportKind::AssetClasses, "code,name,first_year_loss,yearly_loss\nROBOT,Robot,0.2,0.1\n");
    import_all(ImportKind::Assets,
               "code,serial_number,asset_class,cost,acquired,supplier\nM1,SN-1,ROBOT,1000.00,2025-01-01,S\n");
    import_all(ImportKind::Appraisals, "asset,date,value\nM1,2026-01-01,700.00\n");
    import_all(ImportKind::Market, "curve,instrument,tenor,date,rate\nCNY,deposit,3M,2026-01-01,0.016\n");
    const auto found = database_->read([](db::Connection& c) { return db::find<Lessee>(c, LesseeCode{"A"}); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->grade, RatingGrade::BB);
    EXPECT_EQ(found->cluster, ClusterCode{"SZ"});
}

TEST_F(Import, NamesUnknownReferences) {
    EXPECT_EQ(all(import(ImportKind::Lessees, "code,name,cluster,industry\nA,Firm,NOWHERE,C35\nB,Firm,,Z9\n")),
              "line 2, cluster: There is no cluster \"NOWHERE\".\nline 3, industry: There is no industry \"Z9\".\n");
    EXPECT_EQ(count<Lessee>(), 0);
}

TEST_F(Import, NamesKeysThatStandTwice) {
    EXPECT_EQ(all(import(ImportKind::Suppliers, "code,name\nS,One\nT,Two\nS,Three\n")),
              "line 4, code: \"S\" stands in this file twice: in line 2 and in line 4.\n");
}

TEST_F(Import, RefusesKeysThatExist) {
    import_all(ImportKind::Suppliers, "code,name\nS,One\n");
    EXPECT_EQ(all(import(ImportKind::Suppliers, "code,name\nT,Two\nS,One\n")), "line 3, code: \"S\" exists already.\n");
    EXPECT_EQ(count<Supplier>(), 1);
}

TEST_F(Import, PutsCalendarDaysInThePlaceOfThoseThatWere) {
    import_all(ImportKind::Calendars, "calendar,date,kind,name\nCN,2027-01-01,holiday,元旦\nCN,2026-10-10,holiday,\n");
    const auto days = database_->read([](db::Connection& c) { return db::calendar_days(c, "CN"); });
    ASSERT_GT(days.size(), 400U) << "the built-in ones";
    EXPECT_EQ(days.back(), (CalendarDay{"CN", date(2027, 1, 1), CalendarDayKind::Holiday, "元旦"}));
    const auto changed = std::ranges::find(days, date(2026, 10, 10), &CalendarDay::date);
    ASSERT_NE(changed, days.end());
    EXPECT_EQ(changed->kind, CalendarDayKind::Holiday);
    EXPECT_FALSE(import(ImportKind::Calendars, "calendar,date\nCN,2027-01-01\nCN,2027-01-01\n").stored());
}

TEST_F(Import, ReplacesMarketQuotes) {
    import_all(ImportKind::Market, "curve,instrument,tenor,date,rate\nCNY,deposit,3M,2026-01-01,0.016\n");
    import_all(ImportKind::Market, "curve,instrument,tenor,date,rate\nCNY,deposit,3M,2026-01-01,0.017\n");
    const auto quotes = database_->read([](db::Connection& c) { return db::quotes_on(c, "CNY", date(2026, 1, 1)); });
    ASSERT_EQ(quotes.size(), 1U);
    EXPECT_EQ(to_text(quotes[0].rate), "0.0170");
}

TEST_F(Import, NamesMissingRepeatedAndUnknownColumns) {
    EXPECT_EQ(all(import(ImportKind::Suppliers, "code,town\nS,Suzhou\n")),
              "line 1, name: The column \"name\" is missing.\n"
              "line 1, town: The column \"town\" is not known here. Known are: code, name, province, city.\n");
    EXPECT_EQ(all(import(ImportKind::Suppliers, "code,name,code\nS,a,S\n")),
              "line 1, code: The column \"code\" stands in the header twice.\n");
}

TEST_F(Import, NamesEveryBadRowInOrder) {
    EXPECT_EQ(
        all(import(ImportKind::Assets,
                   "code,serial_number,asset_class,cost,acquired\n"
                   "M1,SN-1,CNC,NaN,2025-01-01\nM2\nM3,SN-3,CNC,5.00,2025-02-31\nM4,SN-4,NONE,1.00,2025-01-01\n")),
        "line 2, cost: \"NaN\" is not an amount. Write it like 1234567.89, with at most 2 decimals.\n"
        "line 3: This line has 1 cells, but the header has 5.\n"
        "line 4, acquired: There is no day 2025-02-31 in the calendar.\n"
        "line 5, asset_class: There is no asset class \"NONE\".\n");
    EXPECT_EQ(count<Asset>(), 0);
}

TEST_F(Import, NamesAWrongEncoding) {
    EXPECT_EQ(all(import(ImportKind::Suppliers, "code,name\nS,\xCB\xD5\xD6\xDD\n")),
              "line 2: This file looks like GBK, not UTF-8. Save it as CSV UTF-8 and import it again.\n");
}

TEST_F(Import, ReadsAForeignFileThroughAMapping) {
    const auto mapping = parse_mapping(
        "repeated_rows = 'once'\n[columns]\ncode = {from = 'Region', as_code = true}\nname = {from = 'Region'}\n",
        [](const std::string&) { return Result<std::string>(std::string{}); });
    ASSERT_TRUE(mapping);
    const auto outcome = import(ImportKind::Clusters, "Id,Region\n1,Food & Wine\n2,Metal\n3,Food & Wine\n", &*mapping);
    EXPECT_EQ(all(outcome), "");
    EXPECT_EQ(outcome.rows_read, 3U);
    EXPECT_EQ(outcome.rows_stored, 2U);
}

TEST_F(Import, NamesTheForeignColumnOfABadCell) {
    const auto mapping =
        parse_mapping("[columns]\ncode = {from = 'Id'}\nname = {from = 'Firm'}\ngrade = {from = 'Score'}\n",
                      [](const std::string&) { return Result<std::string>(std::string{}); });
    ASSERT_TRUE(mapping);
    EXPECT_EQ(all(import(ImportKind::Lessees, "Id,Firm,Score\n1,A,BB\n2,B,77\n", &*mapping)),
              "line 3, Score: \"77\" is not known here. Use one of: unrated, AAA, AA, A, BBB, BB, B, CCC, D.\n");
}

TEST_F(Import, RefusesAMappingThatFillsUnknownColumnsOrTooFew) {
    const auto mapping = parse_mapping("[columns]\ncode = {from = 'Id'}\ncolour = {from = 'Id'}\n",
                                       [](const std::string&) { return Result<std::string>(std::string{}); });
    ASSERT_TRUE(mapping);
    EXPECT_EQ(all(import(ImportKind::Suppliers, "Id\n1\n", &*mapping)),
              "line 1, name: The mapping does not fill the column \"name\".\n"
              "line 1, colour: The mapping fills a column \"colour\", which is not known here.\n");
}

TEST_F(Import, TakesContractsOnWithLesseeSupplierAndMachine) {
    import_all(ImportKind::Clusters, "code,name\nSZ,Suzhou\n");
    import_all(ImportKind::Contracts,
               header +
                   ",number,cluster,industry,supplier,supplier_name,serial_number,asset_cost\n"
                   "L-A,Firm A,CNC,CNY,100000.00,0.06,2025-01-31,36,OLD-1,SZ,C35,S,Seller,SN-1,120000.00\n"
                   "L-A,Firm A,CNC,CNY,50000.00,0.06,2025-03-01,12,,,,S,,,\n");
    const auto first = database_->read([](db::Connection& c) { return db::find_contract(c, ContractNumber{"OLD-1"}); });
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, ContractStatus::Active);
    EXPECT_EQ(to_text(first->content.rent), "3042.19");  // level rent of EX-B1, a tenth of it
    EXPECT_EQ(to_text(first->content.terms.first_rent_date), "2025-02-28");
    const auto second =
        database_->read([](db::Connection& c) { return db::find_contract(c, ContractNumber{"L-2025-000001"}); });
    ASSERT_TRUE(second) << "a contract without a number gets the next one of its year";
    const auto machines = database_->read([](db::Connection& c) { return db::assets_of(c, ContractNumber{"OLD-1"}); });
    ASSERT_EQ(machines.size(), 1U);
    EXPECT_EQ(machines[0].serial_number, "SN-1");
    EXPECT_EQ(to_text(machines[0].cost), "120000.00");
    const auto history = database_->read([](db::Connection& c) { return db::changes_of(c, {"OLD-1"}); });
    EXPECT_EQ(history, (std::vector<db::AssetChange>{{1, "code", {}, "OLD-1", "clerk", recorded_at}}));
    EXPECT_EQ(count<Lessee>(), 1);
    EXPECT_EQ(count<Supplier>(), 1);
}

TEST_F(Import, OfTheSameContractsAgainIsRefused) {
    const std::string bytes = header + ",number,serial_number\n" + good("") + ",OLD-1,SN-1\n";
    import_all(ImportKind::Contracts, bytes);
    EXPECT_EQ(all(import(ImportKind::Contracts, bytes)),
              "line 2, number: \"OLD-1\" exists already.\nline 2, serial_number: \"SN-1\" exists already.\n");
    EXPECT_EQ(contracts(), 1);
}

TEST_F(Import, RefusesADateThatDoesNotExist) {
    EXPECT_EQ(contract_fault("", "L-A,Firm A,CNC,CNY,100000.00,0.06,2025-02-31,36"),
              "line 3, commencement: There is no day 2025-02-31 in the calendar.\n");
}
TEST_F(Import, RefusesAmountsThatAreNotAmounts) {
    for (const auto* amount : {"NaN", "12345678901234567890", "1e5", "1,000"})
        EXPECT_TRUE(contract_fault("", "L-A,Firm A,CNC,CNY,\"" + std::string(amount) + "\",0.06,2025-01-31,36")
                        .starts_with("line 3, financed_amount: "))
            << amount;
}
TEST_F(Import, RefusesANegativeAmount) {
    EXPECT_EQ(contract_fault("", "L-A,Firm A,CNC,CNY,-1.00,0.06,2025-01-31,36"),
              "line 3, financed_amount: The financed amount must be above zero.\n");
}
TEST_F(Import, RefusesPeriodsOutOfRange) {
    EXPECT_EQ(contract_fault("", "L-A,Firm A,CNC,CNY,1000.00,0.06,2025-01-31,0"),
              "line 3, periods: A lease has 1 to 600 rents, not 0.\n");
    EXPECT_EQ(contract_fault("", "L-A,Firm A,CNC,CNY,1000.00,0.06,2025-01-31,10000"),
              "line 3, periods: A lease has 1 to 600 rents, not 10000.\n");
}
TEST_F(Import, RefusesAClusterThatDoesNotExist) {
    EXPECT_EQ(contract_fault(",cluster", "L-B,Firm B,CNC,CNY,1000.00,0.06,2025-01-31,12,NOWHERE"),
              "line 3, cluster: There is no cluster \"NOWHERE\".\n");
}
TEST_F(Import, RefusesALesseeWithoutAName) {
    EXPECT_EQ(contract_fault("", "L-B,,CNC,CNY,1000.00,0.06,2025-01-31,12"),
              "line 3, lessee: There is no lessee \"L-B\". Give lessee_name to create it.\n");
}
TEST_F(Import, RefusesALesseeThatContradictsItself) {
    EXPECT_EQ(
        contract_fault("", "L-A,Firm Z,CNC,CNY,1000.00,0.06,2025-01-31,12"),
        "line 3, lessee_name: Lessee L-A has \"Firm Z\" here, but \"Firm A\" is known. Correct one of them first.\n");
}
TEST_F(Import, RefusesNumbersAndSerialNumbersThatStandTwice) {
    const auto outcome = import(ImportKind::Contracts,
                                header + ",number,serial_number\n" + good("") + ",N1,S1\n" + good("") + ",N1,S1\n");
    EXPECT_EQ(all(outcome),
              "line 3, number: \"N1\" stands in this file twice: in line 2 and in line 3.\n"
              "line 3, serial_number: \"S1\" stands in this file twice: in line 2 and in line 3.\n");
    EXPECT_EQ(contracts(), 0);
}

TEST_F(Import, ReportsItsProgress) {
    std::vector<std::size_t> seen;
    const std::string bytes = "code,name\nS,One\nT,Two\n";
    import_csv(*database_, {ImportKind::Suppliers,
                            bytes,
                            nullptr,
                            {"clerk", date(2026, 6, 30)},
                            recorded_at,
                            [&](std::size_t done, std::size_t of) {
                                seen.insert(seen.end(), {done, of});
                            }});
    EXPECT_EQ(seen, (std::vector<std::size_t>{2, 2}));
}

TEST_F(Import, SeedsOnceAndLeavesWhatWasChanged) {
    const auto industries = count<Industry>();
    EXPECT_EQ(industries, 20 + 97);
    EXPECT_EQ(count<AssetClass>(), 7);
    database_->write([](db::Connection& connection) {
        auto cnc = *db::find<AssetClass>(connection, AssetClassCode{"CNC"});
        cnc.name = "Our machines";
        ASSERT_TRUE(db::replace<AssetClass>(connection, cnc));
        seed(connection);
        EXPECT_EQ(db::find<AssetClass>(connection, cnc.code)->name, "Our machines");
    });
    EXPECT_EQ(count<Industry>(), industries);
}

}  // namespace
}  // namespace leasebook::server
