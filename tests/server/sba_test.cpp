// A real foreign file: 22,427 small-business loans. The data stays outside the repository (LEASEBOOK_SHARED).
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "db/portfolio_store.h"
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
