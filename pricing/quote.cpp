#include "pricing/quote.h"

#include <algorithm>
#include <cmath>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/solve.h"
#include "pricing/yield.h"

namespace leasebook::pricing {

namespace {

constexpr std::int64_t e12 = 1'000'000'000'000, e6 = 1'000'000;

Money or_zero(Money amount, Currency currency) { return amount.is_zero() ? Money::zero(currency) : amount; }

CashFlows timed(const LeaseTerms& terms, const std::vector<DatedAmount>& flows) {
    CashFlows cash{parts_per_year(terms.day_count), {}};
    cash.flows.reserve(flows.size());
    for (const auto& flow : flows)
        cash.flows.push_back({time_between(terms.day_count, terms.commencement, flow.date),
                              static_cast<double>(flow.amount.minor_units())});
    return cash;
}

auto rents_of(const Schedule& schedule) { return std::ranges::count(schedule.rows, RowKind::Rent, &ScheduleRow::kind); }

// The deposit goes back at the end, or pays the last rent, then the one before, until it is used up (R-B-08).
void give_back_deposit(std::vector<DatedAmount>& flows, const QuoteRequest& request, const LeaseTerms& terms,
                       const Schedule& schedule) {
    Money left = request.security_deposit;
    if (left.is_zero()) return;
    if (request.deposit_use == DepositUse::OffsetLastRents)
        for (std::size_t k = schedule.rows.size(); k-- > 0;) {
            if (schedule.rows[k].kind != RowKind::Rent) continue;
            const Money used = std::min(left, schedule.rows[k].rent);
            flows[k + 1].amount -= used;
            left -= used;
        }
    // A floating lease that keeps its rent may end before its term, or after it.
    const bool as_agreed = rents_of(schedule) == terms.periods;
    flows.push_back({as_agreed ? final_date(terms, request.plan) : schedule.rows.back().due_date, -left});
}

// The outlay first, then one flow a row; `counts` says which kinds of row belong to it.
std::vector<DatedAmount> flows_of(const LeaseTerms& terms, const Schedule& schedule, Money at_commencement,
                                  auto counts) {
    std::vector<DatedAmount> flows;
    flows.reserve(schedule.rows.size() + 2);
    flows.push_back({terms.commencement, at_commencement});
    for (const auto& row : schedule.rows)
        flows.push_back({row.due_date, counts(row.kind) ? row.rent : Money::zero(terms.currency)});
    return flows;
}

bool every_kind(RowKind) { return true; }
bool paid_by_lessee(RowKind kind) { return kind != RowKind::UnguaranteedResidual; }

std::vector<DatedAmount> customer_flows(const QuoteRequest& request, const LeaseTerms& terms,
                                        const Schedule& schedule) {
    const Money fee = or_zero(request.upfront_fee, terms.currency),
                deposit = or_zero(request.security_deposit, terms.currency);
    auto flows = flows_of(terms, schedule, fee + deposit - terms.financed_amount, paid_by_lessee);
    give_back_deposit(flows, request, terms, schedule);
    return flows;
}

// The yield of a figure; without one, the reason goes to the warnings.
std::optional<Yield> shown(Quote& quote, const char* figure, const Result<Yield>& yield) {
    if (!yield) {
        auto reason = yield.error();
        reason.field = figure;
        quote.warnings.push_back(std::move(reason));
        return {};
    }
    if (yield->roots.size() > 1)
        quote.warnings.push_back(
            invalid(figure, "More than one rate balances these flows; the one nearest to the schedule's is shown."));
    return *yield;
}

Years weighted_average_life(const LeaseTerms& terms, const Schedule& schedule) {
    int128 weighted = 0;
    for (const auto& row : schedule.rows)
        weighted +=
            int128{row.principal.minor_units()} * time_between(terms.day_count, terms.commencement, row.due_date);
    const int128 whole = int128{terms.financed_amount.minor_units()} * parts_per_year(terms.day_count);
    return {leasebook::round_half_away(weighted * e6, whole)};
}

// Where neither fees nor deposit set the three sides apart, one search answers for all.
void add_yields(Quote& quote, const QuoteRequest& request, const std::vector<DatedAmount>& flows) {
    const auto& terms = quote.terms;
    const double nominal = static_cast<double>(quote.nominal_rate.e10) / rate_scale;
    const auto lessor = timed(terms, flows);
    const auto implicit = annual_yield(lessor, nominal);
    const auto yield_of = [&](const CashFlows& cash) {
        return cash == lessor ? implicit : annual_yield(cash, nominal);
    };
    const Money invested = terms.financed_amount + or_zero(request.initial_direct_costs, terms.currency);
    const auto rents = timed(terms, flows_of(terms, quote.schedule, -invested, every_kind));
    if (const auto yield = shown(quote, "implicit_rate", implicit)) {
        quote.implicit_rate = yield->rate();
        const double periodic = std::expm1(std::log1p(yield->annual) * terms.period_months / 12);
        quote.irr_periodic = PeriodicRate{round_half_away(periodic * e12)};
        if (const auto mean = mean_years(rents, yield->annual))
            quote.modified_duration = Years{round_half_away(*mean / (1 + yield->annual) * e6)};
    }
    if (const auto yield = shown(quote, "ifrs16_rate", yield_of(rents))) quote.ifrs16_rate = yield->rate();
    const auto lessee = timed(terms, customer_flows(request, terms, quote.schedule));
    if (const auto yield = shown(quote, "customer_rate", yield_of(lessee))) quote.customer_rate = yield->rate();
}

void add_market_value(Quote& quote, const std::vector<DatedAmount>& flows, const DiscountCurve& curve) {
    const auto& terms = quote.terms;
    if (curve.reference > terms.commencement) {
        quote.warnings.push_back(invalid("curve",
                                         "The curve begins on {0}, after commencement: no market value is shown.",
                                         to_text(curve.reference)));
        return;
    }
    quote.npv = present_value(curve, flows);
    quote.pv01 = pv01(curve, flows);
    quote.key_rate_deltas = key_rate_deltas(curve, flows);
    quote.snapshot = curve.snapshot;
    if (quote.schedule.rows.back().due_date > curve.nodes.back().date)
        quote.warnings.push_back(invalid(
            "curve", "The lease runs beyond the last market quote ({0}); the last forward rate is used from there on.",
            to_text(curve.nodes.back().date)));
    CashFlows discounted{365, {}};
    discounted.flows.reserve(flows.size());
    for (const auto& flow : flows)
        discounted.flows.push_back({days_between(terms.commencement, flow.date),
                                    static_cast<double>(flow.amount.minor_units()) * curve.discount(flow.date)});
    if (const auto spread = shown(quote, "spread_over_curve", annual_yield(discounted, 0)))
        quote.spread_over_curve = Rate{round_half_away(std::log1p(spread->annual) * rate_scale)};
}

void warn_of_capitalised_interest(Quote& quote) {
    for (const auto& row : quote.schedule.rows)
        if (row.principal.is_negative()) {
            quote.warnings.push_back(invalid("rent",
                                             "Rent {0} does not cover its interest: {1} is added to the principal.",
                                             std::to_string(row.number), to_text(-row.principal)));
            return;
        }
}

Money rent_shown(const QuoteRequest& request, const Quote& quote) {
    return request.rent ? *request.rent : first_full_rent(quote.schedule);
}

struct Priced {
    LeaseTerms terms;
    Schedule schedule;
    std::vector<RateReset> resets = {};
    std::vector<Rate> row_rates = {};
};

Result<Priced> at_fixed_rate(const QuoteRequest& request) {
    const auto solved = solve(request);
    if (!solved) return solved.errors();
    auto schedule = rent_schedule(solved->terms, request.plan, solved->rent);
    if (!schedule) return schedule.errors();
    return Priced{solved->terms, *std::move(schedule)};
}

Errors check_floating(const QuoteRequest& request) {
    auto errors = check(*request.floating, request.plan);
    if (request.solve_for == SolveFor::Rate)
        errors.push_back(
            invalid("solve_for", "A floating rate is the index and a spread for life: it cannot be solved for."));
    if (request.target_yield)
        errors.push_back(invalid("target_yield", "A yield can be aimed at only with a fixed rate."));
    return errors;
}

// Rents that are kept are worth what the rates of all resets make of them, others what the first rate makes of them:
// they are worked out anew when it changes.
Result<LeaseTerms> with_unknown(const QuoteRequest& request, const LeaseTerms& terms,
                                const std::vector<RateReset>& resets) {
    if (request.solve_for == SolveFor::Rent) return validated(terms);
    const bool kept = after_reset(*request.floating, request.plan) == AfterReset::KeepRent;
    const auto solved = with_amount_solved(request, terms,
                                           kept ? floating_equation(terms, request.plan, *request.floating, resets)
                                                : RentCalendar(terms, request.plan).equation(quad(terms.annual_rate)));
    return solved ? validated(*solved) : solved;
}

Result<Priced> at_floating_rate(QuoteRequest request, const DiscountCurve* curve) {
    if (auto errors = check_floating(request); !errors.empty()) return errors;
    const auto& floating = *request.floating;
    request.terms.annual_rate = {};  // known once the dates are
    const auto valid = checked_terms(request);
    if (!valid) return valid.errors();
    auto terms = *valid;
    const IndexOutlook outlook{floating.index, request.index_fixings, curve ? curve->reference : terms.commencement,
                               curve, request.index_calendar.get()};
    auto resets = rate_resets(moves_the_end(floating, request.plan) ? longest_term(terms) : terms, request.plan,
                              floating, outlook);
    if (!resets) return resets.errors();
    terms.annual_rate = resets->front().rate;
    const auto solved = with_unknown(request, terms, *resets);
    if (!solved) return solved.errors();
    auto made = floating_schedule(*solved, request.plan, floating, *resets, request.rent);
    if (!made) return made.errors();
    Priced priced{*solved, std::move(made->schedule), *std::move(resets), std::move(made->rates)};
    std::erase_if(priced.resets, [&](const RateReset& reset) {
        return reset.date > terms.commencement && reset.date >= priced.schedule.rows.back().due_date;
    });
    return priced;
}

void warn_of_moved_end(Quote& quote, const QuoteRequest& request) {
    if (!request.floating) return;
    if (const auto rents = rents_of(quote.schedule); rents != quote.terms.periods)
        quote.warnings.push_back(invalid("periods",
                                         "The rent is kept while the rate changes: {0} rents repay the lease, not {1}.",
                                         std::to_string(rents), std::to_string(quote.terms.periods)));
    if (request.plan.structure != Structure::Custom) return;
    const Money agreed = request.plan.rents.back().amount,
                last = quote.schedule.rows[request.plan.rents.size() - 1].rent;
    if (agreed != last)
        quote.warnings.push_back(
            invalid("rents", "The last rent takes the rest: it is {0}, not {1}.", to_text(last), to_text(agreed)));
}

}  // namespace

std::string to_text(PeriodicRate rate) { return decimal_text(rate.e12, 12); }
std::string to_text(Years years) { return decimal_text(years.e6, 6); }

std::vector<DatedAmount> lessor_flows(const QuoteRequest& request, const LeaseTerms& terms, const Schedule& schedule) {
    const Currency currency = terms.currency;
    const Money outlay = terms.financed_amount + or_zero(request.initial_direct_costs, currency) -
                         or_zero(request.upfront_fee, currency) - or_zero(request.security_deposit, currency) -
                         or_zero(request.subsidy, currency);
    auto flows = flows_of(terms, schedule, -outlay, every_kind);
    give_back_deposit(flows, request, terms, schedule);
    return flows;
}

Result<Quote> price(const QuoteRequest& request, const DiscountCurve* curve) {
    if (curve && currency_of_curve(curve->name) != request.terms.currency.text())
        return invalid("curve", "The curve is of {0}, the lease in {1}.", curve->name, request.terms.currency.text());
    auto priced = request.floating ? at_floating_rate(request, curve) : at_fixed_rate(request);
    if (!priced) return priced.errors();
    auto made = *std::move(priced);
    Quote quote;
    quote.terms = made.terms;
    quote.nominal_rate = made.terms.annual_rate;
    quote.schedule = std::move(made.schedule);
    quote.resets = std::move(made.resets);
    quote.row_rates = std::move(made.row_rates);
    quote.totals = totals(quote.schedule);
    quote.rent = rent_shown(request, quote);
    quote.weighted_average_life = weighted_average_life(quote.terms, quote.schedule);
    warn_of_capitalised_interest(quote);
    warn_of_moved_end(quote, request);
    const auto flows = lessor_flows(request, quote.terms, quote.schedule);
    add_yields(quote, request, flows);
    if (curve) add_market_value(quote, flows, *curve);
    return quote;
}

}  // namespace leasebook::pricing
