// How fast a lease is priced, and how fast its yield is found beside QuantLib on the same flows.
#include <benchmark/benchmark.h>
#include <ql/cashflows/cashflows.hpp>
#include <ql/cashflows/simplecashflow.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include "pricing/expected_loss.h"
#include "pricing/quote.h"
#include "pricing/rent.h"
#include "pricing/yield.h"

namespace {

using namespace leasebook;
using namespace leasebook::pricing;
namespace ql = QuantLib;

LeaseTerms sixty_months(DayCount day_count) {
    LeaseTerms terms;
    terms.financed_amount = Money::minor(100'000'000, CNY);
    terms.annual_rate = Rate{650'000'000};
    terms.commencement = date(2026, 1, 15);
    terms.first_rent_date = date(2026, 2, 15);
    terms.periods = 60;
    terms.day_count = day_count;
    return terms;
}

CashFlows flows_by_day(const LeaseTerms& terms) {
    CashFlows cash{365, {{0, -double(terms.financed_amount.minor_units())}}};
    const auto schedule = *rent_schedule(terms);
    for (const auto& row : schedule.rows)
        cash.flows.push_back({days_between(terms.commencement, row.due_date), double(row.rent.minor_units())});
    return cash;
}

void full_quote_with_curve(benchmark::State& state) {
    const auto curve = flat_curve("CNY", date(2026, 1, 15), Rate{200'000'000});
    QuoteRequest request;
    request.terms = sixty_months(NamesOf<DayCount>::names[static_cast<std::size_t>(state.range(0))].first);
    for (auto _ : state) benchmark::DoNotOptimize(price(request, &curve));
    state.SetLabel(to_text(request.terms.day_count));
}
BENCHMARK(full_quote_with_curve)->DenseRange(0, 4)->Unit(benchmark::kMicrosecond);

void rent_and_schedule(benchmark::State& state) {
    const auto terms = sixty_months(DayCount::MonthsTwelfths);
    for (auto _ : state) benchmark::DoNotOptimize(rent_schedule(terms));
}
BENCHMARK(rent_and_schedule)->Unit(benchmark::kMicrosecond);

void implicit_rate(benchmark::State& state) {
    const auto cash = flows_by_day(sixty_months(DayCount::Actual365Fixed));
    for (auto _ : state) benchmark::DoNotOptimize(annual_yield(cash));
}
BENCHMARK(implicit_rate);

void implicit_rate_by_quantlib(benchmark::State& state) {
    const auto cash = flows_by_day(sixty_months(DayCount::Actual365Fixed));
    const ql::Date start(15, ql::January, 2026);
    ql::Leg leg;
    for (const auto& flow : cash.flows)
        if (flow.time > 0) leg.push_back(ql::ext::make_shared<ql::SimpleCashFlow>(flow.amount, start + flow.time));
    for (auto _ : state)
        benchmark::DoNotOptimize(ql::CashFlows::yield(leg, -cash.flows[0].amount, ql::Actual365Fixed(), ql::Compounded,
                                                      ql::Annual, false, start, start, 1e-10, 100, 0.05));
}
BENCHMARK(implicit_rate_by_quantlib);

void bootstrap_of_fourteen_quotes(benchmark::State& state) {
    const Date as_of = date(2026, 1, 15);
    const char* tenors[] = {"1D", "1W", "2W", "1M", "3M", "6M", "9M", "1Y", "2Y", "3Y", "4Y", "5Y", "7Y", "10Y"};
    std::vector<MarketQuote> quotes;
    for (const char* tenor : tenors)
        quotes.push_back({"CNY",
                          quotes.size() < 5 ? Instrument::Deposit : Instrument::Swap,
                          tenor,
                          as_of,
                          Rate{180'000'000 + 5'000'000 * std::int64_t(quotes.size())},
                          {}});
    for (auto _ : state) benchmark::DoNotOptimize(bootstrap(as_of, quotes));
}
BENCHMARK(bootstrap_of_fourteen_quotes)->Unit(benchmark::kMillisecond);

// Sixty months left, three scenarios, a machine that loses value: what a monthly close does for each contract.
void expected_loss_of_a_contract(benchmark::State& state) {
    const auto terms = sixty_months(DayCount::MonthsTwelfths);
    CreditExposure exposure;
    exposure.annual_rate = terms.annual_rate;
    std::int64_t value = 100'000'000;
    for (const auto balance : monthly_balances(terms, *rent_schedule(terms), terms.commencement))
        exposure.periods.push_back({balance, Money::minor(value -= value / 70, CNY), {}});
    const std::vector yearly{Rate{200'000'000}, Rate{250'000'000}, Rate{300'000'000}, Rate{300'000'000},
                             Rate{300'000'000}};
    const LossParameters parameters;
    for (auto _ : state) benchmark::DoNotOptimize(expected_loss(exposure, yearly, parameters));
}
BENCHMARK(expected_loss_of_a_contract);

void balances_of_sixty_months(benchmark::State& state) {
    const auto terms = sixty_months(DayCount::MonthsTwelfths);
    const auto schedule = *rent_schedule(terms);
    for (auto _ : state) benchmark::DoNotOptimize(monthly_balances(terms, schedule, terms.commencement));
}
BENCHMARK(balances_of_sixty_months);

}  // namespace

BENCHMARK_MAIN();
