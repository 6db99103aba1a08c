#include "pricing/portfolio_risk/incremental_loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pricing/portfolio_risk/loss_figures.h"
#include "tests/pricing/portfolio_risk/books.h"

namespace leasebook::pricing {
namespace {

double real(Money amount) { return static_cast<double>(amount.minor_units()); }

struct Kept {
    LossBook book;
    LossModel model;
    KeptRun run;
    LossFigures figures;
};

Kept kept_run(LossBook book, std::int64_t scenarios = 100'000) {
    book.dependencies.clear();
    Kept kept{std::move(book), {}, {}, {}};
    const auto run = *simulate_losses(kept.book, kept.model, {scenarios, 5});
    kept.run = keep(kept.book, kept.model, run);
    kept.figures = figures_of(kept.book, run);
    return kept;
}

TEST(ANewLease, OfNothingChangesNothing) {
    const auto kept = kept_run(mixed_book(300), 10'000);
    const auto effect = incremental_loss(kept.run, {0.03, yuan(0), yuan(0), "K1", "C34"});
    EXPECT_EQ(effect.expected_before, kept.figures.expected_loss.value);
    EXPECT_EQ(effect.expected_after, effect.expected_before);
    EXPECT_EQ(effect.unexpected_after, effect.unexpected_before);
    for (std::size_t i = 0; i < tail_levels.size(); ++i) {
        const auto& tail = effect.tails[i];
        EXPECT_EQ(tail.expected_shortfall_before, kept.figures.tails[i].expected_shortfall.value);
        EXPECT_EQ(tail.expected_shortfall_after, tail.expected_shortfall_before);
        EXPECT_EQ(tail.value_at_risk_after, tail.value_at_risk_before);
        EXPECT_EQ(tail.contribution, yuan(0));
    }
}

// The answer from the kept run against a simulation of the book with the lease in it, in other scenarios.
void expect_what_simulation_gives(std::uint32_t cluster, std::uint32_t industry, std::int64_t loss) {
    const auto kept = kept_run(mixed_book(300));
    auto with = kept.book;
    with.obligors.push_back({0.04, yuan(loss), cluster, industry});
    const auto figures = figures_of(with, *simulate_losses(with, kept.model, {100'000, 77}));
    const auto effect =
        incremental_loss(kept.run, {0.04, yuan(loss), yuan(0), cluster == unmapped ? "" : kept.book.clusters[cluster],
                                    industry == unmapped ? "elsewhere" : kept.book.industries[industry]});
    const auto near = [](Money found, const Estimate& simulated) {
        EXPECT_NEAR(real(found), real(simulated.value), 6 * real(simulated.standard_error));
    };
    near(effect.expected_after, figures.expected_loss);
    near(effect.unexpected_after, figures.unexpected_loss);
    for (std::size_t i = 0; i < tail_levels.size(); ++i) {
        near(effect.tails[i].value_at_risk_after, figures.tails[i].value_at_risk);
        near(effect.tails[i].expected_shortfall_after, figures.tails[i].expected_shortfall);
        EXPECT_NEAR(real(effect.tails[i].contribution), real(figures.tails[i].by_obligor.back()),
                    0.05 * real(effect.tails[i].expected_shortfall_after));
    }
}

TEST(ANewLease, DoesWhatSimulatingTheBookWithItDoes) { expect_what_simulation_gives(0, 1, 20'000); }
TEST(ANewLease, LargerThanTheBookDoesTooWhatSimulationDoes) { expect_what_simulation_gives(1, 2, 2'000'000); }
TEST(ANewLease, OfALesseeWithoutClusterAndIndustryLeansOnTheEconomyAlone) {
    expect_what_simulation_gives(unmapped, unmapped, 20'000);
}

TEST(ANewLease, OfAKnownLesseeFallsDueTogetherWithItsOtherLoss) {
    auto book = mixed_book(300);
    book.obligors[12].loss = yuan(30'000);
    const auto kept = kept_run(book);
    auto with = kept.book;
    with.obligors[12].loss += yuan(20'000);
    const auto figures = figures_of(with, *simulate_losses(with, kept.model, {100'000, 77}));
    const auto& lessee = kept.book.obligors[12];
    const auto effect =
        incremental_loss(kept.run, {lessee.default_probability, yuan(20'000), lessee.loss,
                                    kept.book.clusters[lessee.cluster], kept.book.industries[lessee.industry]});
    const auto& shortfall = figures.tails[0].expected_shortfall;
    EXPECT_NEAR(real(effect.tails[0].expected_shortfall_after), real(shortfall.value), 0.02 * real(shortfall.value));
    EXPECT_NEAR(real(effect.unexpected_after), real(figures.unexpected_loss.value),
                6 * real(figures.unexpected_loss.standard_error));
}

TEST(ANewLease, OfACertainDefaultAddsItsLossToEveryFigure) {
    const auto kept = kept_run(mixed_book(300), 10'000);
    const auto effect = incremental_loss(kept.run, {1, yuan(500), yuan(0), "K1", "C34"});
    EXPECT_EQ(effect.expected_after, effect.expected_before + yuan(500));
    EXPECT_EQ(effect.unexpected_after, effect.unexpected_before);
    for (const auto& tail : effect.tails) {
        EXPECT_EQ(tail.value_at_risk_after, tail.value_at_risk_before + yuan(500));
        EXPECT_EQ(tail.contribution, yuan(500));
    }
}

TEST(AKeptRun, KnowsWhoHadWhatToLose) {
    const auto book = pool(3, 0.02, 7);
    const std::string codes[] = {"B", "", "A"};
    const auto run = keep(book, {}, *simulate_losses(book, {}, {1'000}), codes);
    EXPECT_EQ(run.obligors, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(run.loss_of("A"), yuan(7));
    EXPECT_EQ(run.loss_of("C"), yuan(0));
    EXPECT_EQ(read_kept_run(written(run))->loss_of("B"), yuan(7));
}

TEST(AKeptRun, IsReadAsItWasWritten) {
    const auto kept = kept_run(mixed_book(50), 1'000);
    const auto bytes = written(kept.run);
    const auto read = read_kept_run(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->losses, kept.run.losses);
    EXPECT_EQ(read->factors.columns, kept.run.factors.columns);
    EXPECT_EQ(read->factors.industries, kept.run.factors.industries);
    EXPECT_EQ(written(*read), bytes);
}

TEST(AKeptRun, CutShortOrChangedIsNotRead) {
    const auto bytes = written(kept_run(mixed_book(50), 1'000).run);
    for (std::size_t size = 0; size < bytes.size(); size += 97)
        EXPECT_FALSE(read_kept_run(std::span(bytes).first(size))) << size;
    auto longer = bytes + "x";
    EXPECT_FALSE(read_kept_run(longer));
    auto other = bytes;
    other[3] = '?';
    EXPECT_FALSE(read_kept_run(other));
}

}  // namespace
}  // namespace leasebook::pricing
