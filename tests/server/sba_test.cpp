// A real foreign file: 22,427 small-business loans. The data stays outside the repository (LEASEBOOK_SHARED).
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "db/portfolio_store.h"
#include "reports/exposure.h"
#include "server/books/live_exposure.h"
#include "server/books/running_book.h"
#include "tests/server/import_case.h"

namespace leasebook::server {
namespace {

class Sba : public ImportCase {
protected:
    void SetUp() override {
        const auto* folder = std::getenv("LEASEBOOK_SHARED");
        shared_ = folder ? std::filesystem::path(folder) : std::filesystem::path(SOURCE_DIR).parent_path() / "shared";
        if (!std::filesystem::exists(shared_ / "data/sba/SBAnational_first22427.csv"))
            GTEST_SKIP() << "the SBA loans are not in " << shared_
                         << ": set LEASEBOOK_SHARED to the folder that holds data/sba";
    }
    std::string bytes(const std::string& file) const {
        std::ifstream stream(shared_ / "data" / file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    Mapping mapping(const std::string& name) const {
        return read_mapping_file(std::string(SOURCE_DIR) + "/tests/data/" + name, (shared_ / "data/industry").string())
            .value();
    }
    // Each cluster once, from the codes that belong to it.
    void import_clusters() {
        const auto clusters = mapping("sba_clusters.toml");
        const auto stored = import(ImportKind::Clusters, bytes("industry/porter_naics2012_to_cluster.csv"), &clusters);
        ASSERT_TRUE(stored.stored()) << all(stored);
    }
    std::filesystem::path shared_;
};

TEST_F(Sba, ReproducesTheTotalOfTheFileByCluster) {
    const auto clusters = mapping("sba_clusters.toml"), loans = mapping("sba_contracts.toml");
    const auto cluster_file = bytes("industry/porter_naics2012_to_cluster.csv"),
               loan_file = bytes("sba/SBAnational_first22427.csv");
    const auto stored = import(ImportKind::Clusters, cluster_file, &clusters);
    ASSERT_TRUE(stored.stored()) << all(stored);
    EXPECT_EQ(stored.rows_stored, 71U);
    const auto taken_on = import(ImportKind::Contracts, loan_file, &loans);
    ASSERT_TRUE(taken_on.stored()) << all(taken_on);
    EXPECT_EQ(taken_on.rows_read, 22'427U);
    EXPECT_EQ(taken_on.rows_stored, 22'427U);

    const auto book =
        database_->read([](db::Connection& connection) { return db::load_portfolio(connection, date(2026, 6, 30)); });
    ASSERT_EQ(book.contracts.size(), 22'427U);
    std::vector<Money> by_cluster(book.clusters.size() + 1, Money::zero(USD));  // the last one is 'unmapped'
    std::size_t unmapped_contracts = 0;
    for (const auto& contract : book.contracts) {
        const auto cluster = book.lessees[contract.lessee].cluster;
        by_cluster[cluster == unmapped ? book.clusters.size() : cluster] += contract.terms.financed_amount;
        unmapped_contracts += cluster == unmapped ? 1 : 0;
    }
    Money total = Money::zero(USD);
    for (const auto amount : by_cluster) total += amount;
    EXPECT_EQ(to_text(total), "2582181209.00");
    EXPECT_EQ(unmapped_contracts, 22'427U - 15'492U);  // 4,046 without a code, the rest with codes of other editions
    EXPECT_GT(by_cluster.back(), Money::zero(USD));
    for (std::size_t i = 0; i < book.clusters.size(); ++i) EXPECT_FALSE(by_cluster[i].is_negative());
}

struct Stock {
    Portfolio portfolio;
    std::vector<ExposureParts> parts;
};

// Exposure of every loan as its life in the books leaves it, by cluster and industry: cells, clusters and the total are
// one sum, and what no cluster or industry fits stands in rows of its own.
void expect_exposure_adds_up(const Stock& stock, Date as_of, const std::string& file) {
    const auto positions = reports::exposure_positions(stock.portfolio, stock.parts, as_of, USD, nullptr);
    Money by_contract = Money::zero(USD), principal = Money::zero(USD);
    for (const auto& p : positions) {
        by_contract += p.parts.exposure();
        principal += p.outstanding;
    }
    ASSERT_GT(by_contract, Money::zero(USD));
    const auto book = reports::exposure(stock.portfolio, positions, as_of, USD, {}, false);
    Money cells = Money::zero(USD), clusters = Money::zero(USD), outstanding = Money::zero(USD);
    std::int64_t shares = 0, contracts = 0;
    for (const auto& cluster : book.groups) {
        clusters += cluster.figures.parts.exposure();
        contracts += cluster.figures.contracts;
        for (const auto& cell : cluster.cells) {
            cells += cell.figures.parts.exposure();
            outstanding += cell.figures.outstanding_principal;
            shares += cell.figures.exposure_share.e10;
        }
    }
    EXPECT_EQ(cells, by_contract);
    EXPECT_EQ(clusters, by_contract);
    EXPECT_EQ(book.total.parts.exposure(), by_contract);
    EXPECT_EQ(outstanding, principal);
    EXPECT_EQ(shares, rate_scale);
    EXPECT_EQ(contracts, book.total.contracts);
    const auto& last = book.groups.back();
    EXPECT_EQ(last.place, unmapped) << "the row of what fits no cluster is there, and last";
    std::cout << file << " on " << to_text(as_of) << ": " << book.total.contracts << " loans, exposure "
              << to_text(by_contract) << " USD in " << book.groups.size() - 1 << " clusters, unmapped "
              << to_text(last.figures.parts.exposure()) << " (" << last.figures.contracts << " loans)\n";
}

TEST_F(Sba, ExposureByClusterAndIndustryAddsUpToTheBook) {
    const std::pair<const char*, const char*> files[] = {
        {"sba/SBAnational_first22427.csv", "sba_contracts.toml"},
        {"sba/sba_sample30000_clean.csv", "sba_sample_contracts.toml"}};
    for (const auto& [file, map] : files) {
        if (!std::filesystem::exists(shared_ / "data" / file)) continue;
        database_ = fresh(std::string(map) + ".db");
        import_clusters();
        const auto loans = mapping(map);
        import_all(ImportKind::Contracts, bytes(file), &loans);
        for (const Date as_of : {date(1999, 12, 31), date(2005, 6, 30), date(2010, 6, 30)}) {
            const auto stock = database_->read([&](db::Connection& c) {
                Stock read{running_portfolio(c, as_of), {}};
                read.parts = live_parts(c, read.portfolio, as_of);
                return read;
            });
            expect_exposure_adds_up(stock, as_of, file);
        }
    }
}

// The sample's own column says what is financed in all.
TEST_F(Sba, FinancesWhatTheSampleApproved) {
    RowErrors faults;
    const auto file = bytes("sba/sba_sample30000_clean.csv");
    if (file.empty()) GTEST_SKIP() << "sba_sample30000_clean.csv is not there";
    const auto table = read_csv(file, faults);
    const auto column = std::ranges::find(table.header(), std::string_view("gr_appv")) - table.header().begin();
    Money approved = Money::zero(USD);
    for (std::size_t row = 0; row < table.rows(); ++row)
        approved += *parse_money(table.row(row)[static_cast<std::size_t>(column)], USD, "gr_appv");
    const auto loans = mapping("sba_sample_contracts.toml");
    import_clusters();
    import_all(ImportKind::Contracts, file, &loans);
    const auto book = database_->read([](db::Connection& c) { return db::load_portfolio(c, date(2026, 6, 30)); });
    Money financed = Money::zero(USD);
    for (const auto& contract : book.contracts) financed += contract.terms.financed_amount;
    EXPECT_EQ(book.contracts.size(), table.rows());
    EXPECT_EQ(financed, approved);
}

TEST_F(Sba, SeedsTheIndustriesAsTheStandardNamesThem) {
    RowErrors faults;
    const auto standard = bytes("industry/gbt4754_tree.csv");
    const auto table = read_csv(standard, faults);
    ASSERT_TRUE(faults.empty());
    std::size_t compared = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto cells = table.row(row);  // level, code, section, parent, name
        if (cells[0] != "1" && cells[0] != "2") continue;
        const IndustryCode code{cells[0] == "1" ? std::string(cells[1])
                                                : std::string(cells[2]) + std::string(cells[1])};
        const auto industry =
            database_->read([&](db::Connection& connection) { return db::find<Industry>(connection, code); });
        ASSERT_TRUE(industry) << code.text;
        // The file cuts the name of C37 short.
        EXPECT_TRUE(industry->name_zh.value_or("").starts_with(cells[4])) << code.text;
        ++compared;
    }
    EXPECT_EQ(compared, 117U);
}

}  // namespace
}  // namespace leasebook::server
