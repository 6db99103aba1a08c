#include "db/report_store.h"

#include "db/hash_chain.h"
#include "tests/db/databases.h"

namespace leasebook::db {
namespace {

constexpr Period june{std::chrono::year{2026} / std::chrono::June};

class ReportStore : public OnBothBooks {
protected:
    void keep(const std::string& text, std::size_t piece) {
        TextPacker packer;
        for (std::size_t from = 0; from < text.size(); from += piece) packer.append(text.substr(from, piece));
        const auto packed = std::move(packer).packed();
        database->write([&](Connection& c) { keep_report_snapshot(c, june, "contracts", packed); });
    }
    void keep_parts(const std::string& first, const std::string& second) {
        database->write([&](Connection& c) {
            c.execute(
                "INSERT INTO `report_snapshots` (`period`, `report`, `hash`, `content`) VALUES "
                "('2026-06', 'contracts', 'abc', '')");
            c.execute(
                "INSERT INTO `report_snapshot_parts` (`period`, `report`, `part`, `content`) VALUES "
                "('2026-06', 'contracts', 1, '" +
                first + "'), ('2026-06', 'contracts', 2, '" + second + "')");
        });
    }
    std::optional<ReportSnapshot> kept() {
        return database->read([](Connection& c) { return find_report_snapshot(c, june, "contracts"); });
    }
};
INSTANTIATE_TEST_SUITE_P(Both, ReportStore, both_databases, dialect_name);

// Hard to pack, so that it takes many parts, and with characters of several bytes.
std::string long_text() {
    std::string text = "{}\n";
    std::uint64_t state = 7;
    while (text.size() < 3'000'000) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        text += std::to_string(state) + "\t苏州精密机械\n";
    }
    return text;
}

TEST_P(ReportStore, GivesBackWhatItWasGivenInWhateverPieces) {
    EXPECT_FALSE(kept());
    const auto text = long_text();
    keep(text, 1'000'003);
    const auto first = kept();
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->content == text);
    EXPECT_EQ(first->hash, sha256_hex(text));
    EXPECT_EQ(database->read([](Connection& c) { return find_report_hash(c, june, "contracts"); }), first->hash);
    keep("{}\nshort\n", 3);
    EXPECT_EQ(kept()->content, "{}\nshort\n") << "in the place of what there was";
}

TEST_P(ReportStore, ReadsTheTextsThatEarlierProgramsPackedByZlib) {
    keep_parts("zlib:eAGrruUqLq3KyC/l", "zlib:etHd/3T7PC4AQzQIAQ==");
    EXPECT_EQ(kept()->content, "{}\nsuzhou\n苏州\n");
}

TEST_P(ReportStore, ReadsThePlainTextsOfEarlierPrograms) {
    keep_parts("{}\nfirst", " and second\n");
    EXPECT_EQ(kept()->content, "{}\nfirst and second\n");
}

}  // namespace
}  // namespace leasebook::db
