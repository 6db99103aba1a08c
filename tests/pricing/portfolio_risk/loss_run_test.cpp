#include "pricing/portfolio_risk/loss_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "pricing/portfolio_risk/loss_figures.h"
#include "pricing/portfolio_risk/normal.h"
#include "tests/pricing/portfolio_risk/books.h"

namespace leasebook::pricing {
namespace {

double real(Money amount) { return static_cast<double>(amount.minor_units()); }

LossRun simulated(const LossBook& book, const LossModel& model, LossOrder order = {20'000}) {
    return *simulate_losses(book, model, order);
}

// How often each lessee defaults in all scenarios would need every scenario looked at; the mean loss of a book in which
// only one lessee has something to lose says the same.
double default_rate(LossBook book, const LossModel& model, std::size_t lessee, LossOrder order = {200'000}) {
    for (auto& obligor : book.obligors) obligor.loss = yuan(0);
    book.obligors[lessee].loss = yuan(1);
    const auto run = simulated(book, model, order);
    return static_cast<double>(std::accumulate(run.losses.begin(), run.losses.end(), std::int64_t{0})) / 100 /
           static_cast<double>(order.scenarios);
}

TEST(LossDistribution, EachLesseeDefaultsWithItsOwnProbability) {
    auto book = mixed_book(40);
    book.dependencies.clear();
    for (const std::size_t lessee : {0U, 1U, 2U, 3U, 39U}) {
        const double pd = book.obligors[lessee].default_probability;
        EXPECT_NEAR(default_rate(book, {}, lessee), pd, 4 * std::sqrt(pd / 200'000)) << lessee;
    }
}

TEST(LossDistribution, LesseesOfUnlikeProbabilityInOneBandKeepTheirOwn) {
    auto book = pool(3, 0.050);
    book.obligors[1].default_probability = 0.055;
    book.obligors[2].default_probability = 0.059;
    for (const std::size_t lessee : {0U, 1U, 2U}) {
        const double pd = book.obligors[lessee].default_probability;
        EXPECT_NEAR(default_rate(book, {}, lessee), pd, 4 * std::sqrt(pd / 200'000)) << lessee;
    }
}

TEST(LossDistribution, AnAnchorRaisesTheProbabilityOfThoseWhoDependOnIt) {
    // Without factors the anchor defaults in 10 % of scenarios; then PD' = 1 - (1 - 0.02)(1 - 0.35 * 0.6) (EX-G5).
    LossBook book = pool(2, 0.02);
    book.obligors[0].default_probability = 0.10;
    book.dependencies = {{0, 1, 0.6}};
    const LossModel model{0, 0, 0, {}, 0.35};
    EXPECT_NEAR(default_rate(book, model, 1), 0.9 * 0.02 + 0.1 * 0.2258, 4 * std::sqrt(0.0406 / 200'000));
    EXPECT_NEAR(default_rate(book, model, 0), 0.10, 4 * std::sqrt(0.1 / 200'000));
}

TEST(LossDistribution, OfALargePoolIsVasiceks) {
    // Vasicek 2002: the share of a large pool that defaults is below x with probability
    // Phi((sqrt(1 - rho) Phi^-1(x) - Phi^-1(PD)) / sqrt(rho)).
    const double pd = 0.02, rho = 0.20;
    const auto book = pool(20'000, pd);
    const auto figures = figures_of(book, simulated(book, {rho, 0, 0, {}, 0}, {100'000, 7}));
    const double all = real(yuan(20'000));
    for (const auto& tail : figures.tails) {
        const double share = normal_share(
            (normal_quantile(pd) + std::sqrt(rho) * normal_quantile(tail.level / 1000.0)) / std::sqrt(1 - rho));
        EXPECT_NEAR(real(tail.value_at_risk.value) / all, share, 4 * real(tail.value_at_risk.standard_error) / all);
        // E[share; beyond] = Phi2(Phi^-1(PD), -z; sqrt(rho)) over the probability of beyond.
        const double beyond = 1 - tail.level / 1000.0;
        const double shortfall =
            both_normal_share(normal_quantile(pd), normal_quantile(beyond), std::sqrt(rho)) / beyond;
        EXPECT_NEAR(real(tail.expected_shortfall.value) / all, shortfall,
                    4 * real(tail.expected_shortfall.standard_error) / all);
    }
    const double both = both_normal_share(normal_quantile(pd), normal_quantile(pd), rho);
    EXPECT_NEAR(real(figures.unexpected_loss.value) / all, std::sqrt(both - pd * pd + (pd - both) / 20'000),
                4 * real(figures.unexpected_loss.standard_error) / all);
}

TEST(LossDistribution, ConvergesToTheLimitAsThePoolGrows) {
    const double limit =
        normal_share((normal_quantile(0.02) + std::sqrt(0.2) * normal_quantile(0.999)) / std::sqrt(0.8));
    double before = 1;
    for (const std::size_t lessees : {100U, 1'000U, 10'000U}) {
        const auto book = pool(lessees, 0.02);
        const auto figures = figures_of(book, simulated(book, {0.20, 0, 0, {}, 0}, {100'000, 3}));
        const double error = std::abs(
            real(figures.tails[1].value_at_risk.value) / real(yuan(static_cast<std::int64_t>(lessees))) - limit);
        EXPECT_LT(error, before);
        before = error;
    }
    EXPECT_LT(before, 0.01);
}

TEST(LossDistribution, LesseesOfOneClusterDefaultTogetherMoreOften) {
    auto together = pool(200, 0.03), apart = together;
    apart.clusters = {"K1", "K2", "K3", "K4"};
    for (std::uint32_t i = 0; i < 200; ++i) apart.obligors[i].cluster = i % 4;
    const LossModel model{0.10, 0.10, 0, {}, 0};
    EXPECT_GT(figures_of(together, simulated(together, model)).unexpected_loss.value,
              figures_of(apart, simulated(apart, model)).unexpected_loss.value);
}

TEST(LossDistribution, IndustriesThatMoveTogetherLoseTogether) {
    const auto deviation = [](double correlation) {
        LossBook book{CNY, {"K1"}, {"C33", "C34"}, {}, {}};
        for (std::uint32_t i = 0; i < 400; ++i) book.obligors.push_back({0.03, yuan(1), 0, i % 2});
        const LossModel model{0, 0, 0.3, equal_correlations(book.industries, correlation), 0};
        return figures_of(book, simulated(book, model)).unexpected_loss.value;
    };
    EXPECT_GT(deviation(0.9), deviation(0));
    EXPECT_GT(deviation(0), deviation(-0.9));
}

TEST(LossDistribution, TheSeedGivesTheSameWithAnyNumberOfThreads) {
    const auto book = mixed_book(500);
    for (const auto method : {LossMethod::DefaultByDefault, LossMethod::Cells}) {
        const auto one = simulated(book, {}, {5'000, 42, method, 1}),
                   three = simulated(book, {}, {5'000, 42, method, 3});
        EXPECT_EQ(one.losses, three.losses);
        EXPECT_EQ(one.tail_defaults, three.tail_defaults);
        EXPECT_EQ(one.factors.columns, three.factors.columns);
        EXPECT_NE(one.losses, simulated(book, {}, {5'000, 43, method, 1}).losses);
    }
}

TEST(LossDistribution, TheTailLivedThroughAgainIsTheTail) {
    const auto book = mixed_book(500);
    const auto run = simulated(book, {});
    auto losses = run.losses;
    std::ranges::sort(losses, std::greater{});
    for (std::size_t level = 0; level < tail_levels.size(); ++level) {
        losses.resize(run.tail_losses[0].size());
        EXPECT_TRUE(std::ranges::equal(run.tail_losses[level], std::span(losses).first(run.tail_losses[level].size())));
    }
}

TEST(LossDistribution, CellsGiveWhatDefaultsGiveWithinTheirErrors) {
    const auto book = mixed_book(4'000);
    const auto exact = figures_of(book, simulated(book, {}, {100'000, 1}));
    const auto cells = figures_of(book, simulated(book, {}, {100'000, 2, LossMethod::Cells}));
    const auto near = [](const Estimate& a, const Estimate& b) {
        EXPECT_NEAR(real(a.value), real(b.value),
                    4 * std::hypot(real(a.standard_error), real(b.standard_error)) + 0.005 * real(a.value));
    };
    near(exact.expected_loss, cells.expected_loss);
    near(exact.unexpected_loss, cells.unexpected_loss);
    for (std::size_t level = 0; level < tail_levels.size(); ++level) {
        near(exact.tails[level].value_at_risk, cells.tails[level].value_at_risk);
        near(exact.tails[level].expected_shortfall, cells.tails[level].expected_shortfall);
        EXPECT_NEAR(real(cells.tails[level].total), real(cells.tails[level].expected_shortfall.value),
                    0.03 * real(cells.tails[level].total));
    }
}

TEST(LossDistribution, StandardErrorsAreThoseOfRepeatedRuns) {
    const auto book = pool(300, 0.02);
    std::vector<LossFigures> runs;
    for (std::uint64_t seed = 0; seed < 60; ++seed)
        runs.push_back(figures_of(book, simulated(book, {0.2, 0, 0, {}, 0}, {10'000, seed})));
    const auto agrees = [&](auto estimate) {
        double mean = 0, square = 0, claimed = 0;
        for (const auto& run : runs) {
            mean += real(estimate(run).value) / 60;
            claimed += real(estimate(run).standard_error) / 60;
        }
        for (const auto& run : runs) square += std::pow(real(estimate(run).value) - mean, 2) / 59;
        EXPECT_NEAR(claimed / std::sqrt(square), 1, 0.35);
    };
    agrees([](const LossFigures& f) { return f.expected_loss; });
    agrees([](const LossFigures& f) { return f.unexpected_loss; });
    agrees([](const LossFigures& f) { return f.tails[0].value_at_risk; });
    agrees([](const LossFigures& f) { return f.tails[0].expected_shortfall; });
    agrees([](const LossFigures& f) { return f.tails[1].expected_shortfall; });
}

TEST(LossContributions, AddUpToTheExpectedShortfallToTheCent) {
    const auto book = mixed_book(700);
    const auto figures = figures_of(book, simulated(book, {}));
    for (const auto& tail : figures.tails) {
        const auto sum = [](const std::vector<Money>& parts) {
            return std::accumulate(parts.begin(), parts.end(), yuan(0));
        };
        EXPECT_EQ(tail.total, tail.expected_shortfall.value);
        EXPECT_EQ(sum(tail.by_obligor), tail.total);
        EXPECT_EQ(sum(tail.by_cluster) + tail.unmapped_cluster, tail.total);
        EXPECT_EQ(sum(tail.by_industry) + tail.unmapped_industry, tail.total);
    }
}

TEST(LossContributions, OfAlikeLesseesAreAlike) {
    auto book = pool(100, 0.05, 100);
    const auto tail = figures_of(book, simulated(book, {}, {100'000})).tails[0];
    for (const auto part : tail.by_obligor)
        EXPECT_NEAR(real(part), real(tail.total) / 100, 0.15 * real(tail.total) / 100);
}

TEST(LossHistogram, CountsEveryScenarioOnce) {
    const auto book = mixed_book(300);
    const auto run = simulated(book, {});
    std::int64_t scenarios = 0;
    for (const auto& bin : histogram(run, 40)) {
        EXPECT_LT(bin.from, bin.until);
        scenarios += bin.scenarios;
    }
    EXPECT_EQ(scenarios, 20'000);
}

TEST(ALossRun, OfABookWithoutLossesIsZero) {
    const auto book = pool(10, 0.05, 0);
    const auto figures = figures_of(book, simulated(book, {}));
    EXPECT_EQ(figures.expected_loss, (Estimate{yuan(0), yuan(0)}));
    EXPECT_EQ(figures.tails[1].expected_shortfall.value, yuan(0));
    EXPECT_EQ(figures_of({}, simulated({}, {})).expected_loss.value, yuan(0));
}

TEST(ALossRun, OfALesseeInDefaultLosesItsLossAlways) {
    const auto book = pool(1, 1, 5);
    const auto figures = figures_of(book, simulated(book, {}));
    EXPECT_EQ(figures.expected_loss, (Estimate{yuan(5), yuan(0)}));
}

TEST(ALossRun, IsRefusedForWhatCannotBe) {
    const auto refusal = [](auto spoil) {
        LossBook book = mixed_book(20);
        LossModel model;
        LossOrder order{1'000};
        spoil(book, model, order);
        const auto run = simulate_losses(book, model, order);
        return run ? std::string("accepted") : run.error().field + ": " + message(run.error());
    };
    EXPECT_EQ(refusal([](LossBook&, LossModel&, LossOrder& o) { o.scenarios = 1'500; }),
              "scenarios: The number of scenarios is a multiple of 1,000, up to 1,000,000.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.obligors[3].default_probability = 1.2; }),
              "obligors[3]: A probability of default lies between 0 and 1.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.obligors[3].loss = yuan(-1); }),
              "obligors[3]: A loss on default is not negative.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.obligors[3].cluster = 9; }),
              "obligors[3]: This obligor's cluster is not in the book.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.obligors[3].industry = 9; }),
              "obligors[3]: This obligor's industry is not in the book.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.dependencies[0].of = 0; }),
              "dependencies[0]: A dependency is between two obligors of the book.");
    EXPECT_EQ(refusal([](LossBook& b, LossModel&, LossOrder&) { b.dependencies[0].weight = 2; }),
              "dependencies[0]: A dependency weighs between 0 and 1.");
    EXPECT_EQ(refusal([](LossBook&, LossModel& m, LossOrder&) { m.contagion = -1; }),
              "contagion: This share must lie between 0 and 100 %.");
    EXPECT_EQ(refusal([](LossBook&, LossModel& m, LossOrder&) { m.cluster_share = 0.9; }),
              "economy_share: Economy, cluster and industry together explain less than 100 %.");
    EXPECT_EQ(refusal([](LossBook&, LossModel& m, LossOrder&) { m.industry_correlations = CorrelationMatrix{}; }),
              "industry_correlations: Correlations must be of the industries of the book.");
}

}  // namespace
}  // namespace leasebook::pricing
