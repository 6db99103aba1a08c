#pragma once
// The quote as it comes through a door, form or JSON (design: "The quote, exact"), and as it goes out again.
#include <optional>
#include <string>

#include "domain/calendar.h"
#include "domain/contract.h"
#include "domain/fields.h"
#include "pricing/quote.h"
#include "server/json.h"

namespace leasebook::server {

// Every plain field of the request; lists come beside it.
struct QuoteFields {
    Currency currency = CNY;
    std::optional<Money> financed_amount;
    Date commencement;
    std::optional<Date> first_rent_date;
    int periods = 0, period_months = 1;
    Timing timing = Timing::Arrears;
    Structure structure = Structure::Level;
    std::optional<int> interest_only_periods, rents_up_front;
    Money balloon, guaranteed_residual, unguaranteed_residual;
    Money security_deposit, upfront_fee, initial_direct_costs, subsidy;
    DepositUse deposit_use = DepositUse::Refund;
    DayCount day_count = DayCount::MonthsTwelfths;
    std::optional<BusinessDay> business_day;
    std::optional<std::string> calendar, rate_type;
    std::optional<Rate> annual_rate, target_yield;
    std::optional<pricing::RateIndex> rate_index;  // this and what follows: of a floating rate
    std::optional<Rate> rate_spread;
    std::optional<pricing::ResetRule> rate_reset;
    std::optional<Rate> rate_fixing, rate_cap, rate_floor;
    std::optional<int> rate_lag_days;
    std::optional<pricing::ResetDirection> rate_direction;
    std::optional<pricing::ResetEffect> rate_effect;
    std::optional<pricing::AfterReset> rate_after_reset;
    pricing::SolveFor solve_for = pricing::SolveFor::Rent;
    std::optional<Money> rent;
    std::optional<std::string> curve;
    std::optional<Date> as_of;
};

void visit_fields(auto& q, auto& field) requires std::same_as<std::remove_cvref_t<decltype(q)>, QuoteFields> {
    field("currency", q.currency);
    field("financed_amount", q.financed_amount);
    field("commencement", q.commencement);
    field("first_rent_date", q.first_rent_date);
    field("periods", q.periods);
    field("period_months", q.period_months);
    field("timing", q.timing);
    field("structure", q.structure);
    field("interest_only_periods", q.interest_only_periods);
    field("rents_up_front", q.rents_up_front);
    field("balloon", q.balloon);
    field("guaranteed_residual", q.guaranteed_residual);
    field("unguaranteed_residual", q.unguaranteed_residual);
    field("security_deposit", q.security_deposit);
    field("deposit_use", q.deposit_use);
    field("upfront_fee", q.upfront_fee);
    field("initial_direct_costs", q.initial_direct_costs);
    field("subsidy", q.subsidy);
    field("day_count", q.day_count);
    field("business_day", q.business_day);
    field("calendar", q.calendar);
    field("rate.type", q.rate_type);
    field("rate.annual", q.annual_rate);
    field("rate.index", q.rate_index);
    field("rate.spread", q.rate_spread);
    field("rate.reset", q.rate_reset);
    field("rate.fixing", q.rate_fixing);
    field("rate.cap", q.rate_cap);
    field("rate.floor", q.rate_floor);
    field("rate.lag_days", q.rate_lag_days);
    field("rate.direction", q.rate_direction);
    field("rate.effect", q.rate_effect);
    field("rate.after_reset", q.rate_after_reset);
    field("solve_for", q.solve_for);
    field("rent", q.rent);
    field("target_yield", q.target_yield);
    field("curve", q.curve);
    field("as_of", q.as_of);
}
Errors check(const QuoteFields& fields);
Errors check(const QuoteFields& fields, const Errors& unread);

// Where rents are collected that fall due on no business day. Interest periods stay as they are (R-0-10).
struct Collection {
    BusinessDay convention = BusinessDay::Unadjusted;
    std::string calendar = "CN";
};

struct PricingRequest {
    pricing::QuoteRequest quote;
    Collection collection;
    std::string curve;          // name of the curve to value it on; "CNY" unless asked otherwise
    std::optional<Date> as_of;  // the day of the curve; commencement unless asked otherwise
};

// Everything that is wrong, a message per field, all at once.
Result<PricingRequest> read_pricing_request(Fields fields);
Result<PricingRequest> read_pricing_request(JsonFields json);

// An error of the terms in the name that the request has for its field.
Errors in_request_names(Errors errors);

// With each row the day it is collected on, if they are given.
std::string quote_json(const pricing::Quote& quote, const std::vector<Date>& pay_dates, const Errors& curve_errors);

}  // namespace leasebook::server
