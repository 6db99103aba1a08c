#include "pricing/portfolio_risk/loss_run.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <thread>

#include "pricing/portfolio_risk/loss_scenario.h"
#include "pricing/portfolio_risk/pair_losses.h"

namespace leasebook::pricing {

namespace {

constexpr double large_name = 0.001;                 // of all losses; drawn singly where cells are taken as a whole
constexpr std::int64_t replayed_of_a_thousand = 20;  // scenarios looked at again, of which the tail is 10

// Runs `work(thread, scenario)` for all of [0, count), in portions, on several threads.
template <class Work>
void on_all_cores(std::int64_t count, unsigned threads, const LossOrder& order, Work work) {
    constexpr std::int64_t portion = 64;
    std::atomic<std::int64_t> next{0}, done{0};
    std::mutex reporting;
    const auto run = [&](unsigned thread) {
        for (std::int64_t from = next.fetch_add(portion); from < count; from = next.fetch_add(portion)) {
            const auto until = std::min(from + portion, count);
            for (auto i = from; i < until; ++i) work(thread, i);
            const auto all = done.fetch_add(until - from) + until - from;
            if (!order.progress) continue;
            const std::lock_guard lock(reporting);
            order.progress(all, count);
        }
    };
    std::vector<std::thread> others;
    for (unsigned thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
    run(0);
    for (auto& other : others) other.join();
}

class Simulation {
public:
    Simulation(const LossBook& book, const LossModel& model, const LossOrder& order)
        : book_(book),
          order_(order),
          threads_(order.threads > 0 ? order.threads : std::max(1U, std::thread::hardware_concurrency())),
          cells_(arrange(book, model, order.method == LossMethod::Cells ? large_name : 2)),
          draws_(book, model, order.seed),
          pair_losses_(cells_),
          spaces_(threads_, ScenarioSpace(cells_, draws_.count())),
          severity_(static_cast<std::size_t>(order.scenarios)) {
        run_.currency = book.currency;
        run_.order = order;
        run_.order.progress = {};
        run_.losses.resize(severity_.size());
        run_.factors = {book.clusters, book.industries, {}};
        run_.factors.columns.resize(draws_.count() * severity_.size());
    }

    LossRun run() && {
        on_all_cores(order_.scenarios, threads_, order_, [&](unsigned thread, std::int64_t scenario) {
            auto& space = spaces_[thread];
            draw_factors(space, scenario);
            keep_factors(space, scenario);
            const auto s = static_cast<std::size_t>(scenario);
            run_.losses[s] = order_.method == LossMethod::Cells ? loss_of_cells(space, scenario, severity_[s])
                                                                : loss_by_defaults(space, scenario, {});
            if (order_.method != LossMethod::Cells) severity_[s] = static_cast<double>(run_.losses[s]);
        });
        look_at_tail();
        return std::move(run_);
    }

private:
    void draw_factors(ScenarioSpace& space, std::int64_t scenario) const {
        draws_.draw(static_cast<std::uint64_t>(scenario), space.factors);
        draws_.systematic(cells_, space.factors, space.systematic);
    }

    void keep_factors(const ScenarioSpace& space, std::int64_t scenario) {
        for (std::size_t f = 0; f < space.factors.size(); ++f)
            run_.factors.columns[f * severity_.size() + static_cast<std::size_t>(scenario)] =
                static_cast<std::int16_t>(std::lround(std::clamp(space.factors[f], -7.99, 7.99) * kept_factor_scale));
    }

    // Counts the defaults of each position into `counts`, where there is one.
    std::int64_t loss_by_defaults(ScenarioSpace& space, std::int64_t scenario, std::span<std::uint32_t> counts) const {
        DefaultClock clock(cells_, RandomStream(order_.seed, static_cast<std::uint64_t>(scenario), Draw::Defaults));
        std::int64_t loss = 0;
        const auto* losses = cells_.losses.data();
        if (counts.empty())
            find_defaults(cells_, clock, space, cells_.cells.size(), [&](std::uint32_t i) { loss += losses[i]; });
        else
            find_defaults(cells_, clock, space, cells_.cells.size(), [&](std::uint32_t i) {
                loss += losses[i];
                ++counts[i];
            });
        return loss;
    }

    // `expected`: the mean given the factors and the defaults drawn singly.
    std::int64_t loss_of_cells(ScenarioSpace& space, std::int64_t scenario, double& expected) const {
        const auto number = static_cast<std::uint64_t>(scenario);
        DefaultClock clock(cells_, RandomStream(order_.seed, number, Draw::Defaults));
        std::int64_t single = 0;
        find_defaults(cells_, clock, space, cells_.single_cells, [&](std::uint32_t i) { single += cells_.losses[i]; });
        auto [mean, variance] = pair_losses_.given(space.systematic);
        for (const auto anchor : space.anchors)
            for (const auto& infected : cells_.infected_cells[anchor]) {
                const auto& cell = cells_.cells[infected.cell];
                const double share = default_shares()(cell.threshold - space.systematic[cell.pair]);
                const double raised = 1 - (1 - share) * infected.spared;
                mean += (raised - share) * infected.loss;
                variance += (raised * (1 - raised) - share * (1 - share)) * infected.squared_loss;
            }
        const double own = normal_quantile(RandomStream(order_.seed, number, Draw::Residue).uniform());
        expected = static_cast<double>(single) + mean;
        return single + std::max<std::int64_t>(0, std::llround(mean + std::sqrt(variance) * own));
    }

    // The scenarios by severity, the worst first, ties by their number; as many as asked for.
    std::vector<std::int64_t> worst(std::span<const double> severity, std::size_t count) const {
        std::vector<std::int64_t> order(severity.size());
        std::iota(order.begin(), order.end(), std::int64_t{0});
        const auto worse = [&](std::int64_t a, std::int64_t b) {
            const double first = severity[static_cast<std::size_t>(a)], second = severity[static_cast<std::size_t>(b)];
            return first != second ? first > second : a < b;
        };
        std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count), worse);
        order.resize(count);
        return order;
    }

    void replay(std::span<const std::int64_t> scenarios, std::span<std::int64_t> losses,
                std::vector<std::vector<std::uint32_t>>* counts) {
        LossOrder silent = order_;
        silent.progress = {};
        on_all_cores(static_cast<std::int64_t>(scenarios.size()), threads_, silent,
                     [&](unsigned thread, std::int64_t i) {
                         auto& space = spaces_[thread];
                         const auto scenario = scenarios[static_cast<std::size_t>(i)];
                         draw_factors(space, scenario);
                         losses[static_cast<std::size_t>(i)] = loss_by_defaults(
                             space, scenario, counts ? std::span((*counts)[thread]) : std::span<std::uint32_t>{});
                     });
    }

    // Lives through the worst scenarios again, to see who defaults in them.
    void look_at_tail() {
        auto looked_at = std::vector<std::int64_t>{};
        std::vector<double> severity;
        if (order_.method == LossMethod::Cells) {
            looked_at = worst(severity_, static_cast<std::size_t>(order_.scenarios / 1000 * replayed_of_a_thousand));
            std::vector<std::int64_t> losses(looked_at.size());
            replay(looked_at, losses, nullptr);
            severity.assign(losses.begin(), losses.end());
        }
        for (std::size_t level = 0; level < tail_levels.size(); ++level) {
            const auto size = static_cast<std::size_t>(order_.scenarios / 1000 * (1000 - tail_levels[level]));
            auto tail = worst(severity.empty() ? severity_ : severity, size);
            if (!looked_at.empty())
                for (auto& scenario : tail) scenario = looked_at[static_cast<std::size_t>(scenario)];
            run_.tail_losses[level].resize(size);
            std::vector<std::vector<std::uint32_t>> counts(threads_,
                                                           std::vector<std::uint32_t>(cells_.losses.size(), 0));
            replay(tail, run_.tail_losses[level], &counts);
            auto& defaults = run_.tail_defaults[level];
            defaults.assign(book_.obligors.size(), 0);
            for (const auto& of_thread : counts)
                for (std::size_t i = 0; i < of_thread.size(); ++i) defaults[cells_.obligors[i]] += of_thread[i];
        }
    }

    const LossBook& book_;
    const LossOrder& order_;
    const unsigned threads_;
    const LossCells cells_;
    const FactorDraws draws_;
    const PairLosses pair_losses_;
    std::vector<ScenarioSpace> spaces_;
    std::vector<double> severity_;  // by which the worst scenarios are chosen
    LossRun run_;
};

}  // namespace

Result<LossRun> simulate_losses(const LossBook& book, const LossModel& model, const LossOrder& order) {
    auto errors = check(book, model);
    if (order.scenarios < 1'000 || order.scenarios > 1'000'000 || order.scenarios % 1'000 != 0)
        errors.push_back(invalid("scenarios", "The number of scenarios is a multiple of 1,000, up to 1,000,000."));
    if (!errors.empty()) return errors;
    return Simulation(book, model, order).run();
}

}  // namespace leasebook::pricing
