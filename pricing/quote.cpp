#include "pricing/quote.h"

#include <algorithm>
#include <cmath>

#include "pricing/quad.h"
#include "pricing/rent.h"
#include "pricing/yield.h"

namespace leasebook::pricing {

namespace {

constexpr std::int64_t e12 = 1'000'000'000'000, e6 = 1'000'000;

std::int64_t rounded(double value) { return round_half_away(static_cast<Quad>(value)); }

Money or_zero(Money amount, Currency currency) { return amount.is_zero() ? Money::zero(currency) : amount; }

CashFlows timed(const LeaseTerms& terms, const std::vector<DatedAmount>& flows) {
    CashFlows cash{parts_per_year(terms.day_count), {}};
    cash.flows.reserve(flows.size());
    for (const auto& flow : flows)
        cash.flows.push_back({time_between(terms.day_count, terms.commencement, flow.date),
                              static_cast<double>(flow.amount.minor_units())});
    return cash;
}

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
    // A floating lease that keeps its rent may end before its term.
    const auto rents = std::ranges::count(schedule.rows, RowKind::Rent, &ScheduleRow::kind);
    const bool shortened = rents < terms.periods && request.plan.structure != Structure::Custom;
    flows.push_back({shortened ? schedule.rows.back().due_date : final_date(terms, request.plan), -left});
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

// The yield nearest to the rate expected; without one, the reason goes to the warnings.
std::optional<Yield> yield_of(Quote& quote, const char* figure, const CashFlows& cash, double nearest_to) {
    const auto yield = annual_yield(cash, nearest_to);
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

void add_durations(Quote& quote, const CashFlows& cash, double yield) {
    double worth = 0, weighted = 0;
    for (const auto& flow : cash.flows) {
        if (flow.time == 0) continue;
        const double years = static_cast<double>(flow.time) / cash.parts_per_year;
        const double now = flow.amount * std::pow(1 + yield, -years);
        worth += now;
        weighted += now * years;
    }
    if (worth > 0) quote.modified_duration = Years{rounded(weighted / worth / (1 + yield) * e6)};
}

Years weighted_average_life(const LeaseTerms& terms, const Schedule& schedule) {
    int128 weighted = 0;
    for (const auto& row : schedule.rows)
        weighted +=
            int128{row.principal.minor_units()} * time_between(terms.day_count, terms.commencement, row.due_date);
    const int128 whole = int128{terms.financed_amount.minor_units()} * parts_per_year(terms.day_count);
    return {leasebook::round_half_away(weighted * e6, whole)};
}

void add_yields(Quote& quote, const QuoteRequest& request, const std::vector<DatedAmount>& flows) {
    const auto& terms = quote.terms;
    const double nominal = static_cast<double>(quote.nominal_rate.e10) / rate_scale;
    if (const auto implicit = yield_of(quote, "implicit_rate", timed(terms, flows), nominal)) {
        quote.implicit_rate = implicit->rate();
        quote.irr_periodic =
            PeriodicRate{rounded(std::expm1(std::log1p(implicit->annual) * terms.period_months / 12) * e12)};
        add_durations(quote, timed(terms, flows_of(terms, quote.schedule, -terms.financed_amount, every_kind)),
                      implicit->annual);
    }
    const Money invested = terms.financed_amount + or_zero(request.initial_direct_costs, terms.currency);
    const auto standard_flows = timed(terms, flows_of(terms, quote.schedule, -invested, every_kind));
    if (const auto standard = yield_of(quote, "ifrs16_rate", standard_flows, nominal))
        quote.ifrs16_rate = standard->rate();
    const auto customer_cash = timed(terms, customer_flows(request, terms, quote.schedule));
    if (const auto customer = yield_of(quote, "customer_rate", customer_cash, nominal))
        quote.customer_rate = customer->rate();
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
    for (const auto& flow : flows)
        discounted.flows.push_back({days_between(terms.commencement, flow.date),
                                    static_cast<double>(flow.amount.minor_units()) * curve.discount(flow.date)});
    if (const auto spread = yield_of(quote, "spread_over_curve", discounted, 0))
        quote.spread_over_curve = Rate{rounded(std::log1p(spread->annual) * rate_scale)};
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

Result<Priced> at_floating_rate(QuoteRequest request, const DiscountCurve* curve) {
    auto errors = check(*request.floating, request.plan);
    if (request.solve_for != SolveFor::Rent || request.rent || request.target_yield)
        errors.push_back(invalid("solve_for", "With a floating rate the rent is what is solved for."));
    if (!errors.empty()) return errors;
    request.terms.annual_rate = {};
    const auto valid = solve(request);  // all but the rate, which needs the dates
    if (!valid) return valid.errors();
    const IndexOutlook outlook{request.floating->index, request.index_fixings,
                               curve ? curve->reference : request.terms.commencement, curve,
                               request.index_calendar.get()};
    auto resets = rate_resets(valid->terms, request.plan, *request.floating, outlook);
    if (!resets) return resets.errors();
    request.terms.annual_rate = resets->front().rate;
    const auto solved = solve(request);
    if (!solved) return solved.errors();
    auto floating = floating_schedule(solved->terms, request.plan, *request.floating, *resets);
    if (!floating) return floating.errors();
    auto made = *std::move(floating);
    return Priced{solved->terms, std::move(made.schedule), *std::move(resets), std::move(made.rates)};
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
    const auto flows = lessor_flows(request, quote.terms, quote.schedule);
    add_yields(quote, request, flows);
    if (curve) add_market_value(quote, flows, *curve);
    return quote;
}

}  // namespace leasebook::pricing
