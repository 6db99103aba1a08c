// How long the loss distribution of a book takes, and the effect of one new lease on it.
//     risk_bench [LESSEES [SCENARIOS]]
// A made-up book: clusters and industries in which many firms sit and few, seven grades, losses that differ by lessee,
// anchors with fifty suppliers each.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "pricing/portfolio_risk/incremental_loss.h"
#include "pricing/portfolio_risk/loss_figures.h"
#include "pricing/portfolio_risk/philox.h"

namespace {

using namespace leasebook;
using namespace leasebook::pricing;

constexpr std::uint32_t clusters = 40, industries = 30, suppliers_of_an_anchor = 50;

LossBook made_up_book(std::uint32_t lessees) {
    constexpr double grades[] = {0.0006, 0.0015, 0.004, 0.015, 0.03, 0.06, 0.20};
    constexpr double shares[] = {0.03, 0.10, 0.30, 0.70, 0.92, 0.99, 1};
    LossBook book;
    for (std::uint32_t i = 0; i < clusters; ++i) book.clusters.push_back("K" + std::to_string(i));
    for (std::uint32_t i = 0; i < industries; ++i) book.industries.push_back("C" + std::to_string(i));
    RandomStream random(1, 0, Draw::Residue);
    for (std::uint32_t i = 0; i < lessees; ++i) {
        const double u = random.uniform(), v = random.uniform();
        const auto cluster = static_cast<std::uint32_t>(clusters * u * u);
        const auto industry = (cluster + static_cast<std::uint32_t>(industries * v * v)) % industries;
        const double grade = random.uniform();
        std::size_t g = 0;
        while (grade > shares[g]) ++g;
        const auto loss = static_cast<std::int64_t>(5'000'000 * random.exponential() * random.exponential());
        book.obligors.push_back({grades[g], Money::minor(loss + 100'000, CNY), cluster, industry});
        if (i % 100 < suppliers_of_an_anchor && i % 100 > 0) book.dependencies.push_back({i - i % 100, i, 0.6});
    }
    return book;
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void print(const char* name, const Estimate& estimate) {
    std::printf("  %-26s %18s  +- %s\n", name, to_text(estimate.value).c_str(),
                to_text(estimate.standard_error).c_str());
}

void print(const LossFigures& figures) {
    print("expected loss", figures.expected_loss);
    print("unexpected loss", figures.unexpected_loss);
    for (const auto& tail : figures.tails) {
        const auto level = std::to_string(tail.level / 10.0).substr(0, 4);
        print(("value at risk " + level).c_str(), tail.value_at_risk);
        print(("expected shortfall " + level).c_str(), tail.expected_shortfall);
        std::printf("  %-26s %18s\n", "sum of contributions", to_text(tail.total).c_str());
    }
}

LossRun timed(const LossBook& book, const LossModel& model, const LossOrder& order) {
    const auto start = std::chrono::steady_clock::now();
    const auto processor = std::clock();
    auto run = *simulate_losses(book, model, order);
    std::printf("%s: %.2f s, %.2f s of processor time\n", to_text(order.method).c_str(), since(start),
                static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC);
    print(figures_of(book, run));
    return run;
}

void time_new_lease(const LossBook& book, const LossModel& model, const LossRun& run) {
    const auto start = std::chrono::steady_clock::now();
    const auto kept = keep(book, model, run);
    std::printf("kept for later: %.3f s, %.1f MB\n", since(start), static_cast<double>(written(kept).size()) / 1e6);
    for (const std::int64_t loss : {std::int64_t{50'000'000}, std::int64_t{5'000'000'000}}) {
        const auto asked = std::chrono::steady_clock::now();
        constexpr int times = 20;
        IncrementalLoss effect;
        for (int i = 0; i < times; ++i)
            effect = incremental_loss(kept, {0.03, Money::minor(loss, CNY), Money::zero(CNY), "K1", "C2"});
        std::printf(
            "new lease of %s: %.2f ms, expected shortfall 99.9 rises by %s\n", to_text(Money::minor(loss, CNY)).c_str(),
            since(asked) / times * 1e3,
            to_text(effect.tails[1].expected_shortfall_after - effect.tails[1].expected_shortfall_before).c_str());
    }
}

}  // namespace

int main(int arguments, char** values) {
    const auto lessees = arguments > 1 ? std::atoi(values[1]) : 100'000;
    const auto scenarios = arguments > 2 ? std::atoi(values[2]) : 100'000;
    const auto book = made_up_book(static_cast<std::uint32_t>(lessees));
    LossModel model;
    model.industry_correlations = equal_correlations(book.industries, 0.3);
    const auto run = timed(book, model, {scenarios, 1, LossMethod::DefaultByDefault});
    timed(book, model, {scenarios, 1, LossMethod::Cells});
    time_new_lease(book, model, run);
}
